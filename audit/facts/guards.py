"""Why something may be hidden: it is for screen readers, or something in the content shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.cascade import STATES
from audit.facts.declarations import LONGEST_VALUE
from audit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Collection

    from turbohtml import Node

    from audit.facts.cascade import Cascade
    from audit.facts.html import Markup

_SHOWING_SCRIPT = re.compile(
    r"toggle|\.show|slideDown|fadeIn|classList|addEventListener|onclick|display\s*=\s*['\"](?:block|inline|flex|['\"])|"
    r"removeAttribute|\.hidden\s*=|\.click\(|\.on\(",
    re.IGNORECASE,
)
_ACCESSIBLE = re.compile(
    r"(?:^|[\s_-])(?:screen-?reader(?:-text|-only)?|sr-only(?:-focusable)?|visually-?hidden|hidden-visually|skip-?(?:link|nav|to)"
    r"[\w-]*|a11y[\w-]*|assistive-text|accessib\w*|off-?screen|for-screen-readers?|clip-text|element-invisible|show-for-sr)(?=$|[\s_-])",
    re.IGNORECASE,
)
_INTERACTIVE = re.compile(
    r"(?:^|[\s_-])(?:[\w]*(?:accordi|collaps|dropdown|carousel|slider|tooltip|lightbox|fancybox|modal|popup|popover|footnote|"
    r"submenu|offcanvas|spoiler|swiper|slick|splide|flickity|glide|owl|toggle|tabpanel|flipbox|flip-box)\w*"
    r"|tabs?|tab-?(?:pane|content|panel|panels|item|body)|panels?|nav\w*|menus?|drop|slides?|tips?|expand\w*|reveal\w*|"
    r"read-?more|show-?more|more|more-(?:text|content|link)|truncat\w*|faq\w*|answer|dialog|drawer|overlay|hover\w*|lazy\w*|"
    r"animat\w*|wow|aos|fade\w*|elementor-invisible|print\w*|no-?print|mobile\w*|desktop\w*|tablet\w*|phone\w*|hide-(?:on|for)\w*|"
    r"hidden-(?:xs|sm|md|lg|xl|mobile|desktop|phone|tablet|print)|visible-(?:xs|sm|md|lg)|d-none|toc|shar(?:e|ing|edaddy)\w*|sd-\w+|"
    r"comment\w*|reply|search\w*|filter\w*|quiz\w*|poll\w*|step\w*|wizard|transcript\w*|citation\w*|references?|preheader|"
    r"cookie\w*|consent\w*|player\w*|video\w*|audio\w*|map\w*|marker\w*|infowindow|template\w*|js-\w+|no-?js|wp-embedded-content|"
    r"[uph]-[a-z]+(?:-[a-z]+)*|vcard|hentry|hatom\w*|updated|screen-only|loading|loader|preload\w*|placeholder|ticker\w*|"
    r"(?:ad-?|banner-?)?rotat\w*|g-dyn|"  # AdRotate calls the boxes of its groups g-dyn
    r"paywall\w*|(?:paid|premium|member|members|subscriber|subscribers)-?(?:content|only)|translations?|lang-switch\w*|"
    r"pum|popmake\w*|boxzilla\w*|hustle\w*|icegram\w*|optin\w*|slide-?ins?|thickbox|waypoints?|motion|parallax|"
    r"marquee\w*|scroll\w*|gallery\w*|caption\w*|tab\d+|show-?hide|onp-sl|rtbs|cmtt|rslides|soliloquy|bx-clone|noscript|"
    r"amp-wp|(?:content-)?locker|locked|age-?gate|mlw|qtran\w*|lang-[a-z]{2}|lyrics|solutions?|show-?solution|loesung|antwort|"
    r"reponse|respuesta|risposta|resposta|antwoord|odpowiedz|odpoved|svar|mehr|weiterlesen|leer-mas|voir-plus|lire-(?:la-)?suite|"
    r"lees-meer|leggi-tutto|auf-?klapp\w*|aus-?klapp\w*|deplier|depliant|desplegable|uitklap\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
_INTERACTIVE_ROLES = frozenset(
    {"tabpanel", "dialog", "alertdialog", "tooltip", "menu", "listbox", "group", "doc-footnote", "note"}
)
_INTERACTIVE_TAGS = frozenset(
    {"details", "dialog", "template", "noscript", "nav", "menu", "video", "audio", "object", "svg"}
)
_INTERACTIVE_ATTRIBUTES = frozenset(
    "aria-controls aria-expanded aria-labelledby popover x-show x-cloak v-show v-if v-cloak ng-show data-toggle "
    "data-bs-toggle data-target data-slide data-tab data-tooltip data-mfn data-fancybox data-wp-bind--hidden "
    "data-wp-class--hidden data-wp-interactive itemprop itemscope data-animation data-aos aria-roledescription "
    "data-collapse data-accordion data-anim data-animate data-anim-type data-animation-type data-animationtype "
    "data-animation-delay data-sal data-sr data-sr-id data-scroll data-uk-scrollspy uk-scrollspy data-uc-anim "
    "tabindex data-interactions data-interaction-hidden-on-load".split()
)
_LAID_OUT_BY = frozenset(
    "display visibility opacity left right top bottom inset margin margin-left margin-top text-indent width height "
    "max-width max-height clip clip-path transform scale translate content-visibility filter".split()
)
"""The properties that take a box away and bring it back; none of what a link looks like under the pointer."""
_MOST_IDS = 10
_MOST_SEARCHED = 100_000_000
"""Characters that are searched for what may show hidden elements; nothing is said of those that follow."""


class Guards:
    """Answers why an element of one HTML field may be hidden.

    Args:
        markup: the field.
        cascade: its style sheets, whose states (`:hover`, `.open`) show what is hidden.
        hidden_ids: ids of what a script of the content hides: that the script names them is no excuse.
    """

    def __init__(self, markup: Markup, cascade: Cascade, hidden_ids: Collection[str]) -> None:
        self._markup = markup
        self._cascade = cascade
        self._hidden_ids = hidden_ids
        self._searched = 0

    def of(self, node: Element) -> str:
        """Why an element may be hidden: "accessible", "interactive", or ""."""
        if node.attr("hidden") == "until-found" or node.attr("inert") is not None:
            return "interactive"
        walk: Node | None = node
        near = True
        while isinstance(walk, Element) and walk is not self._markup.container and walk.tag != "body":
            guard = self._guard_of(walk, near=near)
            if guard:
                return guard
            near = False
            walk = walk.parent
        return "interactive" if self._is_controlled(node) or self._has_neighbour(node) else ""

    def _guard_of(self, node: Element, *, near: bool) -> str:
        classes = f"{node.attr('class') or ''} {node.attr('id') or ''}"[:LONGEST_VALUE]
        if near and _ACCESSIBLE.search(classes):
            return "accessible" if node.attr("aria-hidden") != "true" else ""
        if node.tag in _INTERACTIVE_TAGS or (node.attr("role") or "").lower() in _INTERACTIVE_ROLES:
            return "interactive"
        if not _INTERACTIVE_ATTRIBUTES.isdisjoint(node.attrs):
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
            if held not in self._hidden_ids and self._unstyled.count(held) > 1:
                return True
        for one in classes:
            if re.search(rf"\.{re.escape(one)}\b", self._showing_code):
                return True
        if name and re.search(rf"#{re.escape(name)}\b", self._state_rules):
            return True
        return self._is_shown_elsewhere(node)

    def _is_shown_elsewhere(self, node: Element) -> bool:
        """A state or another screen sets anew by what the element is hidden."""
        anew = self._cascade.laid_out_anew(node)
        return not _LAID_OUT_BY.isdisjoint(anew & self._cascade.style(node).keys())

    @lazy
    def _unstyled(self) -> str:
        """The source without its style elements, in which an id is named by what controls it."""
        source, begins_at, pieces, at = self._markup.source, self._markup.begins_at, list[str](), 0
        for start, end in sorted(map(self._markup.element_span, self._markup.elements("style"))):
            pieces.append(source[at : start - begins_at])
            at = end - begins_at
        return "".join((*pieces, source[at:]))

    @lazy
    def _showing_code(self) -> str:
        """Scripts that show things, and selectors of states: what they name by a class can be opened."""
        scripts = [node.text for node in self._markup.elements("script") if _SHOWING_SCRIPT.search(node.text)]
        return "\n".join((*scripts, self._state_rules))

    @lazy
    def _state_rules(self) -> str:
        return "\n".join(selector for selector in self._cascade.selectors if STATES.search(selector))

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
