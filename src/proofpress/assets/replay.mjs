// A chain's proofs, replayed where they are read. The kernel, its table and the proofs are fetched at the first click.

const still = matchMedia("(prefers-reduced-motion: reduce)")
const frames = 90 // as many pictures of what passes, at most, for a line

function element(name, attributes = {}, ...parts) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...parts)
  return made
}

function button(label, act) {
  const made = element("button", { type: "button", class: "press-copy" }, label)
  made.addEventListener("click", act)
  return made
}

/* What is fetched: the kernel once for a page, a chain's statements and proofs once for a chain. */

async function json(path) {
  const answer = await fetch(new URL(path, import.meta.url))
  if (!answer.ok) throw new Error(`${path.split("/").at(-1)} is not there (${answer.status})`)
  return answer.json()
}

let kernel

function loaded() {
  kernel ??= Promise.all([import("./kernel/replay.mjs"), import("./theorem.mjs"), json("kernel/rules.json")]).then(
    ([{ learn, steps }, { theorem }, table]) => {
      learn(table)
      return { steps, theorem, table }
    },
  )
  kernel.catch(() => (kernel = undefined))
  return kernel
}

const chains = new Map()

function chainOf(slug) {
  if (!chains.has(slug)) chains.set(slug, Promise.all([json(`../statements/${slug}.json`), json(`../proofs/${slug}.json`)]))
  chains.get(slug).catch(() => chains.delete(slug))
  return chains.get(slug)
}

/* Every chain that a chain's proofs take a line from, and that one too. */
async function withLemmas(slug, found = new Map()) {
  if (found.has(slug)) return found
  const [statements, proofs] = await chainOf(slug)
  found.set(slug, { statements, proofs })
  for (const [other] of Object.values(proofs).flatMap(proof => proof.lemmas ?? [])) await withLemmas(other, found)
  return found
}

/* Replaying a line: each step's theorem as it passes. */

function passing({ steps }, known, slug, line, proof, begun = []) {
  const key = `${slug} ${line}`
  if (begun.includes(key)) throw new Error(`a circle of lemmas: ${[...begun, key].join(" → ")}`)
  return steps(known.get(slug).statements[line], proof, (other, at) => {
    const earlier = passing({ steps }, known, other, at, known.get(other).proofs[at], [...begun, key])
    let now
    do now = earlier.next()
    while (!now.done)
    return now.value
  })
}

const nextFrame = () => (still.matches || document.hidden ? null : new Promise(requestAnimationFrame))

async function replayed(tools, known, slug, line, proof, show) {
  const theorems = []
  const stride = Math.ceil(proof.steps.length / frames)
  try {
    for (const theorem of passing(tools, known, slug, line, proof)) {
      theorems.push(theorem)
      if (theorems.length % stride === 0) await show(theorems, proof)
    }
    return { theorems }
  } catch (refusal) {
    return { theorems, refusal }
  }
}

/* How a step is told: its rule in words, the theorem it made; opened, what it was applied to. */

const why = ({ table }, rule) => table.laws[rule]?.[2] ?? table.rules[rule]?.[1].replace(/\.$/, "") ?? "a line proved before"
const several = parts => parts.flatMap((one, k) => (k ? [", ", one] : [one]))
const said = ({ theorem }, { hypotheses, conclusion }) => [...several([...hypotheses].map(h => theorem(h))), " ⊢ ", theorem(conclusion)]

/* A step with `change` made to each place of an earlier step in it. */
function withPremises({ table: { laws, rules } }, [rule, ...given], change) {
  if (rule in laws) return [rule, ...given.map((x, k) => (k < given.length - laws[rule][0].length ? x : change(x)))]
  const read = (kind, x) =>
    kind[0] === "*" ? x.map(part => read(kind.slice(1), part))
      : kind[0] === "?" ? x === null ? x : read(kind.slice(1), x)
      : kind[0] === "(" ? x.map((part, k) => read(kind[k + 1], part))
      : kind === "s" ? change(x) : x
  const kinds = rules[rule]?.[0].split(" ") ?? []
  return [rule, ...given.map((x, k) => read(kinds[k] ?? "", x))]
}

function premises(tools, step) {
  const found = []
  withPremises(tools, step, place => found.push(place))
  return found
}

function stepShown(tools, proof, theorems, at) {
  const [rule] = proof.steps[at]
  const summary = element("summary", {}, element("b", {}, why(tools, rule)), tools.theorem(theorems[at].conclusion))
  return element("li", { value: at + 1 }, onceOpened(element("details", {}, summary), () => opened(tools, proof, theorems, at)))
}

function onceOpened(details, parts) {
  details.addEventListener("toggle", () => details.append(...parts()), { once: true })
  return details
}

function opened(tools, proof, theorems, at) {
  const from = premises(tools, proof.steps[at]).map(place => element("li", { value: place + 1 }, ...said(tools, theorems[place])))
  const given = [...theorems[at].hypotheses].map(h => tools.theorem(h))
  return [
    element("p", {}, `Rule ${proof.steps[at][0]}${from.length ? ", from these steps:" : ", from nothing before it."}`),
    ...(from.length ? [element("ol", {}, ...from)] : []),
    ...(given.length ? [element("p", {}, "It rests on ", ...several(given), ".")] : []),
  ]
}

/* Spoiling: one condition of a step is another theorem, or one number another. */

const any = list => list[Math.floor(Math.random() * list.length)]

function spoiled(tools, proof, theorems) {
  const wrong = structuredClone(proof)
  const numbers = proof.terms.filter(([op]) => op === "number")
  const steps = [...proof.steps.keys()].filter(at => at && premises(tools, proof.steps[at]).length)
  if (numbers.length && (!steps.length || Math.random() < 0.3)) {
    const [, old] = any(numbers)
    const row = wrong.terms.find(([op, written]) => op === "number" && written === old)
    row[1] = `${Number.parseInt(old) + 1}`
    return [wrong, `Wherever the proof says ${old}, it now says ${row[1]}.`]
  }
  const at = any(steps)
  const [right, other] = [any(premises(tools, proof.steps[at])), any([...Array(at).keys()])]
  wrong.steps[at] = withPremises(tools, proof.steps[at], place => (place === right ? other : place))
  const [was, is] = [right, other].map(place => tools.theorem(theorems[place].conclusion))
  return [wrong, `Step ${at + 1} (${why(tools, proof.steps[at][0])}) now rests on `, is, " in the place of ", was, "."]
}

async function spoil(tools, known, slug, line, theorems, place) {
  const proof = known.get(slug).proofs[line]
  for (let tried = 0; tried < 50; tried++) {
    const [wrong, ...what] = spoiled(tools, proof, theorems)
    const { theorems: made, refusal } = await replayed(tools, known, slug, line, wrong, () => null)
    if (!refusal) continue // it was changed where nothing hangs on it
    const where = made.length < wrong.steps.length ? `At step ${made.length + 1}` : "At the end"
    place.replaceChildren(element("p", {}, ...what), element("p", {}, element("b", {}, "Refused. "), `${where}: ${refusal.message}.`))
    return
  }
}

/* A chain's panel. */

async function lineShown(tools, known, slug, line, panel, status) {
  const proof = known.get(slug).proofs[line]
  const count = proof.steps.length
  const passingNow = element("div", { class: "press-passing" })
  panel.append(passingNow)
  const { theorems, refusal } = await replayed(tools, known, slug, line, proof, (made, { steps }) => {
    status.textContent = `Line (${line}), step ${made.length} of ${count}: ${why(tools, steps[made.length - 1][0])}`
    passingNow.replaceChildren(tools.theorem(made.at(-1).conclusion))
    return nextFrame()
  })
  passingNow.remove()
  const claim = element("code", {}, known.get(slug).statements[line].claim)
  const words = refusal ? `(${line}) refused: ${refusal.message}` : `(${line}) proved in ${count} steps: `
  const shown = element("details", { class: refusal ? "press-refuted" : "press-every-size" }, element("summary", {}, words, claim))
  const spoilt = element("div", { class: "press-spoilt", role: "status" })
  const act = button("Spoil it", () => spoil(tools, known, slug, line, theorems, spoilt))
  const all = () => element("ol", {}, ...theorems.map((_, at) => stepShown(tools, proof, theorems, at)))
  panel.append(onceOpened(shown, () => (refusal ? [all()] : [act, spoilt, all()])))
  return { count: theorems.length, refusal }
}

async function play(figure, panel, status) {
  const slug = figure.id
  status.textContent = "Fetching the rules and the proofs …"
  try {
    const [tools, known] = await Promise.all([loaded(), withLemmas(slug)])
    const began = performance.now()
    const lines = Object.keys(known.get(slug).proofs)
    const found = []
    for (const line of lines) found.push(await lineShown(tools, known, slug, line, panel, status))
    const wrong = found.filter(({ refusal }) => refusal).length
    const steps = found.reduce((sum, { count }) => sum + count, 0)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    const right = count => `Replayed: ${count} line${count > 1 ? "s" : ""}, ${steps} steps, in ${seconds} s.`
    status.textContent = wrong ? `${wrong} of ${lines.length} lines refused.` : right(lines.length)
  } catch (problem) {
    status.textContent = `Not replayed: ${problem.message}. Reload the page, or replay the whole site with proofpress verify.`
  }
}

for (const figure of document.querySelectorAll(".press-chain[id][data-replayed]")) {
  const status = element("p", { role: "status" })
  const panel = element("div")
  const act = button("Replay the proof here", async () => {
    act.disabled = true
    panel.replaceChildren(status)
    await play(figure, panel, status)
    act.disabled = false
  })
  figure.after(element("div", { class: "press-replay" }, act, panel))
}
