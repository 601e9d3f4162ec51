"""TXT011."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.facts.url import host_as_user
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.content._link_texts import GENERIC, IDENTIFIERS, doubtful_texts, trimmed_text
from audit.rules.links._address import Fault, in_order, is_meant, told_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts


_OWN_SCRIPTS = ("en", "fa", "ja", "ko", "ta")
_UNMISTAKABLE = frozenset(
    text for language, texts in GENERIC.items() for text in texts if language in _OWN_SCRIPTS or " " in text
)
"""What counts where the language is not known: English words, those of languages whose script tells them, phrases."""
_WEB = frozenset({"http", "https"})
_QUOTED_FROM_A_NETWORK = (
    ".twitter-tweet,.twitter-video,.instagram-media,.tiktok-embed,.bluesky-embed,.reddit-embed-bq,.mastodon-embed"
)
"""What a social network hands out for quoting its posts: nobody here wrote the texts of its links."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class LinkTextGeneric(PostRule[Link], code="TXT011", severity=Severity.NOTICE, since="0.2.0"):
    """The text of a link does not say where it leads.

    Many people hear or see the links of a page without the sentences around them, and search engines read the text as
    a description of the page behind it. "Click here" describes nothing, and a bare address not much.
    """

    remedy = "Let the link's text name what is behind it."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/links-crawlable",
        "https://developer.chrome.com/docs/lighthouse/seo/link-text",
        "https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad('<p>For the tides <a href="https://harbour.example/tides">click here</a>.</p>', says="click here"),
        Bad('<p><a href="https://harbour.example/">https://harbour.example/</a></p>', says="bare address"),
        Good(
            '<p><a href="https://www.harbour.com@tides.example/">https://www.harbour.com/</a></p>',
            note="The text is not the address; that is a fault of another kind.",
        ),
        Good('<p><a href="https://harbour.example/tides">The tides of the year</a></p>'),
        Good(
            '<blockquote class="twitter-tweet"><p>Noon! <a href="https://t.example/x">https://t.example/x</a></p>'
            "</blockquote>",
            note="A quoted post of a social network.",
        ),
        Good('<p>Questions go <a href="mailto:office@harbour.example">here</a>.</p>'),
        Good('<p><a href="https://harbour.example/" aria-label="More about the harbour">More</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Whole texts, without marks around them; links that search engines do not follow are left out."""
        found = facts.once(_findings)
        return (found[subject],) if subject in found else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """Those at fault."""
        return in_order(facts.once(_findings), facts)


def _findings(facts: Facts) -> dict[Link, Finding]:
    vague = facts.once(doubtful_texts).vague
    faults = [fault for link, text in vague if (fault := _fault_of(link, facts, bare="://" in text)) is not None]
    return told_together(faults, _told) if faults else {}


def _told(number: int, first: Finding) -> str:
    if first.form:
        return f"The texts of {number} links are bare addresses."
    return f"{number} times {first.message[0].lower()}{first.message[1:]}"


def _fault_of(link: Link, facts: Facts, *, bare: bool) -> Fault | None:
    """Its kind is the text, or that it is an address."""
    url = link.url
    if url is None or url.scheme not in _WEB:
        return None
    if "nofollow" in link.rel or _is_jump(link.href) or (facts.url is not None and url.key == facts.url.key):
        return None
    text = link.name
    trimmed = "" if bare else trimmed_text(text)
    if bare:
        is_address = _ADDRESS.fullmatch(text) and url.host not in IDENTIFIERS and not host_as_user(url.href)
        what = "is a bare address" if is_address else ""
    else:
        what = "does not say where it leads" if trimmed in _generic(link, facts) else ""
    if not what or link.node.attr("aria-labelledby") or not is_meant(link, facts):
        return None
    if link.node.closest(_QUOTED_FROM_A_NETWORK) is not None:
        return None
    kind = "addresses" if bare else trimmed
    return Fault(link, kind, url.href, partial(_finding, link, text, what, url.href, "address" if bare else ""))


def _finding(link: Link, text: str, what: str, address: str, form: str) -> Finding:
    return Finding(
        f"The link text “{text}” {what}.",
        at=link.place,
        value=f"{text} {address}",
        address=address,
        form=form,
    )


def _is_jump(href: str) -> bool:
    """A jump within the page, or a control, whatever base the page declares."""
    return href.lstrip()[:1] == "#"


def _generic(link: Link, facts: Facts) -> frozenset[str]:
    """The list of the language that the link is in: that of the nearest `lang`, else the post's."""
    holder = link.node.closest("[lang]")
    language = (holder.attr("lang") or "").partition("-")[0].lower() if holder is not None else ""
    language = language or facts.language
    return GENERIC.get(language, frozenset()) if language else _UNMISTAKABLE
