"""INJ014."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.url import parse_url
from audit.finding import Confidence, Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import is_stranger, shown
from audit.rules.injected._headline import ADDRESSES, NAMES, headline, identities, named_nodes
from audit.rules.injected._subject import is_about_security
from audit.rules.sponsors._terms import offers_in, sold, words_of
from audit.rules.sponsors._terms import terms as terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Place
    from audit.rules.sponsors._terms import Term


def _head(**fields: Any) -> dict[str, Any]:
    return {"yoast_head": None, "yoast_head_json": {"og_type": "article", **fields}}


class SeoFieldMismatch(PostRule[Post], code="INJ014", severity=Severity.ERROR, since="0.1.0"):
    """Title, description or structured data for search engines advertise what the post is not about.

    Search results show these fields and readers of the page do not, so that planted words stay there for a long time.
    """

    remedy = (
        "Restore the field in the SEO plugin, and the profile of the author if it is there; look for the same in other "
        "posts and in the options of the plugin. Who could write it can write more: change passwords."
    )
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#hacked-content",
        "https://web.dev/articles/fixing-the-cloaked-keywords-hack",
    )
    needs = frozenset({"head", "jsonld"})
    examples = (
        Bad(
            fields=_head(title="Buy Generic Cialis Online | Saltmarsh", description="Cheap viagra online."),
            says="generic cialis",
        ),
        Bad(
            fields=_head(
                title="Tide",
                schema={
                    "@context": "https://schema.org",
                    "@graph": [{"@type": "Person", "name": "M. Holt", "sameAs": ["https://casino-royal.example/"]}],
                },
            ),
            says="casino-royal.example",
        ),
        Good(fields=_head(title="When the tide turns - Saltmarsh", description="Why the flats flood later.")),
        Good(
            fields={"content": None, **_head(title="Payday loan in a minute", description="Fast payday loan.")},
            note="The client asked for no content.",
        ),
        Good(
            "<p>Why we do not take the advertisements of an online casino, and what casino bonuses cost.</p>",
            fields=_head(title="Online casino advertising | Saltmarsh", description="No casino bonus here."),
            note="The post is about it.",
        ),
        Good(
            "<p>Was ein Kredit für ein neues Dach kostet, rechnen wir am Schalter vor.</p>",
            fields=_head(title="Kredit", description="Online-Kredit oder Kredit am Schalter: was das Dach kostet."),
            note="The bank's own word, in a longer term.",
        ),
        Bad(
            "<p>The picture of the tide is on loan from the museum, and goes back in spring.</p>",
            fields=_head(title="Payday loan in a minute", description="Fast payday loan, no questions."),
            says='"payday loan", and the post does not',
            note="One of the words alone is another thing.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for the first field, and one for the first foreign address in the structured data."""
        return (*_texts(facts), *_identities(facts)) if headline(facts).sells else ()


def _texts(facts: Facts) -> Iterator[Finding]:
    if facts.content is None or facts.protected:  # nobody knows what the post speaks of
        return
    for name, text, place in _fields(facts):
        terms = offers_in(text, facts.settings.money_terms)
        if not sold(terms):
            continue
        own = facts.once(_said_by_post)
        strange = [term for term in sold(term for term in terms if term not in own) if not _is_spoken_of(term, facts)]
        if not strange or not {term.kind for term in own}.isdisjoint(term.kind for term in strange):
            continue
        if is_about_security(facts):
            return
        said = list(dict.fromkeys(term.shown_in(text) for term in strange))
        told = ", ".join(f'"{term}"' for term in said[:3])
        yield Finding(
            f"The {name} speaks of {told}, and the post does not.",
            at=place,
            value=said[0],
            confidence=Confidence.LIKELY,
            evidence=(Evidence(name, shown(text)),),
        )
        return


def _fields(facts: Facts) -> Iterator[tuple[str, str, Place]]:
    head = facts.head
    if head is not None:
        named: list[tuple[str, HeadValue | None]] = [("title for search engines", head.title)]
        named += [("description", one) for one in head.descriptions]
        named += [
            (one, head.meta(one)) for one in ("og:title", "og:description", "twitter:title", "twitter:description")
        ]
        yield from ((name, value.decoded, value.place) for name, value in named if value is not None)
    for node in named_nodes(facts):
        for name in NAMES:
            text = node.data.get(name)
            if isinstance(text, str) and text:
                yield f"{name} in the structured data", text, node.place(name)


def _said(facts: Facts) -> str:
    return f"{facts.title}\n{facts.site_name}\n{facts.own_domain}\n{facts.text}"


def _said_by_post(facts: Facts) -> list[Term]:
    return offers_in(_said(facts), facts.settings.money_terms)


_MOST_SAID = 200_000


def _words_said(facts: Facts) -> str:
    return words_of(_said(facts)[:_MOST_SAID])


_WITH_HONEST_USES = frozenset({"single", "ambiguous"})


def _is_spoken_of(term: Term, facts: Facts) -> bool:
    """Whether the post has all words with honest uses that are in a term: a bank's "online loan", and "loan"."""
    listed = terms_of()
    own = [one for one in words_of(term.shown).split() if listed.has(_WITH_HONEST_USES, f" {one} ")]
    return bool(own) and all(f" {one} " in facts.once(_words_said) for one in own)


def _identities(facts: Facts) -> Iterator[Finding]:
    """Who the page, its author and its publisher are said to be."""
    for node in identities(facts):
        for name in ADDRESSES:
            if name not in node.data:
                continue
            for value in node.values(name):
                url = parse_url(value, facts.base) if isinstance(value, str) and "//" in value else None
                if url is None or not url.host or url.registrable == facts.own_domain:
                    continue
                terms = offers_in(f"{url.host} {url.path}", facts.settings.money_terms)
                if not terms or not is_stranger(url, facts):
                    continue
                if terms[0].kind in {term.kind for term in facts.once(_said_by_post)}:
                    continue
                yield Finding(
                    f"The structured data gives {url.host} as {name} of {node.text('name') or 'the ' + node.types[0]}.",
                    at=node.place(name),
                    value=url.href,
                    address=url.href,
                    target=url.host,
                    confidence=Confidence.LIKELY,
                    evidence=(Evidence("address", url.href), Evidence("sells", terms[0].shown)),
                )
                return
