"""What must not be told: the passwords that stand in addresses, and keys that open accounts."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# What stands between the slashes and the last @ of an address's beginning. Slashes may be escaped as in JSON, or be
# backslashes, which browsers take for slashes; the fullwidth @ becomes one when the host is read.
_AFTER_SLASHES = re.compile(r"((?:/|\\/?){2,})([^\s/?#\"'<>\\]*)(?=[@\uff20])")
# An address whose slashes are missing or mistyped. A mail address has no colon before its @ but that of `mailto:`.
_AFTER_SCHEME = re.compile(
    r"(https?(?::|;|&#58;)?[/\\]?)([^\s/?#\"'<>\\:@]+:[^\s/?#\"'<>\\]*)(?=[@\uff20])", re.IGNORECASE
)
# Of what stands before an @: the stretch next to it, with the character before that.
_STRETCH = re.compile(r"(\A|[\s/?#\"'<>\\])([^\s/?#\"'<>\\]*)\Z")
_LOOK_BACK = 80  # characters before an @; a stretch that may begin before them is looked at by the patterns
_LOOKS = 8  # signs @ that are looked at one by one; a text that has more is left to the patterns


def masked(text: str) -> str:
    """A text in which stars stand for user names and passwords of addresses, and for keys; its length stays.

    Source: https://url.spec.whatwg.org/#authority-state
    """
    if _may_hold_password(text):
        for pattern in (_AFTER_SLASHES, _AFTER_SCHEME):
            text = pattern.sub(lambda match: match[1] + "*" * len(match[2]), text)
    if may_hold_key(text):
        text = key_forms().sub(_masked_key, text)
        if _PRIVATE in text:
            text = _OF_PRIVATE_KEY.sub(lambda match: "*" * len(match[0]), text)
    return text


def _masked_key(match: re.Match[str]) -> str:
    """A key of which its first characters say whose it is; of a private one only its frame stays."""
    key = match[0]
    return key if _PRIVATE in key or is_no_secret(match) else key[:_SHOWN_OF_KEY] + "*" * (len(key) - _SHOWN_OF_KEY)


def _may_hold_password(text: str) -> bool:
    """Whether the stretch before an @ begins behind a slash or holds a colon, as in both patterns: few do."""
    at = text.find("@")
    for _ in range(_LOOKS):
        if at < 0:
            return "\uff20" in text
        before = _STRETCH.search(text, max(0, at - _LOOK_BACK), at)
        if before is None or before[1] in {"/", "\\"} or ":" in before[2]:
            return True
        at = text.find("@", at + 1)
    return True


def masked_all(value: Any) -> Any:
    """The same for all texts of a JSON-able value."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: masked_all(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked_all(inner) for inner in value]
    return value


# -- keys --------------------------------------------------------------------------------------------------------------

DASHES = "[-\u2010-\u2015]{2,5}"  # WordPress sets dashes where five hyphens stood
KEY_NAME = "(?:[A-Z0-9]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?"
_AMAZON = "an access key of Amazon Web Services"
GOOGLE = "a key of Google"
"""Keys of maps and of Firebase are made for scripts that readers load."""
_FORMS = (
    (_AMAZON, r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("a token of GitHub", r"\bgh[opsur]_[A-Za-z0-9]{36,251}\b"),
    ("a token of GitHub", r"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b"),
    ("a token of GitLab", r"\bglpat-[A-Za-z0-9_-]{20,64}(?![A-Za-z0-9_-])"),
    (GOOGLE, r"\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    ("a live key of Stripe", r"\b[rs]k_live_[A-Za-z0-9]{16,247}\b"),
    ("a token of Slack", r"\bxox[abeprs]-[A-Za-z0-9-]{20,250}(?![A-Za-z0-9-])"),
    ("a key of OpenAI", r"\bsk-(?:proj-)?[A-Za-z0-9_-]{10,80}T3BlbkFJ[A-Za-z0-9_-]{10,80}(?![A-Za-z0-9_-])"),
    ("a key of Anthropic", r"\bsk-ant-(?:api|admin)\d\d-[A-Za-z0-9_-]{80,120}(?![A-Za-z0-9_-])"),
    ("a key of SendGrid", r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),
    (
        "a private key",
        (
            # Nothing is given back, or 20,000 blanks would take seconds.
            rf"{DASHES}BEGIN {KEY_NAME}{DASHES}\s*+(?:[A-Z][A-Za-z-]{{2,20}}: [^\n]{{0,200}}+\s++){{0,5}}+"
            rf"[A-Za-z0-9+/=\s]{{100,20000}}+{DASHES}END {KEY_NAME}"
        ),
    ),
)
"""What keys look like, by the documentation of those who issue them."""
_SIGNS = (
    "AIza", "AKIA", "ASIA", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "glpat-", "k_live_", "xox",
    "T3BlbkFJ", "sk-ant-", "SG.", "PRIVATE KEY",
)  # fmt: skip
"""One of them is in each: words are found much faster than the forms."""
_SIGNER = re.compile(r"(?:AWSAccessKeyId|X-Amz-Credential|SubscriptionId)(?:\W|%3D|value){0,9}$", re.IGNORECASE)
"""What stands before the key id of Amazon in a signed address or form, which shows whose key signed it.

`SubscriptionId` is in every address of a product that Amazon hands to those who advertise it.
"""
_PUBLIC_GOOGLE_KEY = re.compile(r"maps\.google|google\.com/maps|firebase|authDomain", re.IGNORECASE)
"""Around a key of Google that browsers send anyway."""
_NEARBY = 300
_JUST_BEFORE = 50
_PRIVATE = "PRIVATE KEY"
_OF_PRIVATE_KEY = re.compile(r"[A-Za-z0-9+/=]{40,}")
"""A line of such a key, which has 64 characters; HTML may part it from what it stands in."""
_SHOWN_OF_KEY = 4


def may_hold_key(text: str) -> bool:
    """Whether a text may hold a key. Asked of all that is quoted: a loop takes a third of what `any` does."""
    for sign in _SIGNS:  # noqa: SIM110
        if sign in text:
            return True
    return False


@cache
def key_forms() -> re.Pattern[str]:
    """All forms of keys, a group each: few texts have a sign of one, and so few runs need them."""
    return re.compile("|".join(f"({form})" for _, form in _FORMS))


def kind_of(match: re.Match[str]) -> str:
    """Whose key was found, in words."""
    return _FORMS[(match.lastindex or 1) - 1][0]


def is_no_secret(match: re.Match[str]) -> bool:
    """Whether a key shows only who signed an address, or is one that browsers send anyway."""
    kind = kind_of(match)
    if kind == _AMAZON:
        return _SIGNER.search(match.string[max(0, match.start() - _JUST_BEFORE) : match.start()]) is not None
    around = match.string[max(0, match.start() - _NEARBY) : match.end() + _NEARBY]
    return kind == GOOGLE and _PUBLIC_GOOGLE_KEY.search(around) is not None
