"""What a baseline accepts, and what it does not: the words and numbers for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from audit._counted import counted
from audit.finding import Severity

if TYPE_CHECKING:
    from audit.report import Report

Status = Literal["new", "baselined"]

ACCEPTED = "Accepted by the baseline"
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
"""The worst first."""


def numbers_of(report: Report, status: Status) -> str:
    """How many findings have a status: `1 error, 2 notices`; empty if none has. Walks the findings."""
    found = Counter(finding.severity for finding in report.findings if finding.status == status)
    return ", ".join(counted(found[severity], severity) for severity in SEVERITIES if found[severity])
