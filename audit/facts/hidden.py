"""What the CSS of a post hides from its readers: by which element, by which declaration, and whether it may.

The parser reads the style sheets in the content and matches their selectors. Its computed style leaves out what hides
most (clips, transforms, shorthands, the `hidden` attribute, `<font color>`), so the cascade is resolved here, for the
few properties that can hide. Nothing is laid out: what only a browser can see, such as text behind a picture, is not
found.

Source: https://developers.google.com/search/docs/essentials/spam-policies#hidden-text-and-links
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import re2
from turbohtml import Element, SelectorSyntaxError
from turbohtml.cssom import StyleDeclaration, StyleSheet

from audit.facts.colours import Colour, distance, parse_colour

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from turbohtml import Node

    from audit.facts.html import Markup

_PX: Final = {
    "px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "in": 96.0, "cm": 37.8,
    "mm": 3.78, "vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "%": 12.8,
}  # fmt: skip
"""CSS pixels in a unit; for those of the window, of a window of 1,280 by 800."""
_LENGTH = re.compile(
    r"([-+]?(?:\d+(?:\.\d*)?|\.\d+))(px|pt|pc|r?em|ex|ch|in|cm|mm|v[wh]|vmin|vmax|%|)(?![\w.])", re.IGNORECASE
)
_FAR = 400.0
"""Pixels to the left or above from which a box is out of the window (SpamAssassin's and Google's examples: 1,000)."""
_FAR_RIGHT = 2500.0
"""Pixels to the right or below: wider than windows are, since boxes may be moved within theirs."""
_TINY_FONT, _TINY_FONT_SHARE = 1.0, 0.1
_TINY_BOX = 2.0
_FAINT = 0.1
_SAME_COLOUR = 12.0
"""Distance up to which two colours look the same: SpamAssassin's, by its formula."""
_OFFSETS = ("left", "right", "top", "bottom")
_CLIPPING = frozenset({"hidden", "clip", "scroll", "auto"})
_RECT = re.compile(r"rect\(\s*([^)]*)\)", re.IGNORECASE)
_CLIPPED_AWAY = re.compile(
    r"inset\(\s*(?:5\d|[6-9]\d|100)(?:\.\d+)?%|inset\(\s*100|circle\(\s*0|ellipse\(\s*0|polygon\(\s*0[a-z%]*\s+0[a-z%]*\s*(?:,\s*0[a-z%]*\s+0[a-z%]*\s*)*\)",
    re.IGNORECASE,
)
_SCALED_AWAY = re.compile(
    r"\bscale(?:[xy]|3d)?\(\s*0?(?:\.0\d*)?\s*(?:,[^)]*)?\)|\brotate[xy]\(\s*90deg\s*\)", re.IGNORECASE
)
_MOVED = re.compile(r"\btranslate(?:[xyz]|3d)?\(([^)]*)\)", re.IGNORECASE)
_FILTERED = re.compile(r"\bopacity\(\s*0?(?:\.0\d*)?%?\s*\)", re.IGNORECASE)
_HIDING_SCRIPT = re.compile(
    r"(?:getElementById\(\s*|querySelector\(\s*|\$\(\s*|jQuery\(\s*)['\"]#?([\w-]{1,80})['\"]\s*\)\s*\.\s*"
    r"(?:hide\s*\(\s*\)|style\s*\.\s*(?:display\s*=\s*['\"]\s*none|visibility\s*=\s*['\"]\s*hidden|"
    r"(?:left|top|marginLeft|textIndent)\s*=\s*['\"]\s*-\s*\d{3,6}|opacity\s*=\s*['\"]?\s*0\s*['\";])|"
    r"css\(\s*['\"]display['\"]\s*,\s*['\"]none)",
    re.IGNORECASE,
)
_SHEET_SIGNALS = re2.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*[hc]|opacity\s*[:(]\s*(?:0\s*[;}!%)]|0?\.0)|content-visibility|-\s*\d{3}"
    r"|(?:left|right|top|bottom|inset|indent)\s*:\s*[\d.]{3}|translate[^;}]*\d{3}|scale[xyz3d]*\s*[(:]\s*0|rotate[xy]|clip"
    r"|size\s*:\s*(?:0[;}a-z%!\s]|0?\.\d|1p)|font\s*:[^;}]*\b[01]p|font\s*:[^;}]*\b0/|transparent|fill-color"
    r"|(?:width|height)\s*:\s*[012](?:\.\d+)?(?:px|pt|[;}!\s])|rgba?\([^)]*[,/\s]0?(?:\.0\d*)?\s*\)|hsla\("
)
"""Without one of these a style sheet hides nothing but letters in the very colour of their background."""
_SAME_COLOURS = re.compile(
    r"(?<![-\w])color\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,20})\b[^{}]{0,200}\bbackground(?:-color)?\s*:\s*\1\b"
    r"|\bbackground(?:-color)?\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,20})\b[^{}]{0,200}(?<![-\w])color\s*:\s*\2\b",
    re.IGNORECASE,
)
_WRITTEN_SHEET = re.compile(r"<style[^>]{0,200}>([^<]{1,5000})<", re.IGNORECASE)
_SHOWING_SCRIPT = re.compile(
    r"toggle|\.show|slideDown|fadeIn|classList|addEventListener|onclick|display\s*=\s*['\"](?:block|inline|flex|['\"])|"
    r"removeAttribute|\.hidden\s*=|\.click\(|\.on\(",
    re.IGNORECASE,
)
_STATES = re.compile(
    r":(?:hover|focus(?:-within|-visible)?|checked|target|active|has|open)|\.(?:is-)?(?:active|open|show|shown|visible|expanded)\b"
)
_PSEUDO = re.compile(r"::|:(?:before|after|first-letter|first-line|hover|focus|active|visited|target|checked)")
_ACCESSIBLE = re.compile(
    r"(?:^|[\s_-])(?:screen-?reader(?:-text|-only)?|sr-only(?:-focusable)?|visually-?hidden|hidden-visually|skip-?(?:link|nav|to)"
    r"[\w-]*|a11y[\w-]*|assistive-text|accessib\w*|off-?screen|for-screen-readers?|clip-text|element-invisible|show-for-sr)(?=$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = frozenset(
    "screen-reader-text screen-reader-only sr-only visually-hidden visuallyhidden hidden-visually assistive-text "
    "element-invisible show-for-sr".split()
)
"""Classes by which WordPress, Bootstrap, Drupal and Foundation hide what is for screen readers."""
_INTERACTIVE = re.compile(
    r"(?:^|[\s_-])(?:[\w]*(?:accordi|collaps|dropdown|carousel|slider|tooltip|lightbox|fancybox|modal|popup|popover|footnote|"
    r"submenu|offcanvas|spoiler|swiper|slick|splide|flickity|glide|owl|toggle|tabpanel|flipbox|flip-box)\w*"
    r"|tabs?|tab-?(?:pane|content|panel|panels|item|body)|panels?|nav\w*|menus?|drop|slides?|tips?|expand\w*|reveal\w*|"
    r"read-?more|show-?more|more|more-(?:text|content|link)|truncat\w*|faq\w*|answer|dialog|drawer|overlay|hover\w*|lazy\w*|"
    r"animat\w*|wow|aos|fade\w*|elementor-invisible|print\w*|no-?print|mobile\w*|desktop\w*|tablet\w*|phone\w*|hide-(?:on|for)\w*|"
    r"hidden-(?:xs|sm|md|lg|xl|mobile|desktop|phone|tablet|print)|visible-(?:xs|sm|md|lg)|d-none|toc|shar(?:e|ing|edaddy)\w*|sd-\w+|"
    r"comment\w*|reply|search\w*|filter\w*|quiz\w*|poll\w*|step\w*|wizard|transcript\w*|citation\w*|references?|preheader|"
    r"cookie\w*|consent\w*|player\w*|video\w*|audio\w*|map\w*|marker\w*|infowindow|template\w*|js-\w+|no-?js|wp-embedded-content|"
    r"[uph]-[a-z]+(?:-[a-z]+)*|vcard|hentry|hatom\w*|updated|screen-only|loading|loader|preload\w*|placeholder|rotat\w*|ticker\w*|"
    r"marquee\w*|scroll\w*|gallery\w*|caption\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
_INTERACTIVE_ROLES = frozenset(
    {"tabpanel", "dialog", "alertdialog", "tooltip", "menu", "listbox", "group", "doc-footnote", "note"}
)
_INTERACTIVE_TAGS = frozenset(
    {"details", "dialog", "template", "noscript", "nav", "menu", "video", "audio", "object", "svg"}
)
_INTERACTIVE_ATTRIBUTES = tuple(
    "aria-controls aria-expanded aria-labelledby popover x-show x-cloak v-show v-if v-cloak ng-show data-toggle "
    "data-bs-toggle data-target data-slide data-tab data-tooltip data-mfn data-fancybox data-wp-bind--hidden "
    "data-wp-class--hidden data-wp-interactive itemprop itemscope data-animation data-aos aria-roledescription "
    "data-collapse data-accordion tabindex".split()
)
_PICTURES = ("img", "svg", "picture", "video", "iframe", "canvas", "object", "i")
_PLAIN_CLASS = re.compile(
    r"(?:wp-block-(?:paragraph|list|list-item|heading|quote|separator|table|verse)|has-text-align-\w+|align\w*|text-(?:left|right|center|justify)"
    r"|wp-element-\w+|is-style-default|p\d+|s\d+|Mso\w+|msonormal)",
    re.IGNORECASE,
)
_WHITE = Colour(255.0, 255.0, 255.0, 1.0)
_MOST_RULES = 3000
_MOST_IDS = 10
_MOST_RULE_TEXT = 400_000
_MOST_SELECTED = 10_000_000
"""Selectors times elements; and a tenth of it elements that they match. Real posts stay below a tenth of both."""
_MOST_SEARCHED = 100_000_000
"""Characters that are searched for what may show hidden elements; nothing is said of those that follow."""
_LONGEST_VALUE = 500
"""Characters of a CSS value, or of an element's classes, that are looked at: enough for what hides."""
_READ: Final = frozenset(
    "display visibility opacity font-size font position left right top bottom inset margin margin-left margin-top "
    "text-indent white-space overflow overflow-x overflow-y width height max-width max-height clip clip-path transform "
    "scale translate color background background-color background-image -webkit-text-fill-color filter "
    "content-visibility background-clip -webkit-background-clip text-shadow".split()
)
"""The properties that can hide, or show what is hidden."""
_Styles = dict[str, str]
_NO_STYLES: Mapping[str, str] = MappingProxyType({})


class How:
    """How something is hidden: the words for messages, "the box is …"."""

    REMOVED = "taken off the page"
    INVISIBLE = "made invisible"
    OFF_SCREEN = "moved out of the window"
    NO_ROOM = "put into a box without room"
    CLIPPED = "clipped to nothing"
    TINY = "set in letters too small to see"
    COLOUR = "written in the colour of its background"
    SCRIPT = "hidden by a script"
    WITHOUT_SCRIPTS = "shown only where scripts are off"
    UNSEEN = "put where only screen readers find it"


ONLY_TEXT: Final = frozenset({How.TINY, How.COLOUR})
"""What hides letters alone: a picture beside them is still seen."""


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


class _Sheet(NamedTuple):
    """What the style elements declare for one element: property -> value, in the order of the cascade."""

    plain: _Styles
    important: _Styles


class Hidden:
    """Answers what hides an element of one HTML field."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._styles: dict[Element, _Styles] = {}
        self._verdicts: dict[Node, Concealment | None] = {}
        self._sizes: dict[Element, tuple[Element | None, str]] = {}
        self._searched = 0

    def of(self, node: Element) -> Concealment | None:
        """What hides an element, by itself or by an element around it; None if readers see it, as far as CSS tells."""
        chain: list[Element] = []
        found: Concealment | None = None
        walk: Node | None = node
        while isinstance(walk, Element):
            if walk in self._verdicts:
                found = self._verdicts[walk]
                break
            chain.append(walk)
            walk = walk.parent
        for element in reversed(chain):
            found = found or self._by_itself(element)
            self._verdicts[element] = found
        if found is not None and found.how != How.INVISIBLE:
            return found
        if found is not None and not self._is_shown_again(node, found.node):
            return found
        return self._letters(node)

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

    # -- the cascade -------------------------------------------------------------------------------------------------

    def style(self, node: Element) -> Mapping[str, str]:
        """What the content declares for an element: style sheets in it, then the element's own `style`. Lower-case."""
        sheet = self._sheets.get(node) if self._sheets else None
        own = node.attr("style")
        if sheet is None and not own:
            return _NO_STYLES
        known = self._styles.get(node)
        if known is not None:
            return known
        styles = dict(sheet.plain) if sheet is not None else {}
        if own:
            declared = StyleDeclaration.parse(own)
            inline = _values(declared)
            styles.update(inline)
            if sheet is not None:
                firm = {name for name in inline if declared.important(name)}
                styles.update({name: value for name, value in sheet.important.items() if name not in firm})
        elif sheet is not None:
            styles.update(sheet.important)
        self._styles[node] = styles
        return styles

    @cached_property
    def _sheets(self) -> dict[Element, _Sheet]:
        """What the style elements declare, by element; nothing where none of their rules can hide anything."""
        rules = [(selector, values, declared) for selector, declared in self._rules() if (values := _values(declared))]
        if sum(len(_parts(selector)) for selector, _, _ in rules) * self._markup.source.count("<") > _MOST_SELECTED:
            return {}
        hiding = [
            values
            for selector, values, _ in rules
            if _may_hide(tuple(values.items())) and any(map(self._selected, _parts(selector)))
        ]
        touched = set().union(*hiding)
        if not touched:
            return {}
        parts = [
            (_specificity(part), index, part, values, declared)
            for index, (selector, values, declared) in enumerate(rules)
            if "position" in values or not touched.isdisjoint(values)
            for part in _parts(selector)
        ]
        parts.sort(key=lambda part: part[:2])
        sheets: dict[Element, _Sheet] = {}
        left = _MOST_SELECTED // 10
        for _, _, part, values, declared in parts:
            nodes = self._selected(part)
            left -= len(nodes)
            if left < 0:
                return {}  # of a cascade half read nothing is certain
            for node in nodes:
                sheet = sheets.setdefault(node, _Sheet({}, {}))
                for name, value in values.items():
                    (sheet.important if declared.important(name) else sheet.plain)[name] = value
        return sheets

    def _selected(self, selector: str) -> list[Element]:
        try:
            return self._markup.container.select(selector)
        except (SelectorSyntaxError, ValueError):
            return []  # a browser drops the rule, too

    def _rules(self) -> Iterator[tuple[str, StyleDeclaration]]:
        left = _MOST_RULES
        texts = [text for text in self._sheet_texts() if len(text) <= _MOST_RULE_TEXT]
        if not any(_SHEET_SIGNALS.search(text) or _SAME_COLOURS.search(text) for text in texts):
            return
        for text in texts:
            for rule in StyleSheet(text).rules:
                left -= 1
                if left < 0:
                    return
                yield rule.selector_text, rule.style

    def _sheet_texts(self) -> Iterator[str]:
        """The style sheets of the content, and those that its scripts write."""
        yield from (node.text for node in self._markup.elements("style"))
        for node in self._markup.elements("script"):
            yield from _WRITTEN_SHEET.findall(node.text)

    @cached_property
    def _hiding_scripts(self) -> Mapping[str, str]:
        """Ids of elements that a script of the content hides, with the statement."""
        found: dict[str, str] = {}
        for node in self._markup.elements("script"):
            for match in _HIDING_SCRIPT.finditer(node.text):
                found.setdefault(match[1], match[0])
        return found

    # -- what hides --------------------------------------------------------------------------------------------------

    def _by_itself(self, node: Element) -> Concealment | None:
        """What this element's own declarations hide, with all that is in it."""
        how, declaration = self._hides_all(node)
        if not how:
            return None
        return Concealment(node, how, _line(declaration), self._guard(node))

    def _hides_all(self, node: Element) -> tuple[str, str]:
        by_markup = _by_markup(node)
        if by_markup is not None:
            return by_markup
        name = node.attr("id") if self._hiding_scripts else None
        if name and name in self._hiding_scripts:
            return How.SCRIPT, self._hiding_scripts[name]
        styles = self.style(node)
        if not styles:
            return "", ""
        return _removed(styles) or _moved_away(styles) or _boxed_in(styles) or _clipped(styles) or ("", "")

    def _letters(self, node: Element) -> Concealment | None:
        """What hides the letters of an element: size and colour are inherited, and may be set again nearer by."""
        target = self._innermost(node)
        return self._tiny(target) or self._colourless(target, node)

    def _innermost(self, node: Element) -> Element:
        """The one element that holds all the text of another: `<a><span><font>text</font></span></a>`."""
        while True:
            children = [child for child in node.children if isinstance(child, Element) and child.text.strip()]
            if len(children) != 1 or children[0].text.strip() != node.text.strip():
                return node
            node = children[0]

    def _tiny(self, node: Element) -> Concealment | None:
        holder, size = self._sized(node)
        if holder is None or not _is_tiny(size):
            return None
        return Concealment(holder, How.TINY, _line(f"font-size: {size}"), self._guard(holder))

    def _sized(self, node: Element) -> tuple[Element | None, str]:
        """The nearest element that says how large the letters in another are, and what it says."""
        chain: list[Element] = []
        found: tuple[Element | None, str] = (None, "")
        walk: Node | None = node
        while isinstance(walk, Element):
            if walk in self._sizes:
                found = self._sizes[walk]
                break
            chain.append(walk)
            styles = self.style(walk)
            size = styles.get("font-size") or _size_of_font(styles.get("font", ""))
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
        if colour.alpha <= _FAINT:
            return Concealment(holder, How.COLOUR, _line(written), self._guard(holder))
        behind, behind_written, known = self._background(holder)
        if behind is None or distance(colour, behind) >= _SAME_COLOUR:
            return None
        declaration = f"{written}; {behind_written}" if known else f"{written}, on a page that is white"
        return Concealment(holder, How.COLOUR, _line(declaration), self._guard(holder), assumed=not known)

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
                colour = _colour_in(written or "")
                if colour is None or colour.alpha < 1:
                    return None, "", False
                return colour, f"background: {written}", True
            if walk is not self._markup.container and not _is_plain(walk):
                return None, "", False
            walk = walk.parent
        return _WHITE, "", False

    # -- what may hide -----------------------------------------------------------------------------------------------

    def _guard(self, node: Element) -> str:
        """Why an element may be hidden: "accessible", "interactive", or ""."""
        if node.attr("hidden") == "until-found" or node.attr("inert") is not None:
            return "interactive"
        walk: Node | None = node
        near = True
        while isinstance(walk, Element) and walk is not self._markup.container:
            guard = self._guard_of(walk, near=near)
            if guard:
                return guard
            near = False
            walk = walk.parent
        return "interactive" if self._is_controlled(node) or self._has_neighbour(node) else ""

    def _guard_of(self, node: Element, *, near: bool) -> str:
        classes = f"{node.attr('class') or ''} {node.attr('id') or ''}"[:_LONGEST_VALUE]
        if near and _ACCESSIBLE.search(classes):
            return "accessible" if node.attr("aria-hidden") != "true" else ""
        if node.tag in _INTERACTIVE_TAGS or (node.attr("role") or "").lower() in _INTERACTIVE_ROLES:
            return "interactive"
        if any(node.attr(name) is not None for name in _INTERACTIVE_ATTRIBUTES):
            return "interactive"
        return "interactive" if _INTERACTIVE.search(classes) else ""

    def _is_controlled(self, node: Element) -> bool:
        """Something else in the content names its id, or a script or a state of the style sheet one of its classes."""
        classes = (node.attr("class") or "").split()
        name = node.attr("id") or ""
        held_ids = [held for inner in node.select("[id]")[:_MOST_IDS] if (held := inner.attr("id"))]  # for lightboxes
        ids = [name, *held_ids] if name else held_ids
        self._searched += len(ids) * len(self._unstyled) + len(classes) * len(self._showing_code)
        if self._searched > _MOST_SEARCHED:
            return True
        for held in ids:
            if held not in self._hiding_scripts and self._unstyled.count(held) > 1:
                return True
        for one in classes:
            if re.search(rf"\.{re.escape(one)}\b", self._showing_code):
                return True
        return bool(name) and re.search(rf"#{re.escape(name)}\b", self._state_rules) is not None

    @cached_property
    def _unstyled(self) -> str:
        """The source without its style elements, in which an id is named by what controls it."""
        source, begins_at, pieces, at = self._markup.source, self._markup.begins_at, list[str](), 0
        for start, end in sorted(map(self._markup.element_span, self._markup.elements("style"))):
            pieces.append(source[at : start - begins_at])
            at = end - begins_at
        return "".join((*pieces, source[at:]))

    @cached_property
    def _showing_code(self) -> str:
        """Scripts that show things, and selectors of states: what they name by a class can be opened."""
        scripts = [node.text for node in self._markup.elements("script") if _SHOWING_SCRIPT.search(node.text)]
        return "\n".join((*scripts, self._state_rules))

    @cached_property
    def _state_rules(self) -> str:
        return "\n".join(selector for selector, _ in self._rules() if _STATES.search(selector))

    def _has_neighbour(self, node: Element) -> bool:
        """What stands right before it is a control: a button, a summary, something to click."""
        before = node.previous_sibling
        while before is not None and not isinstance(before, Element):
            before = before.previous_sibling
        if before is None:
            return False
        controls = [before, *before.find_all(["button", "summary", "a", "label"])]
        return any(_is_control(one) for one in controls)


def _is_control(node: Element) -> bool:
    if node.tag in {"button", "summary", "label"} or node.attr("onclick") is not None:
        return True
    return (node.attr("role") or "") == "button" or (node.attr("href") or "").lower().startswith("javascript:")


def _is_plain(node: Element) -> bool:
    """No class of its own by which a theme may give it a background."""
    if node.tag in {"button", "figure", "table", "td", "th", "header", "footer", "aside", "mark", "code", "pre"}:
        return False
    return all(_PLAIN_CLASS.fullmatch(one) for one in (node.attr("class") or "").split())


def _values(declared: StyleDeclaration) -> _Styles:
    """The properties that matter here, lower-case."""
    return {name: declared[name].strip().lower()[:_LONGEST_VALUE] for name in declared if name in _READ}


@lru_cache(maxsize=4096)
def _may_hide(declarations: tuple[tuple[str, str], ...]) -> bool:
    """Whether a rule can hide what it matches: a look before its selector is asked of the whole content.

    Page builders write the same few declarations for a thousand elements.
    """
    values = dict(declarations)
    if _removed(values) or _boxed_in({"overflow": "hidden", **values}) or _clipped(values):
        return True
    if _moved_away({"position": "absolute", **values}):
        return True
    size = values.get("font-size") or _size_of_font(values.get("font", ""))
    if size and _is_tiny(size):
        return True
    colour = parse_colour(values.get("color", ""))
    if colour is None:
        return "-webkit-text-fill-color" in values
    behind = _colour_in(values.get("background-color") or values.get("background", ""))
    return colour.alpha <= _FAINT or (behind is not None and distance(colour, behind) < _SAME_COLOUR)


def _line(text: str) -> str:
    return " ".join(text.split())[:120]


def _parts(selector: str) -> list[str]:
    """The selectors of a list, without those of states and of what only style sheets make."""
    parts = selector.split(",") if "(" not in selector else [selector]
    return [part.strip() for part in parts if not _PSEUDO.search(part)]


def _specificity(selector: str) -> tuple[int, int, int]:
    """Ids, classes and names in a selector: near enough to the standard's for what writes styles into content."""
    ids = selector.count("#")
    classes = selector.count(".") + selector.count("[") + selector.replace("::", "").count(":")
    names = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return ids, classes, names


def pixels(value: str) -> float | None:
    """The first length of a value in CSS pixels; None where it has none (`auto`)."""
    match = _LENGTH.search(value, 0, _LONGEST_VALUE)
    return float(match[1]) * _PX[match[2].lower()] if match is not None else None


def _removed(styles: Mapping[str, str]) -> tuple[str, str] | None:
    if styles.get("display", "").startswith("none"):
        return How.REMOVED, "display: none"
    if styles.get("content-visibility") == "hidden":
        return How.REMOVED, "content-visibility: hidden"
    if styles.get("visibility") in {"hidden", "collapse"}:
        return How.INVISIBLE, f"visibility: {styles['visibility']}"
    opacity = styles.get("opacity")
    if opacity is not None and _is_faint(opacity):
        return How.INVISIBLE, f"opacity: {opacity}"
    if _FILTERED.search(styles.get("filter", "")):
        return How.INVISIBLE, f"filter: {styles['filter']}"
    return None


def _is_faint(value: str) -> bool:
    text = value.rstrip("%")
    try:
        number = float(text)
    except ValueError:
        return False
    return (number / 100 if value.endswith("%") else number) < _FAINT


def _moved_away(styles: Mapping[str, str]) -> tuple[str, str] | None:
    if styles.get("position", "static") not in {"static", "initial", "sticky"}:
        for name in _OFFSETS:
            if name in styles and _is_far(styles[name]):
                return How.OFF_SCREEN, f"position: {styles['position']}; {name}: {styles[name]}"
        if "inset" in styles and _is_far(styles["inset"]):
            return How.OFF_SCREEN, f"inset: {styles['inset']}"
    for name in ("margin-left", "margin-top", "margin"):
        value = styles.get(name, "")
        length = pixels(value) if "-" in value else None
        if length is not None and length <= -_FAR:
            return How.OFF_SCREEN, f"{name}: {value}"
    for name in ("transform", "translate"):
        value = styles.get(name, "")
        inner = " ".join(_MOVED.findall(value)) if name == "transform" else value
        if any(_is_far(part) for part in re.split(r"[,\s]+", inner)):
            return How.OFF_SCREEN, f"{name}: {value}"
    return _indented_away(styles)


def _indented_away(styles: Mapping[str, str]) -> tuple[str, str] | None:
    """Pushed out of its line. On a box with a picture behind it that is how a logo replaces its name."""
    value = styles.get("text-indent", "")
    length = pixels(value)
    if length is None or "url(" in styles.get("background", "") + styles.get("background-image", ""):
        return None
    if length <= -_FAR:
        return How.OFF_SCREEN, f"text-indent: {value}"
    clipped = _clips(styles) and styles.get("white-space") in {"nowrap", "pre"}
    far = length >= _FAR if not value.endswith("%") else length >= _PX["%"] * 100
    return (How.OFF_SCREEN, f"text-indent: {value}; white-space: nowrap; overflow: hidden") if clipped and far else None


def _is_far(value: str) -> bool:
    match = _LENGTH.search(value)
    if match is None:
        return False
    number = float(match[1]) * _PX[match[2].lower()]
    if match[2] == "%" and abs(float(match[1])) <= 100:  # noqa: PLR2004 - a whole width or height is a slide's place
        return False
    return number <= -_FAR or number >= _FAR_RIGHT


def _clips(styles: Mapping[str, str]) -> bool:
    words = f"{styles.get('overflow', '')} {styles.get('overflow-x', '')} {styles.get('overflow-y', '')}".split()
    return not _CLIPPING.isdisjoint(words)


def _boxed_in(styles: Mapping[str, str]) -> tuple[str, str] | None:
    if not _clips(styles):
        return None
    for name in ("width", "height", "max-width", "max-height"):
        value = styles.get(name, "")
        length = pixels(value)
        if length is not None and 0 <= length <= _TINY_BOX and "calc" not in value:
            return How.NO_ROOM, f"{name}: {value}; overflow: hidden"
    return None


def _clipped(styles: Mapping[str, str]) -> tuple[str, str] | None:
    clip = styles.get("clip", "")
    match = _RECT.search(clip)
    if match is not None and styles.get("position") in {"absolute", "fixed"}:
        edges = [pixels(part) for part in re.split(r"[,\s]+", match[1].strip()) if part]
        if len(edges) == 4 and all(edge is not None and edge <= _TINY_BOX for edge in edges):  # noqa: PLR2004 - the four edges
            return How.CLIPPED, f"clip: {clip}"
    path = styles.get("clip-path", "")
    if _CLIPPED_AWAY.search(path):
        return How.CLIPPED, f"clip-path: {path}"
    transform = styles.get("transform", "")
    if _SCALED_AWAY.search(transform):
        return How.CLIPPED, f"transform: {transform}"
    if re.fullmatch(r"0?(?:\.0\d*)?", styles.get("scale", "1")) and styles.get("scale"):
        return How.CLIPPED, f"scale: {styles['scale']}"
    return None


def _by_markup(node: Element) -> tuple[str, str] | None:
    """What hides without a style: an attribute, a class that every theme knows, an element."""
    if node.attr("hidden") is not None:
        return How.REMOVED, "hidden"
    classes = node.attr("class")
    if classes and not _UNSEEN.isdisjoint(classes.lower().split()):
        return How.UNSEEN, f'class="{classes}"'
    if node.tag == "marquee":
        return _small_marquee(node)
    return (How.WITHOUT_SCRIPTS, "noscript") if node.tag == "noscript" else None


def _small_marquee(node: Element) -> tuple[str, str] | None:
    """A marquee of a pixel or two, an old place for links."""
    for name in ("width", "height"):
        length = pixels(node.attr(name) or "")
        if length is not None and 0 <= length <= 2 * _TINY_BOX:
            return How.NO_ROOM, f'<marquee {name}="{node.attr(name)}">'
    return None


def _size_of_font(value: str) -> str:
    """The size in the shorthand `font`; "" where there is none."""
    match = re.search(r"(?:^|\s)((?:\d+(?:\.\d*)?|\.\d+)(?:px|pt|r?em|%|ex|ch|vw|vh)|0)(?=\s|/)", value)
    return match[1] if match is not None else ""


def _is_tiny(size: str) -> bool:
    match = _LENGTH.match(size)
    if match is None:
        return False
    number, unit = float(match[1]), match[2].lower()
    if unit in {"em", "rem", "ex", "ch"}:
        return number <= _TINY_FONT_SHARE
    if unit == "%":
        return number <= _TINY_FONT_SHARE * 50
    return number <= _TINY_FONT


def _colour_in(value: str) -> Colour | None:
    """The colour in a value of `background`: the first word that is one."""
    whole = parse_colour(value)
    if whole is not None:
        return whole
    found = (parse_colour(word) for word in re.findall(r"(?:rgba?|hsla?)\([^)]*\)|#[0-9a-f]+|[a-z]+", value))
    return next((colour for colour in found if colour is not None), None)
