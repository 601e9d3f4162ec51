"""Where schemas and report assets live.

In a checkout they are siblings of the package, at the top of the repository.
In a wheel they are inside the package. Nothing else in the code knows this.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def _home(name: str) -> Traversable:
    packaged = files("audit") / name
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / name


@cache
def schema(name: str) -> dict[str, Any]:
    """Load ``schemas/{name}.schema.json``.

    Raises:
        FileNotFoundError: there is no such schema.
    """
    loaded: dict[str, Any] = json.loads((_home("schemas") / f"{name}.schema.json").read_text("utf-8"))
    return loaded


@cache
def rich_result_schema(name: str) -> dict[str, Any]:
    """Load ``schemas/structured_data/{name}.json``: what a rich result needs of a type.

    Raises:
        FileNotFoundError: there is no schema of that type.
    """
    loaded: dict[str, Any] = json.loads((_home("schemas") / "structured_data" / f"{name}.json").read_text("utf-8"))
    return loaded


@cache
def report_asset(name: str) -> str:
    """Read ``reports/{name}`` (a template, a style sheet, a script).

    Raises:
        FileNotFoundError: there is no such asset.
    """
    return _home("reports").joinpath(*name.split("/")).read_text("utf-8")
