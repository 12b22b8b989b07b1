"""The page on which a reader checks a formula: the form in its place, and what the page must know of the book.

A page asks for it by a `div` of the class `press-checker`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from ..language.config import Site
from ..language.source import chains
from .packing import Checker, CheckerMissing, digest, kept, own

PLACE = '<div class="press-checker"></div>'


def form(checker: Checker, root: str, kinds: Mapping[str, str]) -> str:
    """The form, complete without the prover: what each letter of the book is, and where the prover stands."""
    data = {"checker": f"{root}{checker.name}/", "lines": f"{root}lines/", "kinds": json.dumps(kinds)}
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    size = f"{checker.megabytes:.1f}"
    field = '<input name="{0}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="4000" required>'
    sides = "".join(
        f"<label>{words} {field.format(name)}</label>" for name, words in (("lhs", "Left side"), ("rhs", "Right side"))
    )
    return (
        f'<script type="module" src="{root}assets/check.mjs"></script>'
        f'<form class="press-checker"{told} hidden>{sides}'
        "<fieldset hidden><legend>Letters</legend></fieldset>"
        '<label class="press-given" hidden>Given <textarea name="given" rows="3" spellcheck="false"></textarea></label>'
        f'<p><button type="submit">Check</button> <button type="button" hidden>Stop</button> '
        f"<small>The first check fetches {size} MB from this site, once.</small></p></form>"
        '<div class="press-verdict" role="status"></div>'
        f'<p class="press-versions">What judges: {escape(checker.versions)}. '
        f'<a href="{root}{checker.name}/LICENCES.txt">Licences</a></p>'
        '<p class="press-alone">Checking here needs JavaScript. On your machine '
        "<code>proofpress claim LHS RHS --real x</code> asks the same prover.</p>"
    )


def known(site: Site) -> dict[str, Any]:
    """The kinds of the letters of a site, and its chains in their parts; raises `CheckerMissing`."""
    notation, texts = site.settings.notation, {fence.asked[0]: fence.body for _, fence in chains(site)}
    asked = json.dumps({"notation": notation, "texts": texts})
    made_of = [asked, digest(own(notation).values())]
    folder = kept(site.store / "checker", made_of, lambda: {"lines.json": _run("proofpress.checker.lines", asked)})
    found: dict[str, Any] = json.loads((folder / "lines.json").read_text("utf-8"))
    return found


def _run(module: str, asked: str) -> bytes:
    done = subprocess.run([sys.executable, "-m", module], input=asked.encode(), capture_output=True, check=False)
    if done.returncode:
        raise CheckerMissing(f"{module} ended: {done.stderr.decode().strip().splitlines()[-1]}")
    return done.stdout


def write_lines(lines: Mapping[str, Any], folder: Path) -> None:
    """Write each chain, in its parts and as text, as lines/SLUG.json in the site's folder."""
    (folder / "lines").mkdir(exist_ok=True)
    for slug, chain in lines.items():
        text = json.dumps(chain, ensure_ascii=False, separators=(",", ":"))
        (folder / "lines" / f"{slug}.json").write_text(text, encoding="utf-8")
