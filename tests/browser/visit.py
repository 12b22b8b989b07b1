"""A page in a real browser, and what went wrong on it since it was opened."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Literal

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response, ViewportSize

PATIENCE = 180.0  # seconds: a busy machine is no finding

# Two frames, or a second for one that does not come: in one the page is told, in the next its colours begin to change.
FOLLOWED = """async () => {
  const frame = () => new Promise(next => { requestAnimationFrame(next); setTimeout(next, 1000) })
  for (const _ of "12") await frame()
  for (const change of document.getAnimations()) change.finish()
}"""


# What is laid out asks for its fonts, and one that has come is not in the lines at once.
LAID_OUT = "() => { document.body.offsetWidth; return document.fonts.ready.then(() => null) }"


class Visit:
    """A page, and what went wrong on it since it was opened."""

    def __init__(self, page: Page, home: str, site: Path) -> None:
        """Listen to `page`; only what stands under `home`, where `site` is served, may be asked for."""
        self.page, self.home, self.site, self.wrong = page, home, site, list[str]()
        self._coming = set[Request]()
        self._listeners = {
            "console": self._said, "pageerror": self._failed, "request": self._asked,
            "requestfailed": self._lost, "requestfinished": self._came, "response": self._answered,
        }  # fmt: skip
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def leave(self) -> None:
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def open(self, path: str) -> None:
        """Go to a page, whose folder is `built`, until all that it asks for has come."""
        self.page.goto("about:blank")  # what the page that is left asks for last is not this one's
        self.built = self.site / path
        self.wrong.clear()
        self._coming.clear()
        self.page.goto(self.home + path)
        self.page.evaluate(LAID_OUT)
        until = monotonic() + PATIENCE
        while self._coming and monotonic() < until:
            self.page.wait_for_timeout(10)
        self.wrong += [f"never came: {request.url}" for request in self._coming]

    def look(self, viewport: ViewportSize, color_scheme: Literal["light", "dark"]) -> None:
        """Look at what is opened next in this window and these colours."""
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(color_scheme=color_scheme)

    def look_again(self, viewport: ViewportSize, color_scheme: Literal["light", "dark"]) -> None:
        """Look at the page that is open in another window and other colours, once it has followed."""
        self.look(viewport, color_scheme)
        self.page.evaluate(FOLLOWED)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _failed(self, error: Error) -> None:
        self.wrong.append(f"script: {error.message}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith(self.home):
            self._coming.add(request)
        elif not request.url.startswith(("data:", "blob:")):
            self.wrong.append(f"outside: {request.url}")

    def _came(self, request: Request) -> None:
        self._coming.discard(request)

    def _lost(self, request: Request) -> None:
        if request in self._coming:
            self._came(request)
            self.wrong.append(f"lost: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")


def picture(page: Page, folder: Path, name: str) -> None:
    """A picture of the whole page, as a file in `folder`, also of what a reader would have to scroll to."""
    folder.mkdir(parents=True, exist_ok=True)
    page.add_style_tag(content=".press-chain { content-visibility: visible !important }")
    page.screenshot(path=folder / f"{name}.png", full_page=True)
