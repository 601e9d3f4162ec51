"""Texts of examples that several rules use."""

from __future__ import annotations

from typing import Any

TEXT = "<p>" + "The boats rose with the tide and the pilots waited for the evening wind. " * 6 + "</p>"
_SUBJECTS = (
    ("Harbour steps closed", "The harbour steps are closed until May because two of them are loose."),
    ("Bread from yesterday", "Old bread makes the best soup, if the onions are brown enough and the broth is clear."),
    ("Chess in the library", "Nine juniors came to the library and learned how a pawn becomes a queen."),
    ("Seals counted again", "Forty seals lay on the sandbank on Sunday morning, and three of them were pups."),
    ("A new bell", "The foundry delivered the new bell, which weighs as much as a small car."),
    ("Moss on the roof", "Moss holds water, and water opens the joints between the slates in winter."),
)


def series(*endings: str, **fields: Any) -> tuple[dict[str, Any], ...]:
    """Posts of one site on different things, each with its own ending."""
    return tuple(
        {
            "slug": f"post-{number}",
            "link": f"https://saltmarsh.example/post-{number}/",
            "title": {"rendered": title},
            "content": {"rendered": f"<p>{text}</p>\n<p>Whoever wants to know more asks at the office.</p>\n{ending}"},
            **fields,
        }
        for number, ((title, text), ending) in enumerate(zip(_SUBJECTS, endings, strict=False))
    )
