// Answers what Python asks of the replay in JavaScript: a case a line comes in, and a line goes out for each.
// Usage: node twin.mjs FOLDER TABLE, where FOLDER holds the replay and TABLE is the file of the rules.

import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const [folder, table] = process.argv.slice(2)
const [{ Replay, learn, replay }, { statementOf }, { text }] = await Promise.all(
  ["replay", "statement", "terms"].map(name => import(`${pathToFileURL(folder)}/${name}.mjs`)),
)
learn(JSON.parse(readFileSync(table, "utf-8")))

const printed = ({ hypotheses, conclusion }) => `${[...hypotheses].map(h => text(h)).sort().join(", ")} ⊢ ${text(conclusion)}`
const row = t => `${text(t, t.open)} ${t.sort} ${t.places} ${t.whole ? "whole" : ""}`

function tried(attempt) {
  try {
    return attempt()
  } catch {
    return null
  }
}

/* A row or a step at a time; what Python refused is not kept. */
function tries({ statement, rows }) {
  const kept = Object.assign(new Replay(), { named: statementOf(statement).named })
  return rows.map(([kind, what, expected]) => {
    const made = tried(() => (kind === "row" ? kept.row(what) : kept.step(what)))
    if (expected !== null) (kind === "row" ? kept.terms : kept.done).push(made)
    return tried(() => (kind === "row" ? row(made) : printed(made)))
  })
}

/* Every line of some chains, {slug: {line: [statement, proof]}}, each of which may bring another's theorem. */
function site({ chains }) {
  const line = (slug, at) => replay(...chains[slug][at], line)
  const pairs = Object.keys(chains).flatMap(slug => Object.keys(chains[slug]).map(at => [slug, at]))
  return pairs.map(([slug, at]) => tried(() => printed(line(slug, at).theorem)))
}

const ANSWERS = {
  site,
  proof: ({ statement, proof }) => tried(() => printed(replay(statement, proof).theorem)),
  statement: ({ statement }) => tried(() => text(statementOf(statement).claim)),
  tries,
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  console.log(JSON.stringify(ANSWERS[asked.kind](asked)))
}
