"""What is asked of every page: it is opened once with scripts and once without, and asked everything in that visit.

A question returns what is wrong; its name in the table says what is right.
They are asked in the order of the table: the last ones find the formulas emptied, which would take most of the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from .notation import CONVENTIONS, NOTES, SWITCH, spelt
from .visit import Visit
from .website import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
OF_COLOUR = ["color-contrast", "link-in-text-block"]

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

# What a script has written where there was nothing to write.
NOTHING_SAID = r"""() => {
  const names = element => ["title", "aria-label", "alt", "placeholder"].map(name => element.getAttribute(name))
  const nothing = element => names(element).some(name => /^(null|undefined|NaN|\[object .*)$/.test(name ?? ""))
  return [...document.querySelectorAll("body *")].filter(nothing).map(element => element.outerHTML.slice(0, 120))
}"""

FORMULAS = """() => [...document.querySelectorAll(".katex")].map(formula => {
  const box = formula.querySelector(".katex-html").getBoundingClientRect()
  const shown = formula.checkVisibility()
  return {tex: formula.querySelector("annotation").textContent, ok: !shown || (box.width > 0 && box.height > 0)}
})"""

# The formulas in one convention after the other, as the switch prints them; nothing is laid out in between.
RESPELT = """async conventions => {
  const select = document.querySelector("SWITCH"), page = document.querySelector(".md-container")
  const found = []
  page.style.contentVisibility = "hidden"
  for (const convention of conventions) {
    select.value = convention
    select.dispatchEvent(new Event("change", {bubbles: true}))
    while (document.documentElement.dataset.notation !== convention) await new Promise(next => setTimeout(next))
    found.push([...document.querySelectorAll("NOTES")].map(note => note.textContent))
  }
  page.style.contentVisibility = ""
  return found
}""".replace("SWITCH", SWITCH).replace("NOTES", NOTES)

# Formulas that are different in ours, each set of them printed alike in the convention that is in force.
ALIKE = """async convention => {
  const respelt = document.querySelector("press-math[data-alt]")
  const theirs = respelt ? await (await fetch(`notation-${convention}.json`)).json() : {}
  const drawn = html => html.match(/<span class="katex-html".*/s)[0]
  const seen = new Map()
  for (const note of document.querySelectorAll("press-math")) {
    const ours = drawn(note.innerHTML), printed = drawn(theirs[note.dataset.alt] ?? note.innerHTML)
    if (!seen.has(printed)) seen.set(printed, new Map())
    seen.get(printed).set(ours, note.querySelector("annotation").textContent)
  }
  return [...seen.values()].filter(set => set.size > 1).map(set => [...set.values()])
}"""


# What can be pressed, typed into or scrolled; a group of radio buttons is one stop, and its labels follow it.
STOPS = """() => {
  const all = "a[href], button, select, summary, input:not([type=checkbox], [type=radio]), [tabindex='0']"
  window.isStop = element => element.tabIndex >= 0 && element.checkVisibility({visibilityProperty: true})
  window.unreached = new Set([...document.querySelectorAll(all)].filter(isStop))
  document.addEventListener("focusin", event => unreached.delete(event.target))
  return unreached.size
}"""
UNREACHED = "[...unreached].filter(isStop).map(stop => stop.outerHTML.slice(0, 120))"

# A canvas and one element of MathML are content to axe-core as what they stand for is.
HOLLOW = """() => {
  const formulas = [...document.querySelectorAll(".katex-html:not(:has(> canvas))")]
  const boxes = formulas.map(formula => formula.getBoundingClientRect())
  formulas.forEach((formula, at) => {
    const canvas = document.createElement("canvas")
    canvas.style.cssText = `width: ${boxes[at].width}px; height: ${boxes[at].height}px`
    formula.style.display = "inline-block"
    formula.replaceChildren(canvas)
  })
  for (const shown of document.querySelectorAll("math:has(> semantics) > semantics > :first-child")) {
    const text = document.createElementNS(shown.namespaceURI, "mtext")
    text.textContent = shown.textContent
    shown.closest("math").replaceChildren(text)
  }
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

BUTTON = "a[download][href$='.ipynb']"

Question = Callable[[Visit], list[str]]


def went_wrong(visit: Visit) -> list[str]:
    """What the console and the wire said, addresses outside the site included."""
    return visit.wrong


def raw_latex(visit: Visit) -> list[str]:
    """Texts of the page in which LaTeX was left as it was typed."""
    return visit.page.evaluate(RAW_LATEX)


def nothing_said(visit: Visit) -> list[str]:
    """What a script has named null, or undefined."""
    return visit.page.evaluate(NOTHING_SAID)


def without_a_box(visit: Visit) -> list[str]:
    """The formulas that should be seen and are not."""
    return [formula["tex"] for formula in visit.page.evaluate(FORMULAS) if not formula["ok"]]


def lost(visit: Visit) -> list[str]:
    """A difference between the formulas that the server sent and those that the page shows."""
    sent = (visit.built / "index.html").read_text(encoding="utf-8").count('class="katex-html"')
    shown = len(visit.page.evaluate(FORMULAS))
    return [] if sent == shown else [f"{sent} formulas were sent, {shown} are shown"]


def not_respelt(visit: Visit) -> list[str]:
    """The formulas with another spelling that no convention changes, or that are not changed back."""
    ours = spelt(visit.page, NOTES)
    *others, again = visit.page.evaluate(RESPELT, [*CONVENTIONS, "ours"])
    never = [tex for tex, *spellings in zip(ours, *others, strict=True) if set(spellings) == {tex}]
    return never + [f"{tex} is not changed back" for tex, was in zip(again, ours, strict=True) if tex != was]


def alike(visit: Visit) -> list[str]:
    """The formulas that are different in ours and printed alike in another convention."""
    return [f"{name}: {set_}" for name in CONVENTIONS for set_ in visit.page.evaluate(ALIKE, name)]


def not_downloaded(visit: Visit) -> list[str]:
    """The notebook of the page, if its button brings another file than the one that was built."""
    button = visit.page.locator(BUTTON)
    if not button.count():
        return []
    with visit.page.expect_download() as download:
        button.click()
    built = visit.built / download.value.suggested_filename
    return [] if download.value.path().read_bytes() == built.read_bytes() else [f"the download is not {built.name}"]


def unreached(visit: Visit) -> list[str]:
    """What the Tab key, held down for as long as there are stops and a little longer, does not come to."""
    page = visit.page
    stops = page.evaluate(STOPS)
    for _ in range(stops + 20):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    return page.evaluate(UNREACHED) if stops > 20 else [f"only {stops} stops"]


def too_wide(visit: Visit) -> list[str]:
    """What makes the page scroll sideways, or stands out of its window."""
    return visit.page.evaluate(TOO_WIDE)


def violations(visit: Visit) -> list[str]:
    """Serious and critical findings of axe-core."""
    return _audit(visit.page, {})


def violations_of_colour(visit: Visit) -> list[str]:
    """Those that depend on the scheme; all others are of the same elements in every scheme."""
    return _audit(visit.page, {"runOnly": OF_COLOUR})


def _audit(page: Page, options: dict[str, Any]) -> list[str]:
    """Findings of axe-core, but for those that are Material's own.

    The inside of a formula is KaTeX's and has the colour of the text beside it: its picture makes way for an empty box
    and its MathML for the text of it, as axe-core walks also through what it is not to judge.
    """
    page.evaluate(HOLLOW)
    if page.evaluate("!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    asked = {"resultTypes": ["violations"]} | options
    found = page.evaluate("options => axe.run({exclude: ['.katex']}, options)", asked)["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return [_finding(rule, node) for rule in serious for node in rule["nodes"] if not _of_material(rule, node)]


def _finding(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"


def _of_material(rule: dict[str, Any], node: dict[str, Any]) -> bool:
    part, _ = OF_MATERIAL.get(rule["id"], ("\0", ""))
    return part in json.dumps(node["target"]) + node["html"]


def not_in(palette: str) -> Question:
    """The palette of the page, if it is not the one of the reader's system."""

    def question(visit: Visit) -> list[str]:
        found = visit.page.locator("body").get_attribute("data-md-color-scheme")
        return [] if found == palette else [f"it is in {found}"]

    return question


# How a page is looked at.
LOOKS: dict[str, dict[str, Any]] = {
    "dark, on a phone": {"color_scheme": "dark", "viewport": PHONE},
    "light": {"color_scheme": "light", "viewport": DESK},
    "dark": {"color_scheme": "dark", "viewport": DESK},
}

# Of every page with scripts and without: how it is looked at, one look after the other, and what is asked then.
QUESTIONS: dict[str, dict[str, dict[str, Question]]] = {
    "scripted": {
        "dark, on a phone": {
            "it has the colours of the reader's system": not_in("slate"),
            "it does not scroll sideways": too_wide,
        },
        "light": {
            "it has the colours of the reader's system": not_in("default"),
            "no LaTeX is left as it was typed": raw_latex,
            "what has a name has one in words": nothing_said,
            "every formula that should be seen has a box": without_a_box,
            "the switch changes every formula that has another spelling, and changes it back": not_respelt,
            "within a convention no two formulas print alike": alike,
            "its notebook is downloaded as it was built": not_downloaded,
            "everyone can read it": violations,
        },
        "dark": {
            "everyone can read it in these colours": violations_of_colour,
            "the keyboard alone reaches everything": unreached,  # after which something has the colour of the focus
            "nothing goes wrong, and nothing outside is asked for": went_wrong,
        },
    },
    "without JavaScript": {
        "light": {
            "all its mathematics is there": lost,
            "every formula that should be seen has a box": without_a_box,
            "no LaTeX is left as it was typed": raw_latex,
            "nothing goes wrong, and nothing outside is asked for": went_wrong,
        },
    },
}


def opening(scheme: str) -> dict[str, Any]:
    """How the browser is set when a page is opened: for the first look."""
    return LOOKS[next(iter(QUESTIONS[scheme]))] | {"java_script_enabled": scheme == "scripted"}


def ask(
    visit: Visit, path: str, scheme: str, see: Callable[[str], None] = lambda _look: None
) -> dict[tuple[str, str], list[str]]:
    """Open a page and ask everything: what is not so in which look, with what is wrong; `see` is told of each look."""
    found = dict[tuple[str, str], list[str]]()
    for at, (look, questions) in enumerate(QUESTIONS[scheme].items()):
        if at:
            visit.look_again(**LOOKS[look])
        else:
            visit.look(**LOOKS[look])
            visit.open(path)
        see(look)
        found |= {(look, name): question(visit) for name, question in questions.items()}
    return {name: wrong for name, wrong in found.items() if wrong}
