// The rules: each makes a theorem of theorems, or refuses. What each says, and why it holds, is in the kernel's table.

import * as p from "./numbers.mjs"
import { abstract, add, bound, eq, fill, le, lt, make, minus, ne, number, substitute, text, unfolded, union, walk } from "./terms.mjs"

const { limits, need } = p

/* Theorems. */

function conclude(conclusion, ...grounds) {
  need(conclusion.sort === "proposition" && !conclusion.loose.size, "no closed proposition")
  return { hypotheses: union(grounds.map(ground => ground.hypotheses ?? ground)), conclusion }
}

function premise({ conclusion }, ...ops) {
  need(ops.includes(conclusion.op), `wants a theorem of the kind ${ops[0]}, is given ${text(conclusion)}`)
  return conclusion.args
}

const without = (theorem, ...dropped) => new Set([...theorem.hypotheses].filter(h => !dropped.includes(h)))

const zip = (one, other) => need(one.length === other.length, "more of one than of the other") ?? one.map((a, k) => [a, other[k]])

/* Laws: the table's, at the terms that a step names. */

export const laws = new Map()

export function learnLaws(table) {
  const rows = []
  const part = at => rows[at]
  const metas = table.metas.map(([name, sort, arity, whole, places]) => ({ name, sort, arity, whole, places }))
  const meta = at => make("meta", [], metas[at])
  const apply = (at, ...parts) => make("apply", parts.map(part), meta(at))
  const makers = { number: written => number(p.read(written)), bound, meta, apply }
  for (const [op, ...rest] of table.rows) rows.push(makers[op]?.(...rest) ?? make(op, rest.map(part)))
  for (const [name, [places, place]] of Object.entries(table.laws)) {
    const [conditions, conclusion] = [places.map(part), rows[place]]
    laws.set(name, { conditions, conclusion, letters: [...new Set([...conditions, conclusion].flatMap(lettersOf))] })
  }
}

const lettersOf = t => [...(t.op === "meta" ? [t.val] : t.op === "apply" ? [t.val.val] : []), ...t.args.flatMap(lettersOf)]

export function apply(name, terms, theorems) {
  const { letters, conditions, conclusion } = laws.get(name)
  const values = new Map(zip(letters, terms))
  for (const [{ name: letter, sort, arity, whole }, t] of values) {
    need(t.sort === sort || sort === "place", `${name}: ${letter} is a ${sort}`)
    need(t.open <= arity, `${name}: a loose index in ${letter}`)
    need(t.whole || !whole, `${name}: ${letter} is an integer`)
  }
  const change = part => {
    if (part.op === "apply") return fill(values.get(part.val.val), part.args.map(a => walk(a, change)))
    return part.op === "meta" ? values.get(part.val) : undefined
  }
  for (const [condition, theorem] of zip(conditions, theorems)) {
    const wanted = walk(condition, change)
    need(theorem.conclusion === wanted, `${name} wants ${text(wanted)}, is given ${text(theorem.conclusion)}`)
  }
  return conclude(walk(conclusion, change), ...theorems)
}

/* Logic. */

const CONTRARY = { "=": "!=", "<": "<=", "<=": "<" }

function withParts(t, equations) {
  const sides = equations.map((equation, k) => (equation ? premise(equation, "=") : [t.args[k], t.args[k]]))
  need(zip(t.args, sides).every(([part, [left]]) => part === left), "an equation of another part")
  return make(t.op, sides.map(([, right]) => right), t.val)
}

const signed = ({ val }, t) => need(val?.sign, "no sign is declared") ?? (val.sign === "positive" ? lt : le)(number(0), t)

/* Nothing that stays is said of the letter, neither by a hypothesis nor by its declaration. */
function arbitrary(letter, hypotheses, ends) {
  need(!letter.val.sign, `${text(letter)} has a sign`)
  need(ends.every(end => !end.free.has(letter)), "the range moves with what runs over it")
  need([...hypotheses].every(h => !h.free.has(letter)), `${text(letter)} is not arbitrary`)
}

/* From p(letter), of a letter that may be assumed to be as is dropped, follows p of all that the binder runs over. */
function every(binder, theorem, letter, ends, dropped) {
  const rest = without(theorem, ...dropped)
  arbitrary(letter, rest, ends)
  return conclude(make(binder, [...ends, abstract(theorem.conclusion, letter)]), rest)
}

function instance(theorem, letters, terms, signs) {
  const pairs = zip(letters, terms)
  const facts = signs.map(fact => fact.conclusion)
  for (const [letter, t] of pairs) {
    const { sort, sign } = letter.val ?? {}
    if (letter.op === "variable") {
      need(t.whole || sort === "real", "an integer is wanted")
      need(!sign || facts.shift() === signed(letter, t), "the sign is not known")
    }
    const isOfItsKind = (sort === "real" && !sign) || (t.op === "array" && t.val.sort === sort && t.val.sign === sign)
    need(letter.op !== "array" || isOfItsKind, "another array")
  }
  const kept = new Set([...theorem.hypotheses].map(h => substitute(h, pairs)))
  return conclude(substitute(theorem.conclusion, pairs), kept, ...signs)
}

function at_index(theorem, t, low, high) {
  const [lo, hi, body] = premise(theorem, "all")
  need(t.whole, "an index is an integer")
  need(low.conclusion === le(lo, t) && high.conclusion === le(t, hi), "not known to be in the range")
  return conclude(fill(body, [t]), theorem, low, high)
}

function induction(claim, n, start, step, t, reached) {
  const [first, end] = premise(reached, "<=")
  need(end === t && first.whole && t.whole, "another integer is reached, or none")
  need(start.conclusion === substitute(claim, [[n, first]]), "not the first case")
  need(step.conclusion === substitute(claim, [[n, add(n, number(1))]]), "not the step")
  const rest = without(step, claim, le(first, n))
  arbitrary(n, rest, [first])
  return conclude(substitute(claim, [[n, t]]), start, reached, rest)
}

function tree_induction(claim, t, leaf, node, letters) {
  const [score, left, right, ...more] = letters
  need(left !== right && left.op === "tree" && right.op === "tree" && !more.length, "a score and two sides are wanted")
  need(score.val.sort === "real", "an integer is not every score")
  need(letters.every(letter => !claim.free.has(letter)), "what is said of the tree speaks of its parts")
  need(leaf.conclusion === substitute(claim, [[t, make("leaf")]]), "not the case of a leaf")
  need(node.conclusion === substitute(claim, [[t, make("node", letters)]]), "not the case of a node")
  const rest = without(node, substitute(claim, [[t, left]]), substitute(claim, [[t, right]]))
  arbitrary(score, rest, [])
  need([...rest].every(h => !h.free.has(left) && !h.free.has(right)), "the sides are not arbitrary")
  return conclude(claim, leaf, rest)
}

const logic = {
  reflexive: t => conclude(eq(t, t)),
  symmetric: equation => conclude(eq(...[...premise(equation, "=")].reverse()), equation),
  transitive(equations) {
    const ends = equations.map(equation => premise(equation, "="))
    need(ends.slice(1).every(([left], k) => left === ends[k][1]), "the ends do not meet")
    return conclude(eq(ends[0][0], ends.at(-1)[1]), ...equations)
  },
  congruence: (t, equations) => conclude(eq(t, withParts(t, equations)), ...equations.filter(Boolean)),
  rewrite: (of, equations) => conclude(withParts(of.conclusion, equations), of, ...equations.filter(Boolean)),
  unfold: t => conclude(eq(t, unfolded(t))),
  assume: proposition => conclude(proposition, new Set([proposition])),
  discharge: (theorem, fact) => conclude(theorem.conclusion, without(theorem, fact.conclusion), fact),
  equivalence: (to, from) =>
    conclude(make("iff", [from.conclusion, to.conclusion]), without(to, from.conclusion), without(from, to.conclusion)),
  cases(first, second, either) {
    need(first.conclusion === second.conclusion && CONTRARY[either.op], "two conclusions, or no two cases")
    const contrary = make(CONTRARY[either.op], either.op === "=" ? either.args : [...either.args].reverse())
    return conclude(first.conclusion, without(first, either), without(second, contrary))
  },
  sign: t => conclude(signed(t.op === "entry" ? t.args[0] : t, t)),
  instance,
  every_index: (of, k, lo, hi) => every("all", of, k, [lo, hi], [le(lo, k), le(k, hi)]),
  every_real: (of, y, lower, upper) =>
    need(y.val.sort === "real", "an integer is not every real") ??
    every("over", of, y, [lower, upper], [lt(lower, y), lt(y, upper)]),
  every_near(of, x, lower, upper, to, facts) {
    need(x.val.sort === "real", "an integer is not every real")
    const known = [lt(lower, x), lt(x, upper), ...(to.sort === "number" ? [ne(x, to)] : [])]
    for (const [one, other, body, place] of facts.map(fact => premise(fact, "near"))) {
      need(one === lower && other === upper && place === to, "near another place")
      known.push(fill(body, [x]))
    }
    const rest = without(of, ...known)
    arbitrary(x, union([rest, ...facts.flatMap(fact => [fact.hypotheses, new Set([fact.conclusion])])]), [lower, upper, to])
    return conclude(make("near", [lower, upper, abstract(of.conclusion, x), to]), rest, ...facts)
  },
  every_draw(of, w, count, lo, hi) {
    const k = make("entry", [w, bound(0)])
    return every("drawn", of, w, [count, lo, hi], [le(lo, k), le(k, hi)].map(p => make("all", [number(1), count, p])))
  },
  at_index,
  at_integer: (of, t) => need(t.whole, "an index is an integer") ?? conclude(fill(premise(of, "any")[0], [t]), of),
  induction,
  tree_induction,
}

/* Arithmetic: a term is a polynomial in its atoms and in a letter for every inverse. */

const isLiteral = e => e.op === "number" && p.isWhole(e.val) && e.val.n ** 2n <= BigInt(limits.highest) ** 2n

class Ring {
  atoms = new Map()
  bases = new Map()
  known = new Map()

  polynomial(t) {
    return this.known.get(t) ?? this.known.set(t, this.reading(t)).get(t)
  }

  reading(t) {
    if (t.op === "number") return p.constant(t.val)
    if (t.op === "+") return t.args.map(part => this.polynomial(part)).reduce(p.sum, new Map())
    if (t.op === "*") return t.args.map(part => this.polynomial(part)).reduce(p.product, p.constant(p.ONE))
    if (t.op === "^" && isLiteral(t.args[1])) {
      const [base, e] = [this.polynomial(t.args[0]), Number(t.args[1].val.n)]
      return p.power(e < 0 ? this.inverse(base) : base, Math.abs(e))
    }
    if (!this.atoms.has(t)) this.atoms.set(t, this.atoms.size + this.bases.size)
    return p.letter(this.atoms.get(t))
  }

  /* That of a product is the product of theirs, also where one of them is 0; and 1/0 is 0. */
  inverse(q) {
    if (!q.size) return q
    const [lead, letters, rest] = p.parts(q)
    let found = p.constant(p.over(p.ONE, lead))
    for (const [i, e] of letters) found = p.product(found, p.power(this.bases.get(i) ?? this.letter(p.letter(i)), e))
    return p.isSame(rest, p.constant(p.ONE)) ? found : p.product(found, this.letter(rest))
  }

  letter(base) {
    const known = [...this.bases].find(([, other]) => p.isSame(other, base))
    const i = known ? known[0] : this.atoms.size + this.bases.size
    return this.bases.set(i, base) && p.letter(i)
  }

  /* Refuse unless q is 0 wherever these theorems hold. */
  vanishes(q, nonzero) {
    for (const [i, base] of [...this.bases].reverse()) {
      if (!p.has(q, i)) continue
      const facts = nonzero.map(theorem => this.polynomial(notZero(theorem)))
      need(facts.some(fact => pieces(fact).some(piece => p.isSame(piece, base))), "nothing says that what is divided by is not 0")
      q = p.cleared(q, i, base)
    }
    need(!q.size, "the two sides differ")
  }
}

/* What is not 0 if q is not: q without its number, the rest without its letters, and each of them. */
function pieces(q) {
  const [lead, letters, rest] = q.size ? p.parts(q) : [p.ONE, new Map(), q]
  return [p.product(q, p.constant(p.over(p.ONE, lead))), rest, ...[...letters.keys()].map(p.letter)]
}

function notZero(theorem) {
  const sides = premise(theorem, "!=", "<")
  const [zero, other] = theorem.conclusion.op === "<" ? sides : [...sides].reverse()
  return need(zero === number(0), "says of nothing that it is not 0") ?? other
}

/* Σ qᵏ/k! over k < terms, and its last term. */
function exponential(q, terms) {
  need(q.n > 0n && terms > 0 && terms <= limits.series, "a positive number, and 1 to 200 terms are wanted")
  let [total, term] = [p.ONE, p.ONE]
  for (let k = 1; k < terms; k++) total = p.short(p.plus(total, (term = p.over(p.times(term, q), p.rational(k)))))
  return [total, term]
}

/* 2 Σ z²ᵏ⁺¹/(2k + 1) over k < terms, z = (q − 1)/(q + 1); and a geometric series above all that follows. */
function logarithm(q, terms) {
  need(p.less(p.ONE, q) && terms > 0 && terms <= limits.series, "a number above 1, and 1 to 200 terms are wanted")
  const z = p.over(p.plus(q, p.rational(-1)), p.plus(q, p.ONE))
  const square = p.times(z, z)
  let [total, of] = [p.rational(0), p.times(p.rational(2), z)]
  for (let k = 0; k < terms; k++) {
    total = p.short(p.plus(total, p.over(of, p.rational(2 * k + 1))))
    of = p.times(of, square)
  }
  return [total, p.over(p.over(of, p.rational(2 * terms + 1)), p.plus(p.ONE, p.minus(square)))]
}

function bounded(op, q, claimed, isAbove, bound) {
  need(!p.less(isAbove ? bound : claimed, isAbove ? claimed : bound), "the series does not say so")
  const [small, big] = [number(claimed), make(op, [number(q)])]
  return conclude(isAbove ? lt(small, big) : lt(big, small))
}

const arithmetic = {
  identity(left, right, nonzero, equations) {
    const [ring, sides] = [new Ring(), equations.map(([, equation]) => premise(equation, "="))]
    const gap = equations.map(([share], k) => minus(make("*", [share, add(sides[k][0], minus(sides[k][1]))])))
    ring.vanishes(ring.polynomial(add(left, minus(right), ...gap)), nonzero)
    return conclude(eq(left, right), ...nonzero, ...equations.map(([, equation]) => equation))
  },
  inequality(goal, shares, nonzero) {
    need(["<", "<="].includes(goal.op), "no inequality")
    const [ring, sides] = [new Ring(), shares.map(([, theorem]) => premise(theorem, "=", "<", "<="))]
    need(shares.every(([share, theorem]) => share.n > 0n || theorem.conclusion.op === "="), "a share that is not positive")
    const gap = sides.map(([small, big], k) => make("*", [number(p.minus(shares[k][0])), add(big, minus(small))]))
    const isStrict = shares.some(([, theorem]) => theorem.conclusion.op === "<")
    const q = ring.polynomial(add(goal.args[1], minus(goal.args[0]), ...gap))
    const rest = (q.size === 1 && q.get("")?.[1]) || p.rational(0)
    ring.vanishes(p.sum(q, p.constant(p.minus(rest))), nonzero)
    need(rest.n > 0n || (!rest.n && (isStrict || goal.op === "<=")), "the shares do not make it")
    return conclude(goal, ...nonzero, ...shares.map(([, theorem]) => theorem))
  },
  exp_above: (q, claimed, terms) => bounded("exp", q, claimed, true, exponential(q, terms)[0]),
  exp_below(q, claimed, terms) {
    const [[total, last], ratio] = [exponential(q, terms), p.over(q, p.rational(terms))]
    need(p.less(ratio, p.ONE), "more terms are wanted")
    const rest = p.over(p.times(last, ratio), p.plus(p.ONE, p.minus(ratio)))
    return bounded("exp", q, claimed, false, p.plus(total, rest))
  },
  log_above: (q, claimed, terms) => bounded("log", q, claimed, true, logarithm(q, terms)[0]),
  log_below: (q, claimed, terms) => bounded("log", q, claimed, false, p.plus(...logarithm(q, terms))),
}

export const rules = new Map(Object.entries({ ...logic, ...arithmetic }))
