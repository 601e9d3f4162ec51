"""JLD003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import script
from audit.rules.structured_data._faults import breakout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.scripts import BlockError


class JsonldScriptBreakout(PostRule[Post], code="JLD003", severity=Severity.ERROR, since="0.1.0"):
    """A text in a script of structured data ends the script, or keeps it from ending.

    HTML ends a script at the first `</script`, also inside quotes: what follows is shown to readers as text, and who
    may write the text may put code into the page. After `<!--` and `<script` it is the other way round: the script
    swallows the page.
    """

    remedy = r"Write <\/script and <\!-- inside strings, or escape every < as \u003c, as JSON encoders can."
    sources = ("https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements",)
    examples = (
        Bad(
            script('{"@type":"Thing","name":"What </script> does"}'),
            says="</script in a string",
            points_at='"',
        ),
        Bad(
            script('{"@type":"Thing","name":"<!-- <script>"}') + "<p>Swallowed.</p>" + script("{}"),
            says="<!-- in a string",
        ),
        Good(script(r'{"@context":"https://schema.org","@type":"Thing","name":"What <\/script> does"}')),
        Good(script('{"@context":"https://schema.org","@type":"Thing","name":"<!-- note"}')),
        Good(script('{"@type":"Thing","name":"cut off')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a script."""
        return [_finding(error, mark) for error in facts.graph.errors if (mark := breakout(error))]


def _finding(error: BlockError, mark: str) -> Finding:
    effect = "ends the script" if mark == "</script" else "keeps the script from ending"
    message = f"{mark} in a string {effect} (line {error.line}, column {error.column} of the script)."
    return Finding(message, at=error.place, value=mark)
