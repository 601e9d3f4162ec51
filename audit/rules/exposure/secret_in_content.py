"""EXP008."""

from __future__ import annotations

import re
from hashlib import sha256
from string import ascii_uppercase
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.text import holds_any
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.links._suspects import suspects
from audit.secrets import DASHES, GOOGLE, KEY_NAME, is_no_secret, key_forms, kind_of, may_hold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_OF_EDITOR = ("<!-- wp:", "<!-- /wp:")
"""How the marks of the block editor begin: comments that say nothing else."""
_SAMPLE = re.compile(r"EXAMPLE|x{4}|X{4}|0{6}|123456|abcdef|ABCDEF|test|TEST|your|YOUR|dummy|DUMMY|fake|FAKE|(.)\1{5}")
_LEAST_VARIED = 10
"""Different characters that a key has at least; less is what somebody typed to show its form."""
_SHOWN = 4
_BEGINS = re.compile(rf"BEGIN {KEY_NAME}")
_CONTEXT = 60
_DIGEST = 16
_BODY = "q8Zk3LwPv5nt2yrb" * 12


class SecretInContent(PostRule[Post], code="EXP008", severity=Severity.ERROR, since="0.1.0"):
    """A key or token that opens an account stands in the text.

    Programs look for such keys all day, and use them within minutes. A key that was once public stays known, in copies
    and archives, even if the post is changed.
    """

    remedy = "Revoke the key with its service first; then take it out of the post and of its revisions."
    sources = (
        "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns",
        "https://developer.wordpress.org/advanced-administration/security/hardening/",
    )
    needs = frozenset({"content"})
    reads_content = True
    gated = False
    text_patterns = (
        "(?:AKIA|ASIA)[A-Z0-9]{4}",
        "gh[opsur]_[a-z0-9]{4}|github_pat_|glpat-",
        "AIza[a-z0-9_-]{4}",
        "[rs]k_live_[a-z0-9]",
        "xox[abeprs]-[a-z0-9]",
        r"T3BlbkFJ|sk-ant-|SG\.[a-z0-9_-]{9}",
        f"PRIVATE KEY(?: BLOCK)?{DASHES}",
    )
    examples = (
        Bad(f"<pre><code>KEY = AK{'IAQ7ZN4WKDM2RTY5HB'}</code></pre>", says="Amazon"),
        Bad(f"<p>Log in with gh{'p_8sKd0PzQ4vLm7XcB2nRt6YwE9aHuJf1Gi5To'}.</p>", says="GitHub"),
        Bad(
            f"<pre>-----BEGIN RSA {'PRIVATE'} KEY-----\n{_BODY}\n-----END RSA {'PRIVATE'} KEY-----</pre>",
            says="private key",
        ),
        Bad(
            f"<script>const pay = Pay('sk_live{'_9aK3vQ7mZ2xR5tB8nL4c'}');</script>",
            says="A script in the text holds a live key",
        ),
        Bad(
            f"<p>Tides.</p><!-- upload with AK{'IAQ7ZN4WKDM2RTY5HB'} -->",
            says="A comment in the HTML of the text holds an access key",
        ),
        Bad(
            f'<script src="https://checkout.stripe.com/v3.js" data-key="sk_live{"_9aK3vQ7mZ2xR5tB8nL4c"}"></script>',
            says="A script in the text holds a live key",
        ),
        Bad(
            f'<p><a href="https://api.example/tides?token=gh{"p_8sKd0PzQ4vLm7XcB2nRt6YwE9aHuJf1Gi5To"}">Data</a></p>',
            says="The address of a link holds a token",
        ),
        Bad(
            f'<iframe src="https://api.example/map?key=sk_live{"_9aK3vQ7mZ2xR5tB8nL4c"}" title="Map"></iframe>',
            says="A frame in the text holds a live key",
        ),
        Bad(f"<p>Key: AK{'IAQ7ZN4WKDM2RTY5HB'}</p><p>Next.</p>", says="20 characters"),
        Good(
            f'<p><a href="https://files.example/plan.pdf?AWSAccessKeyId=AK{"IAQ7ZN4WKDM2RTY5HB"}&amp;Expires=1">Plan</a></p>',
            note="A signed address shows whose key signed it, and not the key.",
        ),
        Good(
            f'<p><a href="https://shop.example/dp/1?SubscriptionId=AK{"IAQ7ZN4WKDM2RTY5HB"}&amp;tag=tide-20">Boots</a></p>',
            note="Whose partner shows a product: the address comes so from Amazon.",
        ),
        Good(f'<form><input name="AWSAccessKeyId" value="AK{"IAQ7ZN4WKDM2RTY5HB"}"></form>', note="A signed form."),
        Good(
            "<script>player.src('https://files.example/ebb.mp4?X-Amz-Credential="
            f"AK{'IAQ7ZN4WKDM2RTY5HB'}%2F20260301&X-Amz-Signature=0a');</script>",
            note="So is the address of a film.",
        ),
        Good("<pre>AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE</pre>", note="Amazon's own sample."),
        Good(f"<pre>GITHUB_TOKEN=ghp_{'x' * 36}</pre>", note="A mask."),
        Good("<p>A file that begins with -----BEGIN RSA PRIVATE KEY----- is secret.</p>", note="No key follows."),
        Good(f"<pre>-----BEGIN CERTIFICATE-----\n{_BODY}\n-----END CERTIFICATE-----</pre>"),
        Good(
            f"<pre>&lt;script src='https://maps.googleapis.com/maps/api/js?key=AI{'zaSyD9kQ2mXr7Lw4Tn8Vb3Hc6Jp1Gf5Zs0Ya'}'></pre>",
            note="Every reader's browser sends the key of a map.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each key. The report shows its first characters and its place, with stars for the rest."""
        # In `facts.text` a key may touch the paragraph after it.
        text = "\n".join(block.text for block in facts.blocks) if self.code in facts.signals else ""
        unseen = list(_unseen(facts))
        source = facts.content.source if facts.content is not None else ""
        return _found(text, unseen, source) if text or unseen else ()


def _unseen(facts: Facts) -> Iterator[tuple[str, str]]:
    """What readers get and do not see, if it may hold a key: where it stands, as a message begins, and the text.

    Of attributes, those that are made to hold keys.
    """
    for script in facts.elements("script"):
        values = " ".join(script.attr(name) or "" for name in script.attrs)
        yield from _with_sign("A script in the text holds", f"{values} {script.text}")
    for field in facts.elements("input"):
        named = f"{field.attr('name') or ''}={field.attr('value') or ''}"
        yield from _with_sign("A field of a form in the text holds", named)
    for link in suspects(SecretInContent.name, facts):
        yield from _with_sign("The address of a link holds", link.href)
    for frame in facts.elements("iframe"):
        yield from _with_sign("A frame in the text holds", " ".join(frame.attr(name) or "" for name in frame.attrs))
    for comment in _comments(facts.content.source) if facts.content is not None else ():
        yield from _with_sign("A comment in the HTML of the text holds", comment)


def _comments(source: str) -> Iterator[str]:
    """The comments in HTML, without the marks of the block editor."""
    start = source.find("<!--") if holds_any(source, ("!--",)) else -1
    while start >= 0:
        if source.startswith(_OF_EDITOR, start):
            end = start + len("<!--")
        else:
            end = source.find("-->", start + len("<!--"))
            if end < 0:
                end = len(source)
            yield source[start:end]
        start = source.find("<!--", end)


def _with_sign(where: str, text: str) -> Iterator[tuple[str, str]]:
    if may_hold_key(text):
        yield where, text


def _found(text: str, unseen: Iterable[tuple[str, str]], source: str) -> Iterator[Finding]:
    seen: set[str] = set()
    yield from _secrets("The text shows", text, seen, source)
    for where, hidden in unseen:
        yield from _secrets(where, hidden, seen, source, sent_anyway=True)


def _secrets(where: str, text: str, seen: set[str], source: str, *, sent_anyway: bool = False) -> Iterator[Finding]:
    before, end = "", 0
    for match in key_forms().finditer(text):
        before += text[end : match.start()]
        secret = match[0]
        kind = kind_of(match)
        is_public = is_no_secret(match) or (sent_anyway and kind == GOOGLE)
        if secret not in seen and _is_real(secret) and not is_public:
            seen.add(secret)
            place = _place(secret, source)
            yield Finding(
                f"{where} {kind} ({_masked(match)}).",
                at=place,
                value=sha256(secret.encode()).hexdigest()[:_DIGEST],
                evidence=_behind(before[-_CONTEXT:]) if place is None else (),
            )
        before, end = f"{before[-_CONTEXT:]}{_masked(match)}", match.end()


def _place(secret: str, source: str) -> Place | None:
    """Where a key stands in the source: all of it, or how a private one begins that references or tags part."""
    start = source.find(secret)
    if start >= 0:
        return Place(CONTENT, raw=(start, start + len(secret)))
    begins = _BEGINS.search(source) if "PRIVATE KEY" in secret else None
    return Place(CONTENT, raw=begins.span()) if begins is not None else None


def _behind(before: str) -> tuple[Evidence, ...]:
    """What stands before a key, without other keys: where to look for it."""
    return (Evidence("behind", " ".join(before.split())),) if before.strip() else ()


def _is_real(secret: str) -> bool:
    if "PRIVATE KEY" in secret:
        return len(set(secret).difference(ascii_uppercase)) >= _LEAST_VARIED  # its frame is in capitals
    if not any(map(str.isdigit, secret)):
        return False  # a name in capitals: a key of that length without a digit is rarer than one that begins with ASIA
    return len(set(secret)) >= _LEAST_VARIED and _SAMPLE.search(secret) is None


def _masked(match: re.Match[str]) -> str:
    secret = match[0]
    shown = "" if "PRIVATE KEY" in secret else f"{secret[:_SHOWN]}…, "
    return f"{shown}{len(secret)} characters"
