"""A page in a real browser, and the questions asked of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

from .website import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

# What Material's own templates do and nothing here can mend: rule → (part of the element, reason). Nothing at present.
OF_MATERIAL: dict[str, tuple[str, str]] = {}

RAW_LATEX = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const shown = !node.parentElement.closest("script, style, template, pre, code, .katex")
    if (shown && /\$|\\\(|\\\[|\\begin/.test(node.data)) found.push(node.data.trim())
  }
  return found
}"""

FORMULAS = """() => [...document.querySelectorAll(".katex")].map(formula => {
  const box = formula.querySelector(".katex-html").getBoundingClientRect()
  const shown = formula.checkVisibility()
  return {tex: formula.querySelector("annotation").textContent, ok: !shown || (box.width > 0 && box.height > 0)}
})"""

HOLLOW = """() => {
  const formulas = [...document.querySelectorAll(".katex-html")]
  const boxes = formulas.map(formula => formula.getBoundingClientRect())
  formulas.forEach((formula, at) => {
    formula.style.cssText = `display: inline-block; width: ${boxes[at].width}px; height: ${boxes[at].height}px`
    formula.replaceChildren()
  })
}"""

TOO_WIDE = """() => {
  const clipped = element => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") return true
    return false
  }
  const wide = [...document.querySelectorAll(".md-content *, .md-header *, .md-footer *")].filter(element => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && box.right > innerWidth + 1 && !clipped(element)
  })
  const named = wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120))
  return document.documentElement.scrollWidth > innerWidth ? ["the page scrolls", ...named] : named
}"""


class Visit:
    """A page, and what went wrong on it since it was opened."""

    def __init__(self, page: Page, home: str) -> None:
        """Listen to `page`; only what stands under `home` may be asked for."""
        self.page, self.home, self.wrong = page, home, list[str]()
        self._listeners = {
            "console": self._said, "pageerror": self._failed, "request": self._asked,
            "requestfailed": self._lost, "response": self._answered,
        }  # fmt: skip
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def leave(self) -> None:
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def open(self, page: str) -> Page:
        self.page.goto(self.home + page)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _failed(self, error: Error) -> None:
        self.wrong.append(f"script: {error.message}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"outside: {request.url}")

    def _lost(self, request: Request) -> None:
        self.wrong.append(f"lost: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")


def raw_latex(page: Page) -> list[str]:
    """Texts of the page in which LaTeX was left as it was typed."""
    return page.evaluate(RAW_LATEX)


def formulas(page: Page) -> list[str]:
    """The LaTeX of every formula on the page; each one that is shown must have a box."""
    found = page.evaluate(FORMULAS)
    assert [formula["tex"] for formula in found if not formula["ok"]] == []
    return [formula["tex"] for formula in found]


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways, or stands out of its window."""
    return page.evaluate(TOO_WIDE)


def violations(page: Page) -> list[str]:
    """Serious and critical findings of axe-core, but for those that are Material's own.

    The inside of a formula is KaTeX's and has the colour of the text beside it.
    Its picture, which is hidden from assistive technology, makes way for an empty box: it would take most of the time.
    """
    page.evaluate(HOLLOW)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({exclude: ['.katex']}, {resultTypes: ['violations']})")["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return [_finding(rule, node) for rule in serious for node in rule["nodes"] if not _of_material(rule, node)]


def _finding(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"


def _of_material(rule: dict[str, Any], node: dict[str, Any]) -> bool:
    part, _ = OF_MATERIAL.get(rule["id"], ("\0", ""))
    return part in json.dumps(node["target"]) + node["html"]


def picture(page: Page, folder: Path, name: str) -> None:
    """A picture of the whole page, as a file in `folder`, also of what a reader would have to scroll to."""
    folder.mkdir(parents=True, exist_ok=True)
    page.add_style_tag(content=".press-chain { content-visibility: visible !important }")
    page.screenshot(path=folder / f"{name}.png", full_page=True)
