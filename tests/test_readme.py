"""What the README shows is run, and its commands exist."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from pathlib import Path

import pytest

from proofpress import cli
from proofpress.pages.language.literal import differences

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


class Rounded(doctest.OutputChecker):
    """Outputs are compared as on a page: a decimal is a rounding, all else is exact."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:  # noqa: ARG002  the name is doctest's
        return differences(want, got) == []


def test_every_example_of_the_readme_gives_what_it_shows() -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    namespace: dict[str, object] = {}
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, namespace, f"block {number}", "README.md", 0)
        report = io.StringIO()
        runner = doctest.DocTestRunner(Rounded(), optionflags=doctest.NORMALIZE_WHITESPACE)
        runner.run(test, out=report.write, clear_globs=False)
        namespace = test.globs
        assert runner.failures == 0, report.getvalue()
    assert len(blocks) == 1


def test_the_chain_of_the_readme_is_the_one_of_its_page() -> None:
    shown = re.search(r"```\n(nll-gradient: .*?)```", README, re.DOTALL).group(1)
    page = (ROOT / "docs/nll.md").read_text(encoding="utf-8")
    assert f"```derivation\n{shown}```" in page


def test_the_claim_of_the_readme_is_proved() -> None:
    command, shown = re.search(r"\$ proofpress (claim .*)\n(.*)", README).groups()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert cli.main(shlex.split(command)) == 0
    assert out.getvalue().strip() == shown


@pytest.mark.parametrize("target", re.findall(r"make (\w+) +#", README))
def test_every_command_of_the_readme_is_a_target(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
