"""LNK006."""

from __future__ import annotations

import re
from binascii import a2b_base64, b2a_base64
from struct import iter_unpack, pack
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from zlib import crc32

from audit.facts.text import holds_any
from audit.finding import Confidence, CorpusFinding, Evidence, Fix, Severity, Witness
from audit.rule import SAME_ELEMENT, Bad, CorpusRule, Good
from audit.rules.links._corpus import own_address, own_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.facts import Facts
    from audit.facts.html import Markup
    from audit.facts.links import Link
    from audit.rules.links._corpus import OwnLink
    from audit.site import SiteTotals

_CONTENTS = '<ul><li><a href="#spring">Spring</a></li><li><a href="#{}">Neap</a></li></ul>'
_CHAPTERS = '<h2 id="spring">Spring tides</h2><p>High.</p><h2 id="neap">Neap tides</h2><p>Low.</p>'

_OF_THE_THEME = frozenset(
    """
    access back-to-top backtotop banner body bottom branding cancel-comment-reply-link cart colophon comment commentform
    comments contact-form container content disqus_thread divi-page-container et-main-area fb-root footer header home
    inner-wrap layout login main main-content main-navigation main-wrap masthead menu mobile-menu nav navigation
    newsletter offcanvas outer-wrap page page-content page-wrapper primary primary-menu primary-menu-container print
    register related reply reply-title respond root search search-form secondary share sidebar sign-in signin
    site-content site-footer site-header site-main site-navigation skip skip-to-content start subscribe tertiary to-top
    top totop trackbacks up wp--skip-link--target wrap wrapper
    """.split()
)
"""Ids that themes and WordPress itself print around the content, and `top`, which is the top of every page.

Source: the templates of WordPress's own themes, https://github.com/WordPress/twentytwenty and its siblings.
"""
_OF_A_PROGRAM = re.compile(
    r"[!?]|.*[/=]|.*:~:"  # routes and states of scripts, and the text directive
    r"|0*$|[-_.#]*$|(?:none?|null|void|self)$"  # #0: nowhere, on purpose
    r"|(?-i:\.(?=[\w-]*[A-Z0-9])[\w-]{11}(?:\.\w+)?$|sthash\.)|incart_"  # of services for sharing, which count
    r"|(?:comment|more|post|page|respond|attachment|menu-item|wpcf7|gf|gform|gravity|mc4wp|popmake|pum|brx|jp|eael|uael)-"
    r"|(?:elementor|et_|fusion|avia|vc_|wpforms|ninja-?forms?|tribe|woocommerce|wc-|product-|tab[-_]|tabs?\d*$|ui-id)"
    r"|(?:open|close|toggle|scroll|goto)[-_]"
    r"|(?:[\w-]*[-_])?(?:modal|popup|pop-up|lightbox|overlay|dialog|drawer|collapse|accordion|carousel|slider?|gallery)"
    r"(?:[-_\d]|$)"
    r"|(?:manage[-_])?(?:cookies?[-_]?)?(?:consent|cookies?[-_]?settings?|cookies?[-_]?preferences?)$"  # of consent
    r"|consent[-_](?:change|history|revoke|manage\w*|settings?|preferences?)$|cmp(?:screen|[-_]|$)"
    r"|(?:uc|ot|cmplz|borlabs|cky|tarteaucitron|usercentrics|didomi|axeptio|onetrust)(?:[-_]|$)"
    r"|L\d+$",  # a line of a source
    re.IGNORECASE,
)
"""Fragments that a script, a plugin or a viewer reads; no element with that id need be in the content."""
_SCRIPTED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:js|modal|pop-?up|lightbox|toggler?|tabs?|accordion|carousel|slider?|fancybox|collapse|dropdown|trigger"
    r"|dialog|drawer|share|scroll|swiper|nav-link|add_to_cart_button)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SCRIPTED_ATTRIBUTES = (
    "onclick",
    "aria-controls",
    "aria-expanded",
    "aria-haspopup",
    "data-toggle",
    "data-bs-toggle",
    "data-target",
    "data-bs-target",
    "data-tab",
    "data-slide",
    "data-modal",
    "data-popup",
    "data-fancybox",
    "data-vc-accordion",
    "data-vc-tabs",
    "data-vc-container",
)
_RAW_SHORTCODES = tuple(
    f"[{slash}{builder}_"
    for builder in "et_pb vc fusion av cs fl mk ux x nectar tatsu oxygen ct".split()
    for slash in ("", "/")
)
"""How the shortcodes of page builders begin that put them out for want of their program."""
_AS_IT_IS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>`')
"""What a URL leaves as it is in a fragment."""
_MOST_IDS = 2000
"""A page with more ids is generated, and what it holds is not kept."""
_MOST_JUMPS = 100
_MOST_NAMED = 5
_SEPARATORS = re.compile(r"[\W_]+")
_ASCII_SEPARATORS = bytes(code for code in range(128) if not chr(code).isalnum())
_LOWER = bytes(range(256)).lower()
_OF_HEADINGS = re.compile(r"^(?:h|toc|heading|section|anchor|id|chapter|title)\d*[-_]+|[-_]+\d+$")


class LinkFragmentMissing(CorpusRule, code="LNK006", severity=Severity.WARNING, since="0.2.0"):
    """A link jumps to a place that is not in the post.

    The reader lands at the top of the page, or does not move at all, and looks for what was promised. Mostly the
    heading was renamed or removed after the link was made, or the case of its id differs.
    """

    keeps_quotes = True
    needs_several = True
    remedy = 'Give the target the id that the link names (a heading\'s "HTML anchor"), or correct the link.'
    sources = (
        "https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element",
        "https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Elements/a#linking_to_an_element_on_the_same_page",
    )
    reads_content = True
    explained_by = {"link-placeholder": SAME_ELEMENT, "link-email-protection": SAME_ELEMENT}
    examples = (
        Bad(_CONTENTS.format("Neap") + _CHAPTERS, says="#Neap", points_at='<a href="#Neap"'),
        Bad(
            posts=(
                {"content": {"rendered": '<p>See <a href="https://saltmarsh.example/gauge/#staff">staff</a>.</p>'}},
                {
                    "link": "https://saltmarsh.example/gauge/",
                    "content": {"rendered": '<h2 id="float">Float</h2><p>It rises.</p>'},
                },
            ),
            says="#staff",
        ),
        Bad(
            _CONTENTS.format("slack") + _CHAPTERS + '<template><h2 id="slack">Slack</h2></template>',
            says="#slack",
            note="A template is shown nowhere.",
        ),
        Good(_CONTENTS.format("neap") + _CHAPTERS),
        Good('<p><a href="#Flüt">Tide</a></p><h2 id="Fl%C3%BCt">Tide</h2>', note="A URL has ü in escapes."),
        Good(
            '<p><a href="#cookie-settings">Cookies</a></p><h2 id="tide">Tide</h2>',
            note="The manager of consent listens to it.",
        ),
        Good(
            '<p><a href="https://saltmarsh.example/tide/#.VTktRK1Vikp">Part one</a></p><h2 id="neap">Neap</h2>',
            fields={"link": "https://saltmarsh.example/tide/"},
            note="AddThis hung it on the address that was copied, to count who comes by it.",
        ),
        Good(
            '<p><a class="btn-vote-up" href="#vote-up">Good</a></p><h2 id="neap">Neap</h2>',
            note="A script knows it by its class.",
        ),
        Good('<p><a href="#respond">Answer</a> or go <a href="#top">up</a>.</p>', note="The theme has these."),
        Good('<p><a href="https://saltmarsh.example/gauge/#staff">staff</a></p>', note="Nobody knows that page."),
        Good(
            '<p><a href="#office">Write to us</a></p><h2 id="neap">Neap</h2>',
            page='<main><p><a href="#office">Write to us</a></p></main><footer id="office">Quay 1</footer>',
            note="The theme's foot has it.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """The content is all there: no builder's shortcodes instead of it, not one page of several."""
        return own_address(facts) is not None and _is_whole(facts)

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """What a post has, and what links jump to: under the site and the target's address.

        Jumps within the post are judged here: only those that lead nowhere are kept. A page without a single id may be
        the plain copy that a page builder keeps of what it shows, and says nothing; ids of forms do not count. Of a
        whole page, what the theme puts around the content counts too.
        """
        address, markup = own_address(facts), facts.content
        if address is None or markup is None:
            return
        own = f"{facts.site}\t{address.name}"
        ids = ids_of(markup if facts.page is None else facts.page.markup)
        can_tell = facts.post.type in {None, "post"} or not all(map(_OF_A_PROGRAM.match, ids))
        if can_tell:
            is_kept = len(ids) <= _MOST_IDS  # else it says no more than that it is: none that it misses stands alone
            yield own, _what_is_there(ids, facts.once(_unmarked_headings)) if is_kept else Witness((_IS,))
        missing: dict[str, OwnLink] = {}
        seen: set[tuple[str, str]] = set()
        for found in own_links(facts):
            if "#" not in found.link.href or not _is_jump(found) or len(seen) == _MOST_JUMPS:
                continue
            key = f"{facts.site}\t{found.to.name}"
            if key == own:
                if not _is_there(found.fragment, ids) and not _may_come(found.fragment, facts.once(_unmarked_headings)):
                    missing.setdefault(found.fragment, found)
            elif (key, found.fragment) not in seen:
                seen.add((key, found.fragment))
                yield key, _witness(_LINKS, found, "")
        if can_tell:
            yield from ((own, witness) for witness in _missing(missing, ids))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post and fragment that leads nowhere."""
        owner = next((witness for witness in witnesses if witness.values[0] == _HAS), None)
        names, headings = _unpack(witnesses)
        for witness in witnesses:
            if witness.values[0] in {_MISSES, _MISSES_MORE}:
                yield _finding(witness, None)
            elif witness.values[0] == _LINKS and owner is not None:
                fragment = str(witness.values[1])
                written = map(crc32, map(_in_utf8, (fragment, unquote(fragment), _as_sent(fragment))))
                if names.isdisjoint(written) and headings.isdisjoint(map(crc32, _readings(fragment))):
                    yield _finding(witness, owner)


_HAS, _MISSES, _MISSES_MORE, _LINKS, _IS = range(5)


def _what_is_there(ids: Iterable[str], headings: Iterable[bytes]) -> Witness:
    return Witness((_HAS, _pack(map(_in_utf8, ids)), _pack(headings)))


def _missing(jumps: Mapping[str, OwnLink], ids: frozenset[str]) -> Iterator[Witness]:
    """One witness for each fragment; one for all of them where the post has no id at all: that is one fault.

    And one for all beyond the first hundred.
    """
    found = list(jumps.values())
    if not ids and len(found) > 1:
        yield _witness(_MISSES, found[0], "", _named(found[1:]))
        return
    alone = found if len(found) <= _MOST_JUMPS else found[: _MOST_JUMPS - 1]
    yield from (_witness(_MISSES, jump, _only_alike(jump.fragment, ids)) for jump in alone)
    if rest := found[len(alone) :]:
        yield _witness(_MISSES_MORE, rest[0], "", _named(rest[1:]))


def _named(jumps: Sequence[OwnLink]) -> str:
    """The places of some jumps, as evidence shows them."""
    shown = jumps[: _MOST_NAMED - 1]
    others = ", ".join(f"#{jump.fragment}" for jump in shown)
    return others if len(jumps) == len(shown) else f"{others} and {len(jumps) - len(shown)} more"


def _finding(witness: Witness, target: Witness | None) -> CorpusFinding:
    kind, fragment, raw, tag, alike, others = witness.values
    where = "this post" if target is None else "the post it leads to"
    message = f'The link jumps to "#{fragment}", and nothing in {where} has that id.'
    if others:
        ids = "those ids" if kind == _MISSES_MORE else "an id"
        message = f'Links jump to "#{fragment}" and other places, and nothing in this post has {ids}.'
    evidence = [Evidence("fragment", f"#{fragment}")]
    evidence += [Evidence("others", str(others))] if others else []
    fix = None
    if alike:
        message += f' There is "{alike}".'
        after = f"{str(raw).partition('#')[0]}#{alike}"
        fix = Fix(
            safe=str(alike).casefold() == unquote(str(fragment)).casefold(),
            summary="write the id as it is",
            element=str(tag),
            attribute="href",
            before=str(raw),
            after=after,
        )
    return CorpusFinding(
        message,
        value=str(raw),
        address=str(raw),
        evidence=tuple(evidence),
        confidence=Confidence.DEFINITIVE if alike or target is not None else Confidence.LIKELY,
        fix=fix,
        witness=witness,
        related=() if target is None else ((target, "has no such id"),),
    )


def _witness(kind: int, found: OwnLink, alike: str, others: str = "") -> Witness:
    link = found.link
    return Witness((kind, found.fragment, link.href, link.node.tag, alike, others), link.place)


# -- what is judged --------------------------------------------------------------------------------------------------


def _is_whole(facts: Facts) -> bool:
    source = facts.rendered
    if not source or source.isspace() or facts.elements("base") or "<!--nextpage-->" in source:
        return False
    return not holds_any(source, _RAW_SHORTCODES)


def _is_jump(found: OwnLink) -> bool:
    """A link that asks for an element, and not a control that a script works."""
    fragment = found.fragment
    if not fragment or fragment.lower() in _OF_THE_THEME or _OF_A_PROGRAM.match(fragment):
        return False
    if "{" in fragment or "[" in fragment or "%%" in fragment:
        return False
    return found.to.names_a_page and not _is_control(found.link) and not _is_hook(found)


def _is_hook(found: OwnLink) -> bool:
    """Whether a script finds the link by a class that says the same as its fragment: `btn-delete` for `#delete`."""
    meant = _loose(unquote(found.fragment))
    classes = (found.link.node.attr("class") or "").split()
    return len(meant) >= _LEAST_HOOK and any(meant in _loose(name) for name in classes[:_MOST_CLASSES])


_LEAST_HOOK = 4
_MOST_CLASSES = 20


def _is_control(link: Link) -> bool:
    node = link.node
    if (node.attr("role") or "").lower() in {"button", "tab", "menuitem", "switch"}:
        return True
    if any(node.attr(name) is not None for name in _SCRIPTED_ATTRIBUTES):
        return True
    return _SCRIPTED_CLASS.search(node.attr("class") or "") is not None


# -- ids -------------------------------------------------------------------------------------------------------------


def ids_of(markup: Markup) -> frozenset[str]:
    """Every `id`, and every `name` of an `<a>`: what a fragment may name.

    Source: https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element
    """
    found = {node.attr("id") for node in markup.identified}
    found.update([node.attr("name") for node in markup.elements("a")])
    return frozenset(filter(None, found))


def _is_there(fragment: str, ids: frozenset[str]) -> bool:
    return fragment in ids or unquote(fragment) in ids or (not fragment.isascii() and _as_sent(fragment) in ids)


def _as_sent(fragment: str) -> str:
    """A fragment as the URL has it, which is looked for first: an id may be written in escapes.

    Source: https://url.spec.whatwg.org/#fragment-percent-encode-set
    """
    return quote(fragment, safe=_AS_IT_IS, errors="replace")


def _only_alike(fragment: str, ids: frozenset[str]) -> str:
    """The one id that differs in nothing but case and separators, or ""."""
    loose = _loose(unquote(fragment))
    alike = [name for name in ids if _loose(name) == loose] if loose else []
    return alike[0] if len(alike) == 1 else ""


def _loose(text: str) -> bytes:
    if text.isascii():  # nearly all; the same, and fast
        return text.encode().translate(_LOWER, _ASCII_SEPARATORS)
    return _in_utf8(_SEPARATORS.sub("", text).casefold())


def _in_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _unmarked_headings(facts: Facts) -> set[bytes]:
    """The headings without an id, loosely written: a plugin may give them one when the page is shown."""
    headings = [heading.node for heading in facts.headings]
    if headings and facts.content is not None and facts.content.identified:
        headings = [node for node in headings if node.attr("id") is None]
    return {_loose(node.text) for node in headings}


def _may_come(fragment: str, headings: set[bytes]) -> bool:
    return not headings.isdisjoint(_readings(fragment))


def _readings(fragment: str) -> Iterator[bytes]:
    """How the text of a heading may read whose id a plugin made from it."""
    text = unquote(fragment)
    yield _loose(text)
    yield _loose(_OF_HEADINGS.sub("", text.lower()))


# A witness keeps a checksum of each name, not the name: 1 of 4,000,000,000 names is taken for another.


def _pack(names: Iterable[bytes]) -> str:
    sums = set(map(crc32, names))
    return b2a_base64(pack(f">{len(sums)}I", *sums), newline=False).decode("ascii") if sums else ""


def _unpack(witnesses: Iterable[Witness]) -> tuple[set[int], set[int]]:
    """The checksums of the ids and of the headings of all posts that have one address."""
    names: set[int] = set()
    headings: set[int] = set()
    for witness in witnesses:
        if witness.values[0] == _HAS:
            for sums, packed in zip((names, headings), witness.values[1:], strict=True):
                sums.update(number for (number,) in iter_unpack(">I", a2b_base64(str(packed))))
    return names, headings
