// Chains and notation: everything is readable without this file; it adds copying, keyboard scrolling and the switch.
"use strict"

const ours = "ours"
const notes = document.querySelectorAll("press-math[data-alt]")

/* A long formula scrolls in its own box, and the keyboard can reach it. */

function noteScrolling(boxes) {
  const isLong = boxes.map(box => box.scrollWidth > box.clientWidth + 1) // all are read before any is written
  boxes.filter((box, at) => box.hasAttribute("tabindex") !== isLong[at]).forEach(change)
}

function change(box) {
  const names = {tabindex: "0", role: "group", "aria-label": "Scrolls sideways"}
  const isLong = !box.hasAttribute("tabindex")
  for (const [name, value] of Object.entries(names)) isLong ? box.setAttribute(name, value) : box.removeAttribute(name)
}

const boxes = [...document.querySelectorAll(".press-chain li > div, .press-value, .press-outputs")]
const watcher = new ResizeObserver(entries => noteScrolling(entries.map(entry => entry.target)))
boxes.forEach(box => watcher.observe(box))

/* What is not drawn yet is not watched, and formulas grow with their fonts where boxes do not: a chain is measured when
   there is nothing else to do, as the browser lays it out for that. */

const chains = [...Map.groupBy(boxes, box => box.closest(".press-chain")).values()]
const later = globalThis.requestIdleCallback ?? (task => setTimeout(task, 0, {timeRemaining: () => 1}))
let unmeasured = []

function measure(idle) {
  while (unmeasured.length && idle.timeRemaining() > 0) noteScrolling(unmeasured.shift())
  if (unmeasured.length) later(measure)
}

function measureAll() {
  if (!unmeasured.length) later(measure)
  unmeasured = [...chains]
}

measureAll()
addEventListener("resize", measureAll)
document.fonts.addEventListener("loadingdone", measureAll)
addEventListener("load", () => document.querySelectorAll(".md-typeset__scrollwrap").forEach(box => watcher.observe(box)))

/* Copying: a line's link, its LaTeX, its SymPy. */

function copyButton(label, text) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "press-copy"
  button.textContent = label
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(await text())
    button.textContent = "Copied"
    setTimeout(() => (button.textContent = label), 1500)
  })
  return button
}

/* A block of code without its prompts and outputs. */

function source(code) {
  const copy = code.cloneNode(true)
  const prompts = copy.querySelectorAll(".gp, .go")
  prompts.forEach(part => part.remove())
  return prompts.length ? copy.textContent.replace(/\n+/g, "\n") : copy.textContent
}

for (const code of document.querySelectorAll(".md-typeset pre > code")) code.after(copyButton("Copy", () => source(code)))

function addButtons(details) {
  if (details.querySelector(".press-copy")) return
  const line = details.closest("li")
  const forms = details.querySelector("code.press-components") ? ["vectors", "components"] : [""]
  const buttons = forms.flatMap(form => {
    const latex = () => latexOf(line.querySelector("press-math"), form)
    const sympy = () => details.querySelector(form ? `code.press-${form}` : "code").textContent
    const named = form && `, ${form}`
    return [copyButton(`Copy LaTeX${named}`, latex), copyButton(`Copy SymPy${named}`, sympy)]
  })
  if (details.dataset.text) buttons.push(copyButton("Copy text", () => details.dataset.text))
  if (line.id) buttons.push(copyButton("Copy link", () => new URL(`#${line.id}`, location).href))
  details.append(...buttons)
  if (line.id && details.dataset.text) details.append(...changing(line))
}

/* A line that claims something can be changed and checked anew, where the site has a page for that. */
function changing(line) {
  const page = document.documentElement.dataset.checker
  if (!page || !line.className || line.classList.contains("press-definition")) return []
  const link = document.createElement("a")
  link.href = `${page}#line=${line.id}`
  link.textContent = "Change this line"
  return [" ", link]
}

for (const details of document.querySelectorAll(".press-chain details")) {
  const mark = details.querySelector("summary")
  mark.title = mark.getAttribute("aria-label") ?? "More about this line"
  details.addEventListener("toggle", () => details.open && addButtons(details))
}

/* The switches of the notation and of components: the page arrives in ours, as vectors; what else is asked for is fetched. */

const select = document.querySelector(".press-notation select")
const components = document.querySelector(".press-components-switch")
const originals = new Map()

async function spelling(name) {
  const page = document.documentElement.dataset.page ?? "" // where pages share a folder
  return name === ours || !notes.length ? {} : await (await fetch(`${page}notation-${name}.json`)).json()
}

/* The formulas by their numbers, where they are spelt otherwise than in the page as it came. */
async function spellings(convention, view) {
  const names = view === "components" ? [convention, `${convention}-components`] : [convention]
  return Object.assign({}, ...await Promise.all(names.map(spelling)))
}

/* The LaTeX of a formula in the notation that is chosen, as vectors or as components. */
async function latexOf(note, view) {
  const spelt = note.dataset.alt ? await spellings(select?.value ?? ours, view) : {}
  const formula = document.createElement("template")
  formula.innerHTML = spelt[note.dataset.alt] ?? originals.get(note) ?? note.innerHTML
  return formula.content.querySelector("annotation").textContent.replace(/^\\displaystyle /, "")
}

async function spell() {
  const convention = select?.value ?? ours
  const view = components?.ariaPressed === "true" ? "components" : "vectors"
  const spelt = await spellings(convention, view)
  for (const note of notes) {
    if (!originals.has(note)) originals.set(note, note.innerHTML)
    note.innerHTML = spelt[note.dataset.alt] ?? originals.get(note)
  }
  Object.assign(document.documentElement.dataset, { notation: convention, view })
}

function remembered() {
  const asked = new URLSearchParams(location.search).get("notation")
  const known = [...select.options].map(option => option.value)
  return [asked, localStorage.getItem("notation")].find(name => known.includes(name)) ?? ours
}

function choose(convention) {
  localStorage.setItem("notation", convention)
  const url = new URL(location)
  if (convention === ours) url.searchParams.delete("notation")
  else url.searchParams.set("notation", convention)
  history.replaceState(history.state, "", url)
  return spell()
}

if (components) {
  components.ariaPressed = localStorage.getItem("view") === "components"
  components.addEventListener("click", () => {
    components.ariaPressed = components.ariaPressed !== "true"
    localStorage.setItem("view", components.ariaPressed === "true" ? "components" : "vectors")
    spell()
  })
}

if (select) {
  select.value = remembered()
  select.addEventListener("change", () => choose(select.value))
}

if (select && select.value !== ours) choose(select.value)
else if (components?.ariaPressed === "true") spell()

/* Light or dark: kept once chosen; until then the machine's wish is followed. */

const dark = matchMedia("(prefers-color-scheme: dark)")

function paint(isDark) {
  return (document.body.dataset.mdColorScheme = isDark ? "slate" : "default")
}

dark.addEventListener("change", () => localStorage.getItem("scheme") ?? paint(dark.matches))
document.querySelector(".press-scheme")?.addEventListener("click", () => {
  localStorage.setItem("scheme", paint(document.body.dataset.mdColorScheme !== "slate"))
})

/* Material's search is a dialog that has no name. */

document.querySelector(".md-search")?.setAttribute("aria-label", "Search")
