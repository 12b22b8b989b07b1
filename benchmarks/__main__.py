"""Which benchmarks there are: each prints a table of ours beside its peers, as ratios in one run."""

from __future__ import annotations

BENCHMARKS = {
    "cost": "what a site costs to build, 1 to 200 pages, beside its peers",
    "reload": "how soon a saved edit shows in the browser, beside plain Material",
    "reading": "what a page costs a reader, in Chromium slowed down four times",
    "proving": "how long each line takes to refute and to prove, and how long all take to replay",
    "checking": "seconds from the click to the verdict on a formula in the page, cold, later and warm",
    "gensim_speed": "words per second and held-out loss of the small model, beside gensim",
    "zensical_differs": "how far the same sources build under Zensical, and what differs",
}


def main() -> None:
    """Print the list."""
    for name, what in BENCHMARKS.items():
        print(f"python -m benchmarks.{name:18} {what}")


if __name__ == "__main__":
    main()
