"""A proof is replayed where it is read, with nothing but the site's own files, and a spoilt one is refused."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .visit import LAID_OUT

pytestmark = pytest.mark.opens("nll/", "proofs/", "statements/", "checks.json")
SLUG = "nll-gradient"


def begun(page: Page) -> Locator:
    """The panel of a chain, its button pressed once the page is at rest: what moves may slip from under a pointer."""
    page.goto("nll/")
    page.evaluate(LAID_OUT)
    panel = page.locator(f"#{SLUG} + .press-replay")
    panel.get_by_role("button", name="Replay the proof here").click()
    return panel


@pytest.fixture
def panel(page: Page) -> Locator:
    panel = begun(page)
    expect(panel.get_by_role("status").first).to_contain_text("Replayed: 3 lines")
    return panel


@pytest.fixture
def without_proofs(page: Page) -> Iterator[Page]:
    page.route("**/proofs/*.json", lambda route: route.fulfill(status=404))
    yield page
    page.unroute("**/proofs/*.json")


def opened(line: Locator) -> Locator:
    """A line once its steps, which are written when it is opened, are there."""
    line.locator("> summary").click()
    expect(line.locator("li").first).to_be_visible()
    return line


def test_a_chain_is_replayed_step_by_step(panel: Locator) -> None:
    lines = panel.locator(":scope > div > details")
    expect(lines).to_have_count(3)
    opened(lines.nth(1))
    step = lines.nth(1).locator("li", has_text="slope_log").first
    expect(step).to_have_count(0)  # what a step rests on is not written before it is opened
    for summary in lines.nth(1).locator("li > details > summary", has_text="chain rule").all():
        summary.click()
    expect(step).to_contain_text("from these steps")


def test_each_theorem_is_typeset(panel: Locator) -> None:
    line = opened(panel.locator(":scope > div > details").first)
    theorems = line.locator("li > details > summary")
    assert theorems.locator("math").count() == theorems.count() > 20
    assert line.locator("parsererror").count() == 0
    assert theorems.locator("munderover", has_text="∑").count() > 0


def test_a_spoilt_proof_is_refused(panel: Locator) -> None:
    line = opened(panel.locator(":scope > div > details").first)
    for _ in range(5):
        line.get_by_role("button", name="Spoil it").click()
        expect(line.locator(".press-spoilt")).to_contain_text("Refused. ")


def test_what_is_missing_is_said(without_proofs: Page) -> None:
    status = begun(without_proofs).get_by_role("status").first
    expect(status).to_contain_text(f"Not replayed: {SLUG}.json is not there (404)")


def test_what_is_replayed_is_what_checks_json_states(site: Path) -> None:
    told = json.loads((site / "checks.json").read_text("utf-8"))["derivations"]
    stated = {
        d["slug"]: {str(line["number"]): line["statement"] for line in d["lines"] if line["replayed"]} for d in told
    }
    kept = {path.stem: json.loads(path.read_text("utf-8")) for path in (site / "statements").glob("*.json")}
    assert kept == {slug: lines for slug, lines in stated.items() if lines}


def test_every_proof_of_the_site_is_replayed(page: Page, site: Path) -> None:
    page.goto("nll/")
    slugs = sorted(path.stem for path in (site / "proofs").glob("*.json"))
    refused = page.evaluate(
        """async slugs => {
            const [{ learn, replay }, rules] = await Promise.all([
                import("../assets/kernel/replay.mjs"), fetch("../assets/kernel/rules.json").then(one => one.json())])
            learn(rules)
            const read = async (folder, slug) => (await fetch(`../${folder}/${slug}.json`)).json()
            const known = new Map()
            for (const slug of slugs) known.set(slug, [await read("statements", slug), await read("proofs", slug)])
            const found = {}
            const line = (slug, at) =>
                (found[`${slug} ${at}`] ??= replay(known.get(slug)[0][at], known.get(slug)[1][at], line))
            const refused = []
            for (const [slug, [, proofs]] of known) {
                for (const at of Object.keys(proofs)) {
                    try { line(slug, at) } catch (problem) { refused.push(`${slug} ${at}: ${problem.message}`) }
                }
            }
            return refused
        }""",
        slugs,
    )
    assert (len(slugs) > 200, refused) == (True, [])


def test_the_replay_and_its_table_weigh_little(site: Path) -> None:
    files = [*(site / "assets/kernel").iterdir()]
    assert len(files) == 6
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in files) < 25_000
