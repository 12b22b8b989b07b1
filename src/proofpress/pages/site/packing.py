"""The prover packed for a reader's browser: Pyodide, the libraries, the prover itself, and whose work they are.

What is packed is kept in the site's store under a digest of all that it is made of, and is fetched at the first click.
"""

from __future__ import annotations

import ast
import json
import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from gzip import compress
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from proofpress.checker import BOOK
from proofpress.house import modules

from ..language.config import Site

log = logging.getLogger("mkdocs.proofpress")
LIBRARIES = ("sympy", "mpmath")
UNUSED = (
    "sympy.categories", "sympy.codegen", "sympy.physics", "sympy.plotting", "sympy.testing", "sympy.vector",
    "mpmath.tests",
)  # fmt: skip
"""What of the libraries no proof needs, but for what the rest imports when it is imported itself."""
ROOM = Path(__file__).parents[2] / "checker"
SCRIPTS = ("worker.mjs", "keeper.mjs")
BEGIN = "import json, sys, {0}, proofpress.checker.answer, proofpress.checker.alarm; print(json.dumps([*sys.modules]))"


class CheckerMissing(RuntimeError):
    """Node or Pyodide is not installed, or what is packed cannot be."""


@dataclass(frozen=True)
class Checker:
    """The packed prover of a site: its files, by their names in the folder that is called by their digest."""

    files: Mapping[str, Path]
    versions: str

    @cached_property
    def name(self) -> str:
        """The folder's name: it changes with any byte of what it holds."""
        whole = sha256()
        for name, path in sorted(self.files.items()):
            whole.update(f"{name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
        return f"assets/checker/{whole.hexdigest()[:16]}"

    @cached_property
    def megabytes(self) -> float:
        """What a first check fetches, in millions of bytes, where the host packs what is not packed already."""
        own = [path for name, path in self.files.items() if not name.endswith((".txt", "keeper.mjs"))]
        sizes = (path.stat().st_size if path.suffix == ".gz" else len(compress(path.read_bytes(), 9)) for path in own)
        return sum(sizes) / 1e6


def packed(site: Site) -> Checker:
    """The packed prover, from the store where nothing it is made of has changed; raises `CheckerMissing`."""
    pyodide, store = _pyodide(site.root), site.store / "checker"
    version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    pins = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    notation = site.settings.notation
    room = [path for path in ROOM.iterdir() if path.suffix in (".py", ".mjs")]
    made = digest([ROOM / "pack.mjs", ROOM / "pack.py", Path(__file__)])
    libraries = kept(
        store,
        [f"pyodide {version}", *pins, made],
        lambda: _pack(pyodide, "libraries.zip", _libraries(notation), runtime=True),
    )
    prover_of = own(notation)
    texts = {f"proofpress/checker/{BOOK}": json.dumps({"notation": notation})}
    prover = kept(
        store,
        [version, notation, made, digest([*prover_of.values(), *room])],
        lambda: _pack(pyodide, "prover.zip", prover_of, texts),
    )
    plain = [*(ROOM / name for name in SCRIPTS), pyodide / "pyodide.mjs", pyodide / "pyodide.asm.js"]
    beside = {"LICENCES.txt": _licences(version).encode(), "pyodide-lock.json": _lock(pyodide)}
    notes = kept(store, [*pins, version, made], lambda: beside)
    files = {path.name: path for path in (*plain, *libraries.iterdir(), *prover.iterdir(), *notes.iterdir())}
    return Checker(
        files, ", ".join([*pins, f"Pyodide {version}", f"the prover of this site {digest(prover_of.values())[:8]}"])
    )


def _pyodide(root: Path) -> Path:
    for above in (root, *root.parents, *ROOM.parents):
        if (above / "node_modules/pyodide/pyodide.asm.wasm").is_file():
            return above / "node_modules/pyodide"
    raise CheckerMissing(f"no node_modules/pyodide in {root} or above it; run `npm ci` there, or `npm install pyodide`")


def kept(store: Path, made_of: Iterable[str], make: Callable[[], Mapping[str, bytes]]) -> Path:
    """The folder of what is made of this, made anew if it is not there; it appears whole or not at all."""
    folder = store / sha256("\n".join(made_of).encode()).hexdigest()[:24]
    if not folder.exists():
        store.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=store))
        for name, content in make().items():
            (half / name).write_bytes(content)
        half.rename(folder)
    return folder


def digest(paths: Iterable[Path]) -> str:
    """A digest of some files by their names, whatever folder they are in."""
    whole = sha256()
    for path in sorted(paths):
        whole.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


# What is packed


def own(notation: str) -> dict[str, Path]:
    """The modules of the prover, of its room for the page, and of the notation, by their names in the archive."""
    found = modules("proofpress")
    ours = [
        name for name in found if name.startswith(("proofpress.proof", "proofpress.checker")) or name == "proofpress"
    ]
    paths = {name: found[name] for name in ours if not name.endswith(("__main__", "checker.pack"))}
    if notation:
        top = modules(notation.partition(".")[0])
        paths |= {
            name: path
            for name, path in top.items()
            if name.startswith(notation) or f"{notation}.".startswith(f"{name}.")
        }
    return _in_archive(paths)


def _in_archive(paths: Mapping[str, Path]) -> dict[str, Path]:
    ends = {True: "/__init__.py", False: ".py"}
    return {name.replace(".", "/") + ends[path.stem == "__init__"]: path for name, path in sorted(paths.items())}


def _libraries(notation: str) -> dict[str, Path]:
    """The modules of the libraries that are imported when the prover is, and those that these may import later."""
    begun = BEGIN.format(notation or "proofpress")
    asked = subprocess.run([sys.executable, "-c", begun], capture_output=True, text=True, check=False)
    if asked.returncode:
        raise CheckerMissing(f"the prover cannot be imported: {asked.stderr.strip().splitlines()[-1]}")
    paths = {name: path for library in LIBRARIES for name, path in modules(library).items()}
    first = [name for name in json.loads(asked.stdout.splitlines()[-1]) if name in paths]
    todo, found = [*first, *(name for path in own(notation).values() for name in _imports("", path))], set(first)
    seen = set[str]()
    while todo:
        name = todo.pop()
        if name in seen or name not in paths or (_is_unused(name) and name not in found):
            continue
        seen.add(name)
        todo += [name.rpartition(".")[0], *_imports(name, paths[name])]
    return _in_archive({name: paths[name] for name in seen | found})


def _is_unused(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in UNUSED)


def _imports(name: str, path: Path) -> list[str]:
    """Every name that a module imports, wherever in it, and the module it may stand in."""
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    found = list[str]()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            found += [source, *(f"{source}.{alias.name}" for alias in node.names)]
    return found


def _pack(
    pyodide: Path,
    archive: str,
    files: Mapping[str, Path],
    texts: Mapping[str, str] | None = None,
    *,
    runtime: bool = False,
) -> dict[str, bytes]:
    """The archive of some modules, compiled by Pyodide under Node; with `runtime`, what Pyodide itself needs, too."""
    log.info("packing %s for the page that checks formulas; it is kept", archive)
    node = shutil.which("node")
    if node is None:
        raise CheckerMissing("no node; install the pinned versions with `make`")
    with tempfile.TemporaryDirectory() as out:
        asked = {
            "pyodide": str(pyodide), "program": str(ROOM / "pack.py"), "out": out, "archive": archive,
            "modules": {name: str(path) for name, path in files.items()}, "texts": texts or {}, "runtime": runtime,
        }  # fmt: skip
        command = [node, str(ROOM / "pack.mjs")]
        done = subprocess.run(command, input=json.dumps(asked), text=True, capture_output=True, check=False)
        if done.returncode:
            raise CheckerMissing(
                f"the checker cannot be packed: {(done.stderr.strip() or 'node ended').splitlines()[-1]}"
            )
        return {path.name: path.read_bytes() for path in Path(out).iterdir()}


def _lock(pyodide: Path) -> bytes:
    """Pyodide's list of packages, without the packages: what it starts with, and nothing it could fetch."""
    info = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    return json.dumps({"info": info, "packages": {}}).encode()


def _licences(version: str) -> str:
    """Whose work is in the folder, under which licence, and where its source is."""
    parts = [
        f"Pyodide {version}: Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/\n"
        f"Its source: https://github.com/pyodide/pyodide/tree/{version}",
        "CPython, as Pyodide has it, its standard library without the parts that no proof needs:\n"
        "Python Software Foundation License, https://docs.python.org/3/license.html",
    ]
    for name in LIBRARIES:
        own = next(file for file in metadata.files(name) or () if file.name == "LICENSE")
        parts.append(
            f"{name} {metadata.version(name)}, compiled, without the parts that no proof needs:\n\n{own.read_text()}"
        )
    return "\n\n---\n\n".join(parts)
