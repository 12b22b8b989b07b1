"""What checking a formula in the page costs: from the click to the verdict, first, on a later visit, and warm.

The site is served as it is built, on this machine; the network can be made as slow as a reader's.
Each figure is set against the same claims judged by `proofpress claim`'s own prover in the same run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from proofpress.proof.claim import answer
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.website import published, served

ROOT = Path(__file__).parents[1]
CLAIMS = [json.loads(line) for line in (ROOT / "tests/proof/claims.jsonl").read_text("utf-8").splitlines()]
NETWORKS = {"this machine": 0.0, "50 Mbit/s": 50.0, "10 Mbit/s": 10.0}
PATIENCE = 300_000.0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site")
    parser.add_argument("--claims", type=int, default=60, help="how many claims are judged warm")
    asked = parser.parse_args()
    sample = CLAIMS[:: max(1, len(CLAIMS) // asked.claims)]
    with (
        TemporaryDirectory() as folder,
        served(published(Path(folder), asked.site)) as home,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        print("| network | first verdict | on a later visit |\n|---|---|---|")
        for name, speed in NETWORKS.items():
            first, later = visits(browser, home, speed)
            print(f"| {name} | {first:.1f} s | {later:.1f} s |", flush=True)
        ours, native = warm(browser, home, sample)
        print(f"\n{len(sample)} claims, warm: {told(ours)} in the page, {told(native)} natively;", end=" ")
        print(f"{statistics.median(a / b for a, b in zip(ours, native, strict=True)):.1f} times in the median")
        browser.close()


def told(seconds: list[float]) -> str:
    """The median and the worst of some times."""
    return f"{1000 * statistics.median(seconds):.0f} ms in the median, {1000 * max(seconds):.0f} ms at worst"


def opened(browser: Browser, home: str, speed: float) -> Page:
    """The page in a browser that has seen nothing, on a network of so many megabits a second; 0 is as fast as it is."""
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    if speed:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        rates = {"downloadThroughput": speed * 125_000, "uploadThroughput": speed * 125_000}
        network.send("Network.emulateNetworkConditions", {"offline": False, "latency": 20, **rates})
    page.goto(f"{home}check-a-formula/")
    return page


def visits(browser: Browser, home: str, speed: float) -> tuple[float, float]:
    """Seconds from the click to the verdict, at the first visit and at the next."""
    page = opened(browser, home, speed)
    first = clicked(page)
    page.reload()
    later = clicked(page)
    page.context.close()
    return first, later


def clicked(page: Page) -> float:
    """Seconds from the click to the verdict."""
    page.get_by_label("Left side").fill("log(sigmoid(-x))")
    page.get_by_label("Right side").fill("-softplus(x)")
    began = time.perf_counter()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".press-verdict[data-verdict=proved]").wait_for()
    return time.perf_counter() - began


def warm(browser: Browser, home: str, sample: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Seconds for each claim in a page whose engine runs, and natively."""
    page = opened(browser, home, 0.0)
    clicked(page)
    ours, native = [], []
    for claim in sample:
        question = {key: claim[key] for key in ("lhs", "rhs", "symbols", "ranges")}
        ours.append(page.evaluate(ASK, question))
        began = time.perf_counter()
        answer(question)
        native.append(time.perf_counter() - began)
    page.context.close()
    return ours, native


ASK = """async question => {
    window.engine ??= await new Promise((yes, no) => {
        const folder = new URL(document.querySelector("form.press-checker").dataset.checker, location.href)
        const worker = new Worker(new URL("worker.mjs", folder), { type: "module" })
        worker.onmessage = ({ data }) => data.ready ? yes(worker) : data.failed && no(new Error(data.failed))
    })
    const answer = new Promise(yes => (engine.onmessage = ({ data }) => yes(data.seconds)))
    engine.postMessage({ number: 1, question })
    return answer
}"""


if __name__ == "__main__":
    main()
