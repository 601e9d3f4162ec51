"""axe-core in a page, and how the page is looked at with it."""

from __future__ import annotations

SCREENS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
LOOKS = [("light", "wide"), ("dark", "phone")]
EVERY_LOOK = [*LOOKS, ("dark", "wide"), ("light", "phone")]


def violations(page) -> list[str]:
    """What axe-core finds in an open page: each element with the rule that it breaks."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only the session `browser` has it

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
