"""The signs of one link: what its words, its place, its target and its post say for a planted link, and against it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.blocks import block_element_around
from audit.facts.hosts import below
from audit.facts.text import is_cjk, latin_letters
from audit.rules.sponsors._lexicon import has_citation, host_set
from audit.rules.sponsors._scene import is_address
from audit.rules.sponsors._terms import KIND_NAMES, MONEY, OFFERS, words_of
from audit.rules.sponsors._topic import STEM, counted_stems
from audit.rules.sponsors._weights import sign
from audit.rules.sponsors._wording import add_wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from turbohtml import Element

    from audit.facts import Facts, Link
    from audit.rules.sponsors._scene import Scene
    from audit.rules.sponsors._target import Target
    from audit.rules.sponsors._terms import Term
    from audit.rules.sponsors._topic import Rest
    from audit.rules.sponsors._weights import Judgement, Sign

ROW = 3
"""As many links together are a row."""
ODD_RELS = frozenset({"dofollow", "follow", "do-follow"})
"""Values of `rel` that mean nothing and that sellers of links write."""


def judge(link: Link, target: Target, scene: Scene, together: Rows, judgement: Judgement, *, worded: bool) -> bool:
    """Add the signs of one link to its judgement, and tell whether there is one that leads.

    Args:
        link: the link.
        target: where it leads.
        scene: its post.
        together: the links of the post that stand together.
        judgement: the signs so far.
        worded: the post may have words of a sponsor.
    """
    _intent(link, target, scene, judgement)
    if worded:
        add_wording(link, target, scene, judgement)
    _many(link, scene, together, judgement)
    trade = _trade_of(link, target, scene)
    if trade is None and not _leads(judgement):
        return False  # neither its topic nor its place leads
    _topic(link, target, scene, judgement)
    if trade is not None and _counts(trade, judgement):
        judgement.signs.append(trade)
    if not _leads(judgement):
        return False
    _trust(link, target, scene, judgement)
    _placement(link, scene, judgement)
    _markup(link, judgement)
    _concealment(link, scene.facts, judgement)
    return True


def _leads(judgement: Judgement) -> bool:
    """Whether there is more than its place, its topic and a word of commerce: an offer, a sponsor, a row, a `rel`."""
    return any(
        one.weight > 0 and one.group in {"intent", "sponsor wording", "markup"} and one.id not in _COMMON
        for one in judgement.signs
    )


_COMMON = frozenset({"A3", "A4r"})


# -- intent ------------------------------------------------------------------------------------------------------------

_MOST_COMMERCIAL = 1.2
_HEADLINE_WORDS = 8
_SLUG_WORDS = 5
_SIGNS_OF_WORD = 2  # of Chinese and Japanese
_DATED = re.compile(r"/(?:19|20)\d\d/(?:\d\d?/)?|\d{6,}")
_DAMPED = 0.35


def _intent(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    said = scene.terms[link]
    addressed = scene.money[link]
    kinds = frozenset(term.kind for term in (*said, *addressed) if term.list in MONEY)
    times = 1.0
    if kinds:
        if scene.is_about(kinds, link):
            times = _DAMPED if target.is_trusted or scene.asked_of_line(link, has_citation) else 0.5
        _money(said, "A1", judgement, times, scene.anchors[link])
        _money(addressed, "A2", judgement, times, target.readable)
        if times == 1.0 and addressed and target.is_public:
            judgement.add("T1x", "")
    _domain_ending(target, judgement)
    anchor = scene.anchors[link]
    commercial = [term.shown_in(anchor) for term in said if term.list in {"commercial", "buying"}]
    if times < 1.0:  # the "online" of an online casino praises nothing where the post is about them
        spent = {word for term in said if term.list in MONEY for word in words_of(term.text).split()}
        commercial = [word for word in commercial if not spent.issuperset(words_of(word).split())]
    ambiguous = [term.shown_in(anchor) for term in said if term.list == "ambiguous"]
    if ambiguous and (commercial or kinds):
        commercial = [*ambiguous, *commercial]
    if commercial:
        judgement.add("A3", ", ".join(commercial[:3]), times=min(len(commercial), _MOST_COMMERCIAL / 0.8))
    _headline(link, target, scene, judgement)


_COMMERCE = frozenset({"commercial", "buying", "ambiguous"})


def _money(found: Sequence[Term], name: str, judgement: Judgement, times: float, seen_in: str) -> None:
    strong = [term for term in found if term.list == "money"]
    single = [term for term in found if term.list == "single"]
    if single and not strong and any(term.list in _COMMERCE for term in found):
        strong = single  # "casino" may be a building; who plays it online has no building in mind
    if strong:
        judgement.add(name, _named(strong[0], seen_in), times=times)
    elif single:
        judgement.add(f"{name}s", _named(single[0], seen_in), times=times)


def _named(term: Term, seen_in: str) -> str:
    return f'{KIND_NAMES.get(term.kind, term.kind)} ("{term.shown_in(seen_in)}")'


def _domain_ending(target: Target, judgement: Judgement) -> None:
    ending = target.url.host.rpartition(".")[2]
    if ending in host_set("money_tlds"):
        judgement.add("A4", f".{ending}")
    elif ending in host_set("risky_tlds") and judgement.signs:
        judgement.add("A4r", f".{ending}")


def _headline(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    """A link whose text is a headline, to an article: news about a casino is no casino."""
    if not judgement.has("A1", "A1s", "A2", "A2s"):
        return
    anchor = scene.anchors[link]
    words = len(anchor) // _SIGNS_OF_WORD if is_cjk(anchor) else len(anchor.split())
    slug = max((part.count("-") + 1 for part in target.url.path.split("/")), default=0)
    article = _DATED.search(target.url.path) is not None or slug >= _SLUG_WORDS
    in_host = any(
        term for term in scene.money[link] if latin_letters(term.text).replace(" ", "")[:STEM] in target.label
    )
    if not in_host and (words >= _HEADLINE_WORDS or (article and words >= _SLUG_WORDS)):
        judgement.add("T8")


# -- many links --------------------------------------------------------------------------------------------------------

_SHORT_ROW = 40


class Rows(NamedTuple):
    """Links that stand together: to several sites in one row, to one site with several texts."""

    sites: Mapping[Link, int]
    texts: Mapping[Link, int]


def rows(scene: Scene) -> Rows:
    """The links of a post that stand together."""
    if len(scene.links) < ROW:
        return Rows({}, {})
    return Rows(dict(_rows_of_sites(scene)), dict(_repeated_texts(scene)))


def _rows_of_sites(scene: Scene) -> Iterator[tuple[Link, int]]:
    """Three or more unrelated sites in one short line that is no list of sources."""
    if not _may_be_row(scene):
        return
    by_block: dict[int, list[Link]] = defaultdict(list)
    for link, target in scene.targets.items():
        index = scene.block_of.get(link.node)
        if index is not None and not target.is_trusted:
            by_block[index].append(link)
    for index, links in by_block.items():
        block = scene.blocks[index]
        domains = {scene.targets[link].url.registrable for link in links}
        if len(domains) < ROW or block.node.tag == "li" or len(block.text.split()) > _SHORT_ROW:
            continue
        if has_citation(block.text.casefold()) or block.link_density < _ROW_DENSITY:
            continue
        if block.text.count(":") >= len(domains):
            continue  # each link has its own label: credits, or what somebody wears
        off_topic = [link for link in links if _is_search_words(link, scene) and _is_off_topic(link, scene)]
        if len({scene.targets[link].url.registrable for link in off_topic}) >= ROW:
            yield from ((link, len(domains)) for link in off_topic)


def _may_be_row(scene: Scene) -> bool:
    """Whether search words lead to three sites out of one block element: a look before the content is cut up."""
    together: dict[Element | None, set[str]] = defaultdict(set)
    for link, target in scene.targets.items():
        if _is_search_words(link, scene) and not target.is_trusted:
            together[block_element_around(link.node)].add(target.url.registrable)
    return any(len(domains) >= ROW for holder, domains in together.items() if holder is None or holder.tag != "li")


_ROW_DENSITY = 0.5
_BRACKETED = re.compile(r"\([^()]*\)")


def _is_search_words(link: Link, scene: Scene) -> bool:
    """Words that one looks for (`cheap movers`), no name (`Dale Ironworks`, `Friends of the pier`, `Ann (drums)`)."""
    if scene.terms[link]:
        return True
    anchor = scene.anchors[link]
    words = _BRACKETED.sub(" ", anchor).split()
    if not _ARTICLES.isdisjoint(anchor.casefold().split()):
        return False
    return (len(words) > 1 and not all(word[:1].isupper() for word in words)) or is_cjk(anchor)


def _is_off_topic(link: Link, scene: Scene) -> bool:
    rest = scene.rest_of_all
    hits, words = scene.topic.share_of(scene.targets[link], rest)
    return (
        bool(words)
        and not hits
        and bool(scene.anchors[link])
        and not scene.topic.has_words_of(scene.anchors[link], rest)
    )


def _repeated_texts(scene: Scene) -> Iterator[tuple[Link, int]]:
    """Three or more links to one domain, each with another text, one of them an offer."""
    by_domain: dict[str, list[Link]] = defaultdict(list)
    if scene.facts.content_has_template or not any(
        term.list in OFFERS for said in scene.terms.values() for term in said
    ):
        return  # a menu leads to sister sites and to the own shop under many names
    for link, target in scene.targets.items():
        if not target.is_trusted:
            by_domain[target.url.registrable].append(link)
    for links in by_domain.values():
        texts = {scene.anchors[link].casefold() for link in links} - {""}
        offered = [link for link in links if any(term.list in OFFERS for term in scene.terms[link])]
        if len(texts) >= ROW and offered:
            yield from ((link, len(texts)) for link in links)


def _many(link: Link, scene: Scene, together: Rows, judgement: Judgement) -> None:
    if link in together.sites and scene.anchors[link]:
        judgement.add("E6", str(together.sites[link]))
    if link in together.texts:
        judgement.add("E5", str(together.texts[link]))
    odd = link.rel & ODD_RELS
    if odd:
        judgement.add("E1", f'"{min(odd)}"')


# -- topic -------------------------------------------------------------------------------------------------------------

_LONG_POST = 40
_NAMED_SHARE, _NAMED_WORDS = 0.34, 2


def _topic(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    rest = scene.rest_for(link)
    hits, words = scene.topic.share_of(target, rest)
    anchor = scene.anchors[link]
    if words and not hits:
        foreign = scene.topic.script not in {"Latin", ""}
        name = "D1" if scene.facts.has_words(_LONG_POST) and not foreign else "D1s"
        judgement.add(name, ", ".join(target.words[:3]))
    elif (
        words
        and (hits / words >= _NAMED_SHARE or hits >= _NAMED_WORDS)
        # If only its own sentence names it: that may have been planted with the link.
        and (not judgement.has("A1") or _is_named_elsewhere(link, target, scene))
    ):
        judgement.add("D2")
        judgement.named = True
    if is_address(anchor):
        return
    if anchor and not judgement.named and not scene.topic.has_words_of(anchor, rest):
        judgement.add("D3")
    if anchor and scene.topic.is_in_other_script(anchor):
        judgement.add("D4")


_PART_OF_POST = 3


def _is_named_elsewhere(link: Link, target: Target, scene: Scene) -> bool:
    """Whether words of the target stand outside of the paragraph of a link, if that is but a small part of the post."""
    block = scene.blocks[index] if (index := scene.block_of.get(link.node)) is not None else None
    if block is None or len(block.text) * _PART_OF_POST > len(scene.facts.text):
        return True
    return scene.topic.share_of(target, scene.topic.rest(counted_stems((block.text,))))[0] > 0


def _trade_of(link: Link, target: Target, scene: Scene) -> Sign | None:
    """The sign of search words: the name of a trade, or what somebody wants to buy, as a link's text."""
    said = scene.terms[link]
    trades = [term.text for term in said if term.list == "trade"]
    buying = any(term.list == "buying" for term in said)
    if not (trades or buying) or target.is_trusted or target.affiliate:
        return None
    anchor = scene.anchors[link]
    words = words_of(anchor).split()
    if not _ARTICLES.isdisjoint(words) or any(term.list == "harmless" for term in said):
        return None  # a phrase, not what somebody types into a search box
    if trades:
        alone = len(words) <= len(words_of(trades[0]).split()) and not is_cjk(anchor)
        return sign("A5", f'"{trades[0].removesuffix("*")}"', times=0.5 if alone else 1.0)
    return sign("A8", f'"{anchor[:_MOST_QUOTED]}"') if len(_objects(words, said)) >= _SEVERAL_OBJECTS else None


def _counts(trade: Sign, judgement: Judgement) -> bool:
    """Search words count where neither the target nor they have anything to do with the post."""
    return not judgement.named and judgement.has("D3") and (trade.id == "A5" or judgement.has("D1", "D1s"))


_SEVERAL_OBJECTS = 2
_MOST_WORDS = 6
_MOST_QUOTED = 60
_ARTICLES = frozenset(
    # Articles, pronouns and words for here: search words have none. Not "de", which French search words have.
    "a an the of by on our your my their his her this that here il lo gli dei del della dello un una uno le la les une "
    "des du notre votre nos vos el los las unos unas nuestro su o os um uma dos das der die das den dem ein eine einen "
    "unser unsere het een ons onze hier tutaj nasz nasze здесь тут наш наша мой тук ici aquí qui aqui buraya".split()
)


def _objects(words: Sequence[str], said: Sequence[Term]) -> list[str]:
    """The words of a link's text that name a thing: none of commerce. None for a sentence."""
    if len(words) > _MOST_WORDS:
        return []
    spent = {word for term in said for word in words_of(term.text).split()}
    return [word for word in words if len(word) > 2 and word not in spent]  # noqa: PLR2004 - short ones say nothing


# -- trust, placement, markup ------------------------------------------------------------------------------------------

_LONG_LABEL = 4


def _trust(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    url = target.url
    label = scene.site_label
    tenant = len(label) >= _LONG_LABEL and label in latin_letters(f"{url.host}{url.path}")
    if below(url.host, scene.house) or tenant:
        judgement.add("T0")
        judgement.floor = False
    offers = judgement.has("A1", "A2", "A1s", "A2s", "A5", "A6", "A8")
    if target.is_public:
        if not judgement.has("T1x"):
            judgement.add("T1")
            judgement.floor = False
    elif target.is_reference:
        judgement.add("T2")
    elif target.is_platform:
        judgement.add("T3")
    if not judgement.floor and not offers and scene.asked_of_line(link, has_citation):
        judgement.add("T4")
    if not offers and not judgement.floor and _is_named(target, scene.rest_for(link)):
        judgement.add("T5")


def _is_named(target: Target, rest: Rest) -> bool:
    label = target.label.replace("-", "")
    return len(label) >= _LONG_LABEL and (label[:STEM] in rest and len(label) <= STEM + 2)


_SHORT_END, _SHORT_BLOCK, _LINK_SHARE = 15, 12, 0.4
_SENTENCE_WORDS = 14


def _placement(link: Link, scene: Scene, judgement: Judgement) -> None:
    index = scene.block_of.get(link.node)
    if index is None:
        return
    block = scene.blocks[index]
    content = scene.facts.content
    assert content is not None  # noqa: S101 - the link came from it
    at = scene.begins_at[link.node] + len(link.node.text)
    if len(content.text[at : at + 200].strip()) <= _SHORT_END and not content.text[at + 200 :].strip():
        judgement.add("C1")
    words = block.text.split(None, _SENTENCE_WORDS)  # as many as are asked for: many links may stand in one block
    unspaced = is_cjk(block.text)
    short = len(block.text.strip()) <= 4 * _SHORT_BLOCK if unspaced else len(words) <= _SHORT_BLOCK
    if short and (block.link_density >= _LINK_SHARE or not block.text.strip()):
        judgement.add("C2")
    elif len(words) >= _SENTENCE_WORDS:
        judgement.add("T7")
        return
    judgement.add("C3")


def _markup(link: Link, judgement: Judgement) -> None:
    if (link.node.attr("target") or "").lower() == "_blank" and not link.rel:
        judgement.add("E2")


_SEEN = "img, svg, picture, video, iframe, canvas, object, input, i, span[class]"
"""What a link without a text may show: pictures, and the elements that hold icons."""


def _concealment(link: Link, facts: Facts, judgement: Judgement) -> None:
    """An offer that readers cannot see. What a control opens is not hidden."""
    if not link.name.strip() and not link.node.select(_SEEN):
        judgement.add("F4")
    hidden = facts.hidden
    if hidden is not None and (found := hidden.of(link.node)) is not None and not found.guard:
        judgement.add("F1", str(found.how))
