"""DAT001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

CORE_FIELDS = (
    "id", "date", "date_gmt", "modified", "modified_gmt", "slug", "status", "type", "link", "title", "content",
)  # fmt: skip
_ALWAYS = ("id", "link")
_BODY = ("title", "content")
_WITHOUT_PAGE = frozenset({"wp_block", "wp_navigation"})
"""Types whose posts stand only within others: WordPress gives a `link` to what can be opened.

Source: https://developer.wordpress.org/reference/classes/wp_rest_posts_controller/prepare_item_for_response/
"""


class RestFieldMissing(CorpusRule, code="DAT001", severity=Severity.ERROR, since="0.1.0"):
    """A core field of the record is missing.

    The other posts of the source have it, so it was lost on the way: a cut record, a broken importer, a plugin that
    filters the answer. Whatever is built on the record works with a hole.
    """

    remedy = "Fetch the record again; if the field stays away, look for the plugin that filters the REST answer."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    examples = (
        Bad(posts=({"id": 1}, {"id": 2, "slug": None}), says="slug"),
        Bad(fields={"link": None}, says="link"),
        Good(
            posts=({"id": 1, "modified": None}, {"id": 2, "modified": None}),
            note="The same cut in every record was asked for (`_fields`).",
        ),
        Good(fields={"type": "wp_block", "link": None}, note="A pattern has no page of its own."),
    )

    def applies(self, facts: Facts) -> bool:
        """The record is an answer of the REST API."""
        return facts.post.origin.form == "rest"

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a record that lacks a core field, under site and post type.

        Attachments have a description and a caption in place of the content.
        """
        record = facts.post.record
        missing = [field for field in CORE_FIELDS if field not in record]
        kind = facts.post.type or "post"
        if kind == "attachment":
            missing = [field for field in missing if field not in _BODY]
        if kind in _WITHOUT_PAGE:
            missing = [field for field in missing if field != "link"]
        if not missing:
            return ()
        has_body = any(field in record for field in _BODY) or kind == "attachment"
        return ((f"{facts.site}\t{kind}", Witness((kind, " ".join(missing), has_body))),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A field counts as missing if a sibling of the same type has it.

        A lone record has no siblings: it must have `id` and `link`, and one of title and content.
        """
        kind = str(witnesses[0].values[0])
        alone = totals.types.get(kind, 0) <= 1
        siblings = totals.fields_of(kind)
        for witness in witnesses:
            missing = str(witness.values[1]).split()
            lost = [field for field in missing if (field in _ALWAYS if alone else field in siblings)]
            if alone and not witness.values[2]:
                lost.append(_TEXT)
            if lost:
                named = ", ".join(lost)
                noun = "the field" if len(lost) == 1 else "the fields"
                first = ", ".join(lost[:-1])
                shown = lost[-1] if not first else f"{first} and {_either(lost[-1])}"
                yield CorpusFinding(f"The record lacks {noun} {shown}.", value=named, witness=witness)


_TEXT = "title or content"


def _either(field: str) -> str:
    """A field, or one of two, behind others and an "and"."""
    return f"either {field}" if field == _TEXT else field
