"""Breadcrumb trails for the rules' examples."""

from __future__ import annotations

from audit.rules.structured_data._examples import node

HOME = '{"@type":"ListItem","position":1,"name":"Home","item":"https://saltmarsh.example/"}'
LAST = '{"@type":"ListItem","position":2,"name":"Ferry times"}'


def breadcrumbs(*entries: str) -> str:
    """The script of a trail with these entries."""
    return node(f'"@type":"BreadcrumbList","itemListElement":[{",".join(entries)}]')
