"""AGR001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Fix, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.canonical._addresses import addresses_of, is_amp_of, is_copy_of, is_credited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.url import Url

_TRACKED = "tracked"
"""Without their queries the two are one address."""
_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class LinkCanonicalMismatch(PostRule[Post], code="AGR001", severity=Severity.WARNING, since="0.1.0"):
    """The canonical is another address than the post's own.

    Search engines are told that this page is a copy of another one, and show that one. Where nobody has entered it on
    purpose, it is what was left behind: Yoast keeps a draft's `/?p=12`, the slug of yesterday, or the address without
    its parent. Query and closing slash count; case of the host, ports and percent escapes do not.
    """

    remedy = (
        "If the post is meant to stand for another page, leave it. Else empty the field for the canonical, or reset "
        "Yoast's indexables, so that the address of today is taken."
    )
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    explained_by = {
        "canonical-to-home": SAME_POST,
        "canonical-cross-domain": SAME_POST,
        "canonical-multiple": SAME_POST,
        "canonical-relative": SAME_POST,
        "canonical-http": SAME_POST,
        "canonical-tracking-params": SAME_POST.when(_TRACKED),
    }
    examples = (
        Bad(
            head=_HEAD.format("https://saltmarsh.example/?p=12"),
            says="https://saltmarsh.example/?p=12",
            points_at='href="https://saltmarsh.example/?p=12"',
        ),
        Bad(head=_HEAD.format("https://saltmarsh.example/tide"), says="closing slash"),
        Good(head=_HEAD.format("https://SALTMARSH.example:443/tide/")),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            fields={"link": "https://staging.saltmarsh.example/tide/"},
            note="A copy for tests rightly names the site itself.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            fields={"link": "https://saltmarsh.example/tide/amp/"},
            note="An AMP page names the page that it is a version of.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/π/"),
            fields={"link": "https://saltmarsh.example/%cf%80/"},
            note="One address in two spellings.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Both in their comparison form; a notice where the text credits its publisher on another site."""
        addresses = facts.once(addresses_of)
        link, canonical, value = addresses.link, addresses.canonical, addresses.canonical_value
        if link is None or canonical is None or value is None or link.key == canonical.key:
            return ()
        if is_copy_of(link, canonical) or is_amp_of(link, canonical) or _is_front_end(link, canonical, facts):
            return ()
        fix = None
        message = f"The canonical is {canonical.href}, the post's address {link.href}."
        if link.key.rstrip("/") == canonical.key.rstrip("/"):
            message = "The canonical and the post's address differ in the closing slash."
            fix = Fix(
                safe=False,
                summary="write the post's own address",
                element="link",
                attribute="href",
                before=value.text.strip(),
                after=link.href,
            )
        return (
            Finding(
                message,
                at=value.place,
                severity=Severity.NOTICE if is_credited(facts) else None,
                value=canonical.key,
                address=canonical.href,
                evidence=(Evidence("canonical", canonical.href), Evidence("address", link.href)),
                fix=fix,
                form=_TRACKED if canonical.key.partition("?")[0] == link.key.partition("?")[0] else "",
            ),
        )


def _is_front_end(link: Url, canonical: Url, facts: Facts) -> bool:
    """Whether the canonical is the same path on a host that the settings name as the site's own.

    WordPress then is the editors' desk, and another host shows the posts.
    """
    is_named = facts.settings.names_host(canonical.host) or facts.settings.names_host(canonical.registrable)
    return is_named and (link.path, link.query) == (canonical.path, canonical.query)
