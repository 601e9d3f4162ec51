"""DAT004."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post, value_at
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS, YOAST_REST, finding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.contract import Violation

OG_IMAGE = ("yoast_head_json", "og_image")


class RestEmptyStringNumber(PostRule[Post], code="DAT004", severity=Severity.NOTICE, since="0.1.0"):
    """A field of the REST record holds an empty string where a number belongs.

    A strict reader fails on it, and a lenient one takes it for 0. Yoast SEO writes `""` itself as width and height of
    an `og_image` that is no attachment of the site, because it does not know its size: the picture is the cause, the
    empty string only its trace.
    """

    remedy = (
        "Choose the picture from the media library, so that its size is known. A program that reads the record should "
        'take "" for unknown.'
    )
    sources = (YOAST_REST, WP_POSTS)
    explained_by = {
        "og-image-primary-image-mismatch": SAME_POST.when("og_image"),
        "og-image-dimensions-missing": SAME_POST.when("og_image"),
    }
    examples = (
        Bad(
            fields={
                "yoast_head_json": {
                    "og_image": [{"url": "https://static.example/pier.jpg", "type": "", "width": "", "height": ""}]
                }
            },
            says='yoast_head_json.og_image[0] has "" as width and height, where an integer belongs',
        ),
        Bad(fields={"menu_order": ""}, says='menu_order is ""; the REST schema allows an integer'),
        Good(
            fields={
                "yoast_head_json": {
                    "og_image": [{"url": "https://static.example/pier.jpg", "type": "", "width": 1200, "height": 630}]
                }
            }
        ),
        Good(fields={"template": "", "meta": {"footnotes": ""}}, note="strings may be empty"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each entry of `og_image`, and for each other field."""
        if not facts.violations:
            return ()
        return _findings(subject, [violation for violation in facts.violations if violation.rule == self.name])


def _findings(post: Post, violations: Sequence[Violation]) -> Iterator[Finding]:
    for entry, members in groupby(violations, key=_entry):
        if entry is None:
            yield from map(finding_of, members)
        else:
            yield _entry_finding(post, entry, list(members))


def _entry(violation: Violation) -> str | None:
    """The index of the entry of `og_image` that a violation is in; None for any other field."""
    steps = violation.steps
    return steps[2] if steps[:2] == OG_IMAGE else None


def _entry_finding(post: Post, entry: str, violations: Sequence[Violation]) -> Finding:
    names = sorted((violation.steps[-1] for violation in violations), reverse=True)  # width, height
    image = value_at(post.record, ".".join(OG_IMAGE))[int(entry)]
    # Yoast leaves the media type empty for the same reason; an empty string is legal there, so it is only told.
    empty = [name for name in ("type", "width", "height") if image.get(name) == ""]
    return Finding(
        f'yoast_head_json.og_image[{entry}] has "" as {" and ".join(names)}, where an integer belongs.',
        at=Place(field=OG_IMAGE[0], pointer=f"/{OG_IMAGE[1]}/{entry}"),
        value=f"/{'/'.join(OG_IMAGE)}/{entry} {' '.join(names)}",
        evidence=(Evidence("empty", ", ".join(empty)),),
        target="og_image",
        form="og_image",
    )
