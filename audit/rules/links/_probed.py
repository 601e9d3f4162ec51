"""What rules over links have in common: an answer of the network in words, and one finding for each post.

A witness has the values of `audit.facts.references.Reference.values`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from audit.facts.image_address import is_archive_host
from audit.facts.url import parse_url, without_credentials
from audit.finding import MOST_RELATED, Confidence, CorpusFinding, Evidence, Severity, Witness
from audit.probe import LIVE, status_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audit.finding import Fix
    from audit.probe import Probe

REACHED = LIVE | {"anchor-missing"}
"""Verdicts under which the page itself is there."""
DEAD_NAMES = frozenset({"nxdomain", "nodata"})
"""Causes of a lookup that failed because there is no such host."""
_LONGEST_SHOWN = 200  # code points of an address or an answer in a sentence
_LONGEST_ARCHIVED = 2000
_MOST_HOPS_SHOWN = 6
_FIRST_ERROR = 400
_ELLIPSIS = "…"

# -- text for people ---------------------------------------------------------------------------------------------------

_USER_INFO = re.compile(r"(?<=://)[^\s/?#]*@")


def printable(text: str) -> str:
    """What a server said, fit for a line of a report: on one line, short, and without the credentials of addresses."""
    if "@" in text:
        text = _USER_INFO.sub("", text)
    return _shortened(" ".join(text.split()))


def shown(href: str) -> str:
    """An address as reports print it: without credentials, and not longer than a reader takes in."""
    return _shortened(without_credentials(href))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}{_ELLIPSIS}"


_NOUNS = {
    "link": "Link to",
    "image": "Image",
    "frame": "Frame",
    "media": "Media file",
    "script": "Script",
    "form": "Form that asks",
    "style": "Style sheet or font",
    "refresh": "Meta refresh to",
    "canonical": "Canonical",
    "alternate": "Language version (hreflang)",
}
_SOCIAL_NOUNS = (
    ("og:image", "Open Graph image"),
    ("og:video", "Open Graph video"),
    ("og:audio", "Open Graph audio"),
    ("og:", "Open Graph address"),
    ("twitter:image", "X card image"),
    ("twitter:player", "X card player"),
)


def subject_of(witness: Witness, href: str) -> str:
    """What stands in the post, and its address: `Link to https://…`, `Open Graph image https://…`."""
    return f"{_noun(witness)} {shown(href)}"


def _noun(witness: Witness) -> str:
    kind, attribute = str(witness.values[0]), str(witness.values[2])
    if kind == "social":
        return next((noun for start, noun in _SOCIAL_NOUNS if attribute.startswith(start)), "Social address")
    if kind == "structured-data":
        return f"Address in structured data ({attribute})"
    return _NOUNS.get(kind, "Address")


# -- causes ------------------------------------------------------------------------------------------------------------

CAUSES = {
    # No address, no connection.
    "nxdomain": "{host} does not exist",
    "nodata": "{host} exists as a name but has no address of a web server",
    "servfail": "the name servers of {host} fail",
    "try-again": "the name servers of {host} do not answer",
    "refused": "{host} refuses the connection",
    "reset": "{host} breaks off the connection",
    "http2": "{host} breaks off the connection",
    "unreachable": "there is no way through the network to {host}",
    "timeout-connect": "{host} does not take the connection in time",
    "timeout-tls": "{host} does not set up the secure connection in time",
    "timeout-answer": "{host} does not answer in time",
    "not-http": "what answers at {host} is no web server",
    "http-on-tls-port": "the port of {host} takes only https, and the address begins with http",
    # Statuses.
    "not-found": "{answer}",
    "gone": "{answer}",
    "client-error": "{answer}",
    "server-error": "{answer}",
    "database": "the site cannot reach its database",
    "crash": "the site's program breaks off with an error",
    "url-too-long": "the address is longer than servers take",
    "video-gone": "the video was removed or is private",
    "doi-not-registered": "the DOI is not registered",
    "handle-not-registered": "the handle is not registered",
    "package-not-found": "the package does not exist",
    # Redirects.
    "redirect-loop": "it redirects in a circle",
    "too-many-redirects": "it redirects without end",
    "no-location": "it redirects without saying where to",
    "forbidden-scheme": "it redirects to an address that is not of the web",
    "bad-location": "it redirects to something that is no address",
    "malformed": "it redirects to something that is no address",
    # Certificates.
    "expired": "the certificate of {host} has expired",
    "not-yet-valid": "the certificate of {host} is not valid yet",
    "hostname": "the certificate of {host} is made out to another name",
    "untrusted": "the certificate of {host} comes from an authority that browsers do not trust",
    "self-signed": "the certificate of {host} is signed by itself",
    "incomplete-chain": "{host} does not send its intermediate certificate",
    "protocol": "{host} speaks only versions of TLS that browsers have given up",
    "handshake": "{host} breaks off while the secure connection is set up",
    "not-tls": "the port of {host} for https does not speak TLS",
    # Pages that stand for another.
    "home-redirect": "it leads to the home page",
    "error-redirect": "it leads to an error page",
    "list-redirect": "it leads to a list of other pages",
    "guessed-redirect": "it leads to another page, whose name only begins alike",
    "same-as-random": "{host} answers every address with the same page",
    "title": "the page says of itself that it was not found",
    "parked": "the domain is parked or for sale",
    "placeholder": "a page of the hosting company stands in its place",
    # Pictures.
    "not-an-image": "the server sends no picture",
    "empty-image": "the server sends an empty file",
    "hotlink-protected": "the server refuses it to visitors of other sites",
    # Doors.
    "login": "it leads to a login page",
    "credentials-required": "the server asks for a user name and a password",
    "client-certificate": "the server asks visitors for a certificate",
    "payment-required": "the server asks for a payment",
    "locked": "the page is locked",
    "captcha": "the server asks whether a person is there",
    "challenge": "a protection against bots answers",
    "bot-wall": "a protection against bots answers",
    "forbidden": "{answer}, as many servers do to programs",
    "legal": "{answer}",
    "region": "the page is not shown to readers from where it was asked",
    "too-many-requests": "{answer}",
    "left-alone": "{host} wants no more requests for now, and is left alone",
    "quota": "the allowance for requests is used up",
    # Nothing can be told.
    "status": "{answer}, which does not tell whether the page is there",
    "app-shell": "the page is made by scripts, and looks alike for every address",
    "consent": "it leads to a page that asks for consent",
    "consent-wall": "it leads to a page that asks for consent",
    "waiting-room": "it leads to a waiting room",
    "login-wall": "it leads to a page for members",
    "embed-restricted": "it answers only where its owner lets it be embedded",
    "inconclusive": "the answer does not tell whether the page is there",
    "too-large-headers": "the headers of the answer are too large",
    "ambiguous-framing": "the answer contradicts itself",
    "anchor-unchecked": "the page works, but whether it has the place nobody can tell without a browser",
    "app": "it leads to another program",
    "cut-off": "{host} answered at first, and then no more",
    "proxy": "the proxy of this network stands between",
    "no-ipv6": "{host} has only an IPv6 address, and this network has none",
    "private-address": "{host} belongs to a private network",
    "policy": "it is not an address that can be judged from outside",
    "run-offline": "the run was offline",
}
"""Causes in words: `{host}` is the host that is meant, `{answer}` what it answers."""

_UNKNOWN_CAUSES = {
    "dns-error": "{host} could not be looked up",
    "tls-error": "no trusted connection to {host} comes about",
    "timeout": "{host} does not answer in time",
    "connection-error": "no connection to {host} comes about",
    "invalid-url": "it redirects to something that is no address",
    "unsafe": "{host} belongs to a private network",
    "soft-404": "the page that answers is another one",
    "auth-required": "{host} asks who is there",
}
"""Words for a cause that the table does not have, by verdict."""


def cause_of(probe: Probe) -> str:
    """Why the verdict is what it is: a clause without a capital letter and a full stop."""
    clause = CAUSES.get(probe.cause or "")
    if clause is None:
        is_error = probe.status is not None and probe.status >= _FIRST_ERROR
        clause = "{answer}" if is_error else _UNKNOWN_CAUSES.get(probe.verdict, "no answer came that can be used")
    return clause.format(host=_host_of(probe), answer=_answer_of(probe))


def _host_of(probe: Probe) -> str:
    """The host that failed. Where a redirect leads to one that does not answer, nothing names it but the evidence."""
    address = probe.final_url if probe.hops else probe.url
    url = parse_url(address) if address is not None else None
    return _shortened(url.host) if url is not None and url.host else "the host that it leads to"


def _answer_of(probe: Probe) -> str:
    count = len(probe.hops)
    after = f"after {count} {'redirect' if count == 1 else 'redirects'} " if count else ""
    said = f"answers {status_words(probe.status)}" if probe.status is not None else "answers with an error"
    return f"{after}the server {said}"


# -- evidence ----------------------------------------------------------------------------------------------------------


def is_sure(probe: Probe) -> bool:
    """Whether the verdict was read off the answer or seen twice: only then is a fault an error."""
    return probe.confidence in {"definitive", "confirmed"}


def evidence_of(probe: Probe) -> tuple[Evidence, ...]:
    """What the network said, the way there, and how long it has been so."""
    found = []
    if probe.evidence:
        found.append(Evidence("observed", printable(probe.evidence)))
    if probe.hops:
        found.append(Evidence("redirects", _chain(probe)))
    if probe.first_failed:
        runs = f" ({probe.streak} runs in a row)" if probe.streak > 1 else ""
        found.append(Evidence("failing since", f"{probe.first_failed}{runs}"))
    if probe.last_ok:
        found.append(Evidence("last seen working", probe.last_ok))
    return tuple(found)


def _chain(probe: Probe) -> str:
    steps = [f"{hop.status or 'no answer'} {shown(hop.url)}" for hop in probe.hops[:_MOST_HOPS_SHOWN]]
    if len(probe.hops) > _MOST_HOPS_SHOWN:
        steps.append("...")
    if probe.final_url is not None:
        steps.append(f"{probe.status or ''} {shown(probe.final_url)}".strip())
    return " → ".join(steps)


def archived(probe: Probe) -> str:
    """Where the Internet Archive would have a copy, as a sentence; "" where it cannot have one.

    Source: https://archive.org/help/wayback_api.php
    """
    url = parse_url(without_credentials(probe.url))
    if url is None or is_archive_host(url.host) or len(url.href) > _LONGEST_ARCHIVED:
        return ""
    return f" A copy may be at https://web.archive.org/web/2/{url.href.partition('#')[0]}"


_PRINTED = frozenset({"canonical", "alternate", "social", "structured-data", "style", "script"})
"""Kinds that no editor writes by hand, as a rule."""


def remedies(edit: str) -> Callable[[Witness], str]:
    """What to do at a place: the edit, where an editor wrote the address; a plugin or theme prints the others."""
    plugin = "Correct the address where the SEO plugin or the theme takes it from: its settings, or the post's own."
    return lambda witness: plugin if witness.values[0] in _PRINTED else edit


# -- findings ----------------------------------------------------------------------------------------------------------


def findings(
    probe: Probe,
    witnesses: Sequence[Witness],
    said: str,
    *,
    severity: Severity | None = None,
    confidence: Confidence | None = None,
    remedy: Callable[[Witness], str | None] | str | None = None,
    fix: Callable[[Witness], Fix | None] | None = None,
) -> Iterator[CorpusFinding]:
    """One finding for each post that has the address, at its first place there.

    Args:
        probe: what the network said about the address.
        witnesses: the places that have it, sorted by post.
        said: what is said of the address, without subject and full stop: `is dead: …`.
        severity: as in `Finding`.
        confidence: how sure it is; None for what the probe says.
        remedy: as in `Finding`, for all posts or for the place that is told.
        fix: the edit at a place. Of the places of a post that one is told which has an edit.
    """
    href = without_credentials(probe.url)
    confidence = confidence or (Confidence.DEFINITIVE if is_sure(probe) else Confidence.LIKELY)
    evidence = evidence_of(probe)
    posts = [list(places) for _, places in groupby(witnesses, lambda witness: witness.order)]
    first = [places[0] for places in posts[: MOST_RELATED + 1]]
    for places in posts:
        witness, edit = _told(places, fix)
        related = [(other, "has the same address") for other in first if other.order != witness.order]
        yield CorpusFinding(
            f"{subject_of(witness, href)} {said}{_count(places)}.",
            value=href,
            severity=severity,
            evidence=evidence,
            remedy=remedy(witness) if callable(remedy) else remedy,
            fix=edit,
            confidence=confidence,
            address=href,
            target=href,
            witness=witness,
            related=tuple(related[:MOST_RELATED]),
            related_count=len(posts) - 1,
        )


def _told(places: Sequence[Witness], fix: Callable[[Witness], Fix | None] | None) -> tuple[Witness, Fix | None]:
    for witness in places if fix is not None else ():
        edit = fix(witness) if fix is not None else None
        if edit is not None:
            return witness, edit
    return places[0], None


def _count(places: Sequence[Witness]) -> str:
    return f" ({len(places)} places in this post)" if len(places) > 1 else ""


def pictures(witnesses: Sequence[Witness]) -> list[Witness]:
    """The places that show the address as a picture."""
    return [witness for witness in witnesses if witness.values[0] == "image"]
