"""As a check: one that raises, many for pytest, and a command with three exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch.nn.functional as F

from word2vec_derived.oracle import LossMismatch, check_loss, parametrize_with_checks
from word2vec_derived.oracle.__main__ import main
from word2vec_derived.oracle.checks import NAMES

LOSSES = """
import torch
import torch.nn.functional as F

print("imported")


def right(s, t):
    print("called")
    return (F.softplus(-s) + F.softplus(t).sum(1)).mean()


def wrong(s, t):
    return (F.softplus(-s) + F.softplus(t.sum(1))).mean()


def broken(s):
    return s


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = torch.nn.Embedding(9, 3), torch.nn.Embedding(9, 3)

    def forward(self, c, o, n):
        v, u, w = self.a(c), self.b(o), self.b(n)
        return (F.softplus(-(v * u).sum(1)) + F.softplus((w @ v[:, :, None])[..., 0]).sum(1)).mean()
"""


def right(s, t):
    return (F.softplus(-s) + F.softplus(t).sum(1)).mean()


def clamped(s, t):
    return right(s.clamp(-6, 6), t.clamp(-6, 6))


def wrong(s, t):
    return (F.softplus(-s) + F.softplus(t.sum(1))).mean()


@parametrize_with_checks([right])
def test_each_check_of_a_right_loss_passes(loss, check):
    check(loss)


@parametrize_with_checks([clamped], expected_failed_checks={"check_float32": "it clamps on purpose"})
def test_what_is_expected_to_fail_is_marked(loss, check):
    check(loss)


def test_a_case_is_named_for_its_loss_and_its_check():
    def decorated(loss, check):
        check(loss)

    (mark,) = parametrize_with_checks([right, wrong])(decorated).pytestmark
    assert [case.id for case in mark.args[1]] == [
        f"{loss}-check_{name}" for loss in ("right", "wrong") for name in NAMES
    ]


def test_a_check_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="names 'check_floats', expected check_call"):
        parametrize_with_checks([right], expected_failed_checks={"check_floats": "why"})


def test_a_mismatch_carries_the_diagnosis():
    with pytest.raises(LossMismatch, match="mistake-log-sigmoid-of-sum"):
        check_loss(wrong)
    assert not check_loss(wrong, raise_exception=False)
    assert check_loss(right)


def test_another_objective_than_expected_is_a_mismatch():
    with pytest.raises(LossMismatch, match="it is softmax, and negative-sampling was expected"):
        check_loss(F.cross_entropy, takes="logits")


@pytest.fixture
def losses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "their_losses.py").write_text(LOSSES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "their_losses", raising=False)
    return tmp_path


@pytest.mark.parametrize(("loss", "options", "code"), [
    ("right", [], 0), ("right", ["--expects", "negative-sampling"], 0), ("right", ["--expects", "nce"], 1),
    ("wrong", [], 1), ("broken", [], 2), ("absent", [], 2), ("right", ["--expects", "sgns"], 2),
    ("Model", ["--takes", "module", "--tables", "a.weight", "b.weight"], 0),
])  # fmt: skip
def test_the_command_exits_as_it_says(losses: Path, loss: str, options: list[str], code: int) -> None:
    assert main([f"their_losses:{loss}", *options]) == code


def test_json_is_all_that_is_printed(losses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["their_losses:wrong", "--json"]) == 1
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["mistakes"] == ["mistake-log-sigmoid-of-sum"]
    assert found["links"]["mistake-log-sigmoid-of-sum"].endswith("mistakes/#mistake-log-sigmoid-of-sum")
    assert "importing their_losses, and running what stands in it" in err


def test_a_test_is_written_that_fails_until_the_loss_is_mended(losses: Path) -> None:
    assert main(["their_losses:wrong", "--expects", "negative-sampling", "--write-test", "test_theirs.py"]) == 1
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_theirs.py"]
    environment = {**os.environ, "PYTHONPATH": str(losses)}
    failed = subprocess.run(run, cwd=losses, env=environment, capture_output=True, text=True, timeout=120)
    assert failed.returncode == 1
    assert "mistake-log-sigmoid-of-sum" in failed.stdout
    (losses / "their_losses.py").write_text(LOSSES.replace("t.sum(1))", "t).sum(1)"), encoding="utf-8")
    assert subprocess.run(run, cwd=losses, env=environment, capture_output=True, timeout=120).returncode == 0


def test_a_test_of_a_class_makes_one(losses: Path) -> None:
    asked = ["their_losses:Model", "--takes", "module", "--tables", "a.weight", "b.weight"]
    assert main([*asked, "--write-test", "test_theirs.py"]) == 0
    written = (losses / "test_theirs.py").read_text(encoding="utf-8")
    assert (
        'check_loss(Model(), takes="module", expects="negative-sampling", tables=("a.weight", "b.weight"))' in written
    )


def test_a_file_that_is_there_is_not_written_over(losses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (losses / "test_mine.py").write_text("mine", encoding="utf-8")
    assert main(["their_losses:right", "--write-test", "test_mine.py"]) == 2
    assert "test_mine.py cannot be written: File exists" in capsys.readouterr().err
    assert (losses / "test_mine.py").read_text(encoding="utf-8") == "mine"


def test_a_place_that_is_none_is_one_line(losses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["their_losses.right"]) == 2
    assert "is no pkg.module:callable" in capsys.readouterr().err
    assert main(["no_such_module:right"]) == 2
    assert "cannot be imported: ModuleNotFoundError" in capsys.readouterr().err
