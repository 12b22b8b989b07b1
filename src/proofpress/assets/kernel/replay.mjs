// Replaying: a proof is data, and this reads it into the rules; whatever was not foreseen is a refusal.

import { Refused, budget, limits, need, read as numeral } from "./numbers.mjs"
import { apply, laws, learnLaws, rules } from "./rules.mjs"
import { letterOf, publish, statementOf } from "./statement.mjs"
import { bound, learnShapes, make, number } from "./terms.mjs"

const kinds = new Map([["lemma", ["l"]]])
rules.set("lemma", theorem => theorem)

/* The table of rules, as the kernel prints it. */
export function learn(table) {
  Object.assign(limits, table.limits)
  learnShapes(table)
  learnLaws(table)
  for (const [rule, [written]] of Object.entries(table.rules)) kinds.set(rule, written.split(" "))
}

const whole = x => need(Number.isInteger(x) && x >= 0, "a place or a small number is wanted") ?? x

const at = (rows, place) => need(whole(place) < rows.length, "nothing stands there") ?? rows[place]

export class Replay {
  terms = []
  done = []
  lemmas = []
  named = new Map()

  row([op, ...rest]) {
    const exactly = n => need(rest.length === n, `${op} of other parts`)
    if (op === "number") return exactly(1) ?? number(numeral(rest[0]))
    if (op === "bound") return bound(...(rest.length === 1 ? [...rest, 0] : exactly(2) ?? rest).map(whole))
    if (op === "local") return exactly(2) ?? letterOf(...rest)
    if (op === "letter") return exactly(1) ?? this.name(rest[0])
    const isNamed = op === "call" || op === "fold"
    const parts = rest.slice(isNamed).map(place => at(this.terms, place))
    return make(op, parts, isNamed ? this.name(rest[0]) : null)
  }

  name(name) {
    return need(this.named.has(name), `${String(name).slice(0, 40)} is not declared`) ?? this.named.get(name)
  }

  step([rule, ...given]) {
    if (laws.has(rule)) {
      const split = laws.get(rule).letters.length
      const terms = given.slice(0, split).map(place => at(this.terms, place))
      return apply(rule, terms, given.slice(split).map(place => at(this.done, place)))
    }
    need(kinds.has(rule), `no rule is called ${String(rule).slice(0, 40)}`)
    need(kinds.get(rule).length === given.length, `${rule} of other arguments`)
    return rules.get(rule)(...kinds.get(rule).map((kind, k) => this.argument(kind, given[k])))
  }

  /* By its kind: t a term, s a theorem, l a lemma, q a number, n a small one; * a list, ? perhaps nothing, ( ) a pair. */
  argument(kind, x) {
    if (kind[0] === "*") return list(x).map(part => this.argument(kind.slice(1), part))
    if (kind[0] === "?") return x === null ? null : this.argument(kind.slice(1), x)
    if (kind[0] === "(") return pair(x).map((part, k) => this.argument(kind[k + 1], part))
    if (kind === "q" || kind === "n") return kind === "q" ? numeral(x) : whole(x)
    return at({ t: this.terms, s: this.done, l: this.lemmas }[kind], x)
  }
}

const list = x => need(Array.isArray(x), "a list is wanted") ?? x
const pair = x => need(list(x).length === 2, "two are wanted") ?? x

/* The theorem of a proof, published, after each step's; `lemma(slug, line)` gives another line's {named, theorem}. */
export function* steps(written, proof, lemma = noLemma) {
  const before = budget.left
  budget.left = limits.work
  try {
    const statement = statementOf(written)
    const replay = Object.assign(new Replay(), { named: new Map(statement.named) })
    const { lemmas = [] } = proof
    for (const [slug, line] of list(lemmas).map(pair)) {
      const { named, theorem } = lemma(slug, line)
      for (const [name, meant] of named) replay.named.set(`${slug}/${line}/${name}`, meant)
      replay.lemmas.push(theorem)
    }
    need(list(proof.terms).length <= limits.most && list(proof.steps).length <= limits.most, "a long proof")
    for (const row of proof.terms) replay.terms.push(replay.row(list(row)))
    for (const step of proof.steps) {
      replay.done.push(replay.step(list(step)))
      yield replay.done.at(-1)
    }
    const proved = at(replay.done, proof.proved)
    publish(statement, proved, list(proof.values).map(place => at(replay.done, place)))
    return { named: statement.named, theorem: proved }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    throw new Refused(`no proof is written so: ${problem.name}`, { cause: problem })
  } finally {
    budget.left = before
  }
}

const noLemma = (slug, line) => need(false, `there is no line ${line} of ${slug}`)

export function replay(written, proof, lemma) {
  const passing = steps(written, proof, lemma)
  let now
  do now = passing.next()
  while (!now.done)
  return now.value
}
