"""JLD014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import Fault, faults, garbled, relative_ids, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


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
        Bad(node('"@type":"Place","@id":"/quay","name":"The old quay"'), says='Place.@id is "/quay"'),
        Bad(node('"@type":"ListItem","position":1,"name":"Ebb","url":"#ebb"'), says="it is relative"),
        Good(
            node('"@type":"Place","@id":"#quay","name":"The old quay"'),
            note="A fragment names a part of this page.",
        ),
        Good(node('"@type":"Place","@id":"_:quay","name":"The old quay"'), note="So does the id of a blank node."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each; pictures are `jsonld-image-invalid`'s, a host without scheme `jsonld-url-invalid`'s."""
        relative = [fault for fault in faults(facts, "url") if fault.way == "relative"] + relative_ids(facts)
        return [_finding(fault, facts) for fault in relative if not garbled(fault.value.strip())[0]]


def _finding(fault: Fault, facts: Facts) -> Finding:
    value = fault.value
    resolved = parse_url(value, facts.base)
    canonical = facts.head.canonical if facts.head is not None else None
    return fault.told(
        ": it is relative",
        form="canonical" if canonical is not None and value.partition("#")[0] == canonical.text else "",
        evidence=(Evidence("full address", resolved.href),) if resolved is not None else (),
        fix=rewritten(value, resolved.href) if resolved is not None and value[:1] == "/" else None,
    )
