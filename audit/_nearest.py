"""The nearest neighbour of a misspelt name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known name that is most like another, or None if none is near.

    Args:
        name: what somebody wrote.
        known: the names that there are.
        least: the ratio of like letters that is near. 0.6 (`difflib`'s own default) finds a slip of two letters in a
            short name and a missing word in a long one; among thousands of names, it also finds what nobody meant.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only for who misspelt something

    plain = {candidate.lower().replace("_", "-"): candidate for candidate in known}
    found = get_close_matches(name.lower().replace("_", "-"), plain, n=1, cutoff=least)
    return plain[found[0]] if found else None


def slip_for(name: str, known: Iterable[str]) -> str | None:
    """The known name that another was meant to be, so surely that an edit may write it; None if in doubt.

    The same letters in another case or with other signs between them, else the only one that differs in a letter or
    two: a ratio of 0.85 is one letter of six.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only for who misspelt something

    plain: dict[str, list[str]] = {}
    for candidate in known:
        plain.setdefault(_letters(candidate), []).append(candidate)
    wanted = _letters(name)
    found = [wanted] if wanted in plain else get_close_matches(wanted, plain, n=2, cutoff=_SLIP)
    return plain[found[0]][0] if len(found) == 1 and len(plain[found[0]]) == 1 else None


_SLIP = 0.85


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence to put behind an error, with a blank before it; empty if no known name is near."""
    neighbour = nearest(name, known)
    return f' Did you mean "{neighbour}"?' if neighbour is not None else ""
