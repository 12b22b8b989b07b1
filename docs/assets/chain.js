// Chains and notation: everything is readable without this file; it adds copying, keyboard scrolling and the switch.
"use strict"

const ours = "ours"
const notes = document.querySelectorAll("press-math[data-alt]")

/* A long formula scrolls in its own box, and the keyboard can reach it. */

function noteScrolling(box) {
  const isLong = box.scrollWidth > box.clientWidth + 1
  if (isLong) {
    box.tabIndex = 0
    box.setAttribute("role", "group")
    box.setAttribute("aria-label", "Scrolls sideways")
  } else {
    for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name)
  }
}

const boxes = document.querySelectorAll(".press-chain li > div, .press-value, .press-outputs")
const watcher = new ResizeObserver(entries => entries.forEach(entry => noteScrolling(entry.target)))
boxes.forEach(box => watcher.observe(box))
addEventListener("load", () => document.querySelectorAll(".md-typeset__scrollwrap").forEach(box => watcher.observe(box)))

/* Copying: a line's link, its LaTeX, its SymPy. */

function say(element, words) {
  element.dataset.said = words
  setTimeout(() => delete element.dataset.said, 1500)
}

function copyButton(label, text) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "press-copy"
  button.textContent = label
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text())
    button.textContent = "Copied"
    setTimeout(() => (button.textContent = label), 1500)
  })
  return button
}

function addButtons(details) {
  if (details.querySelector(".press-copy")) return
  const line = details.closest("li")
  const latex = () => line.querySelector("annotation").textContent.replace(/^\\displaystyle /, "")
  const sympy = () => details.querySelector("code").textContent
  const buttons = [copyButton("Copy LaTeX", latex), copyButton("Copy SymPy", sympy)]
  if (line.id) buttons.push(copyButton("Copy link", () => new URL(`#${line.id}`, location).href))
  details.append(...buttons)
}

for (const details of document.querySelectorAll(".press-chain details")) {
  const mark = details.querySelector("summary")
  mark.title = mark.getAttribute("aria-label")
  details.addEventListener("toggle", () => details.open && addButtons(details))
}

for (const link of document.querySelectorAll(".press-chain li a")) {
  link.title = "Copy a link to this line"
  link.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(link.href)
    say(link, "Link copied")
  })
}

/* The notation switch: the page arrives in ours; another convention is fetched when it is asked for. */

const conventions = JSON.parse(document.getElementById("press-conventions")?.textContent ?? "{}")
const originals = new Map()

async function spell(convention) {
  const spelt = convention === ours || !notes.length ? {} : await (await fetch(`notation-${convention}.json`)).json()
  for (const note of notes) {
    if (!originals.has(note)) originals.set(note, note.innerHTML)
    note.innerHTML = spelt[note.dataset.alt] ?? originals.get(note)
  }
  document.documentElement.dataset.notation = convention
}

function remembered() {
  const asked = new URLSearchParams(location.search).get("notation")
  const kept = localStorage.getItem("notation")
  return [asked, kept].find(name => name in conventions) ?? ours
}

function choose(convention) {
  localStorage.setItem("notation", convention)
  const url = new URL(location)
  if (convention === ours) url.searchParams.delete("notation")
  else url.searchParams.set("notation", convention)
  history.replaceState(history.state, "", url)
  return spell(convention)
}

function addSwitch() {
  const label = document.createElement("label")
  const select = document.createElement("select")
  label.className = "press-notation"
  label.title = "Notation"
  select.setAttribute("aria-label", "Notation")
  for (const [name, title] of Object.entries(conventions)) select.add(new Option(title, name))
  select.value = remembered()
  select.addEventListener("change", () => choose(select.value))
  label.append(select)
  const header = document.querySelector(".md-header__inner")
  header?.insertBefore(label, header.querySelector(".md-header__title").nextSibling)
  if (select.value !== ours) choose(select.value)
}

if (Object.keys(conventions).length > 1) addSwitch()

/* Material's search is a dialog that has no name. */

document.querySelector(".md-search")?.setAttribute("aria-label", "Search")
