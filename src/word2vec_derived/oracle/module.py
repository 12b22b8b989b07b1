"""Modules with two tables of vectors, called by index: `module(centres (B,), contexts (B,), negatives (B, K))`."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn

from .calling import Caller, Clock, NotCallableError, says_the_same_twice
from .diagnosis import Finding, found
from .registry import REGISTRY
from .views import table_rows

SHAPES = "centres (B,), contexts (B,), negatives (B, K), all int64"


def checked_tables(module: object, tables: Sequence[str]) -> tuple[nn.Module, tuple[str, str]]:
    """A copy of the module and the names of its two tables.

    Raises:
        ValueError: it is no module, or there are no two such parameters.
    """
    if not isinstance(module, nn.Module):
        raise ValueError(f"loss is {type(module).__name__}, expected a torch.nn.Module with takes='module'")
    known = [name for name, parameter in module.named_parameters(remove_duplicate=False) if parameter.dim() == 2]
    if len(tables) != 2 or not set(tables) <= set(known):
        raise ValueError(f"tables is {list(tables)!r}, expected two names of {', '.join(known) or 'no parameters'}")
    own = copy.deepcopy(module)
    for part in own.modules():
        if isinstance(part, nn.Embedding):
            part.sparse, part.padding_idx = False, None
    return own, (tables[0], tables[1])


class ByVectors:
    """The module as a loss of vectors: its tables are replaced by the vectors, and it is called by their places."""

    def __init__(self, module: nn.Module, tables: tuple[str, str]) -> None:
        self.module, self.tables = module, tables
        own = dict(module.named_parameters(remove_duplicate=False))
        self.words = own[tables[0]].shape[0]
        known = {id(own[name]) for name in tables}
        self.others = {name: p for name, p in own.items() if id(p) not in known}

    def __call__(self, c: Tensor, o: Tensor, n: Tensor) -> Tensor:
        """The loss of pairs with these vectors; both tables hold all of them, whichever the module looks up.

        What else has a row for each word, such as a bias, has its rows over and over.
        """
        B, K = n.shape[:2]
        rows = table_rows(c, o, n)
        more = {name: _as_many(p, len(rows)) for name, p in self.others.items() if p.shape[:1] == (self.words,)}
        places = torch.arange(len(rows)).split([B, B, B * K])
        index = (places[0], places[1], places[2].view(B, K))
        found: Tensor = torch.func.functional_call(self.module, more | dict.fromkeys(self.tables, rows), index)
        return found


def _as_many(parameter: Tensor, rows: int) -> Tensor:
    return parameter.detach()[torch.arange(rows) % len(parameter)]


WORDS = {"centres": torch.tensor([0, 1]), "contexts": torch.tensor([2, 3]), "negatives": torch.tensor([[4, 5], [6, 7]])}
READ = ({"centres"}, {"contexts", "negatives"})


def tables_read(module: nn.Module, tables: tuple[str, str], clock: Clock) -> Iterator[Finding]:
    """Which rows of which table get a gradient."""
    sizes = dict(module.named_parameters(remove_duplicate=False))
    generator = torch.Generator().manual_seed(3)
    fresh = {name: _table(sizes[name], generator) for name in tables}
    caller = Caller(lambda *words: torch.func.functional_call(module, fresh, words), SHAPES, clock=clock)
    value = caller(list(WORDS.values())).sum()
    says_the_same_twice(caller, list(WORDS.values()), value)
    for who, name, rows in zip(("centre", "context"), tables, READ, strict=True):
        slope = torch.autograd.grad(value, fresh[name], allow_unused=True, retain_graph=True)[0]
        hit = set() if slope is None else {k for k, words in WORDS.items() if slope[words.flatten()].abs().sum() > 0}
        text = f"the {who} table {name} gets a gradient in the rows of {_list(hit)}, expected {_list(rows)}"
        if not hit:
            yield found("tables", REGISTRY["mistake-inputs-detached"], text)
        elif hit != rows:
            yield Finding("tables", "mistake", text)


def _table(like: Tensor, generator: torch.Generator) -> Tensor:
    table = torch.randn(max(9, like.shape[0]), like.shape[1], generator=generator, dtype=torch.float64)
    return table.to(like.dtype).requires_grad_()


def _list(names: set[str]) -> str:
    return " and ".join(sorted(names)) or "nothing"


def repeated(module: nn.Module, tables: tuple[str, str], clock: Clock) -> Iterator[Finding]:
    """A negative drawn twice has the sum of two gradients."""
    generator = torch.Generator().manual_seed(3)
    sizes = dict(module.named_parameters(remove_duplicate=False))
    fresh = {name: _table(sizes[name], generator) for name in tables}
    once = {name: t.detach().clone() for name, t in fresh.items()}
    once[tables[1]][5] = once[tables[1]][4]
    pairs = [WORDS["centres"], WORDS["contexts"]]
    slopes = []
    for drawn in (torch.tensor([[4, 4], [6, 7]]), WORDS["negatives"]):
        leaves = {name: t.clone().requires_grad_() for name, t in once.items()}
        value = Caller(lambda *w, own=leaves: torch.func.functional_call(module, own, w), SHAPES, clock=clock)(
            [*pairs, drawn]
        ).sum()
        slope = torch.autograd.grad(value, leaves[tables[1]], allow_unused=True)[0]
        slopes.append(None if slope is None else slope[4] if drawn[0, 1] == 4 else slope[4] + slope[5])
    once_each, twice = slopes[1], slopes[0]
    if once_each is not None and twice is not None and not torch.allclose(twice, once_each, rtol=1e-4, atol=1e-6):
        yield found(
            "duplicates", REGISTRY["mistake-repeated-once"], "a negative that is drawn twice does not count twice"
        )


def looked_at(module: nn.Module, tables: tuple[str, str], clock: Clock) -> list[Finding]:
    """What shows only by index.

    Raises:
        NotCallableError: the module cannot be called so.
    """
    own = dict(module.named_parameters(remove_duplicate=False))
    others = [name for name, p in own.items() if not any(p is own[table] for table in tables)]
    more = (
        [Finding("tables", "note", f"its other parameters are left as they are: {', '.join(others)}")] if others else []
    )
    if own[tables[0]] is own[tables[1]]:
        text = "one table serves for centres and contexts: a word meets itself"
        return [*more, Finding("tables", "note", text)]
    try:
        return [*more, *tables_read(module, tables, clock), *repeated(module, tables, clock)]
    except NotCallableError:
        raise
    except BaseException as error:
        raise NotCallableError(
            f"it cannot be called with {SHAPES}: {type(error).__name__}: {str(error)[:120]}"
        ) from None
