"""One stylesheet for the whole site: a reader waits for one file before anything is painted."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..render import katex

NAME = "assets/press.css"
THEME = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
THEME_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*assets/stylesheets/[^"]*">')


def join(files: Files, config: MkDocsConfig) -> None:
    """Put the theme's stylesheets, KaTeX's and the book's own into one, and KaTeX's fonts beside it."""
    theme = [file for name in THEME for file in files if fnmatch(file.src_uri, name)]
    own = [file for path in config.extra_css if (file := files.get_file_from_path(path))]
    for file in own:
        files.remove(file)
    parts = [*map(_text, theme), katex.stylesheet(), *map(_text, own)]
    files.append(File.generated(config, NAME, content="\n".join(parts)))
    config.extra_css = [NAME]
    for font in katex.fonts():
        files.append(File.generated(config, f"assets/fonts/{font.name}", abs_src_path=str(font)))


def _text(file: File) -> str:
    return re.sub(r"/\*# sourceMappingURL.*?\*/", "", file.content_string)


def unlink_theme(output: str) -> str:
    """A page that no longer asks for the theme's own stylesheets."""
    return THEME_LINK.sub("", output)
