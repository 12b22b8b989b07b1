"""Each exercise for a pencil gives the command that judges a reader's own line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from proofpress.cli import main

ROOT = Path(__file__).parents[2]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
COMMANDS = [found for text in PAGES.values() for found in re.findall(r"`proofpress (claim \"[^`]+)`", text)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_a_page_gives_is_proved(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out.startswith("proved")
