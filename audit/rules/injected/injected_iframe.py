"""INJ004."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.declarations import has_room, pixels
from audit.facts.url import parse_url
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import is_stranger
from audit.rules.injected._signatures import ADVICE, CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_TEXT = "<p>The boats rose with the tide.</p>"
_TINY = 2.0
_FRAMES = ("iframe", "frame", "embed", "object")
_EMBEDDED = re.compile(r"wp-embedded-content|lazy|embed|player|preload", re.IGNORECASE)
_SHOWS_LATER = re.compile(r"style|classlist|class|opacity|display", re.IGNORECASE)


class InjectedIframe(PostRule[Post], code="INJ004", severity=Severity.ERROR, since="0.1.0"):
    """A frame from another site is in the text, and nobody can see it.

    An invisible frame loads a page of somebody else for every reader: to sell visits, to set cookies, or to attack the
    browser.
    """

    remedy = ADVICE
    sources = CHECKS
    needs = frozenset({"tag:iframe", "tag:frame", "tag:embed", "tag:object"})
    reads_content = True
    examples = (
        Bad(
            f'{_TEXT}<iframe src="https://gate.example/in.php?k=7" width="1" height="1"></iframe>',
            says="gate.example",
            points_at="<iframe",
        ),
        Bad(
            f'{_TEXT}<div style="display:none"><iframe src="https://gate.example/"></iframe></div>', says="gate.example"
        ),
        Good(f'{_TEXT}<iframe src="https://charts.example/tide" width="600" height="400"></iframe>'),
        Good(
            f'{_TEXT}<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1" height="0" width="0" '
            'style="display:none;visibility:hidden"></iframe></noscript>',
        ),
        Good(
            f'{_TEXT}<noscript><iframe src="https://ads.example/hserver/AAMSZ=1X1/" width="1" height="1"></iframe>'
            "</noscript>",
            note="It counts the few readers without scripts; who breaks in wants the others.",
        ),
        Good(
            f'{_TEXT}<iframe class="wp-embedded-content" style="position: absolute; visibility: hidden;" '
            'src="https://blog.example/post/embed/"></iframe>',
            note="WordPress shows it once it is loaded.",
        ),
        Good(f'{_TEXT}<iframe src="/wp-content/uploads/tide.html" width="0" height="0"></iframe>'),
        Good(
            f'{_TEXT}<div style="position:relative;padding-bottom:56.25%;height:0;overflow:hidden"><iframe '
            'src="https://charts.example/tide" style="position:absolute;width:100%;height:100%"></iframe></div>',
            note="The padding gives the box its height.",
        ),
        Good(
            f'{_TEXT}<iframe src="https://charts.example/tide" style="width:1px;min-width:100%"></iframe>',
            note="The least width makes it as wide as the text.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each frame."""
        for tag in _FRAMES:
            for node in facts.elements(tag):
                source = node.attr("src") or node.attr("data") or ""
                url = parse_url(source, facts.base) if source else None
                if url is None or url.scheme not in {"http", "https"} or not is_stranger(url, facts):
                    continue
                if node.closest("noscript") is not None:
                    continue  # what counts the readers without scripts, beside the script of an advertisement
                how = _unseen(node, facts)
                if how:
                    yield Finding(
                        f"A frame from {url.host} is in the text, and readers cannot see it ({how}).",
                        at=Place(CONTENT, node),
                        value=url.host,
                        address=url.href,
                        target=url.host,
                        confidence=Confidence.LIKELY,
                        evidence=(Evidence("address", url.href), Evidence("hidden by", how)),
                    )


def _unseen(node: Element, facts: Facts) -> str:
    """How a frame is hidden; "" if it is seen, or something shows it later."""
    classes = f"{node.attr('class') or ''} {node.attr('id') or ''}"
    if "wp-embedded-content" in classes or facts.hidden is None:
        return ""
    styles = facts.hidden.style(node)
    for name in ("width", "height"):
        written = styles.get(name) or node.attr(name) or ""
        length = pixels(written) if "%" not in written else None
        if length is not None and 0 <= length <= _TINY and not has_room(styles, name):
            return f"{name} {written}"
    found = facts.hidden.of(node)
    if found is None or found.guard or _EMBEDDED.search(classes):
        return ""
    if node.attr("onload") and _SHOWS_LATER.search(node.attr("onload") or ""):
        return ""
    return found.declaration
