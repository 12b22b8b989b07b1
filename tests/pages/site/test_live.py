"""Moments of a server that reloads which a browser meets by chance alone."""

from __future__ import annotations

import urllib.request
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from mkdocs.livereload import LiveReloadServer

from proofpress.pages.site.live import Live


def test_who_asks_during_a_build_waits_as_it_may_find_the_page_due(tmp_path):
    page, live = tmp_path / "index.html", Live()
    begun, goes_on = Event(), Event()

    def build() -> None:
        if begun.is_set():
            page.write_text("right", encoding="utf-8")
            live.made.due.clear()
            return
        begun.set()
        goes_on.wait()
        live.made.due.add("docs/index.md")

    page.write_text("stale", encoding="utf-8")
    server = LiveReloadServer(build, "127.0.0.1", 0, str(tmp_path))
    live.listen(server)
    live._urls = {"": "docs/index.md"}
    with ThreadPoolExecutor(1) as reader, server:
        server.server_bind()
        server.server_activate()
        server.serve_thread.start()
        Thread(target=server._build_loop, daemon=True).start()
        live._build()
        begun.wait()
        answer = reader.submit(lambda: urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/").read())
        with pytest.raises(TimeoutError):
            answer.result(timeout=0.5)
        goes_on.set()
        assert answer.result() == b"right"
        server.shutdown()
