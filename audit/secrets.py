"""What must not be told: the passwords that stand in addresses."""

from __future__ import annotations

import re
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
    """A text in which stars stand for user names and passwords of addresses; its length stays.

    Source: https://url.spec.whatwg.org/#authority-state
    """
    if not _may_hold_password(text):
        return text
    for pattern in (_AFTER_SLASHES, _AFTER_SCHEME):
        text = pattern.sub(lambda match: match[1] + "*" * len(match[2]), text)
    return text


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
