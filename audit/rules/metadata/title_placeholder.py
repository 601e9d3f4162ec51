"""MET011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._head import is_front_page, parts_beside, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

PLACEHOLDERS = (
    *("untitled", "(no title)", "auto draft", "home", "test"),
    *("hello world!", "hallo welt!", "bonjour tout le monde !", "¡hola, mundo!", "¡hola mundo!", "ciao mondo!"),
    *("olá, mundo!", "olá mundo!", "hallo wereld!", "witaj, świecie!", "hej världen!", "hej verden!", "hei verden!"),
    *("hei, verden!", "hei maailma!", "ahoj všichni!", "salut lume!", "merhaba dünya!", "привет, мир!"),
    *("привіт, світ!", "ahoj svet!", "halo dunia!", "chào tất cả mọi người!", "سلام دنیا!", "שלום עולם!"),
    *("世界，您好！", "網站第一篇文章"),
    *("sample page", "beispiel-seite", "page d’exemple", "página de ejemplo", "pagina di esempio"),
    *("página de exemplo", "voorbeeldpagina", "voorbeeld pagina", "przykładowa strona", "exempelsida", "eksempelside"),
    *("esimerkkisivu", "örnek sayfa", "пример страницы", "サンプルページ", "示例页面", "範例頁面"),
    *("зразок сторінки", "zkušební stránka", "예제 페이지", "laman contoh", "trang mẫu", "برگه نمونه"),
)
"""What people in a hurry, plugins, and WordPress in the languages that most of its sites have write for a title.

In lower case, folded. The first post and the first page of a new site are called so until somebody renames them.
"""

_KNOWN = frozenset(PLACEHOLDERS)


class TitlePlaceholder(PostRule[Post], code="MET011", severity=Severity.WARNING, since="0.1.0"):
    """The title is a stand-in that nobody replaced.

    "Untitled" or "Sample Page" tells the reader of a search result nothing, and it is what thousands of forgotten
    pages are called.
    """

    remedy = "Give the post a title that says what it is about, or unpublish it if it was a try."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    examples = (
        Bad(
            head='<title>Untitled &#x2d; Saltmarsh</title><meta property="og:site_name" content="Saltmarsh">',
            says='"Untitled - Saltmarsh"',
            points_at="<title>",
        ),
        Bad(
            head='<title>Untitled - Saltmarsh - Log</title><meta property="og:site_name" content="Saltmarsh - Log">',
            says='"Untitled - Saltmarsh - Log"',
        ),
        Bad(
            fields={"title": {"rendered": "Hello world!"}, "yoast_head": None, "yoast_head_json": None},
            says='"Hello world!"',
        ),
        Bad(
            fields={"title": {"rendered": "Bonjour tout le monde&nbsp;!"}, "yoast_head": None, "yoast_head_json": None},
            says='"Bonjour tout le monde !"',
        ),
        Good(
            head='<title>Saltmarsh: walks and weather</title><meta property="og:site_name" content="Saltmarsh">',
            fields={"title": {"rendered": "Home"}, "link": "https://saltmarsh.example/"},
            note="The front page is called Home in the editor; search engines see the other title.",
        ),
        Good(head="<title>Test of the new ferry - Saltmarsh</title>"),
        Good(
            head='<title>The Crab Trap at Home</title><meta property="og:site_name" content="The Crab Trap">',
            note="Only a whole part between separators counts.",
        ),
        Good(
            fields={
                "title": {"rendered": "Home"},
                "link": "https://saltmarsh.example/log/",
                "_links": {"self": [{"href": "https://saltmarsh.example/log/wp-json/wp/v2/pages/12"}]},
                "yoast_head": None,
                "yoast_head_json": None,
            },
            note="Without an SEO plugin nothing is known of the front page's title but its name in the editor.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The title for search engines, else the post's own."""
        value = facts.head.title if facts.head is not None else None
        if value is None:
            text = fold(facts.title)
            if text.casefold() in _KNOWN and not is_front_page(facts):
                return (Finding(f'The title is a stand-in: "{text}".', at=Place("title.rendered"), value=text),)
            return ()
        text = facts.once(title_of)
        low = text.casefold()
        if not low.startswith(PLACEHOLDERS) and not low.endswith(PLACEHOLDERS):
            return ()
        parts = parts_beside(facts.site_name.casefold(), low)
        if len(parts) == 1 and parts[0] in _KNOWN:
            return (Finding(f'The title is a stand-in: "{text}".', at=value.place, value=text),)
        return ()
