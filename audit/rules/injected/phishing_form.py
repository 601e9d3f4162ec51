"""INJ010."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.text import may_hold
from audit.facts.url import parse_url
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import is_stranger
from audit.rules.injected._signatures import ADVICE, CHECKS, oddness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.url import Url

_TEXT = "<p>The boats rose with the tide.</p>"
_SECRET = re.compile(
    r"passw|passwort|contrase|mot-?de-?passe|senha|parola|пароль|card-?_?(?:number|num|no\b)|cardnumber|ccnum|cc-?number|"
    r"cc-?csc|\bcvv|\bcvc|cvv2|security-?_?code|\biban\b|\bpin(?:code)?\b|\botp\b|\bssn\b|social-?_?security|seed-?_?phrase|"
    r"recovery-?_?phrase|mnemonic|private-?_?key|account-?_?number|routing-?_?number|one-time-code",
    re.IGNORECASE,
)
_MAIL = re.compile(r"e-?mail|courriel|correo", re.IGNORECASE)
_LETTERS = re.compile(
    r"subscri|newsletter|mailing|list|signup|sign-?up|abonn|anmeld|iscriv|suscri|inscri|optin|opt-in|contact|kontakt|donat|"
    r"spend|search|suche|form|survey|rsvp|event|ticket|book|reserv|feedburner|mail",
    re.IGNORECASE,
)
_BOTS = re.compile(r"api\.telegram\.org/bot|discord(?:app)?\.com/api/webhooks", re.IGNORECASE)


class PhishingForm(PostRule[Post], code="INJ010", severity=Severity.ERROR, since="0.1.0"):
    """A form in the text sends passwords, card numbers or the like to somebody else.

    Readers trust the address that they see, which is this site's.
    """

    remedy = ADVICE
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#malicious-practices", *CHECKS)
    needs = frozenset({"tag:form", "tag:input"})
    reads_content = True
    examples = (
        Bad(
            f'{_TEXT}<form action="https://secure-login.example/post.php" method="post"><input name="user"><input '
            'type="password" name="pass"></form>',
            says="secure-login.example",
            points_at="<form",
        ),
        Good(f'{_TEXT}<form action="/login/" method="post"><input type="password" name="pass"></form>'),
        Good(
            f'{_TEXT}<form action="https://saltmarsh.us3.list-manage.com/subscribe/post" method="post"><input '
            'type="email" name="EMAIL"></form>'
        ),
        Good(
            f'{_TEXT}<form action="https://letters.example/subscribe"><input type="email" name="email"></form>',
            note="A newsletter.",
        ),
        Good(f'{_TEXT}<form action="https://www.google.com/search"><input name="q"></form>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each form."""
        for form in facts.elements("form"):
            targets = list(_foreign_targets(form, facts))
            if targets:
                yield from _sent_away(form, targets)
        yield from _to_bots(facts)


def _foreign_targets(form: Element, facts: Facts) -> Iterator[tuple[Url, Element]]:
    """The addresses of somebody else to which a form is sent, each with the element that names it."""
    for address, node in _targets(form):
        url = parse_url(address, facts.base)
        if url is not None and url.scheme in {"http", "https"} and url.host and is_stranger(url, facts):
            yield url, node


def _sent_away(form: Element, targets: Iterable[tuple[Url, Element]]) -> Iterator[Finding]:
    fields = form.select("input, textarea")
    asked = next((word for node in fields if (word := _secret(node))), "")
    if not asked and not any(_asks_mail(node) for node in fields):
        return
    for url, node in targets:
        odd = oddness(url)
        about = f"{url.href} {form.attr('class') or ''} {form.attr('id') or ''} {form.attr('name') or ''}"
        if not asked and (_LETTERS.search(about) or not odd):
            continue
        what = f'asks for "{asked}"' if asked else "asks for an address of e-mail"
        yield Finding(
            f"A form in the text {what} and sends it to {url.host}" + (f", {odd}." if odd else "."),
            at=Place(CONTENT, node),
            value=url.host,
            address=url.href,
            target=url.host,
            confidence=Confidence.LIKELY,
            evidence=(Evidence("address", url.href),),
        )
        return


def _words(node: Element) -> str:
    return " ".join(node.attr(name) or "" for name in ("type", "name", "id", "autocomplete", "placeholder"))


def _secret(node: Element) -> str:
    if (node.attr("type") or "").lower() == "hidden":
        return ""
    match = _SECRET.search(_words(node))
    return (node.attr("placeholder") or node.attr("name") or match[0]) if match is not None else ""


def _asks_mail(node: Element) -> bool:
    return (node.attr("type") or "").lower() == "email" or _MAIL.search(_words(node)) is not None


def _targets(form: Element) -> Iterator[tuple[str, Element]]:
    if form.attr("action"):
        yield form.attr("action") or "", form
    for node in form.select("[formaction]"):
        yield node.attr("formaction") or "", node


def _to_bots(facts: Facts) -> Iterator[Finding]:
    """A script that sends what is typed to a chat."""
    for node in facts.elements("script"):
        code = node.text
        match = _BOTS.search(code) if may_hold(code, ("telegram", "discord")) else None
        secrets = [one for one in facts.elements("input") if _secret(one)] if match is not None else []
        if match is not None and secrets:
            yield Finding(
                f"A script in the text sends what readers type to {match[0]}.",
                at=Place(CONTENT, node),
                value=match[0],
                confidence=Confidence.LIKELY,
                evidence=(Evidence("asks for", _secret(secrets[0])),),
            )
