"""DAT003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.data_quality._contract import WP_POSTS, ContractRule

if TYPE_CHECKING:
    from audit.facts.contract import Violation

_CLOSED = frozenset({"comment_status", "ping_status"})


class RestEnumInvalid(ContractRule, code="DAT003", severity=Severity.WARNING, since="0.1.0"):
    """A field of the REST record holds a word that its list of values does not have.

    `comment_status` and `ping_status` are `open` or `closed`, `format` is one of ten post formats, `status` one of
    five. Importers that write to the database leave empty strings and words of their own there. WordPress then falls
    back to one of the values, other readers to another, and the API refuses the record when it is sent back.

    A status that a plugin has registered is only a notice. `inherit` is what attachments have.
    """

    remedy = "Set the field once more in the editor or by the REST API, and mend the import that left the value behind."
    sources = (WP_POSTS,)
    examples = (
        Bad(fields={"comment_status": ""}, says='comment_status is ""; the REST schema allows open or closed'),
        Bad(fields={"ping_status": "close"}, says='ping_status is "close"'),
        Bad(fields={"format": "article"}, says='format is "article"'),
        Bad(fields={"status": "in-review"}, says='status is "in-review"', note="a plugin's status is a notice"),
        Good(fields={"comment_status": "closed", "ping_status": "open", "format": "video", "status": "draft"}),
        Good(fields={"type": "attachment", "status": "inherit"}, note="attachments inherit their status"),
    )

    def right(self, violation: Violation) -> Any:
        """The word in another case or among blanks. WordPress takes all but `open` for closed.

        Source: https://developer.wordpress.org/reference/functions/comments_open/
        """
        if type(violation.value) is not str:
            return None
        word = violation.value.strip().lower()
        if word in re.split(", | or ", violation.expected):
            return word
        return "closed" if not word and violation.name in _CLOSED else None
