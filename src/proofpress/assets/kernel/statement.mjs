// What a line claims, read from its text; and when a theorem is what is claimed, and all in it has a value.

import { isNumber, need, limits, read as numeral } from "./numbers.mjs"
import { bound, isLiteral, le, lt, make, ne, number, shapes, text, unfolded } from "./terms.mjs"

const KEYS = ["letters", "definitions", "folds", "given", "claim"]
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/
const TOKEN = /[ \t\n\r\f\v]*(-?\d{1,40}(?:\/\d{1,40})?|[A-Za-z_]\w*|\$\d{1,4}|<=|!=|[-+*^=<()[\],])/gy
const RESERVED = ["put", "given", "integer", "real"]
const isTable = x => typeof x === "object" && x !== null && !Array.isArray(x)

/* The statement: what its names stand for, what is given and what is claimed. */
export function statementOf(written) {
  need(isTable(written) && Object.keys(written).every(key => KEYS.includes(key)) && "claim" in written, "no statement")
  const { letters = {}, definitions = {}, folds = {}, given = [], claim } = written
  need([letters, definitions, folds].every(isTable) && Array.isArray(given), "no table, or no list")
  const named = new Map(Object.entries(letters).map(([name, words]) => [name, letterOf(name, words)]))
  for (const [name, [places, body, ...more]] of Object.entries(definitions)) {
    const isRight = Array.isArray(places) && places.every(n => Number.isInteger(n) && 0 <= n && n <= 9) && !more.length
    need(isRight, `${name}: no definition`)
    define(named, name, { places, body: reading(named, body, places) })
  }
  for (const [name, [leaf, node, ...more]] of Object.entries(folds)) {
    need(Array.isArray(folds[name]) && !more.length, `${name}: no quantity of trees`)
    define(named, name, { leaf: reading(named, leaf), node: reading(named, node, [0, 0, 0]) })
  }
  for (const name of named.keys()) need(NAME.test(name) && !shapes.has(name) && !RESERVED.includes(name), "a name that is none")
  const propositions = [claim, ...given].map(line => reading(named, line))
  need(propositions.every(p => p.sort === "proposition" && !p.loose.size), "no proposition")
  return { named, claim: propositions[0], given: new Set(propositions.slice(1)) }
}

const defined = new Map()

/* A definition of one name and content is one object, as a term is. */
function define(named, name, { places = [], ...bodies }) {
  need(Object.values(bodies).every(body => !body.free.size), `${name} speaks of more than its parameters`)
  const id = `${name} ${places} ${Object.entries(bodies).map(([part, body]) => part + body.id)}`
  if (!defined.has(id)) defined.set(id, { id, name, places, ...bodies })
  need(!named.has(name), "one name for two things")
  named.set(name, defined.get(id))
}

export function letterOf(name, words) {
  need(typeof name === "string" && typeof words === "string", "no name, or no declaration")
  if (words === "tree") return make("tree", [], { name })
  if (words === "differentiable") return make("function", [], { name })
  const match = words.match(/^(real|integer)( positive| nonnegative)?( [1-9])?$/)
  need(match, `${name} is not declared`)
  const [, sort, sign = "", places = ""] = match
  return make(places ? "array" : "variable", [], { name, sort, sign: sign.trim(), places: Number(places) })
}

/* The term that prints as `line`, under binders of these places. */
function reading(named, line, places = []) {
  need(typeof line === "string" && line.length <= limits.longest, "no text, or a long one")
  const tokens = [...line.matchAll(TOKEN)].map(([, token]) => token).reverse()
  const found = Object.assign(new Parser(), { named, tokens }).term(places)
  need(text(found, places.length) === line, `not written as it is read: ${line.slice(0, 60)}`)
  return found
}

/* One pass over the tokens, last first; whether each was the right one shows when what was read is printed. */
class Parser {
  get next() {
    return this.tokens.at(-1)
  }

  take() {
    need(this.tokens.length, "the text ends too soon")
    return this.tokens.pop()
  }

  /* Terms, one after the opening bracket and one after each comma. */
  several(places, last) {
    const found = []
    while (this.take() !== last && this.next !== last) found.push(this.term(places))
    if (!found.length) this.take()
    return found
  }

  term(places) {
    let found = this.simple(places)
    while (this.next === "[") found = make("entry", [found, ...this.several(places, "]")])
    return found
  }

  simple(places) {
    const token = this.take()
    if (token === "(") return this.infix(places)
    if (token[0] === "$") {
      const level = places.length - Number(token.slice(1))
      need(0 <= level && level < places.length, `nothing binds ${token}`)
      return bound(level, places[places.length - 1 - level])
    }
    if (isNumber(token)) return number(numeral(token))
    const [named, shape] = [this.named.get(token), shapes.get(token)]
    if (named?.op || shape?.parts.length === 0) return named ?? make(token)
    need(this.next === "(" && (named || shape || token === "put"), `${token} is not declared`)
    if (named) return make(named.body ? "call" : "fold", this.several(places, ")"), named)
    return shape?.parts.some(([, under]) => under >= 0) ? this.binder(token, shape, places) : make(token, this.several(places, ")"))
  }

  infix(places) {
    const parts = [this.term(places)]
    const sign = this.take()
    do parts.push(this.term(places))
    while (this.take() === sign)
    return make(sign, parts)
  }

  binder(name, shape, places) {
    this.take()
    this.take()
    const found = shape.parts.map(([, under]) => this.take() && this.term(under < 0 ? places : [...places, under]))
    this.take()
    return make(name, found)
  }
}

/* What must hold for a term to have a value; of a loose term, loose like it. */

const all = (op, ends, found) => found.map(proposition => make(op, [...ends, proposition]))
const overAll = found => all("over", [make("minus_infinity"), make("infinity")], found)

/* `whole` says of what is bound above a term whether it is an integer, the innermost first. */
const BINDERS = {
  of: ([, lo, hi, body], whole) => BINDERS.sum([lo, hi, body], whole),
  sum: ([lo, hi, body], whole) =>
    [...values(lo, whole), ...values(hi, whole), ...all("all", [lo, hi], values(body, [true, ...whole]))],
  slope: ([body, at], whole) =>
    [...values(at, whole), ...values(body, [false, ...whole]).map(p => make("around", [p, at])), make("smooth", [body, at])],
  mean: ([count, lo, hi, weight, body], whole) => [
    ...[count, lo, hi].flatMap(end => values(end, whole)), ...all("all", [lo, hi], values(weight, [true, ...whole])),
    ...all("drawn", [count, lo, hi], values(body, [false, ...whole])),
  ],
}
BINDERS.prod = BINDERS.sum

function values(t, whole = []) {
  need(t.op !== "partial", "a partial derivative is claimed as a slope")
  if (Object.hasOwn(BINDERS, t.op)) return BINDERS[t.op](t.args, whole)
  const found = t.args.flatMap(part => values(part, whole))
  if (t.op === "call") found.push(...values(unfolded(t), whole))
  if (t.op === "fold") found.push(...values(t.val.leaf), ...overAll(overAll(overAll(values(t.val.node)))))
  if (t.op === "log") found.push(lt(number(0), t.args[0]))
  if (t.op === "^") found.push(...ofPower(...t.args, whole))
  return found
}

/* 0 ≤ δ(a, 0)·n says: n is not negative where a is 0. */
function ofPower(base, e, whole) {
  if (!isWhole(e, whole)) return [(e.op === "number" && e.val.n > 0n ? le : lt)(number(0), base)]
  if (isNatural(e)) return []
  return [e.op === "number" ? ne(base, number(0)) : le(number(0), make("*", [make("delta", [base, number(0)]), e]))]
}

/* Whether it is an integer, whatever its letters and the indices bound above it are. */
function isWhole(e, whole) {
  if (e.op === "+" || e.op === "*") return e.args.every(part => isWhole(part, whole))
  return e.whole || (e.op === "bound" && e.val[1] === 0 && whole[e.val[0]] === true)
}

/* Whether it is an integer and not negative, whatever its letters are. */
function isNatural(e) {
  if (e.op === "+" || e.op === "*") return e.args.every(isNatural)
  return e.whole && (e.op === "number" ? e.val.n >= 0n : e.op === "variable" && e.val.sign !== "")
}

export function wanted({ op, args }) {
  if (["=", "!=", "<", "<="].includes(op)) return args.flatMap(t => values(t))
  if (op === "iff") return args.flatMap(wanted)
  if (op === "tends") {
    const [lower, upper, body, to, value] = args
    const inside = isLiteral(to) ? [] : [lt(lower, to), lt(to, upper), ...values(to)]
    return [...inside, ...values(body).map(p => make("near", [lower, upper, p, to])), ...values(value)]
  }
  if (op === "argmin") return [...all("over", args.slice(0, 2), values(args[2])), ...[args[0], args[1], args[3]].flatMap(t => values(t))]
  if (op === "converges") return [...all("eventually", [], values(args[0])), ...values(args[1])]
  need(op === "all" || op === "any", `no claim is of the kind ${op}`)
  const ends = args.slice(0, -1)
  return [...ends.flatMap(t => values(t)), ...all(op, ends, wanted(args.at(-1)))]
}

/* Refuse unless the theorem is the claim, word for word, under what is given, and everything in it has a value. */
export function publish({ claim, given }, proved, valued) {
  need(proved.conclusion === claim, `proves ${text(proved.conclusion).slice(0, 200)}, not what is claimed`)
  const assumed = [proved, ...valued].flatMap(theorem => [...theorem.hypotheses])
  for (const h of assumed) need(given.has(h), `assumes what is not given: ${text(h).slice(0, 200)}`)
  const known = new Set(valued.map(theorem => theorem.conclusion))
  for (const condition of wanted(claim)) need(known.has(condition), `no value is known: ${text(condition).slice(0, 200)}`)
}
