"""How far the same sources build under Zensical: `python benchmarks/zensical_differs.py`, after `make site`.

Zensical builds a copy of the sources with the configuration as it is.
Each page is then compared with the page of site/: its chains, formulas, numbers, code and words.
It gates nothing and ends well whatever differs; it fails only where Zensical does.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from .measure import left_out

ROOT = Path(__file__).parents[1]
LEFT_OUT = (".git", ".venv*", ".*_cache", ".cache", "node_modules", ".site.new", "tests")
PARTS = {
    "chains": "figure.press-chain",
    "formulas": "annotation",
    "numbers": ".press-number",
    "code": "pre",
    "headings": "h1, h2, h3, h4",
}


def build(root: Path) -> tuple[Path, Path]:
    """A copy of the sources and the site that Zensical makes of it."""
    copy = Path(tempfile.mkdtemp(prefix="zensical-")) / "book"
    shutil.copytree(root, copy, ignore=left_out(root, *LEFT_OUT))
    (copy / "node_modules").symlink_to(root / "node_modules")
    command = [sys.executable, "-m", "zensical", "build", "--config-file", "mkdocs.yml"]
    environment = os.environ | {"PYTHONPATH": f"{copy / 'src'}:{os.environ.get('PYTHONPATH', '')}", "NO_COLOR": "1"}
    said = subprocess.run(command, cwd=copy, env=environment, text=True, capture_output=True, check=False)
    if said.returncode:
        sys.exit(f"zensical build ended with {said.returncode}:\n{(said.stdout + said.stderr)[-4000:]}")
    return copy.parent, copy / "site"


def pages(site: Path) -> dict[str, Tag]:
    """The article of every page, without the buttons and links that each theme adds."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        article = BeautifulSoup(path.read_text("utf-8"), "html.parser").find("article")
        if isinstance(article, Tag):
            for extra in article.select(".headerlink, .md-content__button, .md-source-file, script, nav"):
                extra.decompose()
            found[path.relative_to(site).as_posix()] = article
    return found


def texts(article: Tag, selector: str) -> list[str]:
    """The words of each part of a kind, white space aside."""
    return [" ".join(part.get_text().split()) for part in article.select(selector)]


def differences(ours: Tag, theirs: Tag) -> Iterator[str]:
    """What differs on a page, kind by kind."""
    for kind, selector in PARTS.items():
        here, there = texts(ours, selector), texts(theirs, selector)
        if here != there:
            changed = sum(one != other for one, other in zip(here, there, strict=False))
            yield f"{kind}: {len(here)} and {len(there)}, {changed} of them not alike"
    if words(ours) != words(theirs):
        yield f"words: from {first_difference(words(ours), words(theirs))!r} on"


def words(article: Tag) -> str:
    """A page's text without its white space."""
    return re.sub(r"\s+", "", article.get_text())


def first_difference(here: str, there: str) -> str:
    """The words of ours where the two part."""
    at = next((at for at, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), len(there))
    return here[max(0, at - 20) : at + 20]


def others(site: Path) -> set[str]:
    """What is published beside the pages, the theme's own files aside."""
    files = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return {name for name in files if not name.endswith(".html") and not re.match(r"assets/(java|styl|images)", name)}


def report(ours: Path, theirs: Path) -> Iterator[str]:
    """What differs, a line each."""
    here, there = pages(ours), pages(theirs)
    alike = 0
    for name, article in here.items():
        found = list(differences(article, there[name])) if name in there else ["is not built"]
        alike += not found
        yield from (f"{name}: {one}" for one in found)
    yield from (f"{name}: is built by Zensical only" for name in there.keys() - here.keys())
    missing = Counter(re.sub(r"[^/]+(?=\.\w+$)", "*", name) for name in others(ours) - others(theirs))
    yield from (f"{name}: {count} not there" for name, count in sorted(missing.items()))
    yield f"{alike} of {len(here)} pages alike"


def main() -> None:
    """Build, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of mkdocs.yml, with its site built")
    root = parser.parse_args().root.resolve()
    folder, theirs = build(root)
    try:
        for line in report(root / "site", theirs):
            print(f"- {line}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
