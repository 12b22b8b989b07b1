"""What a page reads, watched where it is read, and what it may not write.

Python's audit hooks hear of files, folders, databases, programs and connections.
Of calls such as `os.stat`, and of looks at the environment, no hook hears: they are replaced by some that note them.
What cannot be followed is said in words; such a page is run every time.
"""

from __future__ import annotations

import _posixsubprocess
import json
import os
import posix
import re
import sqlite3
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from threading import local
from types import FrameType
from typing import Any
from urllib.parse import unquote

from .reads import OURS, is_read_later, state

FOREIGN = (".venv/", ".proofpress/", "node_modules/")
CHANGES = {
    "os.remove",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
    "os.chmod",
    "shutil.rmtree",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PROGRAM, CONNECTION, ADDRESS = "it starts a program", "it opens a connection", "it asks for an address"
LIBRARY = "it calls a library of the system"
UNFOLLOWED = {
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.forkpty", "pty.spawn"), PROGRAM),
    **dict.fromkeys(("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"), CONNECTION),
    **dict.fromkeys(("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"), ADDRESS),
    **dict.fromkeys(("socket.getnameinfo", "socket.gethostname"), ADDRESS),
    **dict.fromkeys(("ctypes.dlopen", "ctypes.dlsym", "sqlite3.load_extension"), LIBRARY),
    **dict.fromkeys(("os.getxattr", "os.listxattr"), "it asks for the attributes of a file"),
}
# What opens files by itself, where Python does not hear of it: modules, and functions as they are written.
NATIVE = {
    *("_dbm", "_gdbm", "cffi", "cv2", "duckdb", "faiss", "fasttext", "h5py"),
    *("lmdb", "lxml.etree", "netCDF4", "polars", "pyarrow", "safetensors", "sentencepiece", "soundfile", "tables"),
    *("tensorflow", "tokenizers", "torchaudio", "torchvision.io"),
}
NATIVELY = re.compile(
    r"\b(torch\.(?:\w+\.)*from_file|Storage\.from_file|PyTorchFileReader|jit\.load|corpus_file)\s*[(=]"
)
KINDS = {
    *("exists", "isdir", "isfile", "islink", "lexists", "realpath"),
    *("glob", "is_dir", "is_file", "is_symlink", "resolve", "rglob", "walk"),
}
LOOKING = {"genericpath", "pathlib", "pathlib._local", "posixpath"}  # modules that ask for less than a whole stat
WALKING = {"glob", "os", "pathlib", "pathlib._abc", "pathlib._local"}  # and of the entries of a folder
IMPORTING = {
    *("importlib._bootstrap", "importlib._bootstrap_external", "_frozen_importlib_external", "_frozen_importlib"),
    "importlib.metadata",
}
MADE_UP = ("/proc", "/sys", *(f"/dev/{name}" for name in ("fd", "null", "random", "tty", "urandom", "zero")))


class Watch:
    """What is read from now on; nothing of the book may be changed, and the page's `own` folder is its own."""

    def __init__(self, root: str, own: str) -> None:
        self.root = root
        paths = (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())
        self.installed = tuple({path for path in paths if not is_in(root, path)})
        self.own = (own, os.path.realpath(own))
        self.reads: dict[str, str | None] = {}
        self.unknown: dict[str, None] = {}
        self._here, self._page = local(), os.getpid()
        self._forked = tempfile.TemporaryFile("a+", dir=own)  # noqa: SIM115  it is open as long as the page runs
        self._replace()
        sys.addaudithook(self._hear)

    def note(self, how: str, path: Any, folder: int | None = None) -> None:
        """Note that something was read, unless it is installed, made up or the page's own."""
        if isinstance(path, int) or self._is_deaf:
            return
        with self.aside():
            name = self._place(path, folder)
            if not is_in(name, (*self.installed, *self.own, *MADE_UP)):
                self._add(f"{how} {self._named(name)}")

    @property
    def _is_deaf(self) -> bool:
        return getattr(self._here, "is_deaf", False)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What this thread does meanwhile is not heard."""
        before, self._here.is_deaf = self._is_deaf, True
        try:
            yield
        finally:
            self._here.is_deaf = before

    def _place(self, path: Any, folder: int | None = None) -> str:
        """The whole path; out of the page's own folder a link may lead elsewhere."""
        name = os.path.normpath(os.path.join(_folder(folder), os.fsdecode(path)))  # noqa: PTH118  not looked at
        return os.path.realpath(name) if is_in(name, self.own) else name

    def _named(self, path: str) -> str:
        return os.path.relpath(path, self.root) if is_in(path, (self.root,)) else path

    def _add(self, read: str) -> None:
        name = read.partition(" ")[2]
        is_kept = name.startswith(".proofpress/") and not re.fullmatch(r"\.proofpress/book-[\w/]+\.pickle", name)
        if read not in self.reads and not is_kept:
            root = Path(self.root)
            self._tell("reads", read, None if is_read_later(read, root) else state(read, root))

    def _ask(self, variable: str) -> None:
        if not self._is_deaf:
            self._add(f"variable {variable}")

    def suspect(self, why: str) -> None:
        """Note that there is no knowing what is read."""
        if not self._is_deaf:
            self._tell("unknown", why, None)

    def _tell(self, which: str, name: str, value: str | None) -> None:
        if os.getpid() == self._page:
            getattr(self, which).setdefault(name, value)
        else:  # what a forked process reads, it writes down
            os.write(self._forked.fileno(), (json.dumps([which, name, value]) + "\n").encode())

    def end(self, codes: Iterable[str]) -> dict[str, Any]:
        """All that was read, modules too, and why there may be more; `codes` are what the page ran."""
        for module in self._modules():
            self.note("file", module)
        natives = (f"it uses {name}, which opens files by itself" for name in sorted(NATIVE & sys.modules.keys()))
        calls = (f"it calls {call}, which opens files by itself" for text in codes for call in NATIVELY.findall(text))
        for why in (*natives, *calls):
            self.suspect(why)
        self._forked.seek(0)
        for which, name, value in map(json.loads, self._forked):
            getattr(self, which).setdefault(name, value)
        return {"reads": dict(sorted(self.reads.items())), "unknown": sorted(self.unknown)}

    def _modules(self) -> Iterator[str]:
        """The files of the modules that are neither Python's nor of an installed distribution."""
        files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        yield from (file for file in files if isinstance(file, str) and not is_in(file, self.installed))

    # Events

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._hear_open(*arguments)
        elif event in CHANGES:
            self._keep_out(one for one in arguments[:2] if isinstance(one, str | bytes | os.PathLike))
        elif event in ("os.listdir", "os.scandir"):
            module = _module(sys._getframe(1))
            is_import, how = module in IMPORTING, "names" if module in WALKING else "entries"
            self.note("modules" if is_import else "file" if event == "os.listdir" else how, arguments[0] or ".")
        elif event == "sqlite3.connect":
            self._hear_database(arguments[0])
        elif event == "sqlite3.connect/handle" and not getattr(self._here, "is_connecting", False):
            self.suspect("it opens a database by a way of its own")
        elif event in UNFOLLOWED and not self._is_known(sys._getframe(1)):
            self.suspect(UNFOLLOWED[event])

    def _hear_open(self, path: Any, mode: Any, flags: int | None) -> None:  # noqa: ARG002  as the hook is told
        if (flags or 0) & WRITING and not isinstance(path, int):
            self._keep_out([path])
        if not (flags or 0) & (os.O_WRONLY | os.O_TRUNC):
            self.note("file", path)

    def _keep_out(self, paths: Iterable[Any]) -> None:
        """Refuse to change a file of the book: another page would see it."""
        with self.aside():
            places = [self._place(path) for path in paths]
        for inside in (os.path.relpath(place, self.root) for place in places):
            if not inside.startswith(("..", *FOREIGN)):
                raise PermissionError(f"a page may not change {inside}, a file of the book")

    def _hear_database(self, name: Any) -> None:
        """A database, with the log of what was written to it last."""
        text = os.fsdecode(name)
        path = unquote(text.removeprefix("file:").partition("?")[0]) if text.startswith("file:") else text
        if path and path != ":memory:":
            for one in (path, f"{path}-journal", f"{path}-wal"):
                self.note("file", one)

    def _connect(self, real: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
        """A connection that tells which databases are attached to it; it must be open before it can be asked to."""

        @wraps(real)
        def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
            self._here.is_connecting = True
            try:
                connection = real(*arguments, **named)
            finally:
                self._here.is_connecting = False
            connection.set_authorizer(self._hear_attached)
            return connection

        return connect

    def _hear_attached(self, action: int, name: str | None, *_: Any) -> int:
        if action == 24 and name is None:  # SQLITE_ATTACH, and SQLite tells only a name that is written in the sentence
            self.suspect("it attaches a database whose name is not written there")
        elif action == 24:
            self._hear_database(name)
        return 0  # SQLITE_OK

    def _is_known(self, frame: FrameType | None) -> bool:
        """Whether it is known what this reads: the machine; the prover; or what is installed, as it is imported."""
        while _module(frame) == "subprocess":
            frame = frame.f_back if frame else None
        if _module(frame).startswith("proofpress.proof."):
            for file in (Path(__file__).parents[2] / "proof").rglob("*.py"):
                self.note("file", file)
            return True
        return _module(frame) == "platform" or self._is_installing(frame)

    def _is_installing(self, frame: FrameType | None) -> bool:
        while frame is not None and _module(frame) not in IMPORTING:
            name = frame.f_code.co_filename
            if not name.startswith("<frozen ") and not is_in(name, self.installed):
                return False
            frame = frame.f_back
        return frame is not None

    # What no hook hears of

    def _replace(self) -> None:
        self._noting("open", self._open)
        for name in ("lstat", "readlink", "stat"):
            self._noting(name, self._look)
        self._noting("access", lambda path, *_, dir_fd=None, **__: self.note("access", path, dir_fd))
        self._noting("statvfs", lambda *_, **__: self.suspect("it asks how full a disk is"))
        fork_exec = _posixsubprocess.fork_exec  # multiprocessing asks for it here, subprocess does not
        _posixsubprocess.fork_exec = _before(fork_exec, lambda *_, **__: self.suspect(PROGRAM))
        connect = self._connect(sqlite3.connect)
        for module in (sqlite3, sqlite3.dbapi2):
            module.__dict__["connect"] = connect
        for environment in (os.environ, os.environb):
            environment.__class__ = self._environment()

    def _noting(self, name: str, note: Callable[..., Any]) -> None:
        """Put in the place of a function of `os` one that notes what it is asked."""
        real = getattr(os, name)
        noting = os.__dict__[name] = posix.__dict__[name] = _before(real, note)
        for able in (os.supports_dir_fd, os.supports_effective_ids, os.supports_fd, os.supports_follow_symlinks):
            if real in able:
                able.add(noting)

    def _open(self, path: Any, *_: Any, dir_fd: int | None = None, **__: Any) -> None:
        """Note a file within a folder that is open, of which the hook does not hear."""
        if dir_fd is not None:
            self.note("file", path, dir_fd)

    def _look(self, path: Any, *_: Any, dir_fd: int | None = None, **__: Any) -> None:
        """Note a look at a file: for what kind it is, where that is all that the asking function tells, or for all."""
        frame, asked = sys._getframe(2), ""
        if _module(frame) in IMPORTING:
            return
        while frame.f_back is not None and _module(frame) in LOOKING:
            asked, frame = frame.f_code.co_name, frame.f_back
        self.note("kind" if asked in KINDS else "stat", path, dir_fd)

    def _environment(self) -> type:
        """The class of an environment that notes each look at it."""
        ask = self._ask

        class Environment(os._Environ):
            def __getitem__(self, key: Any) -> Any:
                if (name := os.fsdecode(key)) not in OURS:
                    ask(name)
                return super().__getitem__(key)

            def __iter__(self) -> Iterator[Any]:
                ask("")
                return super().__iter__()

        return Environment


def _before(real: Callable[..., Any], note: Callable[..., Any]) -> Callable[..., Any]:
    """A function that notes how it is called, and then does what it does."""

    @wraps(real)
    def noting(*arguments: Any, **named: Any) -> Any:
        note(*arguments, **named)
        return real(*arguments, **named)

    return noting


def _folder(descriptor: int | None) -> str:
    """The folder that is open under a number; without one, the one in which the page is."""
    return str(Path.cwd() if descriptor is None else Path(f"/proc/self/fd/{descriptor}").readlink())


def is_in(path: str, folders: str | Iterable[str]) -> bool:
    """Whether a path is one of some folders, or lies in one."""
    among = (folders,) if isinstance(folders, str) else folders
    return any(path == one or path.startswith(one.rstrip(os.sep) + os.sep) for one in among)


def _module(frame: FrameType | None) -> str:
    return str(frame.f_globals.get("__name__", "")) if frame else ""
