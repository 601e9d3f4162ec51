"""CAN012."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from audit.facts.url import Url, parse_url
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalTrackingParams(PostRule[Post], code="CAN012", severity=Severity.WARNING, since="0.1.0"):
    """The page's address carries tracking parameters.

    `utm_source`, `gclid` and the like say where one visitor came from. As canonical, such an address makes a page of
    its own of every campaign. A theme that builds the canonical from the address that was asked for does this; so does
    an address that was copied from a newsletter into the field.
    """

    remedy = (
        "Empty the field for the canonical, or remove the theme's own canonical: the SEO plugin prints a clean one."
    )
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    explained_by = {"canonical-multiple": SAME_POST.when("canonical")}
    examples = (
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/?utm_source=letter&amp;lang=en"),
            says="utm_source",
            points_at="href=",
        ),
        Bad(fields={"link": "https://saltmarsh.example/tide/?fbclid=Iw3"}, says="fbclid"),
        Good(
            head=_HEAD.format("https://saltmarsh.example/?p=12&amp;lang=en"), note="Parameters that choose the content."
        ),
    )

    parameters: tuple[str, ...] = (
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "mc_cid",
        "mc_eid",
        "msclkid",
        "phpsessid",
        "replytocom",
        "wbraid",
        "yclid",
    )
    """Parameters, in lower case, that say something about the visitor; those that begin with `utm_` always do."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each canonical and for `link`."""
        found: list[Finding] = []
        if facts.head is not None:
            for value in facts.head.canonicals:
                if "?" in value.text and (url := parse_url(value.text, facts.base)) is not None:
                    found += self._judged(url, "canonical", value.place, value)
        if facts.url is not None and facts.url.query:
            found += self._judged(facts.url, "address", Place("link"))
        return found

    def _judged(self, url: Url, what: str, place: Place, value: HeadValue | None = None) -> Iterator[Finding]:
        names = [name for name, _ in parse_qsl(url.query, keep_blank_values=True) if self._tracks(name.lower())]
        if names:
            named = ", ".join(dict.fromkeys(names))
            yield Finding(
                f"The page's {what} carries {named}.",
                at=place,
                value=f"{what} {named.lower()}",
                address=url.href,
                form=what,
                evidence=(Evidence(what, url.href),),
                fix=of_head(value, self._plain(value.text.strip()), "take out what tracks")
                if value is not None
                else None,
            )

    def _plain(self, address: str) -> str:
        """An address without the parameters that track."""
        before, hash_mark, fragment = address.partition("#")
        path, _, query = before.partition("?")
        kept = "&".join(pair for pair in query.split("&") if not self._tracks(unquote(pair.partition("=")[0]).lower()))
        return f"{path}{'?' if kept else ''}{kept}{hash_mark}{fragment}"

    def _tracks(self, name: str) -> bool:
        return name.startswith("utm_") or name in self.parameters
