"""Scripts that are no JSON, because the script ended elsewhere than its author thought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.facts.scripts import BlockError

_SCRIPT_TAG = re.compile(r"<(/?)script\b", re.IGNORECASE)


def breakout(error: BlockError) -> str:
    """What made the script end elsewhere: `</script`, `<!--`, or "" if nothing did.

    `</script` in a string ends the element in the middle of that string, and a second end tag follows that nobody
    opened. Behind `<!--` and `<script`, the first `</script>` ends nothing, so that it stands in the text.
    """
    text = error.script.text
    if "</script" in text.lower():
        return "<!--"
    if error.kind != "cut-off" or text[error.at : error.at + 1] != '"':
        return ""
    markup = error.script.markup
    following = _SCRIPT_TAG.search(markup.source, markup.element_span(error.script.node)[1])
    return "</script" if following is not None and following[1] else ""
