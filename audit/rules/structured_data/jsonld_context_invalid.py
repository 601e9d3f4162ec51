"""JLD004."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.facts.jsonld_context import Vocabulary
from audit.finding import Finding, Fix, Form, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import script
from audit.rules.structured_data._values import rewritten, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Block
    from audit.facts.jsonld_context import Context


_THING = '{{"@context":{},"@type":"Thing","name":"Tide"}}'
_FAULTY = frozenset({Vocabulary.MISSING, Vocabulary.INVALID})


class JsonldContextInvalid(PostRule[Post], code="JLD004", severity=Severity.ERROR, since="0.1.0"):
    """A script of structured data does not say, or does not say rightly, that its words are schema.org's.

    The context is what makes `Article` mean an article. Without it, or with `schema.org` for `https://schema.org`, the
    words mean nothing, and the script is skipped.
    """

    remedy = 'Begin the outermost object with "@context": "https://schema.org".'
    sources = ("https://www.w3.org/TR/json-ld11/", "https://schema.org/docs/gs.html")
    examples = (
        Bad(script(_THING.format('"//schema.org"')), says='"//schema.org"', points_at='"//schema.org"'),
        Bad(script(_THING.format('"https://schemas.org"')), says='"https://schemas.org"'),
        Bad(script('{"@type":"Thing","name":"Tide"}'), says="no @context", points_at="{"),
        Bad(
            fields={
                "yoast_head": None,
                "yoast_head_json": {"title": "Tide", "schema": {"@context": "schema.org", "@type": "Thing"}},
            },
            says='"schema.org", which is not',
        ),
        Good(
            fields={"yoast_head": None, "yoast_head_json": {"title": "Tide", "schema": {"@type": "Thing"}}},
            note="Only a part of the JSON was asked for.",
        ),
        Good(script(_THING.format('{"@vocab":"http://schema.org/"}'))),
        Good(script(_THING.format('["https://schema.org",{"tide":"https://tide.example/#"}]'))),
        Good(
            script(_THING.format('"http://www.w3.org/ns/anno.jsonld"')),
            note="Another vocabulary is nobody's fault.",
        ),
        Good(
            script('{"@graph":[{"@context":"https://schema.org","@type":"Thing","name":"Tide"}]}'),
            note="Every node says so itself.",
        ),
        Good(
            script('{"@type":"https://schema.org/Thing","https://schema.org/name":[{"@value":"Tide"}]}'),
            note="Full addresses need no context.",
        ),
        Good(
            script('{"@type":"http://xmlns.com/foaf/0.1/Person","http://xmlns.com/foaf/0.1/name":"Maren Holt"}'),
            note="Nor do those of another vocabulary.",
        ),
        Bad(
            script('{"@graph":[{"@context":"https://schema.org","@type":"Thing"},{"@type":"Thing","name":"Ebb"}]}'),
            says="no @context",
            points_at='{"@type":"Thing","name":"Ebb"}',
        ),
        Good(script('{"@context":"https://schema.org","@graph":[{"@type":"Thing","name":"Tide"}]}')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a script; a plugin's JSON may have been cut out of its context by whoever asked for it."""
        return [
            _finding(block, context, facts)
            for block in facts.graph.blocks
            if (context := _faulty(block)) is not None
            and (block.script is not None or context.vocabulary is not Vocabulary.MISSING)
        ]


def _faulty(block: Block) -> Context | None:
    """The first context of a script that is none, or not schema.org's."""
    for context in block.contexts:
        if context.vocabulary in _FAULTY:
            return context
    return None


def _finding(block: Block, context: Context, facts: Facts) -> Finding:
    if context.vocabulary is Vocabulary.MISSING:
        return Finding(
            "A script of structured data has no @context: its words mean nothing.",
            at=block.place(context.pointer, context.holder),
            value="missing",
            fix=_put_before(block, context, facts) if not context.pointer else None,
        )
    return Finding(
        f"The @context of a script is {shown(context.value)}, which is not https://schema.org.",
        at=block.place(f"{context.pointer}/@context", context.value),
        value=shown(context.value),
        fix=_with_schema_org(context.value),
    )


_TYPED = frozenset({"@type", "@graph"})


def _put_before(block: Block, context: Context, facts: Facts) -> Fix | None:
    """The edit that begins the outermost object with the context, if it holds schema.org's words at all."""
    if type(context.holder) is not dict or "@context" in context.holder or _TYPED.isdisjoint(context.holder):
        return None  # what says no type may be another program's data
    markup = facts.markup_of(block.field)
    if markup is None or block.script is None:
        return None
    start, end = (offset - markup.begins_at for offset in markup.inner_span(block.script.node))
    first = _FIRST.match(markup.source, start, end)
    if first is None:
        return None
    return Fix(
        safe=False,
        summary="add the @context",
        element="script",
        before=first[1],
        after=f'{{"@context": "https://schema.org", {first[1][1:].lstrip()}',
        form=Form.SOURCE,
        at=Place(block.field, raw=first.span(1)),
    )


_FIRST = re.compile(r'\s*(\{\s*"[^"\\]{1,80}")')
"""The beginning of an object, with the name of its first member."""


def _with_schema_org(context: Any) -> Fix | None:
    meant = type(context) is str and "schema" in context.lower()
    return rewritten(context, "https://schema.org") if meant else None
