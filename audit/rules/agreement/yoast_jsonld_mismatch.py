"""AGR017."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<script type="application/ld+json" class="yoast-schema-graph">{"@context":"https:\\/\\/schema.org","@graph":[
{"@type":"WebPage","@id":"https:\\/\\/saltmarsh.example\\/tide\\/","name":"Ferry times"}]}</script>"""


def _schema(name: str) -> dict[str, Any]:
    page = {"@type": "WebPage", "@id": "https://saltmarsh.example/tide/", "name": name}
    return {"title": "Ferry times", "schema": {"@context": "https://schema.org", "@graph": [page]}}


_LONGEST = 200
_NOTHING = object()


class YoastJsonldMismatch(PostRule[Post], code="AGR017", severity=Severity.ERROR, since="0.1.0"):
    """The structured data in Yoast's HTML is not the one in Yoast's JSON.

    `yoast_head` carries the graph as a script, `yoast_head_json.schema` as JSON; both come from one source. A front end
    that takes one tells search engines something else than one that takes the other. The values are compared, not the
    spelling: the script escapes every slash.
    """

    remedy = "Let what rewrites the HTML work on Yoast's filter wpseo_schema_graph, from which both are made."
    sources = ("https://developer.yoast.com/customization/apis/rest-api",)
    needs = frozenset({"field:yoast_head"})
    examples = (
        Bad(
            head=_HEAD,
            fields={"yoast_head_json": _schema("Bridge times")},
            says="/@graph/0/name",
        ),
        Good(head=_HEAD, fields={"yoast_head_json": _schema("Ferry times")}),
        Good(
            head=f'{_HEAD}<script type="application/ld+json">{{"@type":"Thing",}}</script>',
            fields={"yoast_head_json": _schema("Ferry times")},
            note="Another plugin's script is not Yoast's.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Both copies are there, and both are Yoast's."""
        html = facts.handed_over
        return (
            html is not None and html.field == "yoast_head" and facts.handed_over_graph.head_schema_agrees is not None
        )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding, with the first difference."""
        graph = facts.handed_over_graph
        if graph.head_schema_agrees is not False:
            return ()
        schema = (subject.yoast_head_json or {}).get("schema")
        blocks = [block for block in graph.blocks if block.field == "yoast_head" and block.data is not None]
        marked = [block for block in blocks if _is_yoast(block.script)]
        if not marked and len(blocks) != 1:
            return ()
        block = (marked or blocks)[0]
        pointer, one, other = _first_difference(block.data, schema)
        return (
            Finding(
                f"The structured data in yoast_head and in yoast_head_json differ at {pointer or 'the top'}.",
                at=block.place(pointer if one is not _NOTHING else "", one),
                value=pointer,
                evidence=(Evidence("yoast_head", _shown(one)), Evidence("yoast_head_json", _shown(other))),
            ),
        )


def _is_yoast(script: Any) -> bool:
    return script is not None and "yoast-schema-graph" in (script.node.attr("class") or "")


def _first_difference(one: Any, other: Any) -> tuple[str, Any, Any]:
    """JSON pointer of the first place where two values differ, and the two values there."""
    pointer = ""
    while True:
        pairs: list[tuple[str, Any, Any]] = []
        if isinstance(one, dict) and isinstance(other, dict):
            pairs = [(name, one.get(name, _NOTHING), other.get(name, _NOTHING)) for name in {**one, **other}]
        elif isinstance(one, list) and isinstance(other, list):
            length = max(len(one), len(other))
            both = ([*items, *[_NOTHING] * (length - len(items))] for items in (one, other))
            pairs = [(str(index), *pair) for index, pair in enumerate(zip(*both, strict=True))]
        step = next((pair for pair in pairs if pair[1] is _NOTHING or pair[1] != pair[2]), None)
        if step is None:
            return pointer, one, other
        pointer += "/" + step[0].replace("~", "~0").replace("/", "~1")
        _, one, other = step


def _shown(value: Any) -> str:
    if value is _NOTHING:
        return "absent"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
