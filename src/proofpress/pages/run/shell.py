"""The cells of a lab, run by IPython's own shell inside the lab's fresh process."""

from __future__ import annotations

import sys
from io import TextIOBase
from typing import Any

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .values import describe, printable, svg


class Stream(TextIOBase):
    """Standard output, kept in its order among what is displayed."""

    def __init__(self, outputs: list[dict[str, Any]]) -> None:
        self.outputs = outputs

    def write(self, text: str) -> int:
        """Add to the text printed last, or begin a new one."""
        if not self.outputs or "text" not in self.outputs[-1]:
            self.outputs.append({"text": ""})
        self.outputs[-1]["text"] += text
        return len(text)


def new_shell() -> InteractiveShell:
    """A shell without history, colours or prompts."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = InteractiveShell.instance(config=config)
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    formatter = shell.display_formatter.formatters["image/svg+xml"]
    formatter.for_type_by_name("matplotlib.figure", "Figure", svg)
    return shell


def run_cell(shell: InteractiveShell, source: str, filename: str) -> dict[str, Any]:
    """What a cell prints and displays, in order, and as plain text."""
    outputs: list[dict[str, Any]] = []
    shell.display_pub = CapturingDisplayPublisher()
    shell.display_pub.outputs = outputs
    hook = CapturingDisplayHook(shell=shell, outputs=outputs)
    shell.display_trap.hook = hide if source.rstrip().endswith(";") else hook
    shell.compile.get_code_name = lambda *_: filename
    before, sys.stdout = sys.stdout, Stream(outputs)
    try:
        ended = shell.run_cell(source)
        for figure in open_figures(ended.result):
            hook(figure)
    finally:
        sys.stdout = before
    error = ended.error_before_exec or ended.error_in_exec
    shown = [plain_data(one, ended.result is not None and one is outputs[-1]) for one in outputs]
    text = "".join(one["text"] if "text" in one else one["data"].get("text/plain", "") + "\n" for one in shown)
    return {"output": text, "outputs": shown, "error": describe(error, filename) if error else None}


def hide(_: Any) -> None:
    """Show nothing of a value: the cell ends in a semicolon."""


def plain_data(output: dict[str, Any], is_result: bool) -> dict[str, Any]:
    """An output as JSON can hold it, and whether it is the cell's own value."""
    if "text" in output:
        return {"text": printable(output["text"])}
    data = {mime: value for mime, value in output["data"].items() if isinstance(value, str | dict)}
    if isinstance(text := data.get("text/plain"), str):
        data["text/plain"] = printable(text)
    return {"data": data, "result": is_result}


def open_figures(shown: Any) -> list[Any]:
    """The figures of pyplot that the cell left open, closed now; not the one it has shown itself."""
    if "matplotlib.pyplot" not in sys.modules:
        return []
    from matplotlib import pyplot

    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    pyplot.close("all")
    return [figure for figure in figures if figure is not shown]
