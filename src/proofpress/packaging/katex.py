"""When a distribution is built: KaTeX and its fonts are taken in from npm's folder, so that none of it is committed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("LICENSE", "package.json", "dist/katex.min.js", "dist/katex.min.css", "dist/fonts/*.woff2")
PACKED = "katex"  # in a source distribution, where there is no npm any more


class TakeIn(BuildHookInterface):
    """Hatch's hook; an editable installation reads npm's folder itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file of KaTeX that a page needs, and where it goes."""
        root = Path(self.root)
        if version == "editable" or (root / PACKED).is_dir():
            return
        katex = next((up / "node_modules/katex" for up in root.parents if (up / "node_modules/katex").is_dir()), None)
        if katex is None:
            raise SystemExit(f"no node_modules/katex above {root}; run `npm ci` in the repository, then build again")
        files = [path for part in PARTS for path in sorted(katex.glob(part))]
        build_data["force_include"] |= {str(path): f"{PACKED}/{path.relative_to(katex)}" for path in files}
