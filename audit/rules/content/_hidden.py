"""What rules about the content ask of elements that nobody meets."""

from __future__ import annotations

import re

from turbohtml import Element

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(node: Element) -> bool:
    """Whether an element, or what it stands in, is hidden by its attribute `hidden` or its own style."""
    holder = node.closest("[hidden],[style]")
    while holder is not None:
        if holder.attr("hidden") is not None or _HIDING.search(holder.attr("style") or ""):
            return True
        above = holder.parent
        holder = above.closest("[hidden],[style]") if isinstance(above, Element) else None
    return False


def is_concealed(node: Element) -> bool:
    """Whether nobody meets an element as the page is written: it is hidden, or there only for want of scripts."""
    return node.closest("noscript") is not None or is_hidden(node)
