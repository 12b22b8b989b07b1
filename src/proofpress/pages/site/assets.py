"""The press's own files in a site: its partials, its scripts, and one stylesheet that a reader has to wait for.

A file of the book under the same name stands in the place of the press's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from proofpress.proof.search.table import table

from ..render import katex

PRESS = Path(__file__).parents[2]
OWN, PARTIALS = PRESS / "assets", PRESS / "overrides"
STYLES = ("page.css", "chain.css", "replay.css", "moving.css", "check.css")
SCRIPTS = ("chain.js", "replay.mjs", "moving.mjs")
NAME, LAWS = "assets/press.css", "assets/kernel/rules.json"
THEME = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
THEME_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*assets/stylesheets/[^"]*">')
DOCSTRINGS_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*assets/_mkdocstrings\.css">')


def name(config: MkDocsConfig) -> None:
    """Have the theme use the press's partials after the book's own, and each page ask for the press's scripts."""
    config.theme.dirs.insert(bool(config.theme.custom_dir), str(PARTIALS))
    palette = config.theme.get("palette") or {}
    config.theme["palette"] = palette if isinstance(palette, list) else [palette]  # else the header has no switches
    config.extra_javascript[:0] = [_script(f"assets/{script}") for script in SCRIPTS]


def _script(path: str) -> ExtraScriptValue:
    script = ExtraScriptValue(path)
    script.type, script.defer = ("module", False) if path.endswith(".mjs") else ("", True)
    return script


def add(files: Files, config: MkDocsConfig) -> None:
    """Add scripts, laws and fonts, and put the theme's styles, KaTeX's, the press's and the book's own into one."""
    laws = json.dumps(table(), ensure_ascii=False, separators=(",", ":"))
    for made in (*_scripts(config), File.generated(config, LAWS, content=laws)):
        if files.get_file_from_path(made.src_uri) is None:
            files.append(made)
    theme = [file for name in THEME for file in files if fnmatch(file.src_uri, name)]
    own = [file for path in config.extra_css if (file := files.get_file_from_path(path))]
    for file in own:
        files.remove(file)
    press = [(OWN / name).read_text(encoding="utf-8") for name in STYLES]
    parts = [*map(_text, theme), katex.stylesheet(), *press, *map(_text, own)]
    files.append(File.generated(config, NAME, content="\n".join(parts)))
    joined = {file.src_uri for file in own}
    config.extra_css = [NAME, *(path for path in config.extra_css if path not in joined)]


def _scripts(config: MkDocsConfig) -> Iterator[File]:
    """Every script of the press, and the fonts of formulas, as files of the site."""
    for path in sorted(OWN.rglob("*.*js")):
        yield File.generated(config, f"assets/{path.relative_to(OWN).as_posix()}", abs_src_path=str(path))
    for font in katex.fonts():
        yield File.generated(config, f"assets/fonts/{font.name}", abs_src_path=str(font))


def _text(file: File) -> str:
    return re.sub(r"/\*# sourceMappingURL.*?\*/", "", file.content_string)


def unlink(output: str) -> str:
    """A page that asks neither for the theme's own stylesheets nor, without docstrings, for that of mkdocstrings."""
    output = THEME_LINK.sub("", output)
    return output if 'class="doc ' in output else DOCSTRINGS_LINK.sub("", output)
