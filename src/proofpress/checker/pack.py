"""Run by the Python that is packed for: sources to modules without what only a debugger needs, in archives.

An archive depends on its files alone: no dates, no order of a folder, no path of the machine.
"""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Mapping
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]  # the one door to a pyc
from types import CodeType

BEGINNING = (1980, 1, 1, 0, 0, 0)
UNUSED = (
    "_android_support", "_apple_support", "_ios_support", "_pyrepl", "antigravity", "curses", "dbm", "distutils",
    "doctest", "ensurepip", "http", "idlelib", "imaplib", "lib2to3", "mailbox", "multiprocessing", "pdb",
    "pydoc", "pydoc_data", "smtplib", "sqlite3", "tarfile", "test", "this", "tkinter", "tomllib", "turtle",
    "turtledemo", "unittest", "venv", "wsgiref", "xml", "xmlrpc", "zipapp", "zoneinfo",
)  # fmt: skip
"""What of the standard library no proof needs."""


def bare(code: CodeType) -> CodeType:
    """The same code without its table of lines, by which a module is half as long when packed."""
    constants = tuple(bare(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=constants, co_linetable=b"")


def compiled(name: str, source: bytes) -> bytes:
    """A module's file, without docstrings and assertions; its source is not looked for."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return bytes(_code_to_hash_pyc(bare(code), importlib.util.source_hash(source), False))


def pack(files: Mapping[str, object]) -> bytes:
    """An archive of files by their names, those of Python compiled; stored, as the whole is packed afterwards."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in sorted(files.items()):
            raw = content.encode() if isinstance(content, str) else bytes(content)  # type: ignore[call-overload]  # a view
            is_code = name.endswith(".py")
            archive.writestr(zipfile.ZipInfo(name + "c" * is_code, BEGINNING), compiled(name, raw) if is_code else raw)
    return made.getvalue()


def standard(path: str) -> bytes:
    """The standard library as Pyodide has it, without what no proof needs."""
    with zipfile.ZipFile(path) as library:
        names = [name for name in library.namelist() if not name.endswith("/")]
        return pack(
            {name: library.read(name) for name in names if name.split("/")[0].removesuffix(".py") not in UNUSED}
        )
