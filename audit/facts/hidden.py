"""What the CSS of a post hides from its readers: by which element, by which declaration, and whether it may.

`declarations` knows what hides, `cascade` what is declared for an element, and `guards` what may be hidden; here they
meet, and the letters are looked at, whose size and colour are inherited.

Source: https://developers.google.com/search/docs/essentials/spam-policies#hidden-text-and-links
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from turbohtml import Element

from audit.facts.cascade import Cascade, style_tells, what_hides
from audit.facts.colours import Colour, distance, parse_colour
from audit.facts.declarations import (
    FAINT,
    OF_LETTERS,
    SAME_COLOUR,
    How,
    by_markup,
    colour_in,
    hides,
    is_tiny,
    names_unseen,
    size_of_font,
)
from audit.facts.guards import Guards
from audit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbohtml import Node

    from audit.facts.html import Markup

_HIDING_SCRIPT = re.compile(
    r"(?:getElementById\(\s*|querySelector\(\s*|\$\(\s*|jQuery\(\s*)['\"]#?([\w-]{1,80})['\"]\s*\)\s*\.\s*"
    r"(?:hide\s*\(\s*\)|style\s*\.\s*(?:display\s*=\s*['\"]\s*none|visibility\s*=\s*['\"]\s*hidden|"
    r"(?:left|top|marginLeft|textIndent)\s*=\s*['\"]\s*-\s*\d{3,6}|opacity\s*=\s*['\"]?\s*0\s*['\";])|"
    r"css\(\s*['\"]display['\"]\s*,\s*['\"]none)",
    re.IGNORECASE,
)
_HIDING_CALL = re.compile(
    r"getElementById\(\s*['\"]([\w-]{1,80})['\"]\s*\)\s*\.\s*style\s*\.\s*(?:display|visibility)\s*=\s*\w{1,40}\s*\("
)
_RETURNS_HIDDEN = re.compile(r"return\s*['\"](?:none|hidden)['\"]")
_WRITTEN_BOX = re.compile(
    r"document\s*\.\s*write(?:ln)?\s*\(\s*(['\"`])\s*<(?P<tag>div|span|p|font|u|b|i|ins|ul|table)\b[^<>]{0,200}?"
    r"style\s*=\s*\\?[\"'](?P<style>[^\"'<>\\]{1,300})[^<>]{0,200}>\s*\1\s*\)",
    re.IGNORECASE,
)
"""A script that writes the start of a box with a style, and no more."""
_MOST_BETWEEN = 200
_PLAIN_CLASS = re.compile(
    r"(?:wp-block-(?:paragraph|list|list-item|heading|quote|separator|table|verse)|has-text-align-\w+|align\w*|text-(?:left|right|center|justify)"
    r"|wp-element-\w+|is-style-default|p\d+|s\d+|Mso\w+|msonormal)",
    re.IGNORECASE,
)
_TELLING_TAGS = frozenset({"font", "marquee", "noscript"})
"""Elements that may hide, or paint letters, without an attribute for it."""
_WHITE = Colour(255.0, 255.0, 255.0, 1.0)


@dataclass(slots=True, eq=False)
class Concealment:
    """What hides an element.

    Attributes:
        node: the element that hides: itself or one around it.
        how: one of `How`.
        declaration: what does it, as it is written (`left: -7421px`), cut to a line.
        guard: why it may: "accessible" (for screen readers), "interactive" (something shows it), or "".
        assumed: it rests on a white background that nobody declared.
    """

    node: Element
    how: str
    declaration: str
    guard: str = ""
    assumed: bool = False


class _Seen(NamedTuple):
    """What an element, and those around it, do to what is in it.

    Attributes:
        hider: the outermost that hides it, by itself.
        lettered: one of them says how large or of what colour letters are.
    """

    hider: Concealment | None
    lettered: bool


_SHOWN = _Seen(None, lettered=False)


class Hidden:
    """Answers what hides an element of one HTML field."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._cascade = Cascade(markup)
        self._verdicts: dict[Element, _Seen] = {}
        self._sizes: dict[Element, tuple[Element | None, str]] = {}

    def of(self, node: Element) -> Concealment | None:
        """What hides an element, by itself or by an element around it; None if readers see it, as far as CSS tells."""
        seen = self._seen(node)
        found = seen.hider
        if found is not None and (found.how != How.INVISIBLE or not self._is_shown_again(node, found.node)):
            return found
        target = self._innermost(node)
        if not seen.lettered and (target is node or not self._seen(target).lettered):
            return None
        return self._tiny(target) or self._colourless(target, node)

    def _seen(self, node: Element) -> _Seen:
        """What an element, and those around it, do to what is in it."""
        verdicts, is_told_elsewhere = self._verdicts, self._is_told_elsewhere
        chain: list[Element] = []
        known: _Seen | None = None
        walk: Node | None = node
        while isinstance(walk, Element) and (known := verdicts.get(walk)) is None:
            chain.append(walk)
            walk = walk.parent
        seen = known or _SHOWN
        for element in reversed(chain):
            if is_told_elsewhere or _may_hide(element):
                seen = _Seen(seen.hider or self._by_itself(element), seen.lettered or self._says_of_letters(element))
            verdicts[element] = seen
        return seen

    @lazy
    def _is_told_elsewhere(self) -> bool:
        """Scripts or style sheets of the content hide something, or may."""
        return bool(self._hiding_scripts or self._written_away) or self._cascade.has_sheets

    def _says_of_letters(self, node: Element) -> bool:
        """The size or the colour of the letters in an element is declared at it."""
        return node.tag == "font" or not OF_LETTERS.isdisjoint(self.style(node))

    def _is_shown_again(self, node: Element, hider: Element) -> bool:
        """`visibility: visible` inside of what is hidden shows again; opacity does not come back."""
        if self.style(hider).get("visibility", "") not in {"hidden", "collapse"}:
            return False
        walk: Node | None = node
        while isinstance(walk, Element) and walk is not hider:
            if self.style(walk).get("visibility") == "visible":
                return True
            walk = walk.parent
        return False

    def style(self, node: Element) -> Mapping[str, str]:
        """What the content declares for an element, as far as it can hide. Lower-case."""
        return self._cascade.style(node)

    @lazy
    def _hiding_scripts(self) -> Mapping[str, str]:
        """Ids of elements that a script of the content hides, with the statement."""
        found: dict[str, str] = {}
        for node in self._markup.elements("script"):
            text = node.text
            for match in _HIDING_SCRIPT.finditer(text):
                found.setdefault(match[1], match[0])
            if "getElementById" in text and _RETURNS_HIDDEN.search(text):
                for match in _HIDING_CALL.finditer(text):
                    found.setdefault(match[1], match[0])
        return found

    @lazy
    def _written_away(self) -> Mapping[Element, str]:
        """Elements between a script that writes the start of a hidden box and one that writes its end; its style."""
        found: dict[Element, str] = {}
        for script in self._markup.elements("script"):
            box = _WRITTEN_BOX.search(script.text) if "document" in script.text else None
            if box is not None and what_hides(box["style"]) is not None:
                found.update(dict.fromkeys(_until_written(f"</{box['tag'].lower()}", script), box["style"]))
        return found

    @lazy
    def _guards(self) -> Guards:
        return Guards(self._markup, self._cascade, self._hiding_scripts)

    def _by_itself(self, node: Element) -> Concealment | None:
        """What this element's own declarations hide, with all that is in it."""
        how, declaration = self._hides_all(node)
        if not how:
            return None
        return Concealment(node, how, _line(declaration), self._guards.of(node))

    def _hides_all(self, node: Element) -> tuple[str, str]:
        found = by_markup(node)
        if found is not None:
            return found
        name = node.attr("id") if self._hiding_scripts else None
        if name and name in self._hiding_scripts:
            return How.SCRIPT, self._hiding_scripts[name]
        if node in self._written_away:
            return How.SCRIPT, self._written_away[node]
        styles = self.style(node)
        if not styles:
            return "", ""
        if node.tag == "marquee":  # it shows nothing outside of its box
            styles = {"overflow": "hidden", **styles}
        return hides(styles) or ("", "")

    def _innermost(self, node: Element) -> Element:
        """The one element that holds all the text of another: `<a><span><font>text</font></span></a>`."""
        while len(node):  # it counts the nodes in it
            children = [child for child in node.children if isinstance(child, Element) and child.text.strip()]
            if len(children) != 1 or children[0].text.strip() != node.text.strip():
                return node
            node = children[0]
        return node

    def _tiny(self, node: Element) -> Concealment | None:
        holder, size = self._sized(node)
        if holder is None or not is_tiny(size):
            return None
        return Concealment(holder, How.TINY, _line(f"font-size: {size}"), self._guards.of(holder))

    def _sized(self, node: Element) -> tuple[Element | None, str]:
        """The nearest element that says how large the letters in another are, and what it says."""
        chain: list[Element] = []
        found: tuple[Element | None, str] = (None, "")
        walk: Node | None = node
        while isinstance(walk, Element) and self._seen(walk).lettered:
            if walk in self._sizes:
                found = self._sizes[walk]
                break
            chain.append(walk)
            styles = self.style(walk)
            size = styles.get("font-size") or size_of_font(styles.get("font", ""))
            if size:
                found = (walk, size)
                break
            walk = walk.parent
        self._sizes.update(dict.fromkeys(chain, found))
        return found

    def _colourless(self, node: Element, link: Element) -> Concealment | None:
        """Letters that are transparent, or in the colour of what is behind them.

        A link has its own colour by default, so only what is declared from the link inwards counts, or what it says to
        inherit.
        """
        colour, holder, written = self._text_colour(node, link)
        if colour is None or holder is None:
            return None
        styles = self.style(holder)
        if "text" in styles.get("background-clip", styles.get("-webkit-background-clip", "")):
            return None
        if styles.get("text-shadow", "none") != "none":
            return None
        if colour.alpha <= FAINT:
            return Concealment(holder, How.COLOUR, _line(written), self._guards.of(holder))
        behind, behind_written, known = self._background(holder)
        if behind is None or distance(colour, behind) >= SAME_COLOUR:
            return None
        declaration = f"{written}; {behind_written}" if known else f"{written}, on a page that is white"
        return Concealment(holder, How.COLOUR, _line(declaration), self._guards.of(holder), assumed=not known)

    def _text_colour(self, node: Element, link: Element) -> tuple[Colour | None, Element | None, str]:
        walk: Node | None = node
        inherits = link.tag != "a"
        while isinstance(walk, Element):
            styles = self.style(walk)
            value = styles.get("-webkit-text-fill-color") or styles.get("color")
            if value is None and walk.tag == "font":
                value = (walk.attr("color") or "").strip().lower() or None
            if value in {"inherit", "unset"}:
                inherits = True
            elif value is not None:
                written = f"color: {value}"
                return parse_colour(value), walk, written
            if walk is link and not inherits:
                return None, None, ""
            walk = walk.parent
        return None, None, ""

    def _background(self, node: Element) -> tuple[Colour | None, str, bool]:
        """The colour behind an element: declared, or white if no class on the way can bring another one."""
        walk: Node | None = node
        while isinstance(walk, Element):
            styles = self.style(walk)
            written = styles.get("background-color") or styles.get("background")
            if "background-image" in styles or (written is not None and ("url(" in written or "gradient" in written)):
                return None, "", False
            if written is None and walk.attr("bgcolor"):
                written = (walk.attr("bgcolor") or "").strip().lower()
            if written not in {None, "none", "transparent", "initial", "inherit", "unset"}:
                colour = colour_in(written or "")
                if colour is None or colour.alpha < 1:
                    return None, "", False
                return colour, f"background: {written}", True
            if walk is not self._markup.container and not _is_plain(walk):
                return None, "", False
            walk = walk.parent
        return _WHITE, "", False


def _may_hide(node: Element) -> bool:
    """Whether an element by itself can hide what is in it, or its letters: a quick look, as most cannot."""
    if node.tag in _TELLING_TAGS:
        return True
    if not node.attrs:
        return False
    style, classes = node.attr("style"), node.attr("class")
    return bool(
        (style and style_tells(style)) or (classes and names_unseen(classes)) or node.attr("hidden") is not None
    )


def _is_plain(node: Element) -> bool:
    """No class of its own by which a theme may give it a background."""
    if node.tag in {"button", "figure", "table", "td", "th", "header", "footer", "aside", "mark", "code", "pre"}:
        return False
    return all(_PLAIN_CLASS.fullmatch(one) for one in (node.attr("class") or "").split())


def _line(text: str) -> str:
    return " ".join(text.split())[:120]


def _until_written(end: str, script: Element) -> list[Element]:
    """The elements behind a script up to the one that writes an end tag; none if nothing writes it."""
    between: list[Element] = []
    walk = script.next_sibling
    while walk is not None and len(between) < _MOST_BETWEEN:
        if isinstance(walk, Element):
            if walk.tag == "script" and end in walk.text.lower().replace("\\", ""):
                return between
            between.append(walk)
        walk = walk.next_sibling
    return []
