"""What both replays say: every call of a rule is written down as data, and the other one is asked the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from proofpress.proof.kernel import arithmetic, declarations, laws, logic, polynomial, publish, terms, theorem
from proofpress.proof.kernel import replay as replaying
from proofpress.proof.kernel.terms import Definition, Fold, Refused, Term, text
from proofpress.proof.kernel.theorem import Theorem
from proofpress.proof.search.record import Rows as Rows_
from proofpress.proof.search.record import _kinds
from proofpress.proof.search.table import table

HERE = Path(__file__).parent
KERNEL = HERE.parents[2] / "src/proofpress/assets/kernel"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node") or "node is missing"
PROBLEMS = (Refused, RecursionError, TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError)


def answers(cases: Iterable[Mapping[str, Any]], folder: Path, kernel: Path = KERNEL) -> list[Any]:
    """What the replay in JavaScript says to each case."""
    rules = folder / "rules.json"
    rules.write_text(json.dumps(table()), "utf-8")
    asked = "".join(json.dumps(case) + "\n" for case in cases)
    ran = subprocess.run([NODE, HERE / "twin.mjs", kernel, rules], input=asked, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def verdict(statement: Any, proof: Any) -> str | None:
    """The theorem that a proof is of, as text; None if it is refused."""
    try:
        return str(replaying.replay(statement, proof)[1])
    except Refused:
        return None


class Rows(Rows_):
    """The terms of what is tried; every letter is declared in its own row."""

    def __init__(self) -> None:
        super().__init__()
        self.named: dict[str, Definition | Fold] = {}

    def head(self, t: Term) -> list[Any]:
        if t.op in terms.LEAVES:
            return ["local", declarations.letter_name(t), declarations.declaration(t)]
        if t.op in ("call", "fold"):
            assert self.named.setdefault(t.val.name, t.val) == t.val
            return [t.op, t.val.name]
        return super().head(t)


class Tries:
    """Stands in the kernel's place, and keeps what is asked of it with what it said."""

    def __init__(self) -> None:
        self.rows, self.seen, self.kept = Rows(), 0, list[list[Any]]()
        self.place: dict[int, int] = {}
        self.theorems: list[Theorem] = []
        self.others: list[dict[str, Any]] = []
        self.publish, self.theorem, self.polynomial = publish, theorem, polynomial
        self.terms = SimpleNamespace(**vars(terms) | {"make": self._make})
        self.logic, self.arithmetic = self._all(logic), self._all(arithmetic)
        self.laws = SimpleNamespace(**vars(laws) | {"apply": self._apply})
        self.replay = SimpleNamespace(**vars(replaying) | {"replay": self._replay})
        self.declarations = SimpleNamespace(**vars(declarations) | {"Statement": SimpleNamespace(read=self._read)})

    def _all(self, module: Any) -> SimpleNamespace:
        own = {name: self._recorded(rule) for name, rule in replaying.RULES.items() if hasattr(module, name)}
        return SimpleNamespace(**vars(module) | own)

    def _recorded(self, rule: Callable[..., Theorem]) -> Callable[..., Theorem]:
        return lambda *arguments: self._tried(rule.__name__, arguments, lambda: rule(*arguments))

    def _make(self, op: str, *args: Term, val: Any = None) -> Term:
        try:
            return terms.make(op, *args, val=val)
        except PROBLEMS:
            if op in ("bound", "number") or val is None:
                self._keep("row", [op, *(val or ()), *map(self.rows.row, args)], None)
            raise

    def _apply(self, name: str, letters: Mapping[str, Term], *theorems: Theorem) -> Theorem:
        listed = [letters[letter.name] for letter in laws.LAWS[name].letters]
        return self._tried(name, (*listed, *theorems), lambda: laws.apply(name, letters, *theorems))

    def _tried(self, rule: str, arguments: Sequence[Any], apply: Callable[[], Theorem]) -> Theorem:
        try:
            step = [rule, *(self._written(kind, x) for kind, x in zip(_kinds(rule, arguments), arguments, strict=True))]
        except (*PROBLEMS, AssertionError):  # it cannot be said in a proof
            return apply()
        try:
            made = apply()
        except PROBLEMS:
            self._keep("step", step, None)
            raise
        self.place[id(made)] = len(self.theorems)
        self.theorems.append(made)
        self._keep("step", step, str(made))
        return made

    def _written(self, kind: str, x: Any) -> Any:
        if kind[0] == "*":
            return [self._written(kind[1:], part) for part in x]
        if kind[0] == "?":
            return None if x is None else self._written(kind[1:], x)
        if kind[0] == "(":
            return [self._written(k, part) for k, part in zip(kind[1:], x, strict=False)]
        if kind == "s":
            return self.place[id(x)]
        return self.rows.row(x) if kind == "t" else str(x) if kind == "q" else x

    def _keep(self, kind: str, what: Any, said: str | None) -> None:
        new = len(self.rows.at) - self.seen
        self.seen += new
        for t in reversed(list(islice(reversed(self.rows.at), new))):
            printed = f"{text(t, t.open)} {t.sort} {t.places} {'whole' if t.whole else ''}"
            self.kept.append(["row", self.rows.rows[self.rows.at[t]], printed])
        self.kept.append([kind, what, said])

    def _replay(self, statement: Any, proof: Any) -> Any:
        if _is_json([statement, proof]):
            said = verdict(statement, proof)
            self.others.append({"kind": "proof", "statement": statement, "proof": proof, "said": said})
        return replaying.replay(statement, proof)

    def _read(self, written: Any) -> Any:
        try:
            said, problem = text(declarations.Statement.read(written).claim), None
        except PROBLEMS as refusal:
            said, problem = None, refusal
        if _is_json(written):
            self.others.append({"kind": "statement", "statement": written, "said": said})
        if problem:
            raise problem
        return said

    def cases(self) -> list[dict[str, Any]]:
        """All that was asked, each with what was said."""
        named = self.rows.named.values()
        made = declarations.Statement(
            (),
            terms.eq(terms.ZERO, terms.ZERO),
            definitions=tuple(x for x in named if isinstance(x, Definition)),
            folds=tuple(x for x in named if isinstance(x, Fold)),
        )
        said = [entry[2] for entry in self.kept]
        return [*self.others, {"kind": "tries", "statement": made.write(), "rows": self.kept, "said": said}]


def _is_json(x: Any) -> bool:
    return bool(json.loads(json.dumps(x)) == x)
