// A theorem of the kernel as MathML; what a binder binds is k with a number, counted outwards in.

const greek = {
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", theta: "θ", lambda: "λ", mu: "μ", sigma: "σ", tau: "τ",
  phi: "φ", infinity: "∞", minus_infinity: "−∞",
}
const signs = { "<=": "≤", "!=": "≠", iff: "⇔" }
const binding = { all: 0, any: 0, iff: 0, "=": 1, "!=": 1, "<": 1, "<=": 1, "+": 2, "*": 3, sum: 3, prod: 3, slope: 3, "^": 4 }

const row = (...parts) => `<mrow>${parts.join("")}</mrow>`
const mo = sign => `<mo>${sign.replace("<", "&lt;")}</mo>`
const fenced = (inner, [open, close] = "()") => row(mo(open), inner, mo(close))
const listed = parts => parts.join(mo(","))
const word = name => `<mi>${greek[name] ?? name}</mi>`

function letter(name) {
  const [head, ...below] = name in greek ? [name] : name.split("_").filter(Boolean)
  return below.length ? `<msub>${word(head)}${row(listed(below.map(word)))}</msub>` : word(head)
}

function numeral({ n, d }) {
  const [size, minus] = n < 0n ? [-n, mo("−")] : [n, ""]
  return row(minus, d === 1n ? `<mn>${size}</mn>` : `<mfrac><mn>${size}</mn><mn>${d}</mn></mfrac>`)
}

const isNegative = t => t.op === "number" && t.val.n < 0n
const isMinusOne = t => isNegative(t) && t.val.n === -1n && t.val.d === 1n
const isInverse = t => t.op === "^" && isMinusOne(t.args[1])

/* A term under so many binders, in brackets where it binds less than it must. */
function drawn(t, depth, least = 0) {
  const inner = (DRAWN[t.op] ?? call)(t, (part, need = 0, binders = 0) => drawn(part, depth + binders, need), depth)
  return (isNegative(t) ? 2 : binding[t.op] ?? 9) < least ? fenced(inner) : inner
}

function call(t, part) {
  const name = letter(t.op === "apply" ? t.val.val.name : (t.val?.name ?? t.op))
  return t.args.length ? row(name, fenced(listed(t.args.map((one, at) => part(one, 0, t.bound[at]))))) : name
}

const infix = (t, part) => row(t.args.map(one => part(one, 2)).join(mo(signs[t.op] ?? t.op)))

function total(t, part) {
  const signed = t.args.map((one, at) => `${at && !isMinus(one) ? mo("+") : ""}${part(one, 2)}`)
  return row(...signed)
}

const isMinus = t => isNegative(t) || (t.op === "*" && isNegative(t.args[0]))

function product(t, part) {
  const [minus, ...rest] = isMinusOne(t.args[0]) ? [mo("−"), ...t.args.slice(1)] : ["", ...t.args]
  const factors = of => of.map(one => (of.length > 1 ? part(one, 3) : part(one))).join(mo("·")) || "<mn>1</mn>"
  const [above, below] = [rest.filter(one => !isInverse(one)), rest.filter(isInverse)]
  if (!below.length) return row(minus, above.length > 1 ? factors(above) : part(above[0], 3))
  const under = below.map(({ args: [one] }) => part(one, below.length > 1 ? 3 : 0)).join(mo("·"))
  return row(minus, `<mfrac>${row(factors(above))}${row(under)}</mfrac>`)
}

function fold(t, part, depth) {
  const [low, high, body] = t.args
  const sign = { sum: "∑", prod: "∏", all: "∀" }[t.op]
  return row(`<munderover>${mo(sign)}${row(bound(depth + 1), mo("="), part(low))}${part(high)}</munderover>`, part(body, t.op === "all" ? 0 : 3, 1))
}

const bound = at => `<msub><mi>k</mi><mn>${at}</mn></msub>`

const DRAWN = {
  number: t => numeral(t.val),
  bound: (t, _, depth) => bound(depth - t.val[0]),
  "+": total, "*": product, "=": infix, "!=": infix, "<": infix, "<=": infix, iff: infix,
  "^": ({ args: [base, power] }, part) => `<msup>${part(base, 5)}${part(power)}</msup>`,
  exp: ({ args: [power] }, part) => `<msup><mi>e</mi>${part(power)}</msup>`,
  abs: ({ args: [one] }, part) => fenced(part(one), "||"),
  floor: ({ args: [one] }, part) => fenced(part(one), "⌊⌋"),
  ceiling: ({ args: [one] }, part) => fenced(part(one), "⌈⌉"),
  entry: ({ args: [array, ...places] }, part) => `<msub>${part(array)}${row(listed(places.map(one => part(one))))}</msub>`,
  sum: fold, prod: fold, all: fold,
}

/* As an element, for a page. */
export function theorem(term) {
  const text = `<math xmlns="http://www.w3.org/1998/Math/MathML">${drawn(term, 0)}</math>`
  const read = new DOMParser().parseFromString(text, "application/xml").documentElement
  const around = document.createElement("span")
  around.className = "press-theorem"
  around.append(document.importNode(read, true))
  return around
}
