"""EXP001."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from turbohtml import Element, Text

from audit.facts.jsonld import Node
from audit.facts.links import Link
from audit.facts.text import fold, latin_letters
from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import SAME_SITE, Bad, CorpusRule, Good, Scope
from audit.rules.links._suspects import suspects
from audit.rules.rich_results.author_generic_name import author_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.facts.url import Url
    from audit.site import SiteTotals

_Source: TypeAlias = "Node | Link | HeadValue"
"""What gives an address that may lead to an author."""
_AUTHOR_NUMBER = re.compile(r"(?:^|&)author=([0-9]+)(?:&|$)")
AUTHOR_PATH = re.compile(r"/author/([^/]+)/?$")
_NO_LOGIN = re.compile(r"\d+|.*\.(?:html?|php|aspx?|cms)", re.IGNORECASE)
"""A number or a file: how other systems than WordPress address their authors."""
_LONGEST_NAME = 60
_ALIKE = (
    0.85  # of difflib's ratio: a name of nine letters with two of them swapped 0.89, initials for the first name 0.7
)
_BY = re.compile(r"\b(?:by|von|par|por|di|door|av|af|autore?|auteur|author)\b:?\s*$", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|[a-z]{1,3}(?:['’-]\w+)?)){0,4}")
"""Words with capitals, and small ones between them (`de la`, `van`, `d'`)."""
_BEFORE = 20  # code points before a name in which "by" may stand
_MOST_AUTHORS = 20  # of one post; more are made to take time
_SUFFIX = re.compile(r"-[2-9]$")
_BEYOND_LATIN = re.compile(r"[^\W\d_a-z\u00aa-\u024f\u1e00-\u1eff]", re.IGNORECASE)
"""A letter that each plugin, country and author spells otherwise in Latin ones (Щукин: shhukin, shchukin, schukin)."""
_LOCAL_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})
"""How WordPress spells them on German, Danish, Serbian and Bosnian sites, and plainly elsewhere.

Source: https://developer.wordpress.org/reference/functions/remove_accents/
"""
NUMBER, LOGIN = "?author=", "/author/"


class UserEnumerationUrl(CorpusRule, code="EXP001", severity=Severity.NOTICE, since="0.1.0", scope=Scope.SITE):
    """An author's address gives away the account.

    `/?author=1` leads to the archive of account 1, and its address then shows the login; `/author/jsmith42/` shows it
    outright. WordPress does not regard logins as secret, so this is worth knowing, no more.
    """

    remedy = (
        "Give the authors a nicename that differs from their login, or switch author archives off in the SEO plugin; "
        "with pretty permalinks the numbered addresses disappear from the markup."
    )
    sources = (
        "https://make.wordpress.org/core/handbook/testing/reporting-security-vulnerabilities/",
        "https://developer.wordpress.org/advanced-administration/security/hardening/",
    )
    needs = frozenset({"type:Person", "tag:a", "head:html"})
    explained_by = {"permalink-plain": SAME_SITE.when(NUMBER)}
    examples = (
        Bad(
            '<p>By <a href="https://saltmarsh.example/?author=7">the editor</a></p>',
            says="?author=7",
        ),
        Good(
            '<p>By <a href="https://saltmarsh.example/author/maren-holt/">Maren Holt</a></p>',
            note="The address is the display name, which the page says anyway.",
        ),
        Good(
            '<p>By <a href="https://saltmarsh.example/author/hanako/">海野花子</a></p>',
            note="The address may be the display name in Latin letters.",
        ),
        Good(
            '<p>By <a href="https://saltmarsh.example/author/petr-shhukin/">Пётр Щукин</a></p>',
            note="There are many ways to spell a name in Latin letters.",
        ),
        Bad('<p>By <a href="https://saltmarsh.example/author/mholt77/">Maren Holt</a></p>', says="/author/mholt77"),
        Good(
            '<p><a href="https://saltmarsh.example/author/maren-holt/">All posts</a></p>',
            note="Whose they are is not said.",
        ),
        Good(
            '<p class="author-box"><a href="https://saltmarsh.example/author/maren-holt/">View Posts</a></p>',
            note="What stands in the author's box need not be the name.",
        ),
        Good(
            '<p class="author-box"><a href="https://saltmarsh.example/author/jo/">All posts by this author</a></p>',
            note="No name has so many small words.",
        ),
        Good(
            '<p>By <a href="https://saltmarsh.example/author/joerg-weiss-2/">Jörg Weiß</a></p>',
            note="As WordPress spells it in German, with the number of a second one of that name.",
        ),
        Good(
            '<p>By <a href="https://saltmarsh.example/author/maern-holt/">Maren Holt</a></p>',
            note="The name, with a slip.",
        ),
        Good(
            '<p>By <a href="https://saltmarsh.example/author/894">Maren Holt</a>, '
            '<a href="https://saltmarsh.example/author/pit-478.html">Jo Reed</a></p>',
            note="No account of WordPress has such an address.",
        ),
        Good('<p><a href="https://other.example/?author=7">Another site</a></p>'),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each address of an account, at the first place that has it."""
        found = _author_addresses(facts) if _may_be_wordpress(facts) else ()
        return _witnesses(found, facts) if found else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and form of address."""
        accounts = sorted({str(witness.values[0]) for witness in witnesses})
        form = str(witnesses[0].values[2])
        shown = ", ".join(f"{form}{account}" for account in accounts[:5])
        more = f" and {len(accounts) - 5} more" if len(accounts) > 5 else ""  # noqa: PLR2004 - enough to see the point
        yield CorpusFinding(
            f"Addresses of accounts are public: {shown}{more}.",
            value=form,
            form=form,
            address=str(witnesses[0].values[1]),
        )


def _witnesses(found: Iterable[tuple[Url, _Source]], facts: Facts) -> Iterator[tuple[str, Witness]]:
    seen: set[str] = set()
    for url, source in found:
        if url.registrable != facts.own_domain:
            continue
        form, account = _account(url)
        if not account or account in seen:
            continue
        if form == LOGIN and not _is_another_name(account, _names_at(source, facts)):
            continue
        seen.add(account)
        place = source.place("url") if isinstance(source, Node) else source.place
        yield f"{facts.site}\t{form}", Witness((account, url.href, form), place)


def _account(url: Url) -> tuple[str, str]:
    number = _AUTHOR_NUMBER.search(url.query)
    if number:
        return NUMBER, number[1]
    path = AUTHOR_PATH.search(url.path)
    return (LOGIN, path[1]) if path and not _NO_LOGIN.fullmatch(path[1]) else ("", "")


def _may_be_wordpress(facts: Facts) -> bool:
    """Whether accounts may be WordPress's: a whole page of it names one of its folders."""
    return facts.page is None or "/wp-" in facts.page.markup.source


def _is_another_name(login: str, names: Sequence[str]) -> bool:
    return bool(names) and not any(_names_agree(login, name) for name in names)


def _names_agree(login: str, name: str) -> bool:
    """Whether the path segment is but the display name in lower case, letters and digits compared.

    A name in another script agrees with any segment: the nicename may be how it is spelt in Latin letters. So does
    the number that WordPress adds where a nicename is taken.

    Source: https://developer.wordpress.org/reference/functions/wp_insert_user/
    """
    if _BEYOND_LATIN.search(name) is not None:
        return True
    letters, login = _letters(name), _letters(_SUFFIX.sub("", login))
    spelt = (letters, _letters(name.lower().translate(_LOCAL_LETTERS)))
    if not letters.isascii() or any(login in one for one in spelt):
        return True
    return any(SequenceMatcher(None, login, one[:_LONGEST_NAME]).ratio() >= _ALIKE for one in spelt)


def _letters(text: str) -> str:
    return "".join(character for character in latin_letters(fold(unquote(text))) if character.isalnum())


def _author_addresses(facts: Facts) -> list[tuple[Url, _Source]]:
    """Addresses that may lead to an author, each with what gives it."""
    found: list[tuple[Url, _Source]] = []
    for person in facts.graph.of_type("Person"):
        address = person.text("url")
        url = parse_url(address, facts.base) if address else None
        if url is not None:
            found.append((url, person))
    links = suspects(UserEnumerationUrl.name, facts)
    found += [(link.url, link) for link in links if link.url is not None and "author" in link.url.href]
    author = facts.head.meta("article:author") if facts.head is not None else None
    url = parse_url(author.text, facts.base) if author is not None else None
    if author is not None and url is not None:
        found.append((url, author))
    return found


def _names_at(source: _Source, facts: Facts) -> Sequence[str]:
    """The names that an address may be made of: none where what stands by it need not be a name ("All posts").

    A link in the author's box may say something else than the name ("View Posts"), so the post's authors count, too.
    """
    if isinstance(source, Node):
        name = source.text("name")
        return [name] if name else []
    if not isinstance(source, Link) or not _says_a_name(source, facts):
        return []
    return [source.text, *facts.once(_authors)]


def _authors(facts: Facts) -> Sequence[str]:
    """The names that the post gives its authors, each once."""
    return list(dict.fromkeys(author.name for author in author_names(facts)))[:_MOST_AUTHORS]


def _says_a_name(link: Link, facts: Facts) -> bool:
    """Whether the text of a link is a name: the author's, as the post says elsewhere, or marked as such."""
    text = fold(link.text).casefold()
    if "author" in link.rel or any(fold(name).casefold() == text for name in facts.once(_authors)):
        return True
    return _NAME.fullmatch(fold(link.text)) is not None and _is_marked(link.node)


def _is_marked(node: Element) -> bool:
    """Whether a class says that an author stands there, or a "by" before it does."""
    if node.closest('[class*="author"],[class*="byline"],[class*="vcard"]') is not None:
        return True
    before = node.previous_sibling
    return isinstance(before, Text) and _BY.search(before.data[-_BEFORE:]) is not None
