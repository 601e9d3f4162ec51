"""RRS021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import needs_of, nodes_of, parts
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RecipeYieldMissing(PostRule[Post], code="RRS021", severity=Severity.ERROR, since="0.1.0"):
    """A recipe gives calories, and not for how much.

    Calories mean something only for a known amount, so recipeYield is required where they are given.
    """

    remedy = "Give recipeYield, the number of servings."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/recipe",)
    needs = needs_of("Recipe")
    examples = (
        Bad(
            node(
                '"@type":"Recipe","name":"Soup","image":"/1.jpg","nutrition":{"@type":"NutritionInformation",'
                '"calories":"90"}'
            ),
            says="recipeYield",
        ),
        Good(
            node(
                '"@type":"Recipe","name":"Soup","image":"/1.jpg","recipeYield":4,'
                '"nutrition":{"@type":"NutritionInformation","calories":"90"}'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each recipe."""
        for recipe in nodes_of(facts, "Recipe"):
            if recipe.get("recipeYield") is None and any(
                info.get("calories") is not None for info in parts(recipe, "nutrition")
            ):
                yield Finding("The recipe gives calories without recipeYield.", at=recipe.place("nutrition"))
