"""RRS020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RecipeTimePair(PostRule[Post], code="RRS020", severity=Severity.WARNING, since="0.1.0"):
    """A recipe gives one of prepTime and cookTime.

    They are read as a pair; one alone is ignored, and the result shows no time.
    """

    remedy = "Give both, or totalTime."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/recipe",)
    needs = needs_of("Recipe")
    examples = (
        Bad(node('"@type":"Recipe","name":"Soup","image":"/1.jpg","cookTime":"PT20M"'), says="prepTime"),
        Good(node('"@type":"Recipe","name":"Soup","image":"/1.jpg","cookTime":"PT20M","prepTime":"PT5M"')),
        Good(node('"@type":"Recipe","name":"Soup","image":"/1.jpg","cookTime":"PT20M","totalTime":"PT25M"')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each recipe without totalTime."""
        for recipe in nodes_of(facts, "Recipe"):
            given = [name for name in _PAIR if recipe.get(name) is not None]
            if len(given) == 1 and recipe.get("totalTime") is None:
                missing = next(name for name in _PAIR if name not in given)
                yield Finding(
                    f"The recipe gives {given[0]} without {missing}.", at=recipe.place(given[0]), value=given[0]
                )


_PAIR = ("prepTime", "cookTime")
