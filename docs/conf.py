# ruff: noqa: INP001
"""The documentation site: `sphinx-build -W docs build/site`, or `nox -s docs`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "_site"))

import pages
from docutils import nodes

from audit import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "postaudit"
author = "the authors of postaudit"
copyright = author  # noqa: A001 - the name that Sphinx looks for
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["_site"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
default_role = "literal"  # docstrings write code as Markdown does
highlight_language = "none"
nitpicky = False
smartquotes = False  # what is quoted is code more often than not

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
autodoc_default_options = {"exclude-members": "model_config, __new__, __init__"}
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"postaudit {__version__}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False

# The pages can be read in the repository, too, where they lead to its files and have no menu.
_FILE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")
_USE = ("recipes", "wordpress", "sources", "gate", "settings", "ecosystem")
_LOOK_UP = ("rules/index", "command", "links", "sponsors", "report", "python", "concepts")


def _menu() -> str:
    here = {file.stem for file in Path(__file__).parent.glob("*.md")}
    further = sorted(here - {"index", *_USE, *_LOOK_UP})
    parts = {"Use": _USE, "Look up": (*_LOOK_UP, *further)}
    lines = [
        line
        for caption, names in parts.items()
        for line in ("", "```{toctree}", ":hidden:", f":caption: {caption}", "", *names, "```")
    ]
    return "\n".join([*lines, ""])


def _generate(_: Sphinx) -> None:
    pages.write(Path(__file__).parent)


def _adapt(_: Sphinx, name: str, source: list[str]) -> None:
    source[0] = source[0].replace("](../audit/rules/README.md)", "](rules/index.md)")
    if not name.startswith("rules/"):
        source[0] = _FILE.sub(r"\1", source[0])
    if name == "index":
        source[0] += _menu()


# Of `Only these rules: codes or names.` below an attribute, napoleon takes what stands before the colon for its type.
_COLON = "\uf8ff"


def _hide_colons(_app: Sphinx, what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    if what in {"attribute", "property", "data"}:
        lines[:] = [line.replace(": ", _COLON) for line in lines]


def _show_colons(_app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    lines[:] = [line.replace(_COLON, ": ") for line in lines]


def _draw_dashes(_: Sphinx, doctree: nodes.document) -> None:
    """Sphinx puts `--` between a parameter and what it means, and counts on typography that would spoil options."""
    for text in list(doctree.findall(nodes.Text)):
        if " -- " in text and not isinstance(text.parent, (nodes.literal, nodes.literal_block)):
            text.parent.replace(text, nodes.Text(text.replace(" -- ", " – ")))


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", _hide_colons, priority=400)  # napoleon comes at 500
    app.connect("autodoc-process-docstring", _show_colons, priority=600)
    app.connect("doctree-read", _draw_dashes)
    app.connect("builder-inited", _generate)
    app.connect("source-read", _adapt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
