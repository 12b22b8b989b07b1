// Packs the prover: every module is compiled by the very Python that will run it in the page, and nothing is fetched.
import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"

const { pyodide, program, out, archive, modules, texts, runtime } = JSON.parse(readFileSync(0, "utf-8"))
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href)
const python = await loadPyodide({ indexURL: pyodide, env: { PYTHONHASHSEED: "0" } })
const read = name => new Uint8Array(readFileSync(name))

/* The byte that names the system on which it was packed is that of an unknown one: the same on every system. */
function keep(name, bytes) {
  const packed = gzipSync(bytes, { level: 9 })
  packed[9] = 255
  writeFileSync(`${out}/${name}.gz`, packed)
}

const pack = python.runPython(`${readFileSync(program, "utf-8")}\npack`)
const sources = Object.entries(modules).map(([name, path]) => [name, read(path)])
keep(archive, pack(python.toPy(new Map([...sources, ...Object.entries(texts)]))).toJs())
if (runtime) {
  python.FS.writeFile("/standard.zip", read(`${pyodide}/python_stdlib.zip`))
  keep("python_stdlib.zip", python.globals.get("standard")("/standard.zip").toJs())
  keep("pyodide.asm.wasm", read(`${pyodide}/pyodide.asm.wasm`))
}
process.exit(0)
