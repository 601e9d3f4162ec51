# ruff: noqa: INP001
"""The documentation site: `sphinx-build -W docs build/site`, or `nox -s docs`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS / "_site"), str(DOCS.parent)]

import pages

from audit import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "postaudit"
author = "the authors of postaudit"
copyright = author  # noqa: A001 - the name that Sphinx looks for
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton", "sphinx_design"]
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

# The pages of the repository can be read without the site, too. What differs on the site is put in when it is built.
_ON_THE_SITE = {"](../audit/rules/README.md)": "](rules/index.md)", "[`ci/gitlab.yml`](../ci/gitlab.yml)": "`ci/gitlab.yml`"}
_MENU = """
```{toctree}
:hidden:
:caption: Use

recipes
wordpress
gate
settings
ecosystem
```

```{toctree}
:hidden:
:caption: Look up

rules/index
command
links
sponsors
report
python
concepts
```
"""


def _generate(_: Sphinx) -> None:
    pages.write(DOCS)


def _adapt(_: Sphinx, name: str, source: list[str]) -> None:
    for written, wanted in _ON_THE_SITE.items():
        source[0] = source[0].replace(written, wanted)
    if name == "index":
        source[0] += _MENU


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("builder-inited", _generate)
    app.connect("source-read", _adapt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
