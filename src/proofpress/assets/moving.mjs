// Pictures that move: a slider changes a letter, and the lines' own functions, printed beside the picture, are drawn again.

const [left, right, top, bottom, points] = [34, 412, 26, 196, 81]
const add = (lo, hi, f) => Array.from({ length: Math.max(0, Math.floor(hi) - Math.ceil(lo) + 1) }, (_, k) => f(Math.ceil(lo) + k))
const sum = (lo, hi, f) => add(lo, hi, f).reduce((a, b) => a + b, 0)
const prod = (lo, hi, f) => add(lo, hi, f).reduce((a, b) => a * b, 1)
const short = (x, digits = 3) => String(Number(x.toPrecision(digits))).replaceAll("-", "−")
const fixed = x => x.toFixed(1)

const text = (x, y, words, anchor, name = "") =>
  `<text${name && ` class="${name}"`} x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}">${words}</text>`

/* The values with one letter, or one entry of an array, changed. */
function put(values, what, x) {
  const [name, ...places] = what.match(/\w+/g)
  const within = (part, [place, ...rest]) => (place === undefined ? x : part.with(place - 1, within(part[place - 1], rest)))
  return { ...values, [name]: within(values[name], places) }
}

class Picture {
  constructor(figure) {
    Object.assign(this, JSON.parse(figure.dataset.moving), { figure, functions: window.pressMoving[figure.id](sum, prod) })
    this.ranges = [...figure.querySelectorAll("input")]
    for (const range of this.ranges) range.addEventListener("input", () => this.moved(range))
    this.tell()
  }

  moved(range) {
    this.values = put(this.values, range.dataset.moves, Number(range.value))
    this.figure.querySelector("svg").innerHTML = [this.axis(), ...this[this.kind]()].join("")
    this.tell()
  }

  get places() {
    const [, low, high] = this.across
    const end = typeof high === "string" ? this.values[high] : high
    if (this.kind !== "curves") return add(low, end, k => k)
    return Array.from({ length: points }, (_, k) => low + ((end - low) * k) / (points - 1))
  }

  /* The values of what is drawn at each place; of arrows the first is across, the second is up. */
  get drawn() {
    const along = place => this.across[0].split(",").reduce((now, what) => put(now, what, place), this.values)
    return this.sides.map((name, m) => {
      const axis = this.kind === "arrows" ? { l: m + 1 } : {}
      return [name, this.places.map(place => this.functions[name]({ ...along(place), ...axis }))]
    })
  }

  /* What is told beside the picture, and by each slider. */
  tell() {
    const told = this.told.map(name => [name, [this.functions[name](this.values)]])
    const few = told.length ? told : this.kind === "bars" ? this.drawn : []
    const reading = few.map(([name, values]) => `${name}: ${values.map(x => short(x)).join(", ")}`).join("; ")
    this.figure.querySelector(".press-told").textContent = reading
    for (const range of this.ranges) {
      range.nextElementSibling.textContent = short(Number(range.value))
      range.setAttribute("aria-valuetext", [short(Number(range.value)), reading].filter(Boolean).join("; "))
    }
  }

  height(y) {
    const [low, high] = this.up
    return bottom - ((bottom - top) * (Math.min(Math.max(y, low), high) - low)) / (high - low)
  }

  axis() {
    const seen = [...new Set([...this.up, 0])].filter(y => this.up[0] <= y && y <= this.up[1])
    const ticks = seen.map(y => text(left - 4, this.height(y) + 4, short(y), "end"))
    return `${ticks.join("")}<path class="press-axis" d="M${left} ${fixed(this.height(0))}H${right}"/>`
  }

  names() {
    return this.sides.map((name, m) => text(left + 190 * m, 11, name, "start", `press-name-${m + 1}`))
  }

  bars() {
    const room = (right - left) / this.places.length
    const width = (room * 0.92) / this.sides.length
    const zero = this.height(0)
    const bar = (m, k, value) => {
      const [x, y] = [left + room * (k + 0.04) + width * m, this.height(value)]
      const size = `width="${fixed(width * 0.9)}" height="${fixed(Math.abs(y - zero))}"`
      return `<rect class="press-series-${m + 1}" x="${fixed(x)}" y="${fixed(Math.min(y, zero))}" ${size}/>`
        + text(x + width * 0.45, y + (value < 0 ? 13 : -4), short(value, 2), "middle", "press-small")
    }
    const under = this.places.map((place, k) => text(left + room * (k + 0.5), 214, short(place), "middle"))
    return [...under, ...this.drawn.flatMap(([, values], m) => values.map((value, k) => bar(m, k, value))), ...this.names()]
  }

  curves() {
    const [, low, high] = this.across
    const along = x => left + ((right - left) * (x - low)) / (high - low)
    const under = [low, (low + high) / 2, high].map(x => text(along(x), 214, short(x), "middle"))
    const curve = ([, values], m) => {
      const path = values.map((y, k) => `${fixed(along(this.places[k]))} ${fixed(this.height(y))}`)
      return `<path class="press-series-${m + 1}" d="M${path.join("L")}"/>`
    }
    return [...under, ...this.drawn.map(curve), ...this.names()]
  }

  arrows() {
    const across = (bottom - top) / (this.up[1] - this.up[0])
    const at = ([p, q]) => [223 + across * p, this.height(q)]
    const line = (name, from, to) => `<path class="${name}" d="M${from.map(fixed).join(" ")}L${to.map(fixed).join(" ")}"/>`
    const dot = (name, [x, y]) => `<circle class="${name}" cx="${fixed(x)}" cy="${fixed(y)}" r="4"/>`
    const v = at(this.values.v[0])
    const [[, xs], [, ys]] = this.drawn
    const moved = this.places.map((place, k) => {
      const [from, to] = [at(this.values.u[k]), at([xs[k], ys[k]])]
      const name = text(from[0] + 7, from[1] + (to[1] < from[1] ? 17 : -7), `u${place}`, "start")
      return line("press-step", from, to) + dot("press-start", from) + dot("press-end", to) + name
    })
    return [line("press-centre", [223, this.height(0)], v), text(v[0] + 6, v[1], "v", "start"), ...moved]
  }
}

for (const figure of document.querySelectorAll(".press-moving")) new Picture(figure)
