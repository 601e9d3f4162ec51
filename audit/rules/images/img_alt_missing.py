"""IMG003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import is_displayed, is_filled_by_script, is_hidden_from_readers, is_pixel
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_OTHER_NAMES = ("aria-label", "aria-labelledby", "title")


class ImgAltMissing(PostRule[Image], code="IMG003", severity=Severity.ERROR, since="0.1.0"):
    """A picture has no alternative text.

    Somebody who cannot see it hears the file name, and an image search learns nothing.
    """

    remedy = 'Say in a few words what the picture shows, or write alt="" if it is decoration.'
    sources = (
        "https://www.w3.org/WAI/tutorials/images/decision-tree/",
        "https://html.spec.whatwg.org/multipage/images.html#alt",
    )
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/cat.jpg" width="60" height="40"></p>', says="no alternative text", points_at="<img"),
        Good('<p><img src="/cat.jpg" alt="A cat on a wall" width="60" height="40"></p>'),
        Good('<p><img src="/line.png" alt width="60" height="4"></p>', note='An attribute without value is alt="".'),
        Good(
            '<div style="display:none"><img src="/pin.jpg" width="600" height="900"></div>',
            note="A picture for a network to find, which the page shows to nobody.",
        ),
        Good(
            '<p><img src="https://counter.example/1.gif" width="1" height="1"></p>', note="It counts; nobody sees it."
        ),
        Good('<p><img src="/line.png" role="presentation" width="60" height="4"></p>'),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those without an alternative text."""
        return image_suspects(facts).unnamed

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """A notice where another attribute names the picture."""
        if subject.twin or subject.alt is not None or is_hidden_from_readers(subject) or not is_displayed(subject):
            return ()
        if is_pixel(subject) or (not subject.has_address and is_filled_by_script(subject)):
            return ()
        named = any((subject.node.attr(name) or "").strip() for name in _OTHER_NAMES)
        shown = subject.address
        return (
            Finding(
                "A picture has no alternative text" + (", only another name." if named else "."),
                at=subject.place,
                value=shown,
                address=shown,
                severity=Severity.NOTICE if named else None,
            ),
        )
