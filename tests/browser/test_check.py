"""A formula is checked in the page by the packed prover: the same verdicts, and every way in which it may fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from gzip import compress
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from proofpress.proof.claim import answer

from ..some import some
from .conftest import ARGUMENTS
from .opens import CHROMIUM
from .website import FOLDER, Quiet

pytestmark = [pytest.mark.xdist_group("check"), pytest.mark.opens("check-a-formula/", "lines/")]
CLAIMS = [
    json.loads(line) for line in (Path(__file__).parents[1] / "proof/claims.jsonl").read_text("utf-8").splitlines()
]
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:"  # 'unsafe-inline' is for the theme, whose pages begin with a script
)
PAGE = f"{FOLDER}/check-a-formula/"
FETCHED = (
    "worker.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip", "libraries.zip",
    "prover.zip",
)  # fmt: skip
PATIENCE = 120_000.0


class Server(Quiet):
    """The site under a policy for its contents, a delay and missing files; notes what it is asked for."""

    asked: list[str]
    missing: str
    policy: str
    delay: float
    unpacking: bool

    def do_GET(self) -> None:  # noqa: N802  as the standard library calls it
        self.asked.append(self.path)
        if self.missing and re.search(self.missing, self.path):
            self.send_error(404)
        else:
            sleep(self.delay)
            super().do_GET()

    def end_headers(self) -> None:
        if self.unpacking and self.path.endswith(".gz"):
            self.send_header("Content-Encoding", "gzip")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


@contextmanager
def serving(
    site: Path, *, missing: str = "", policy: str = "", delay: float = 0.0, unpacking: bool = False
) -> Iterator[tuple[str, list[str]]]:
    """The address of the page, and what is asked for under it."""
    asked: list[str] = []
    own = {"asked": asked, "missing": missing, "policy": policy, "delay": delay, "unpacking": unpacking}
    handler = type("Handler", (Server,), own)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site.parent))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{PAGE}", asked
        server.shutdown()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(browser: Browser, home: str) -> Iterator[Page]:
    """One page, whose engine serves all checks that need no new one."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{home}check-a-formula/")
    yield page
    context.close()


def check(page: Page, lhs: str, rhs: str) -> str:
    """What the page says of two sides."""
    page.evaluate("location.hash = ''")
    page.get_by_label("Left side").fill(lhs)
    page.get_by_label("Right side").fill(rhs)
    return pressed(page)


def pressed(page: Page) -> str:
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".press-verdict[data-verdict]").wait_for()
    return page.locator(".press-verdict").inner_text()


# Verdicts


@pytest.mark.parametrize(
    ("lhs", "rhs", "verdict"),
    [
        ("-torch.log(torch.sigmoid(x))", "F.softplus(-x)", "Proved."),
        (r"\log\sigma(-x)", "-softplus(x)", "Proved."),
        ("log(x^2)", "2*log(x)", "Refuted."),
        ("sum(exp(s[j]), j=1..V)", "V*exp(s[i])", "Refuted."),
    ],
)
def test_a_verdict_begins_with_one_word(page: Page, lhs: str, rhs: str, verdict: str) -> None:
    assert check(page, lhs, rhs).startswith(verdict)


def test_a_counterexample_is_a_table_with_both_sides(page: Page) -> None:
    check(page, "log(sigmoid(x)*sigmoid(y))", "log(sigmoid(x) + sigmoid(y))")
    assert page.locator(".press-verdict th").all_inner_texts() == ["x", "y", "left side", "right side"]
    assert page.locator(".press-verdict math").count() == 1


def test_what_is_ambiguous_is_refused_with_its_place(page: Page) -> None:
    said = check(page, r"\ln x^2", "x")
    assert said.startswith("Undecided: not understood. left side, at character 6: a power after a function")
    assert page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]") == ["lhs", 5]


def test_a_letter_is_what_the_reader_says(page: Page) -> None:
    assert check(page, "log(x^2)", "2*log(x)").startswith("Refuted.")
    page.get_by_label("x is").select_option("positive")
    assert pressed(page).startswith("Proved.")
    assert check(page, "abs(x)", "x").startswith("Proved.")  # a choice stands
    page.get_by_label("x is").select_option("real")
    page.get_by_label("x from").fill("1")
    page.get_by_label("x to").fill("2")
    assert pressed(page).startswith("Proved.")


def test_only_what_is_asked_for_is_shown(page: Page) -> None:
    page.goto(re.sub("#.*", "", page.url))
    expect(page.get_by_label("Given")).to_be_hidden()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def test_a_link_leads_to_this_very_check_and_runs_nothing(page: Page, context: BrowserContext) -> None:
    check(page, "q^2", "q*abs(q)")
    page.get_by_label("q is").select_option("nonnegative")
    assert pressed(page).startswith("Proved.")
    other = context.new_page()
    other.goto(page.get_by_role("link", name="A link to this check").evaluate("link => link.href"))
    fields = [other.get_by_label(label).input_value() for label in ("Left side", "Right side", "q is")]
    assert fields == ["q^2", "q*abs(q)", "nonnegative"]
    assert other.locator(".press-verdict").inner_text() == ""


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "__import__('os')", "%00"])
def test_a_crafted_fragment_is_text(page: Page, text: str) -> None:
    page.evaluate(
        "text => { location.hash = new URLSearchParams({ left: text, right: text, letter: `${text}:${text}` }) }", text
    )
    assert page.get_by_label("Left side").input_value() == text
    assert pressed(page).startswith("Undecided")
    assert page.locator(".press-checker img, .press-verdict img").count() == 0


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString"])
def test_a_letter_may_have_any_name(page: Page, name: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(problem.message))
    page.evaluate("x => { location.hash = new URLSearchParams({ left: x, right: x, letter: `${x}:real` }) }", name)
    assert page.get_by_label(f"{name} is").input_value() == "real"
    assert pressed(page).startswith("Proved.") or name.startswith("_")
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("../../etc/passwd-1", "“../../etc/passwd-1” is no line of a chain, such as nll-gradient-3"),
        ("nll-gradient-99", "nll-gradient has no line 99; its last is 4"),
        ("no-such-chain-1", "the chain no-such-chain is not there (404)"),
    ],
)
def test_a_line_that_is_not_there_is_named(page: Page, line: str, said: str) -> None:
    page.evaluate("line => { location.hash = new URLSearchParams({ line }) }", line)
    expect(page.locator(".press-verdict")).to_contain_text(f"Nothing was checked: {said}.")


def test_a_second_check_is_immediate(page: Page) -> None:
    check(page, "x + x", "2*x")
    took = re.search(r"It took ([\d.]+) s", check(page, "y + y", "2*y"))
    assert took is not None
    assert float(took[1]) < 2


def told(page: Page, claim: dict[str, Any]) -> dict[str, Any]:
    """What the engine of a page says of a claim, asked as the page asks it."""
    return page.evaluate(
        """async ({ lhs, rhs, symbols, ranges }) => {
            window.engine ??= await new Promise((yes, no) => {
                const folder = new URL(document.querySelector("form.press-checker").dataset.checker, location.href)
                const worker = new Worker(new URL("worker.mjs", folder), { type: "module" })
                worker.onmessage = ({ data }) => data.ready ? yes(worker) : data.failed && no(new Error(data.failed))
            })
            const answer = new Promise(yes => (engine.onmessage = ({ data }) => yes(data)))
            engine.postMessage({ number: 1, question: { lhs, rhs, symbols, ranges } })
            return (await answer).answer
        }""",
        claim,
    )


def same_as_native(page: Page, claim: dict[str, Any]) -> bool:
    ours = answer({"lhs": claim["lhs"], "rhs": claim["rhs"], "symbols": claim["symbols"], "ranges": claim["ranges"]})
    return told(page, claim)["verdict"] == ours["verdict"]


@pytest.mark.parametrize("part", range(2))
def test_the_page_says_of_claims_what_the_command_line_says(page: Page, part: int) -> None:
    sample = [claim for claim in CLAIMS if "open" not in claim][part * 22 :: 44]
    assert len(sample) > 10
    assert [claim["id"] for claim in sample if not same_as_native(page, claim)] == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_the_page_says_of_every_claim_what_the_command_line_says(page: Page, part: int) -> None:
    assert [claim["id"] for claim in CLAIMS[part::20] if not same_as_native(page, claim)] == []


# A line of a chain


@pytest.mark.opens("check-a-formula/", "lines/", "nll/")
def test_a_line_of_a_chain_is_changed_and_judged_by_its_prover(page: Page, home: str, context: BrowserContext) -> None:
    reader = context.new_page()
    reader.goto(f"{home}nll/#nll-gradient-3")
    reader.locator("#nll-gradient-3 summary").click()
    link = reader.locator("#nll-gradient-3").get_by_role("link", name="Change this line")
    address = link.evaluate("link => link.href")
    page.goto(address)
    page.reload()
    expect(page.get_by_label("Right side")).to_have_value("exp(s[i])/sum(exp(s[j]), j) - delta(i, o)")
    assert pressed(page).startswith("Proved. the kernel replays ")
    page.get_by_label("Right side").fill("exp(s[i])/sum(exp(s[j]), j) + delta(i, o)")
    said = pressed(page)
    assert said.startswith("Refuted.")
    assert {"V", "i", "o"} <= set(page.locator(".press-verdict th").all_inner_texts())
    page.get_by_label("Right side").fill("exp(s[i])/summ(exp(s[j]), j)")
    assert "“= exp(s[i])/summ(exp(s[j]), j)" in pressed(page)


def test_a_mistake_of_the_catalogue_opens_and_is_refuted(page: Page) -> None:
    page.evaluate("location.hash = 'line=mistake-sigmoid-twice-2'")
    expect(page.get_by_label("Right side")).to_have_value("-log(sigmoid(sigmoid(x)))")
    assert pressed(page).startswith("Refuted.")


# What it weighs, what it asks for


def test_it_is_complete_and_light_before_the_click(site: Path, context: BrowserContext) -> None:
    with serving(site) as (address, asked):
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not [path for path in asked if "/checker/" in path]
    own = [site / "check-a-formula/index.html", site / "assets/check.mjs"]
    assert sum(path.stat().st_size for path in own) < 60_000


def test_the_first_check_fetches_what_the_button_says_and_a_second_visit_nothing(
    site: Path, context: BrowserContext
) -> None:
    with serving(site) as (address, asked):
        page = context.new_page()
        outside: list[str] = []
        page.on("request", lambda request: request.url.startswith(address[:21]) or outside.append(request.url))
        page.goto(address)
        assert check(page, "x", "x").startswith("Proved.")
        names = {path for path in asked if "/checker/" in path}
        files = [site.parent / name.lstrip("/") for name in names]
        size = sum(len(path.read_bytes() if path.suffix == ".gz" else compress(path.read_bytes(), 9)) for path in files)
        stated = re.search(r"fetches ([\d.]+) MB", (site / "check-a-formula/index.html").read_text("utf-8"))
        assert stated is not None
        assert abs(float(stated[1]) - size / 1e6) < 0.1
        assert size < 8.5e6
        assert outside == []
        asked.clear()
        page.reload()
        assert check(page, "x", "x").startswith("Proved.")
        # A browser itself asks whether the script that keeps the rest has changed.
        assert {Path(path).name for path in asked if "/checker/" in path} <= {"keeper.mjs"}


def test_the_licences_and_the_versions_stand_beside_it(page: Page, home: str) -> None:
    page.goto(f"{home}check-a-formula/")
    said = page.locator(".press-versions").inner_text()
    assert re.search(r"sympy [\d.]+, mpmath [\d.]+, Pyodide [\d.]+", said)
    licences = page.request.get(page.get_by_role("link", name="Licences").evaluate("link => link.href")).text()
    assert all(name in licences for name in ("Mozilla Public License", "Python Software Foundation", "SymPy", "mpmath"))


# What may fail


@pytest.mark.parametrize(
    "missing",
    some(
        [
            "prover.zip",
            "worker.mjs",
            "pyodide.asm.wasm",
            "libraries.zip",
            "python_stdlib.zip",
            "pyodide.asm.js",
            "pyodide-lock.json",
        ]
    ),
)
def test_a_file_that_is_missing_is_named(site: Path, context: BrowserContext, missing: str) -> None:
    with serving(site, missing=re.escape(missing)) as (address, _):
        page = context.new_page()
        page.goto(address)
        began = monotonic()
        said = check(page, "x", "x")
        assert said.startswith("Undecided. Nothing was checked: ")
        assert missing in said
        assert "proofpress claim 'x' 'x'" in said
        assert monotonic() - began < 30  # a busy machine; the page itself waits for nothing


@pytest.mark.long
def test_it_works_under_a_strict_policy(site: Path, context: BrowserContext) -> None:
    with serving(site, policy=POLICY) as (address, _):
        page = context.new_page()
        page.goto(address)
        assert check(page, "x", "x").startswith("Proved.")


@pytest.mark.long
def test_it_works_on_a_host_that_has_packed_files_unpacked(site: Path, context: BrowserContext) -> None:
    with serving(site, unpacking=True) as (address, _):
        page = context.new_page()
        page.goto(address)
        assert check(page, "x", "x").startswith("Proved.")


@pytest.mark.long
@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (POLICY.replace("'wasm-unsafe-eval'", ""), "a policy of this site forbids WebAssembly"),
        (f"{POLICY}; worker-src 'none'", "worker.mjs is not there, or a policy forbids it"),
    ],
    ids=["WebAssembly", "workers"],
)
def test_a_policy_that_forbids_it_is_named(site: Path, context: BrowserContext, policy: str, said: str) -> None:
    with serving(site, policy=policy) as (address, _):
        page = context.new_page()
        page.goto(address)
        assert check(page, "x", "x").startswith(f"Undecided. Nothing was checked: {said}")


@pytest.mark.long
@pytest.mark.parametrize("pages", [200, 400], ids=["to begin with", "on the way"])
def test_a_browser_that_has_too_little_memory_says_so(browser: Browser, home: str, pages: int) -> None:
    small = browser.browser_type.launch(
        executable_path=CHROMIUM, args=[*ARGUMENTS, f"--js-flags=--wasm-max-mem-pages={pages}"]
    )
    page = small.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{home}check-a-formula/")
    said = check(page, "x", "x")
    small.close()
    assert said.startswith("Undecided. Nothing was checked: this page ran out of memory")
    assert "proofpress claim 'x' 'x'" in said


@pytest.mark.long
def test_a_browser_without_webassembly_is_told_so(site: Path, context: BrowserContext) -> None:
    with serving(site) as (address, _):
        page = context.new_page()
        page.add_init_script("delete window.WebAssembly")
        page.goto(address)
        assert "this browser has no WebAssembly" in check(page, "x", "x")


@pytest.mark.long
def test_offline_is_said(site: Path, context: BrowserContext) -> None:
    with serving(site) as (address, _):
        page = context.new_page()
        page.goto(address)
        context.set_offline(True)
        assert check(page, "x", "x").startswith("Undecided. Nothing was checked: this machine is offline.")
        context.set_offline(False)
        assert check(page, "x", "x").startswith("Proved.")


def test_without_javascript_the_command_line_is_offered(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}check-a-formula/")
    expect(page.get_by_text("Checking here needs JavaScript. On your machine proofpress claim")).to_be_visible()
    expect(page.locator("form.press-checker")).to_be_hidden()
    expect(page.get_by_role("table", name="checks to begin with")).to_be_visible()
    context.close()


@pytest.mark.long
def test_stop_ends_the_loading_and_the_check_goes_on_anew(site: Path, context: BrowserContext) -> None:
    with serving(site, delay=1.0) as (address, _):
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Left side").fill("x")
        page.get_by_label("Right side").fill("x")
        page.get_by_role("button", name="Check", exact=True).click()
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".press-verdict")).to_contain_text("it was stopped")
        assert pressed(page).startswith("Proved.")


@pytest.mark.long
def test_stop_ends_a_check_and_the_next_one_works(page: Page) -> None:
    page.goto(re.sub("#.*", "", page.url))
    page.get_by_label("Left side").fill("sum(log(1 + exp(k*x))*exp(-x^2), k=1..900)")
    page.get_by_label("Right side").fill("sum(log(1 + exp(k*x))*exp(-x*x), k=1..900) + x/10^30")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".press-verdict")).to_contain_text("Checking", timeout=PATIENCE)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".press-verdict")).to_contain_text("it was stopped")
    assert check(page, "x", "x").startswith("Proved.")


@pytest.mark.long
def test_a_check_that_takes_too_long_is_rung_out_and_the_engine_lives(page: Page) -> None:
    """The clock that rings in Python is not documented by Pyodide: this notices if it ceases to."""
    seconds = page.evaluate(
        """async () => {
            const began = performance.now()
            const folder = new URL(document.querySelector("form.press-checker").dataset.checker, location.href)
            const worker = new Worker(new URL("worker.mjs", folder), { type: "module" })
            await new Promise(yes => (worker.onmessage = ({ data }) => data.ready && yes()))
            const ask = question => new Promise(yes => {
                worker.onmessage = ({ data }) => yes(data)
                worker.postMessage({ number: 1, question })
            })
            const terms = "log(1 + exp(k*x))"
            const last = "log(1 + exp(900*x))"
            const [lhs, rhs] = [`sum(${terms}*exp(-x^2), k=1..900)`, `(sum(${terms}, k=1..899) + ${last})*exp(-x^2)`]
            const slow = await ask({ lhs, rhs })
            const quick = await ask({ lhs: "x + x", rhs: "2*x" })
            worker.terminate()
            return [slow.seconds, slow.answer.verdict, quick.answer.verdict]
        }"""
    )
    assert seconds[0] < 100
    assert seconds[1:] == ["undecided", "proved"]


@pytest.mark.long
def test_what_is_packed_is_the_same_to_the_byte_when_it_is_packed_again(tmp_path: Path) -> None:
    from proofpress.pages.language.config import Site
    from proofpress.pages.site import packing

    site = Site.load(Path(__file__).parents[2])
    first, again = packing.packed(site), packing.packed(replace(site, root=tmp_path))
    differ = [name for name, path in again.files.items() if path.read_bytes() != first.files[name].read_bytes()]
    assert (len(again.files) > 8, differ) == (True, [])
    assert again.name == first.name
