"""Each chapter ends with a line for a pencil: its answer is a chain, and the command that judges a reader's own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from proofpress.cli import main
from proofpress.pages.language.config import Site
from proofpress.pages.language.source import chains

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted({Path(path).stem for path, _ in chains(Site.load(ROOT))})
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
COMMANDS = [found for text in PAGES.values() for found in re.findall(r"`proofpress (claim \"[^`]+)`", text)]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_asks_for_a_derivation_and_its_answer_is_a_chain_and_a_command(chapter: str) -> None:
    exercises = PAGES[chapter].partition("\n## Exercises\n")[2]
    derive = [text for text in re.split(r"^\d\. ", exercises, flags=re.MULTILINE) if text.startswith("Derive ")]
    answers = [text.partition('??? success "Answer"')[2] for text in derive]
    assert any("```derivation\n" in answer and '`proofpress claim "' in answer for answer in answers)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_a_page_gives_is_proved(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out.startswith("proved")
