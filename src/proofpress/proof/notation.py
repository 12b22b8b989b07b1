"""A symbol and how it is spelt: the press prints every expression through such entries.

>>> size = Entry("V", "V", "how many words there are", "vocabulary_size", elsewhere={"paper": "W"})
>>> Notation((size,), {"ours": "This site", "paper": "The paper"}).entries[0].elsewhere["paper"]
'W'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    r"""One symbol, once: its SymPy object, meaning, code name, shape and spelling in each convention.

    `symbol` is a Symbol, an IndexedBase or an Abbreviation class.
    `latex` is our spelling; for a function it is a template over the printed arguments: ``p({0} \mid {1})`` is
    written with ``<0>`` and ``<1>`` in place of the arguments, so that braces stay LaTeX's own.
    `elsewhere` gives the spelling in another convention where it differs.
    `name` is how a chain's text writes it, if not by its name in SymPy.
    `kind` says what it is, as in ``positive entries``, and `definition` what a function stands for, as text.
    `over` is the range that an index has where none is said, as in ``1..V``, or that of an integer array's entries;
    `words` say so among what is given; `arguments` are the ranges of a function's arguments where not the usual ones.
    `alternatives` are spellings to fall back on, in order, in a convention that uses ours for something else.
    """

    symbol: object
    latex: str
    meaning: str
    code: str = ""
    shape: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[str, ...] = ()
    name: str = ""
    kind: str = ""
    over: str = ""
    words: str = ""
    definition: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


NONE = ""


@dataclass(frozen=True)
class Reading:
    """How one source writes some of the letters, by name, in LaTeX, and what to mind when reading it.

    A spelling of `NONE` says that the source has no sign for the symbol; one that is missing was not looked for.
    """

    source: str
    spellings: Mapping[str, str]
    remark: str = ""


@dataclass(frozen=True)
class Notation:
    """The table of all entries and the conventions it can be printed in; the first convention is ours.

    `readings` are sources that a reader may meet and in whose symbols nothing is printed here.
    """

    entries: tuple[Entry, ...]
    conventions: Mapping[str, str]
    readings: tuple[Reading, ...] = ()
