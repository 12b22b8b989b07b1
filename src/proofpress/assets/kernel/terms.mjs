// Terms, each made once for each content, so that equal terms are one object; a bound name counts binders outwards.
// This folder is a second implementation of the kernel's replay: with the one in Python it shares the table alone.

import { isWhole, less, limits, need, rational, spend, text as numeral } from "./numbers.mjs"

/* The table's part: what each kind of term is made of. */

const SORTS = { n: "number", x: "place", a: "array", t: "tree", f: "function", p: "proposition" }
const UNDER = { k: 0, w: 1 } // bound above a part: a number, an array of one place
const OTHERS = new Set(["+", "*", "entry", "put", "call", "apply", "number", "variable", "array", "tree", "function", "bound", "meta"])
export const INFIX = new Set(["+", "*", "^", "=", "<", "<=", "!="])
const LETTERS = new Set(["variable", "array", "tree", "function"])
export const shapes = new Map()

export function learnShapes(table) {
  for (const [op, written] of Object.entries(table.shapes)) {
    const [parts, sort] = written.split("->").map(side => side.split(" ").filter(Boolean))
    shapes.set(op, { parts: parts.map(part => [SORTS[part.at(-1)], part[1] ? UNDER[part[0]] : -1]), sort: SORTS[sort] })
  }
}

/* Making a term. */

const made = new Map()
const none = new Set()

function keyOf(op, args, val) {
  return `${op} ${args.map(part => part.id)} ${val?.d ? numeral(val) : (val?.id ?? JSON.stringify(val))}`
}

export function make(op, args = [], val = null) {
  need(shapes.has(op) || OTHERS.has(op), `no term is called ${String(op).slice(0, 40)}`)
  const key = keyOf(op, args, val)
  if (made.has(key)) return made.get(key)
  spend()
  const [old, ...places] = args
  if (op === "put" && places.pop() === (made.get(keyOf("entry", [old, ...places], null)) ?? op)) return old // put back
  const { parts, sort } = shapeOf(op, args, val)
  need(parts.length === args.length, `${op} of ${args.length} parts`)
  const isFit = (part, [wanted]) => part.sort === wanted || (wanted === "place" && part.sort === "number")
  for (const [at, part] of args.entries()) need(isFit(part, parts[at]), `${op}: a ${part.sort} for a ${parts[at][0]}`)
  if (op === "tends") reachable(args[0], args[1], args[3])
  const loose = union(args.map((part, at) => (parts[at][1] < 0 ? part.loose : closed(part, parts[at][1]))))
  const term = { id: made.size + 1, op, val, args, sort, bound: parts.map(([, places]) => places >= 0) }
  term.loose = op === "bound" ? new Set([`${val}`]) : loose
  term.open = Math.max(0, ...[...term.loose].map(one => parseInt(one) + 1)) // how many binders are missing around it
  term.free = LETTERS.has(op) ? new Set([term]) : union(args.map(part => part.free))
  term.places = op === "put" ? args[0].places : op === "bound" ? val[1] : op === "array" || op === "meta" ? val.places : 0
  term.whole = isInteger(op, val, args)
  term.size = args.reduce((sum, part) => sum + part.size, 1)
  term.depth = 1 + Math.max(0, ...args.map(part => part.depth))
  need(term.size <= limits.largest && term.depth <= limits.deepest, "too large a term")
  made.set(key, term)
  return term
}

export function union(sets) {
  const some = [...new Set(sets)].filter(set => set.size)
  return some.length > 1 ? new Set(some.flatMap(set => [...set])) : (some[0] ?? none)
}

/* What is loose in a part once its innermost index, of these places, is bound. */
function closed(part, places) {
  const pairs = [...part.loose].map(one => one.split(",").map(Number))
  need(pairs.every(([level, has]) => level || has === places), "an array where a number is bound, or otherwise")
  return new Set(pairs.flatMap(([level, has]) => (level ? [`${level - 1},${has}`] : [])))
}

function shapeOf(op, args, val) {
  const [n, a] = [["number", -1], ["array", -1]]
  if (op === "apply") return { parts: args.map(part => [part.sort, -1]), sort: val.sort }
  if (op === "call") {
    need(val.body && args.every((part, at) => part.places === val.places[at]), `${val.name}: other places`)
    return { parts: val.places.map(places => (places ? a : n)), sort: "number" }
  }
  if (!shapes.has(op) && !args.length && val !== null) return { parts: [], sort: leafSort(op, val) }
  need(op === "fold" ? val.leaf : val === null, `${op}: a value where none belongs, or none`)
  if (shapes.has(op)) return shapes.get(op)
  if (op === "+" || op === "*") return { parts: Array(Math.max(2, args.length)).fill(n), sort: "number" }
  need((op === "entry" || op === "put") && args.length, `no term is called ${op}`)
  const indices = Array(args[0].places + (op === "put")).fill(n)
  return { parts: [a, ...indices], sort: op === "entry" ? "number" : "array" }
}

function leafSort(op, val) {
  if (op === "bound") return val[1] ? "array" : "number"
  return op === "meta" ? val.sort : op === "variable" ? "number" : op
}

/* Whether it is an integer whatever its letters are. */
function isInteger(op, val, args) {
  if (op === "number") return isWhole(val)
  if (op === "variable") return val.sort === "integer"
  if (op === "entry") return args[0].op === "array" && args[0].val.sort === "integer"
  return ["delta", "floor", "ceiling"].includes(op) || (["+", "*"].includes(op) && args.every(part => part.whole))
}

export const isLiteral = t => /^number$|infinity$/.test(t.op)

/* A limit has literal ends, and a place that is literal too can be come near to from between them. */
function reachable(lower, upper, to) {
  if ([lower, upper, to].some(t => t.op === "meta")) return
  need(isLiteral(lower) && isLiteral(upper), "a literal number or an infinity is wanted")
  const isFar = (one, other) => one !== other && (one.op === "minus_infinity" || other.op === "infinity")
  const isBelow = (one, other) => (one.val && other.val ? less(one.val, other.val) : isFar(one, other))
  need(isBelow(lower, upper), "a limit between no two ends")
  need(!isLiteral(to) || (!isBelow(to, lower) && !isBelow(upper, to)), "a limit at a place that cannot be reached")
}

/* The usual terms. */

export const number = q => make("number", [], typeof q === "object" ? q : rational(q))
export const bound = (level, places = 0) => make("bound", [], [level, places])
export const [eq, ne, lt, le] = ["=", "!=", "<", "<="].map(op => (a, b) => make(op, [a, b]))
export const add = (...parts) => make("+", parts)
export const minus = t => make("*", [number(-1), t])

/* Binders, handled once: `change(part, binders above it)` gives a term, or nothing, and then the parts are gone through. */

export function walk(t, change) {
  const done = new Map()
  function at(part, depth) {
    const key = `${part.id},${depth}`
    if (done.has(key)) return done.get(key)
    spend()
    const parts = () => part.args.map((a, k) => at(a, depth + part.bound[k]))
    done.set(key, change(part, depth) ?? make(part.op, parts(), part.val))
    return done.get(key)
  }
  return at(t, 0)
}

/* A body with `args[k]` for its bound(k), all at once. */
export function fill(body, args) {
  if (!body.loose.size) return body
  return walk(body, (t, depth) => {
    if (t.open <= depth) return t
    if (t.op !== "bound") return undefined
    const [level, places] = t.val
    return level >= depth + args.length ? bound(level - args.length, places) : lifted(args[level - depth], depth)
  })
}

/* A term as it reads under `by` more binders. */
function lifted(t, by) {
  const raised = part => (part.op === "bound" ? bound(part.val[0] + by, part.val[1]) : undefined)
  return by && t.loose.size ? walk(t, (part, depth) => (part.open <= depth ? part : raised(part))) : t
}

/* The body of a binder: the letter becomes what is bound. */
export function abstract(t, letter) {
  need(!t.loose.size && ["variable", "array"].includes(letter.op), "a closed term and a letter are wanted")
  return walk(t, (part, depth) => (part === letter ? bound(depth, letter.places) : part.free.has(letter) ? undefined : part))
}

/* `t` with closed terms for some of its letters, all at once. */
export function substitute(t, pairs) {
  for (const [letter, by] of pairs) {
    need(LETTERS.has(letter.op), "a letter is wanted")
    need(!by.loose.size, "a closed term for a letter is wanted")
    need(letter.sort === by.sort, "another sort")
  }
  const by = new Map(pairs)
  return walk(t, part => by.get(part) ?? ([...by.keys()].some(letter => part.free.has(letter)) ? undefined : part))
}

/* What a call, or a quantity of trees at a leaf or a node, stands for. */
export function unfolded(t) {
  if (t.op === "call") return fill(t.val.body, [...t.args].reverse())
  need(t.op === "fold" && ["leaf", "node"].includes(t.args[0].op), "nothing to unfold")
  const [score, ...sides] = t.args[0].args
  return score ? fill(t.val.node, [...sides.reverse().map(side => make("fold", [side], t.val)), score]) : t.val.leaf
}

export function text(t, depth = 0) {
  if (t.op === "number") return numeral(t.val)
  if (t.op === "bound") return `$${depth - t.val[0]}`
  const name = t.op === "apply" ? t.val.val.name : (t.val?.name ?? t.op)
  if (!t.args.length && t.op !== "call") return name
  const parts = t.args.map((part, at) => text(part, depth + t.bound[at]))
  if (INFIX.has(t.op)) return `(${parts.join(` ${t.op} `)})`
  if (t.op === "entry") return `${parts[0]}[${parts.slice(1).join(", ")}]`
  return `${name}(${[...(t.bound.some(Boolean) ? [`$${depth + 1}`] : []), ...parts].join(", ")})`
}
