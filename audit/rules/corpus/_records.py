"""Records for the examples of rules over several posts: as little of a post as these rules look at."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOME = "https://saltmarsh.example/"


def record(
    number: int,
    slug: str,
    *,
    title: str = "",
    description: str = "",
    canonical: str = "",
    robots: str = "index, follow",
    hreflang: Mapping[str, str] | None = None,
    graph: Sequence[Mapping[str, Any]] = (),
    html: str = "",
    **fields: Any,
) -> dict[str, Any]:
    """A post with its own address and head.

    Args:
        number: its id.
        slug: last part of its address.
        title: of the post and of the head; else made of the slug.
        description: of the head.
        canonical: address that the head names; else its own. `noindex` goes without, as Yoast has it.
        robots: rules of the head.
        hreflang: addresses by code.
        graph: structured data.
        html: the content.
        fields: further fields of the record.
    """
    link = f"{HOME}{slug}/"
    title = title or f"About {slug}"
    tags = [f"<title>{escape(title)}</title>", f'<meta name="robots" content="{robots}">']
    if description:
        tags.append(f'<meta name="description" content="{escape(description)}">')
    if canonical or "noindex" not in robots:
        tags.append(f'<link rel="canonical" href="{escape(canonical or link)}">')
    tags += [f'<link rel="alternate" hreflang="{code}" href="{href}">' for code, href in (hreflang or {}).items()]
    if graph:
        schema = {"@context": "https://schema.org", "@graph": list(graph)}
        tags.append(f'<script type="application/ld+json">{json.dumps(schema)}</script>')
    return {
        "id": number,
        "slug": slug,
        "link": link,
        "title": {"rendered": escape(title)},
        "content": {"rendered": html or f"<p>Text about {slug}.</p>", "protected": False},
        "yoast_head": "\n".join(tags),
        "yoast_head_json": None,
        **fields,
    }
