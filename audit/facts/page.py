"""A whole page: where its content is, and what WordPress and its themes say about the post that it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element, Namespace

from audit.facts.html import Markup
from audit.facts.url import home_of_api, resolve
from audit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OF_BUILDERS = (
    ".elementor-widget-theme-post-content, [data-elementor-type=wp-page], [data-elementor-type=wp-post], "
    ".et_pb_post_content, .brxe-post-content, .ct-inner-content, .fl-module-fl-post-content, .tcb-post-content, "
    ".tdb_single_content, .fusion-content-tb, .the_content_wrapper"
)
"""Where page builders that draw the whole page put the post's text, and nothing else.

Elementor, Divi, Bricks, Oxygen, Beaver Themer, Thrive, tagDiv, Avada and BeTheme.
"""
_ENTRIES = (".entry-content", _OF_BUILDERS, "article", "main", "[role=main]")
"""What holds the content, the surest first."""
_PROSE = "p, h1, h2, h3, ul, ol, table, pre"
"""What a hand-written page has, and the shell of an application has not, which a script fills."""
_THEME = ", ".join(
    [
        *("nav", "aside", "header", "footer", "form"),
        *(f"[role={role}]" for role in ("navigation", "complementary", "search", "banner", "contentinfo")),
        *("#comments", ".comments-area", ".comment-respond", ".entry-meta", ".post-meta", ".nav-links", ".widget"),
        *(
            f"[class*={part}]"
            for part in ("related", "share", "sharing", "sharrre", "social", "breadcrumb", "author-b")
        ),
    ]
)
"""What a theme or a plugin puts into `<article>` and `<main>` around the text of the post."""
_NO_TEXT = (
    "#comments, .comments-area, .comment-list, .commentlist, .comment-respond, .wp-block-comments, #disqus_thread, "
    ".post-navigation"
)
"""Where readers speak, and the way to the posts beside: never the post's text, whatever they stand in.

Each comment is an `<article>` of its own in many themes.
"""
_LARGEST_PART = 0.5
"""Share of the entry's text: of what is named so, what holds more is the text itself. See `around`, which measured."""
_NOT_BLANK = re.compile(r"[^\r\n]")
_NUMBER = re.compile(r"\A(?:postid|page-id|attachmentid)-(\d{1,18})\Z")
_NUMBER_OF_ARTICLE = re.compile(r"\Apost-(\d{1,18})\Z")
_NUMBER_IN_LINK = re.compile(r"[?&](?:p|page_id)=(\d{1,18})\Z")
_ROUTE = re.compile(r"/wp/v2/([a-z0-9_-]{1,40})/(\d{1,18})/?\Z")
_TYPES = {"posts": "post", "pages": "page", "media": "attachment"}
_LIST_TYPES = {"users": "user", "categories": "category", "tags": "post_tag"}
"""Routes of what WordPress shows as a list of posts; a taxonomy of a plugin's has its name as its route, or another.

Source: https://developer.wordpress.org/reference/functions/rest_get_queried_resource_route/
"""
_TAXONOMY = "tax-"
_HEAD = re.compile(
    r"<(?:(?:!doctype|html|head)\b|meta\b(?=[^>]{0,500}?\b(?:name|property|http-equiv|charset)\s*+=))",
    re.IGNORECASE,
)
"""What only a page has. A `<meta itemprop>` is a part of an item, which may stand anywhere in a text."""
_ICONS = frozenset({"icon", "apple-touch-icon"})
_API = "https://api.w.org/"
"""Source: https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/"""
_LISTS = frozenset({"home", "blog", "archive", "category", "tag", "author", "date", "search", "error404"})
"""Classes that WordPress gives the body of pages that show no single post.

Source: https://developer.wordpress.org/reference/functions/get_body_class/
"""


def _is_of_design(link: Element) -> bool:
    relations = (link.attr("rel") or "").lower().split()
    return not _ICONS.isdisjoint(relations) or ("stylesheet" in relations and getattr(link.parent, "tag", "") == "head")


def base_of(markups: Iterable[Markup | None], address: str | None) -> str | None:
    """What relative addresses of a page are resolved against: its first `<base href>`, else its own address.

    Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#document-base-url

    Args:
        markups: the page, or what is known of it, in its order.
        address: the page's own address.
    """
    for markup in markups:
        for node in markup.elements("base") if markup is not None else ():
            if (href := node.attr("href")) is not None:
                url = resolve(href, address)
                return url.href if url is not None and url.scheme in {"http", "https"} and url.host else address
    return address


class Page:
    """One page as a browser gets it.

    Attributes:
        markup: the page, parsed.
    """

    def __init__(self, markup: Markup) -> None:
        self.markup = markup

    @lazy
    def classes(self) -> frozenset[str]:
        """Classes of the body."""
        bodies = self.markup.elements("body")
        return frozenset((bodies[0].attr("class") or "").split()) if bodies else frozenset()

    @property
    def is_list(self) -> bool:
        """WordPress says that the page shows no single post: an archive, a search, the blog's front page, a 404."""
        if not self.classes.isdisjoint({"single", "page"}):
            return False
        return not self.classes.isdisjoint(_LISTS) or (self._route is not None and self._route[0] in _LIST_TYPES)

    @lazy
    def entry(self) -> Element | None:
        """The element that holds the content; None where several could, or none does.

        Of a piece of HTML it is all, but for what WordPress or a builder names as the text alone.
        """
        for selector in _ENTRIES[:2] if self.is_piece else _ENTRIES:
            found = [
                node
                for node in self.markup.root.select(selector)
                if isinstance(node, Element) and node.closest(_NO_TEXT) is None and not self._is_of_another(node)
            ]
            holders = set(found)
            outer = [node for node in found if holders.isdisjoint(node.ancestors)]
            if len(outer) == 1:
                return outer[0]
            if outer and (selector == _OF_BUILDERS or self.is_piece):
                continue  # texts of other posts in a list of them
            if outer and selector != "article":
                return None
            if outer and self.classes.isdisjoint({"single", "page", "singular", "wp-singular"}):
                return None
            if outer:  # the others are teasers of related posts
                titled = [node for node in outer if node.find("h1") is not None]
                return titled[0] if len(titled) == 1 else outer[0]
        return self._written_by_hand

    def _is_of_another(self, node: Element) -> bool:
        """Whether the classes that WordPress gives an article say that it is another post's than the page's.

        Elementor numbers what it draws: plugins make menus and feet of its posts too.

        Source: https://developer.wordpress.org/reference/functions/get_post_class/
        """
        if node.attr("data-elementor-type") is not None:
            return node.attr("data-elementor-id") != str(self.number)
        if self.number is None:
            return False
        article = node if node.tag == "article" else node.closest("article")
        if article is not None and article.has_class("tdb_templates"):
            return False  # tagDiv numbers its template, in which the post of the page stands
        names = [*(article.attr("class") or "").split(), article.attr("id") or ""] if article is not None else ()
        numbers = {int(match[1]) for name in names if (match := _NUMBER_OF_ARTICLE.match(name))}
        return bool(numbers) and self.number not in numbers

    @property
    def _written_by_hand(self) -> Element | None:
        """The body of a page that no WordPress made: without an element for its content, all of it is that."""
        bodies = self.markup.elements("body")
        if self.is_piece:
            return bodies[0] if bodies else None
        return bodies[0] if bodies and not self._is_of_wordpress and bodies[0].select(_PROSE) else None

    @property
    def _is_of_wordpress(self) -> bool:
        return self.api_url is not None or not self.classes.isdisjoint({"single", "page", "singular", *_LISTS})

    @property
    def text_is_known(self) -> bool:
        """The entry holds nothing but the text and what belongs to it, or is WordPress's own main part of a page.

        A page builder fills that with sections of all kinds, of which none is more the text than the others.
        """
        return not self.entry_has_template or self._is_of_wordpress or "/wp-content/" in self.markup.source

    @property
    def entry_is_exact(self) -> bool:
        """The entry holds the text alone: neither the title nor what a theme puts around the text."""
        return self.entry is not None and (self.entry.has_class("entry-content") or self.entry.matches(_OF_BUILDERS))

    @property
    def entry_has_template(self) -> bool:
        """The entry is the body or the main part of a page: what the site prints on every page stands in it too."""
        return self.entry is not None and self.entry.tag != "article" and not self.entry_is_exact

    @property
    def entry_is_body(self) -> bool:
        """The entry is the whole body: nothing in the page says what its text is."""
        return self.entry is not None and self.entry.tag == "body"

    def content(self) -> Markup | None:
        """What stands in the entry, as a part of the page; what the theme puts there is blank, so that places stay."""
        if self.entry is None or self.is_list:
            return None
        source = self.markup.source
        start, end = self.markup.inner_span(self.entry)
        if self.entry_is_body and self.markup.is_made_up(self.entry):
            start, end = self._begin_of_body, len(source)
        elif start >= end or (start, end) == self.markup.tag_span(self.entry):
            start, end = self.markup.tag_span(self.entry)[1], self.markup.element_span(self.entry)[1]
        parts: list[str] = []
        at = start
        for first, last in sorted(self._of_the_theme()):
            begin, stop = max(first, at), min(last, end)
            if begin < stop:
                parts += [source[at:begin], _NOT_BLANK.sub(" ", source[begin:stop])]
                at = stop
        parts.append(source[at:end])
        return Markup("".join(parts), begins_at=start)

    @property
    def _begin_of_body(self) -> int:
        """Where a body begins that the parser has made: at its tag, if that comes late, else behind the head.

        A picture in the head, such as that of a counter, makes the parser begin the body before its tag.
        """
        written = self.markup.start_tag("body")
        if written is not None:
            return written[1]
        heads = self.markup.elements("head")
        nodes = [node for head in heads for node in (head, *head.children) if isinstance(node, Element)]
        return max((self.markup.element_span(node)[1] for node in nodes), default=0)

    def _of_the_theme(self) -> Iterator[tuple[int, int]]:
        """Where an entry holds no text of the post: comments, and of one that is not exact its title, bars and boxes.

        A class may stand for more than its name says: what holds most of the entry's text is the text itself.
        """
        if self.entry is None:
            return
        for node in self.entry.select(_NO_TEXT):
            if isinstance(node, Element):
                yield self.markup.element_span(node)
        if self.entry_is_exact:
            return
        for node in self.entry.select("article"):
            if isinstance(node, Element) and self._is_of_another(node):
                yield self.markup.element_span(node)
        most = len(self.entry.text) * _LARGEST_PART
        found = [node for node in self.entry.select(_THEME) if isinstance(node, Element) and len(node.text) <= most]
        titles = [node for node in self.entry.select("h1") if isinstance(node, Element)]
        for node in [*titles[:1], *found]:
            yield self.markup.element_span(node)

    @lazy
    def number(self) -> int | None:
        """Id of the post. Authors and terms are numbered, too, each from 1 on: of their pages there is none."""
        if self.is_list:
            return None
        found = next((match[1] for name in self.classes if (match := _NUMBER.match(name))), None)
        for relation, pattern in (("shortlink", _NUMBER_IN_LINK), ("alternate", _ROUTE)):
            for href in self._links(relation) if found is None else ():
                match = pattern.search(href)
                found = match[match.lastindex or 1] if match is not None else found
        return int(found) if found is not None else None

    @property
    def type(self) -> str | None:
        """Type of the post: as the route of its record says, else the body. Of a list: a user, or a taxonomy."""
        if self._route is not None:
            base = self._route[0]
            if not self.is_list:
                return _TYPES.get(base, base)
            taxonomies = (name.removeprefix(_TAXONOMY) for name in sorted(self.classes) if name.startswith(_TAXONOMY))
            return _LIST_TYPES.get(base) or next(taxonomies, base)
        if "page" in self.classes:
            return "page"
        prefix = "single-"
        named = [name.removeprefix(prefix) for name in self.classes if name.startswith(prefix)]
        return "post" if "single" in self.classes and ("post" in named or not named) else None

    @lazy
    def _route(self) -> tuple[str, str] | None:
        """Base and number of the record's route in the REST API."""
        found = (_ROUTE.search(href) for href in self._links("alternate"))
        return next(((match[1], match[2]) for match in found if match is not None), None)

    @property
    def edit_path(self) -> str:
        """Where below `wp-admin/` an editor edits what a list is of, an author or a term; "" where that is not known.

        Source: https://developer.wordpress.org/reference/functions/get_edit_term_link/ and `get_edit_user_link`.
        """
        if self._route is None or not self.is_list:
            return ""
        base, number = self._route
        if base == "users":
            return f"user-edit.php?user_id={number}"
        is_taxonomy = base in _LIST_TYPES or f"{_TAXONOMY}{self.type}" in self.classes
        return f"term.php?taxonomy={self.type}&tag_ID={number}" if is_taxonomy else ""

    @property
    def api_url(self) -> str | None:
        """Address of the post's record in the REST API."""
        return next((href for href in self._links("alternate") if _ROUTE.search(href)), None)

    @lazy
    def has_head(self) -> bool:
        """The file is a page; a piece of HTML without a head says nothing about what its page's head lacks."""
        return _HEAD.search(self.markup.source) is not None or any(
            node.namespace is Namespace.HTML for node in self.markup.elements("title")
        )

    @lazy
    def is_piece(self) -> bool:
        """The file is a piece of HTML without any of the elements that make a page, as editors and programs keep it."""
        return not self.has_head and self.markup.start_tag("body") is None

    @property
    def home(self) -> str:
        """The site's home as the link to its REST API tells it; "" without one."""
        return next((home for href in self._links(_API) if (home := home_of_api(f"{href}wp/v2/posts"))), "")

    def files(self, base: str | None) -> list[str]:
        """The absolute addresses of the page's icons, and of the style sheets that its head names.

        Something may have ended the head before the icons; style sheets in the body may be those of what is embedded.
        """
        found = (
            resolve(href, base)
            for node in self.markup.elements("link")
            if _is_of_design(node) and (href := node.attr("href"))
        )
        return [url.href for url in found if url is not None]

    @property
    def title(self) -> str | None:
        """Inner HTML of the page's `h1`, if there is one alone."""
        headings: Sequence[Element] = self.markup.elements("h1")
        return headings[0].inner_html if len(headings) == 1 and headings[0].text.strip() else None

    @property
    def title_at(self) -> int | None:
        """Where the page's `h1` begins, if there is one alone."""
        headings = self.markup.elements("h1")
        return self.markup.tag_span(headings[0])[0] if len(headings) == 1 else None

    @property
    def is_protected(self) -> bool:
        """A form asks for the post's password in place of the text."""
        return any(node.has_class("post-password-form") for node in self.markup.elements("form"))

    def _links(self, relation: str) -> list[str]:
        return [
            href
            for node in self.markup.elements("link")
            if relation in (node.attr("rel") or "").lower().split() and (href := node.attr("href"))
        ]
