"""Scripts for the rules' examples."""

from __future__ import annotations


def script(text: str) -> str:
    """A JSON-LD script with exactly this text."""
    return f'<script type="application/ld+json">{text}</script>'


def node(members: str) -> str:
    """A JSON-LD script of one object of schema.org."""
    return script(f'{{"@context":"https://schema.org",{members}}}')


def graph(*members: str, generator: str = "yoast-schema-graph") -> str:
    """The script of an SEO plugin: one graph."""
    objects = ",".join(f"{{{each}}}" for each in members)
    text = f'{{"@context":"https://schema.org","@graph":[{objects}]}}'
    return f'<script type="application/ld+json" class="{generator}">{text}</script>'
