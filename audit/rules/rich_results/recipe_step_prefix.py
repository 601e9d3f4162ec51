"""RRS022."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of, parts
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RecipeStepPrefix(PostRule[Post], code="RRS022", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Steps of a recipe are numbered in their text.

    The number is shown twice, for search engines number the steps themselves.
    """

    remedy = "Take the number out of the text."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/recipe",)
    needs = needs_of("Recipe")
    examples = (
        Bad(
            node(
                '"@type":"Recipe","name":"Soup","image":"/1.jpg","recipeInstructions":[{"@type":"HowToStep",'
                '"text":"Step 1: Cut."}]'
            ),
            says="Step 1",
        ),
        Good(
            node(
                '"@type":"Recipe","name":"Soup","image":"/1.jpg","recipeInstructions":[{"@type":"HowToStep",'
                '"text":"Cut 2. Stir."}]'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each recipe, at the first such step."""
        for recipe in nodes_of(facts, "Recipe"):
            for step in parts(recipe, "recipeInstructions"):
                text = step.text("text") or step.text("name") or ""
                match = _NUMBERED.match(text)
                if match is not None:
                    yield Finding(f'A step begins with "{match[0].strip()}".', at=step.place(), value=match[0].strip())
                    break


_NUMBERED = re.compile(
    r"\s*(?:step|schritt|\u00e9tape|paso|passo|stap)\s*\d{1,2}\b|\s*\d{1,2}[.)]\s+(?=\D)", re.IGNORECASE
)
