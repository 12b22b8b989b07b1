// Python and the prover in this worker: a question comes as JSON, and goes back answered.
import { loadPyodide } from "./pyodide.mjs"

const pace = 5 // times as long as outside a browser: Python takes nearly four times as long here, and the clock runs on while others work
const say = message => postMessage(message)
const fail = problem => say({ failed: problem.message ?? String(problem) })
const at = name => new URL(name, import.meta.url).href
const types = { wasm: "application/wasm", zip: "application/zip" }

/* What is large comes packed, so that it weighs the same on a host that packs nothing. */

async function fetched(name) {
  let answer
  try {
    answer = await fetch(name)
  } catch {
    throw new Error(`${name.split("/").at(-1)} cannot be fetched: is this machine offline?`)
  }
  if (!answer.ok) throw new Error(`${name.split("/").at(-1)} is not there (${answer.status})`)
  return answer
}

async function unpacked(name) {
  const answer = await fetched(`${name}.gz`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b // some hosts have a browser unpack what ends in .gz
  const body = isPacked ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")) : bytes
  return new Response(body, { headers: { "Content-Type": types[name.split(".").at(-1)] } })
}

/* All of them are asked for at once, so that what is missing is named at once; Python finds its own on the way. */
const large = ["pyodide.asm.wasm", "python_stdlib.zip", "libraries.zip", "prover.zip"]
const coming = new Map([...large.map(name => [name, unpacked(at(name))]), ["pyodide-lock.json", fetched(at("pyodide-lock.json"))]])
for (const one of coming.values()) one.catch(fail) // loadPyodide would wait for ever
const plain = self.fetch.bind(self)
self.fetch = (what, ...rest) => coming.get(String(what.url ?? what).split("/").at(-1)) ?? plain(what, ...rest)

/* The clock: Python looks at this "buffer" every so often, and hears what stands there as a signal. */

const bells = new Map()
let looked = 0

function ring(signal, seconds, again) {
  const now = performance.now()
  const left = bells.has(signal) ? Math.max(0.001, (bells.get(signal).due - now) / 1000) : 0
  if (seconds > 0) bells.set(signal, { due: now + 1000 * seconds, again })
  else bells.delete(signal)
  return left
}

const clock = {
  get 0() {
    if (++looked & 7) return 0
    const now = performance.now()
    for (const [signal, bell] of bells) {
      if (now < bell.due) continue
      if (bell.again) bell.due = now + 1000 * bell.again
      else bells.delete(signal)
      return signal
    }
    return 0
  },
  set 0(_) {},
}

/* Starting. */

async function start() {
  say({ progress: "Fetching the checker …" })
  // Refused at once where a policy forbids it.
  await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  const archives = Promise.all(["libraries.zip", "prover.zip"].map(name => coming.get(name).then(one => one.arrayBuffer())))
  const python = await loadPyodide({
    indexURL: at("./"),
    stdLibURL: at("python_stdlib.zip"),
    env: { PYTHONHASHSEED: "0" },
  })
  python.setInterruptBuffer(clock)
  say({ progress: "Starting the prover …" })
  const names = ["/libraries.zip", "/prover.zip"]
  for (const [k, bytes] of (await archives).entries()) python.FS.writeFile(names[k], new Uint8Array(bytes))
  python.globals.set("ring", ring)
  python.globals.set("pace", pace)
  python.runPython(`
import sys
sys.path[:0] = ["/prover.zip", "/libraries.zip"]
from proofpress.checker import alarm
alarm.install(ring)
from proofpress.proof import patience
patience.PACE = pace
from proofpress.checker.answer import answer
`)
  say({ ready: true })
  return python.globals.get("answer")
}

self.addEventListener("unhandledrejection", event => fail(event.reason))
const started = start()
started.catch(fail)

addEventListener("message", async ({ data: { number, question } }) => {
  const answer = await started
  const began = performance.now()
  try {
    const told = JSON.parse(answer(JSON.stringify(question)))
    say({ number, answer: told, seconds: (performance.now() - began) / 1000 })
  } catch (problem) {
    say({ number, broken: String(problem.message ?? problem).trim().split("\n").at(-1).slice(0, 300) })
  } finally {
    bells.clear()
  }
})
