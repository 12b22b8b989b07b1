// Checking a formula in the page: nothing is fetched before the first check, nothing is sent, and one engine serves a visit.

const patience = 100_000 // milliseconds for an answer; work inside one step of the machine can only be ended with the worker
const starting = 120_000
const form = document.querySelector("form.press-checker")
const verdict = document.querySelector(".press-verdict")
const [check, stop] = form.querySelectorAll("button")
const size = form.querySelector("small")
const letters = form.querySelector("fieldset")
const given = form.querySelector(".press-given")
const byName = entries => Object.assign(Object.create(null), Object.fromEntries(entries)) // a letter may be called constructor
const kinds = byName(Object.entries(JSON.parse(form.dataset.kinds)))
const choices = [
  "real", "positive", "negative", "nonnegative", "nonzero", "integer", "positive integer", "nonnegative integer",
  "size", "index", "entries", "positive entries",
]
const words = { proved: "Proved", refuted: "Refuted", undecided: "Undecided", error: "Undecided: not understood" }

function element(name, attributes = {}, ...parts) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...parts)
  return made
}

/* The engine: a worker, started at the first check and again after a Stop. */

let engine

class Engine {
  constructor() {
    this.waiting = new Map()
    this.number = 0
    this.ended = new Promise((_, refuse) => (this.refuse = refuse))
    this.ended.catch(() => {})
    this.ready = new Promise(yes => (this.isReady = yes))
    this.timer = setTimeout(() => this.end("the checker did not start within two minutes"), starting)
    this.start().catch(problem => this.end(inWords(problem.message)))
  }

  async start() {
    if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly")
    const folder = new URL(form.dataset.checker, location.href).href
    await kept(folder)
    if (this.over) return
    this.worker = new Worker(`${folder}worker.mjs`, { type: "module" })
    this.worker.onerror = event => this.end(inWords(event.message || "worker.mjs is not there, or a policy forbids it"))
    this.worker.onmessage = ({ data }) => this.hear(data)
  }

  hear({ progress, failed, ready, number, answer, seconds, broken }) {
    if (progress) verdict.textContent = progress
    else if (failed) this.end(inWords(failed))
    else if (ready) {
      clearTimeout(this.timer)
      this.isReady()
    } else if (broken) this.end(inWords(broken))
    else this.waiting.get(number)?.({ ...answer, seconds })
  }

  async ask(question) {
    await Promise.race([this.ready, this.ended])
    verdict.textContent = "Checking …"
    const number = ++this.number
    const late = setTimeout(() => this.end(`no answer came in ${patience / 1000} s`), patience)
    try {
      return await Promise.race([this.ended, new Promise(yes => {
        this.waiting.set(number, yes)
        this.worker.postMessage({ number, question })
      })])
    } finally {
      clearTimeout(late)
    }
  }

  end(why) {
    this.over = true
    clearTimeout(this.timer)
    this.worker?.terminate()
    if (engine === this) engine = undefined
    this.refuse(new Error(why))
  }
}

/* A fault as the browser tells it, in a reader's words. */
function inWords(fault) {
  if (/memory/i.test(fault)) return "this page ran out of memory; other tabs may hold it"
  if (/call stack/i.test(fault)) return "the formula nests too deeply for this browser"
  if (!navigator.onLine) return "this machine is offline"
  if (/unsafe-eval/.test(fault)) return "a policy of this site forbids WebAssembly; its script-src wants 'wasm-unsafe-eval'"
  const [, file] = /imported module: \S*\/([\w.-]+\w)/.exec(fault) ?? []
  return file ? `${file} is not there, or a policy forbids it` : fault
}

/* What was fetched is kept for later visits, where the browser allows it; the check goes on where it does not. */
async function kept(folder) {
  if (!navigator.serviceWorker) return
  const keeper = async () => {
    const known = await navigator.serviceWorker.getRegistration(folder)
    if (known?.active) return // to ask again would be to fetch it again
    const { installing, waiting } = await navigator.serviceWorker.register(`${folder}keeper.mjs`, { type: "module", scope: folder })
    const coming = installing ?? waiting
    await new Promise(yes => coming?.addEventListener("statechange", () => /activated|redundant/.test(coming.state) && yes()))
  }
  await Promise.race([keeper().catch(() => {}), new Promise(yes => setTimeout(yes, 3000))])
}

/* The letters: found as one types, told exactly by the answer, and changed by whoever asks. */

const known = new Set(
  ("exp log ln sqrt sigmoid softplus logsigmoid tanh relu max min abs floor ceil delta sum prod d diff e E pi oo inf log2 log10 log1p" +
    " expm1 torch np numpy math F nn functional special Max Min Abs Sum Product frac dfrac tfrac cdot times left right partial infty" +
    " operatorname mathrm text ell True False sigma expit maximum minimum hat bar").split(" "),
)

function found(text) {
  const isLatex = /\\|[_^]\{/.test(text)
  const bound = new Set([...text.matchAll(/[,(]\s*\(?\s*([A-Za-z]\w*)\s*(?:=|,)[^()]*?(?:\.\.|,)/g), ...text.matchAll(/_\{?([a-z])=/g)].map(m => m[1]))
  const shape = isLatex ? /\\[A-Za-z]+|[A-Za-z](?:_(?:\{\w+\}|\w))?/g : /[A-Za-z]\w*/g
  const names = (text.match(shape) ?? []).map(name => name.replace(/[\\{}]/g, ""))
  return [...new Set(names)].filter(name => !known.has(name) && !bound.has(name))
}

/* What a letter may be: how it stands says more than the notation. The prover's own guess replaces this one with the answer. */
function usual(name, text) {
  const kind = kinds[name] ?? "real"
  const hasArrays = /\w\[|_\{?[a-z]\b[^}]*\}?.*\\sum|\\sum.*_\{?[a-z]/.test(text)
  if (new RegExp(`(^|\\W)${name}\\[`).test(text)) return /entries/.test(kind) ? kind : "entries"
  if (hasArrays && new RegExp(`\\[[^\\]]*\\b${name}\\b[^\\]]*\\]`).test(text)) return "index"
  if (hasArrays && kind === "size") return kind
  return { size: "positive integer", index: "integer" }[kind] ?? (choices.includes(kind) && !/entries/.test(kind) ? kind : "real")
}

const guessed = () => {
  const text = `${form.lhs.value} ${form.rhs.value}`
  return byName(found(text).map(name => [name, usual(name, text)]))
}

function chosen() {
  const rows = [...letters.querySelectorAll("div")].filter(row => row.dataset.chosen)
  return byName(rows.map(row => [row.dataset.name, row.querySelector("select").value]))
}

function ranges() {
  const rows = [...letters.querySelectorAll("div")].map(row => [row.dataset.name, [...row.querySelectorAll("input")].map(one => one.value.trim())])
  return byName(rows.filter(([, [low, high]]) => low && high))
}

function showLetters(own, picked = chosen(), spans = ranges()) {
  letters.querySelectorAll("div").forEach(row => row.remove())
  for (const [name, kind] of Object.entries(own)) {
    const select = element("select", { "aria-label": `${name} is` })
    for (const choice of new Set([...choices, kind])) select.add(new Option(choice, choice, false, choice === (picked[name] ?? kind)))
    const row = element("div", { "data-name": name }, element("code", {}, name), " is ", select, " from ")
    const [low, high] = spans[name] ?? ["", ""]
    row.append(element("input", { "aria-label": `${name} from`, size: 5, value: low }), " to ", element("input", { "aria-label": `${name} to`, size: 5, value: high }))
    if (name in picked) row.dataset.chosen = true
    select.addEventListener("change", () => (row.dataset.chosen = true))
    letters.append(row)
  }
  letters.hidden = !letters.querySelector("div")
}

function guess() {
  if (!line) showLetters(guessed())
}

/* A line of a chain, opened here: its own text, its givens, and the letters of the book. */

let line

async function texts(slug, all = byName([])) {
  if (slug in all) return all
  const answer = await fetch(`${form.dataset.lines}${slug}.json`)
  if (!answer.ok) throw new Error(`the chain ${slug} is not there (${answer.status})`)
  const chain = await answer.json()
  all[slug] = chain
  for (const [, other] of chain.text.matchAll(/\bby lemma ([a-z0-9-]+?)(?:,|\s|$)/g)) await texts(other.replace(/-\d+$/, ""), all).catch(() => texts(other, all))
  return all
}

async function open(name, changed = {}) {
  const [, slug, number] = /^([a-z0-9-]+)-(\d+)$/.exec(name) ?? []
  if (!slug) throw new Error(`“${name.slice(0, 40)}” is no line of a chain, such as nll-gradient-3`)
  const all = await texts(slug)
  const own = all[slug].lines[number - 1]
  if (!own) throw new Error(`${slug} has no line ${number}; its last is ${all[slug].lines.length}`)
  if (!own[1]) throw new Error(`line ${number} of ${slug} claims nothing; open one that has a relation`)
  line = { line: slug, number: Number(number), name, texts: Object.fromEntries(Object.entries(all).map(([key, { text }]) => [key, text])) }
  form.lhs.value = changed.lhs ?? own[0]
  form.rhs.value = changed.rhs ?? own[2]
  form.given.value = changed.given ?? all[slug].given.join("\n")
  given.hidden = false
  letters.hidden = true
  const [, title] = /^[^:]+:\s*(.*)$/.exec(all[slug].title)
  const rest = own[3] ? element("span", {}, " ", element("code", {}, own[3])) : ""
  form.querySelector(".press-line")?.remove()
  form.prepend(element("p", { class: "press-line" }, `Line ${number} of “${title}”: left `, element("b", {}, own[1]), " right", rest,
    ". Its letters are those of the book; change a side or a given, and the chain's own prover judges it. ",
    element("a", { href: "#left=&right=" }, "A formula of your own instead")))
}

/* The fragment says what to fill in; nothing runs by itself. */

function fragment() {
  const said = new URLSearchParams(location.hash.slice(1))
  return { name: said.get("line"), lhs: said.get("left"), rhs: said.get("right"), given: said.get("given"), letters: said.getAll("letter") }
}

async function fill() {
  const asked = fragment()
  if (asked.name === null && asked.lhs === null) return
  verdict.replaceChildren()
  line = undefined
  form.querySelector(".press-line")?.remove()
  given.hidden = true
  const said = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null))
  if (asked.name !== null) return open(asked.name, said).catch(problem => failed(problem.message))
  form.lhs.value = asked.lhs
  form.rhs.value = asked.rhs ?? ""
  const own = asked.letters.map(one => one.split(":"))
  letters.querySelectorAll("div").forEach(row => row.remove())
  const picked = byName(own.map(([name, kind]) => [name, kind]))
  showLetters({ ...guessed(), ...picked }, picked, byName(own.filter(one => one.length === 4).map(([name, , low, high]) => [name, [low, high]])))
}

function address(question, symbols) {
  const said = new URLSearchParams()
  if (line) said.set("line", line.name)
  said.set("left", question.lhs)
  said.set("right", question.rhs)
  if (line) said.set("given", form.given.value)
  for (const [name, kind] of Object.entries(symbols ?? {})) said.append("letter", [name, kind, ...(question.ranges[name] ?? [])].join(":"))
  return `#${said}`
}

/* The answer. */

function failed(why) {
  verdict.replaceChildren(
    element("p", {}, element("b", {}, "Undecided. "), `Nothing was checked: ${why}.`),
    element("p", {}, "Try again, reload the page, or check it on your machine: ", element("code", {}, command(question()))),
  )
  verdict.dataset.verdict = "undecided"
}

const quoted = text => `'${text.replaceAll("'", `'"'"'`)}'`

function command({ lhs, rhs, line: slug }, symbols = chosen(), spans = ranges()) {
  if (slug) return `proofpress check ${slug}`
  const own = Object.entries(symbols).flatMap(([name, kind]) => kind.split(" ").map(word => `--${word} ${name}`))
  return ["proofpress claim", quoted(lhs), quoted(rhs), ...own, ...Object.entries(spans).map(([name, ends]) => `--range ${name}=${ends.join(":")}`)].join(" ")
}

function table({ values, left, right }, reason) {
  const rows = [...Object.entries(values), ["left side", left], ["right side", right]]
  const body = rows.map(([name, value]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)))
  const caption = reason === "domain" ? "A point at which a side has no value" : "A point at which the sides differ"
  return element("table", {}, element("caption", {}, caption), element("tbody", {}, ...body))
}

function typeset(mathml) {
  const read = new DOMParser().parseFromString(mathml, "application/xml").documentElement
  return element("div", { class: "press-read" }, "Read as", document.importNode(read, true))
}

function show(asked, answer) {
  const { verdict: said, how, counterexample, exceptions = [], reason, read, symbols, seconds } = answer
  const parts = [element("p", {}, element("b", {}, `${words[said]}. `), how ? `${how}.` : "")]
  if (counterexample) parts.push(table(counterexample, reason))
  if (exceptions.length) parts.push(element("p", {}, `Except where ${exceptions.join(", ")}: there a side has no value.`))
  if (read) parts.push(typeset(read))
  parts.push(element("p", {}, element("a", { href: address(asked, symbols) }, "A link to this check"), `. It took ${seconds.toFixed(2)} s in your browser; nothing was sent.`))
  parts.push(element("p", {}, "On your machine: ", element("code", {}, command(asked, symbols))))
  verdict.replaceChildren(...parts)
  verdict.dataset.verdict = said === "error" ? "undecided" : said
  if (symbols) showLetters(symbols)
  const field = { left: form.lhs, right: form.rhs }[answer.side]
  field?.focus()
  field?.setSelectionRange(answer.at, answer.at + 1)
}

function question() {
  const sides = { lhs: form.lhs.value, rhs: form.rhs.value }
  if (!line) return { ...sides, symbols: chosen(), ranges: ranges() }
  return { ...sides, ...line, given: form.given.value.split("\n").filter(one => one.trim()), ranges: {} }
}

form.addEventListener("submit", async event => {
  event.preventDefault()
  const asked = question()
  check.disabled = true
  stop.hidden = false
  verdict.removeAttribute("data-verdict")
  verdict.textContent = engine ? "Checking …" : "Fetching the checker …"
  engine ??= new Engine()
  try {
    show(asked, await engine.ask(asked))
    size.hidden = true
  } catch (problem) {
    failed(problem.message)
  }
  check.disabled = false
  stop.hidden = true
})
stop.addEventListener("click", () => engine?.end("it was stopped"))
form.addEventListener("input", event => event.target.closest("fieldset, .press-given") ?? guess())
addEventListener("hashchange", fill)
form.hidden = false
document.querySelector(".press-alone").remove()
fill()
