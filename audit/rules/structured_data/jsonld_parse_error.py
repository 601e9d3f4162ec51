"""JLD002."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audit.facts import RAW
from audit.finding import Finding, Fix, Form, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import script
from audit.rules.structured_data._faults import breakout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.scripts import BlockError


class JsonldParseError(PostRule[Post], code="JLD002", severity=Severity.ERROR, since="0.1.0"):
    """A script of structured data is no JSON.

    One comma too many, and nothing of the script is read. Search Console lists it as unparsable; readers see no
    difference, so that it can stay so for years.
    """

    remedy = "Correct the script where the finding points, or paste it into a Custom HTML block, which leaves it alone."
    sources = ("https://support.google.com/webmasters/answer/13300873", "https://www.w3.org/TR/json-ld11/")
    examples = (
        Bad(script('{"@context":"https://schema.org","@type":"Thing","name":"Tide",}'), says="comma", points_at=","),
        Bad(script("{&quot;@type&quot;: &quot;Thing&quot;}"), says="HTML reference", points_at="&"),
        Bad(script('{"@type":"Thing",</p>\n<p>"name":"Tide"}'), says="line 1, column 18", points_at="<"),
        Bad(script('{"@type":"Thing","name":"Tide\nand time"}'), says="line break"),
        Bad(
            script('{"@context":"https://schema.org","@type":"Thing","name":"Ebb", "name" : "Flow"}'),
            says="no JSON-LD: a key stands twice in one object (line 1, column 64",
            points_at='"',
        ),
        Good(script("\ufeff/* <![CDATA[ */ {} /* ]]> */"), note="Wrappers of old templates are ignored."),
        Bad(
            script('{"@context":"https://schema.org","@type":"Article","datePublished":2026-05-04}'),
            says="without quotation marks",
            points_at="2",
        ),
        Bad(
            script('{"@context":"https://schema.org","@type":"Article","headline":"The "best" tide"}'),
            says="a quotation mark stands inside a string",
            points_at="b",
        ),
        Good(
            fields={"content": {"raw": script('{"@context":"https://schema.org","@type":"Offer","price":[price]}')}},
            note="A shortcode in the stored source, which WordPress replaces.",
        ),
        Good(script("  \n"), note="An empty script says nothing wrong."),
        Good(
            "<pre>&lt;script type='application/ld+json'&gt;{,}&lt;/script&gt;</pre><!-- " + script("{,}") + " -->",
            note="A sample of code, or a script in a comment, is no script.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a script; what many programs read all the same is a warning."""
        stored = facts.content_field == RAW
        return [
            _finding(error)
            for error in facts.graph.errors
            if not breakout(error) and not (stored and error.kind == "template")
        ]


_READ_BY_MANY = frozenset({"raw-newline", "repeated-key"})


def _finding(error: BlockError) -> Finding:
    wanted = "JSON-LD" if error.kind == "repeated-key" else "JSON"
    return Finding(
        f"A script of structured data is no {wanted}: {error.message} (line {error.line}, column {error.column} of the "
        "script).",
        at=error.place,
        value=error.kind,
        severity=Severity.WARNING if error.kind in _READ_BY_MANY else None,
        remedy=error.hint,
        fix=_mended(error),
    )


def _mended(error: BlockError) -> Fix | None:
    """The edit that takes a comma out or escapes a line break, where the script is JSON then."""
    text, at = error.script.text, error.at
    before, after = {"trailing-comma": (",", ""), "raw-newline": ("\n", "\\n")}.get(error.kind, ("", ""))
    if not before or not text.startswith(before, at):
        return None
    try:
        json.loads(f"{text[:at]}{after}{text[at + 1 :]}")
    except (ValueError, RecursionError):
        return None
    # A single comma is found all over a field; what stands before it leads there.
    start = max(0, at - _CONTEXT)
    offset = error.script.markup.text_offset(error.script.node)
    around = text[start:at]
    return Fix(
        safe=False,
        summary="take the comma out" if error.kind == "trailing-comma" else r"write \n",
        element="script",
        before=f"{around}{before}",
        after=f"{around}{after}",
        form=Form.SOURCE,
        at=Place(error.script.field, start=offset + start, end=offset + at + 1),
    )


_CONTEXT = 40
