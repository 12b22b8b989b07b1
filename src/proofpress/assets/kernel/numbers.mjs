// Rational numbers, and polynomials over them, exactly.

export class Refused extends Error {}

export function need(condition, why) {
  if (!condition) throw new Refused(why)
}

/* How much a proof may ask for, counted and not timed, as in the kernel. */

export const limits = {}
export const budget = { left: Infinity }

export function spend(work = 1) {
  budget.left -= work
  need(budget.left >= 0, "more work than a proof may make")
}

/* Rational numbers: n/d in lowest terms, d positive. */

export function rational(n, d = 1n) {
  const [over, under] = d < 0n ? [-n, -d] : [BigInt(n), BigInt(d)]
  let [a, b] = [over < 0n ? -over : over, need(under, "1/0") ?? under]
  while (b > 1n) [a, b] = [b, a % b]
  const common = b || a // a divisor of both
  return { n: over / common, d: under / common }
}

const WRITTEN = /^-?[0-9]{1,40}(\/[1-9][0-9]{0,39})?$/
export const isNumber = written => typeof written === "string" && WRITTEN.test(written)
export const isWhole = q => q.d === 1n
export const text = q => (q.d === 1n ? `${q.n}` : `${q.n}/${q.d}`)
export const plus = (p, q) => rational(p.n * q.d + q.n * p.d, p.d * q.d)
export const times = (p, q) => rational(p.n * q.n, p.d * q.d)
export const minus = q => ({ n: -q.n, d: q.d })
export const over = (p, q) => rational(p.n * q.d, p.d * q.n)
export const less = (p, q) => p.n * q.d < q.n * p.d
export const ONE = rational(1)

export const read = written => need(isNumber(written), "no number") ?? rational(...written.split("/"))

const bits = n => (n ? n.toString(2).replace("-", "").length : 0)

export function short(q) {
  const isSmall = BigInt.asIntN(64, q.n) === q.n && BigInt.asIntN(64, q.d) === q.d
  return need(isSmall || bits(q.n) + bits(q.d) <= limits.bits, "too large a number") ?? q
}

/* Polynomials: {key: [monomial, coefficient]}, a monomial being [[letter, power], …], its letters rising. */

const keyOf = monomial => monomial.flat().map(n => `${n}`.padStart(9, "0")).join(" ") // keys sort as monomials do
export const constant = q => new Map(q.n ? [["", [[], q]]] : [])
export const letter = i => new Map([[keyOf([[i, 1]]), [[[i, 1]], ONE]]])
export const has = (p, i) => [...p.values()].some(([monomial]) => monomial.some(([j]) => j === i))
export const isSame = (p, q) => p.size === q.size && [...p].every(([key, [, c]]) => q.has(key) && text(q.get(key)[1]) === text(c))

function put(total, monomial, c) {
  const key = keyOf(monomial)
  const sum = short(total.has(key) ? plus(total.get(key)[1], c) : c)
  if (sum.n) total.set(key, [monomial, sum])
  else total.delete(key)
}

export function sum(p, q) {
  spend(q.size)
  const total = new Map(p)
  for (const [monomial, c] of q.values()) put(total, monomial, c)
  return total
}

export function product(p, q) {
  const total = new Map()
  for (const [one, c] of p.values()) {
    spend(q.size)
    for (const [other, d] of q.values()) put(total, joined(one, other), times(c, d))
  }
  return total
}

export const power = (p, n) => Array(n).fill(p).reduce((total, factor) => product(total, factor), constant(ONE))

function joined(one, other) {
  const powers = new Map(one)
  for (const [i, e] of other) powers.set(i, (powers.get(i) ?? 0) + e)
  return [...powers].sort(([i], [j]) => i - j)
}

/* A polynomial that is not 0 as [number, {letter: power}, rest], the product of the three. */
export function parts(p) {
  const [, lead] = p.get([...p.keys()].sort().at(-1))
  const [first, ...others] = [...p.values()].map(([monomial]) => new Map(monomial))
  const shared = [...first].map(([i, e]) => [i, Math.min(e, ...others.map(other => other.get(i) ?? 0))])
  const common = new Map(shared.filter(([, e]) => e))
  const rest = new Map()
  for (const [monomial, c] of p.values()) {
    const left = monomial.map(([i, e]) => [i, e - (common.get(i) ?? 0)]).filter(([, e]) => e)
    rest.set(keyOf(left), [left, over(c, lead)])
  }
  return [lead, common, rest]
}

/* `p` times `base` to the highest power of letter i in it, where letter i times `base` is 1. */
export function cleared(p, i, base) {
  const byPower = new Map()
  for (const [monomial, c] of p.values()) {
    const [others, e] = [monomial.filter(([j]) => j !== i), new Map(monomial).get(i) ?? 0]
    byPower.set(e, (byPower.get(e) ?? new Map()).set(keyOf(others), [others, c]))
  }
  const highest = Math.max(0, ...byPower.keys())
  return [...byPower].map(([e, q]) => product(q, power(base, highest - e))).reduce((total, q) => sum(total, q), new Map())
}
