"""A head for the rules' examples."""

from __future__ import annotations


def image_head(width: int, height: int) -> str:
    """A head whose image for shares has this size."""
    return (
        '<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
        f'<meta property="og:image:width" content="{width}" /><meta property="og:image:height" content="{height}" />'
    )
