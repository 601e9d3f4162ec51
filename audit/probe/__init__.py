"""What the network said about one URL. The prober that asks comes with the link rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Probe:
    """What the network said about one URL.

    Attributes:
        url: as the posts wrote it, fragment included.
        verdict: one word of the verdict vocabulary (`ok`, `broken`, ...).
        cause: why, or None.
        status: HTTP status of the last answer, or None.
        final_url: where the redirects ended, or None.
        hops: (URL, status) of each step.
        evidence: what decided.
        confidence: `definitive`, `confirmed` or `single-observation`.
    """

    url: str
    verdict: str
    cause: str | None = None
    status: int | None = None
    final_url: str | None = None
    hops: tuple[tuple[str, int], ...] = ()
    evidence: str = ""
    confidence: str = "definitive"
