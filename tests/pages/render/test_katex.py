"""Formulas are typeset when the site is built, and bad ones stop it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofpress.pages.render import katex


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))
    return tmp_path


def test_a_formula_becomes_html_and_mathml_with_its_latex_kept() -> None:
    html = katex.render(r"\frac{a}{b} < c")
    assert "<math" in html
    assert 'class="katex-html" aria-hidden="true"' in html
    assert r"\frac{a}{b} &lt; c</annotation>" in html


@pytest.mark.parametrize("tex", [r"\frac{a", r"\nosuchcommand", "v'_o^2", "é", "a % b"])
def test_bad_latex_is_refused_with_the_formula_and_katex_s_own_words(tex: str) -> None:
    with pytest.raises(katex.BadLatex, match=re.escape(tex)):
        katex.render(tex)


def test_what_was_typeset_once_needs_no_engine_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = katex.render("x_{1}")
    katex.render.cache_clear()
    monkeypatch.setattr(katex, "_ask", lambda _: pytest.fail("asked again"))
    assert katex.render("x_{1}") == first


def test_a_missing_katex_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(katex, "PRESS", tmp_path)
    with pytest.raises(katex.KatexMissing, match="run `npm ci`"):
        katex.package()


def test_the_stylesheet_asks_for_woff2_alone_and_for_every_font_that_is_there() -> None:
    css = katex.stylesheet()
    asked = set(re.findall(r"url\(fonts/([^)]+)\)", css))
    assert asked == {font.name for font in katex.fonts()}
    assert ".ttf" not in css
    assert "woff)" not in css
