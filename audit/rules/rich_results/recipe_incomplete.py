"""RRS019."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


class RecipeIncomplete(Incomplete, code="RRS019", severity=Severity.ERROR, since="0.1.0"):
    """A recipe has no name or no picture.

    Both are required; without them the recipe is not shown as one.
    """

    remedy = "Give the recipe its name and a picture of the dish."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/recipe",)
    kind = "Recipe"
    examples = (
        Bad(node('"@type":"Recipe","name":"Samphire soup"'), says="lacks image"),
        Good(node('"@type":"Recipe","name":"Samphire soup","image":"https://saltmarsh.example/soup.jpg"')),
    )
