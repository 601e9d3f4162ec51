"""DAT005."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.data_quality._contract import WP_POSTS, ContractRule

if TYPE_CHECKING:
    from audit.facts.contract import Violation

_ZERO_OF_PHP = "-0001-11-30T"
"""How PHP writes a date of zeros, which is `rest-date-zero`'s, and normal for a draft.

Source: https://core.trac.wordpress.org/ticket/38883
"""

_READABLE = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?P<zone>Z|\+00:?00)?", re.ASCII
)


class RestDateFormat(ContractRule, code="DAT005", severity=Severity.ERROR, since="0.1.0"):
    """A date of the REST record is not written `YYYY-MM-DDTHH:MM:SS`.

    WordPress writes its four dates in one way, without a zone: `date` and `modified` are the site's time, the two with
    `_gmt` are UTC. A reader that splits or compares them as text goes wrong on any other form, and one that parses them
    fails.
    """

    remedy = "Find the plugin or export tool that rewrites the date, and let it keep the form that WordPress wrote."
    sources = (WP_POSTS,)
    examples = (
        Bad(fields={"date": "2026-03-01 10:00:00"}, says='date is "2026-03-01 10:00:00"'),
        Bad(fields={"modified_gmt": "2026-03-01T10:00:00Z"}, says="YYYY-MM-DDTHH:MM:SS", note="a zone"),
        Bad(fields={"date": "2026-02-30T10:00:00"}, says='date is "2026-02-30T10:00:00"', note="no day"),
        Good(fields={"date_gmt": "-0001-11-30T00:00:00"}, note="how PHP writes zeros: another rule's"),
        Good(fields={"date": "2026-03-01T10:00:00", "date_gmt": "2026-03-01T09:00:00"}, note="no zone, by design"),
    )

    def tells(self, violation: Violation) -> bool:
        """Not of a date that stands for none."""
        return super().tells(violation) and not str(violation.value).startswith(_ZERO_OF_PHP)

    def right(self, violation: Violation) -> Any:
        """The same date with a T and without a fraction; a zone goes only where the field is UTC and the zone, too."""
        found = _READABLE.fullmatch(violation.value) if type(violation.value) is str else None
        if found is None or (found["zone"] and not violation.name.endswith("_gmt")):
            return None
        right = f"{found['day']}T{found['time']}{'' if found['time'].count(':') > 1 else ':00'}"
        try:
            datetime.fromisoformat(right)
        except ValueError:
            return None
        return right
