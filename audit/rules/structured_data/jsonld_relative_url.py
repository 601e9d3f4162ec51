"""JLD014."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import Fault, faults, garbled, listed, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|_:|#")


class JsonldRelativeUrl(PostRule[Post], code="JLD014", severity=Severity.WARNING, since="0.1.0"):
    """An address in the structured data is relative.

    Structured data is copied into feeds, apps and indexes, where nobody knows what a path was relative to. Google asks
    for full addresses, in breadcrumbs above all.
    """

    remedy = "Write the full address, with https:// and the host."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/breadcrumb",
        "https://www.w3.org/TR/json-ld11/",
    )
    needs = frozenset({"jsonld"})
    explained_by = {"canonical-relative": SAME_POST.when("canonical")}
    examples = (
        Bad(
            node('"@type":"ListItem","position":1,"name":"Harbour","item":"/harbour/"'),
            says='ListItem.item is "/harbour/"',
            points_at='"/harbour/"',
        ),
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
        Bad(node('"@type":"Place","@id":"/quay","name":"The old quay"'), says='Place.@id is "/quay"'),
        Bad(node('"@type":"ListItem","position":1,"name":"Ebb","url":"#ebb"'), says="it is relative"),
        Good(
            node('"@type":"Place","@id":"#quay","name":"The old quay"'),
            note="A fragment names a part of this page.",
        ),
        Good(node('"@type":"Place","@id":"_:quay","name":"The old quay"'), note="So does the id of a blank node."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each; pictures are `jsonld-image-invalid`'s."""
        relative = [fault for fault in faults(facts, "url") if fault.way != "wrong"]
        relative += [
            Fault(thing, "@id", thing.id, "relative")
            for thing in facts.graph.nodes
            if thing.id and not thing.id.startswith("https:") and not _ABSOLUTE.match(thing.id.strip())
        ]
        broken: dict[str, list[tuple[Fault, str]]] = {}
        found: list[Finding] = []
        for fault in relative:
            meant, beginning = garbled(fault.value.strip())
            if meant:
                broken.setdefault(beginning.lower(), []).append((fault, meant))
            else:
                found.append(_finding(fault, facts))
        return found + [_of_site(beginning, faults_of) for beginning, faults_of in broken.items()]


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


def _finding(fault: Fault, facts: Facts) -> Finding:
    value, schemeless = fault.value, fault.way == "no scheme"
    resolved = parse_url(f"https://{value.strip()}" if schemeless else value, facts.base)
    canonical = facts.head.canonical if facts.head is not None else None
    return fault.told(
        ": without https:// it counts as a path" if schemeless else ": it is relative",
        form="canonical" if canonical is not None and value.partition("#")[0] == canonical.text else "",
        evidence=(Evidence("full address", resolved.href),) if resolved is not None else (),
        fix=rewritten(value, resolved.href) if resolved is not None and (schemeless or value[:1] == "/") else None,
    )
