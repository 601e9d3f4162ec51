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


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence to put behind an error, with a blank before it; empty if no known name is near."""
    neighbour = nearest(name, known)
    return f' Did you mean "{neighbour}"?' if neighbour is not None else ""
