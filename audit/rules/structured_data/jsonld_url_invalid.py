"""JLD027."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld_values import is_missing
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import Fault, faults, garbled, listed, relative_ids, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts, Node


class JsonldUrlInvalid(PostRule[Post], code="JLD027", severity=Severity.ERROR, since="0.1.0"):
    """A property that holds an address holds something else.

    `url: false` is what a theme prints when it finds no address, "n/a" what somebody typed into a field, and
    `www.lake.example` lacks its scheme. Search Console reports all of them as invalid and drops the property.
    """

    remedy = "Put in the full address with https://, or leave the property out."
    sources = ("https://support.google.com/webmasters/answer/13300873", "https://schema.org/URL")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Organization","name":"Saltmarsh","url":false'),
            says="Organization.url is false",
            points_at="false",
        ),
        Bad(node('"@type":"Person","name":"Maren Holt","sameAs":["n / a"]'), says='Person.sameAs is "n / a"'),
        Bad(
            node('"@type":"Organization","name":"Saltmarsh","sameAs":["javascript:void(0)"]'),
            says='"javascript:void(0)", which is no address',
        ),
        Bad(
            node('"@type":"Person","name":"Maren Holt","sameAs":["htp://lake.example/","https:/pond.example/"]'),
            says='Person.sameAs is "htp://lake.example/"',
        ),
        Bad(node('"@type":"Person","@id":7,"name":"Maren Holt"'), says="Person.@id is 7", points_at="7"),
        Bad(node('"@type":"Organization","name":"Saltmarsh","url":"www.saltmarsh.example"'), says="without https://"),
        Bad(
            node('"@type":"Organization","name":"Saltmarsh","url":"httpssaltmarsh.com"'),
            says='is "httpssaltmarsh.com": https://saltmarsh.com/ is meant, but the colon and the slashes are lost.',
        ),
        Bad(
            node(
                '"@type":"WebSite","@id":"https//saltmarsh.com/#site","url":"https//saltmarsh.com",'
                '"publisher":{"@type":"Organization","name":"Saltmarsh","url":"https//saltmarsh.com"}'
            ),
            says="https://saltmarsh.com/ is meant, but the colon is lost (2 more like it on the page)",
            note="One setting is wrong, and all that is made of it.",
        ),
        Good(node('"@type":"Organization","name":"Saltmarsh","url":"https://saltmarsh.example/"')),
        Good(
            node('"@type":"Person","name":"Maren Holt","url":{"@id":"https://saltmarsh.example/holt/"}'),
            note="An address may be written as an id.",
        ),
        Good(
            node('"@type":"ReplyAction","name":"Answer","url-output":"required"'),
            note="What an action asks for.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each; paths are `jsonld-relative-url`'s."""
        garbled_ones: dict[str, list[tuple[Fault, str]]] = {}
        found: list[Finding] = []
        for fault in (*faults(facts, "url"), *relative_ids(facts)):
            meant, beginning = garbled(fault.value.strip()) if type(fault.value) is str else ("", "")
            if meant:
                garbled_ones.setdefault(beginning.lower(), []).append((fault, meant))
            elif fault.way != "relative":
                found.append(_finding(fault))
        odd = [Fault(node, "@id", node.data["@id"], "wrong") for node in facts.graph.nodes if _has_odd_id(node)]
        return [
            *found,
            *map(_finding, odd),
            *(_of_site(beginning, alike) for beginning, alike in garbled_ones.items()),
        ]


def _of_site(beginning: str, broken: Sequence[tuple[Fault, str]]) -> Finding:
    """Addresses with one host that lost the same signs: they are made of one setting, and are one fault."""
    (fault, meant), *others = broken
    lost = "colon is" if "//" in beginning else "colon and the slashes are"
    return fault._replace(more=len(others)).told(
        f": {meant} is meant, but the {lost} lost",
        evidence=(
            Evidence("full address", meant),
            *([Evidence("also", listed([one.where for one, _ in others[:_MOST]]))] if others else ()),
        ),
        fix=None if others else rewritten(fault.value, meant),
        remedy="Write it in full where it comes from: the settings of the SEO plugin or the theme." if others else None,
    )


_MOST = 10
"""Other addresses that are named."""


def _finding(fault: Fault) -> Finding:
    if fault.way != "no scheme":
        return fault.told(", which is no address")
    full = parse_url(f"https://{fault.value.strip()}")
    return fault.told(
        ": without https:// it is no address",
        evidence=(Evidence("full address", full.href),) if full is not None else (),
        fix=rewritten(fault.value, full.href) if full is not None else None,
    )


def _has_odd_id(node: Node) -> bool:
    """Whether the id of a node is no text: then it is none, and nothing can refer to the node."""
    return node.id is None and not is_missing(node.data.get("@id"))
