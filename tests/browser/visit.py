"""A page in a real browser, and what went wrong on it since it was opened."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response


class Visit:
    """A page, and what went wrong on it since it was opened."""

    def __init__(self, page: Page, home: str, site: Path) -> None:
        """Listen to `page`; only what stands under `home`, where `site` is served, may be asked for."""
        self.page, self.home, self.site, self.wrong = page, home, site, list[str]()
        self._listeners = {
            "console": self._said, "pageerror": self._failed, "request": self._asked,
            "requestfailed": self._lost, "response": self._answered,
        }  # fmt: skip
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def leave(self) -> None:
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def open(self, path: str) -> None:
        """Go to a page, whose folder is `built`, until all that it asks for has come."""
        self.built = self.site / path
        self.wrong.clear()
        self.page.goto(self.home + path)
        self.page.wait_for_load_state("networkidle")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _failed(self, error: Error) -> None:
        self.wrong.append(f"script: {error.message}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"outside: {request.url}")

    def _lost(self, request: Request) -> None:
        self.wrong.append(f"lost: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")


def picture(page: Page, folder: Path, name: str) -> None:
    """A picture of the whole page, as a file in `folder`, also of what a reader would have to scroll to."""
    folder.mkdir(parents=True, exist_ok=True)
    page.add_style_tag(content=".press-chain { content-visibility: visible !important }")
    page.screenshot(path=folder / f"{name}.png", full_page=True)
