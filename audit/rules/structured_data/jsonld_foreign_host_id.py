"""JLD013."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.image_address import is_archive_host
from audit.facts.jsonld import ARTICLE_TYPES, WEBPAGE_TYPES, Node
from audit.facts.url import is_private_host, is_staging_host, parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import graph
from audit.rules.structured_data._page import addresses, head_keys, is_at_the_top

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.url import Url

_CONTENT = "content.rendered"
_KINDS = ARTICLE_TYPES | WEBPAGE_TYPES | {"WebSite", "BreadcrumbList", "Organization", "Person"}
_WEB = frozenset({"http", "https"})
_PAGE = (
    '"@type":"WebPage","@id":"https://{0}/tide/","url":"https://{0}/tide/","isPartOf":{{"@id":"https://{0}/#website"}}'
)
_SITE = (
    '"@type":"WebSite","@id":"https://{0}/#website","url":"https://{0}/",'
    '"publisher":{{"@type":"Organization","name":"Saltmarsh","url":"https://{1}/"}}'
)


class JsonldForeignHostId(PostRule[Post], code="JLD013", severity=Severity.ERROR, since="0.1.0"):
    """The structured data says that the page, or its site, is on another host.

    It was made on a copy of the site, for tests or before a move, and never made again. Search engines are told that
    the article belongs to an address that nobody may see.
    """

    remedy = "Rebuild the SEO plugin's data (in Yoast: Tools, SEO data), and look for the old host in the database."
    sources = ("https://developer.yoast.com/features/schema/technology-approach",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=graph(
                _PAGE.format("dev.saltmarsh.example"), _SITE.format("dev.saltmarsh.example", "saltmarsh.example")
            ),
            says="dev.saltmarsh.example, the post on saltmarsh.example",
            points_at="{",
        ),
        Bad(
            head=graph(_PAGE.format("saltmarsh.example"), _SITE.format("saltmarsh.example", "saltmarsh.local")),
            says="saltmarsh.local",
        ),
        Good(
            head=graph(_PAGE.format("saltmarsh.example"), _SITE.format("saltmarsh.example", "estuary.example")),
            note="Several sites may have one publisher.",
        ),
        Good(
            head='<link rel="canonical" href="https://agency.example/tide/">'
            + graph(_PAGE.format("agency.example"), _SITE.format("saltmarsh.example", "saltmarsh.example")),
            note="A canonical that somebody entered explains it.",
        ),
        Good(
            head=graph(_PAGE.format("saltmarsh.example"), _SITE.format("saltmarsh.example", "saltmarsh.example"))
            + graph(
                '"@type":"NewsArticle","headline":"Ebb","url":"https://estuary.example/ebb/"',
                '"@type":"WebSite","name":"The Estuary","url":"https://estuary.example/"',
            ),
            note="What a partner wrote, and the partner's site.",
        ),
        Good(
            head=graph(_PAGE.format("www.saltmarsh.example"), _SITE.format("saltmarsh.example", "saltmarsh.example")),
            note="With or without www is a question of the canonical.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each host."""
        if facts.url is None or not _is_suspicious(facts, facts.url):
            return ()
        own = _own_hosts(facts)
        return _findings(facts, facts.url, own) if own else ()


def _findings(facts: Facts, link: Url, own: set[str]) -> Iterator[Finding]:
    leaks: dict[str, list[Node]] = {}
    for thing in _own_entities(facts, own):
        for host in _hosts_of(thing, own):
            leaks.setdefault(host, []).append(thing)
    for thing in (*_websites(facts), *_publishers(facts)):
        for host in _hosts_of(thing, own):
            leaked = host in leaks or is_private_host(host) or is_staging_host(host)
            if leaked and thing not in leaks.setdefault(host, []):
                leaks[host].append(thing)
    for host, things in leaks.items():
        types = list(dict.fromkeys(thing.types[0] for thing in things))
        yield Finding(
            f"The structured data has {', '.join(types)} on {host}, the post on {link.host}.",
            at=things[0].place(),
            value=host,
            target=host,
            evidence=(
                Evidence("link", link.href),
                *(Evidence(thing.types[0], thing.id or thing.text("url") or "") for thing in things),
            ),
        )


def _is_suspicious(facts: Facts, link: Url) -> bool:
    """Whether anything that may be the page's own names another place than the post's: a quick look, for most posts."""
    origin = f"{link.scheme}://{link.host}/"
    for thing in facts.graph.nodes:
        if not _KINDS.isdisjoint(thing.types):
            url = thing.data.get("url")
            if (thing.id is not None and not thing.id.startswith(origin)) or (
                url is not None and not (type(url) is str and url.startswith(origin))
            ):
                return True
    return False


def _own_hosts(facts: Facts) -> set[str]:
    """The hosts on which the site may be; empty where the post itself is on a copy of it."""
    host = facts.url.host if facts.url is not None and facts.url.scheme in _WEB else ""
    if not host or is_archive_host(host) or is_private_host(host) or is_staging_host(host):
        return set()
    hosts = {host, *facts.settings.hosts}
    home = parse_url(facts.home) if facts.home else None
    if home is not None:
        hosts.add(home.host)
    for key in head_keys(facts):
        url = parse_url(key)
        if url is not None:
            hosts.add(url.host)
    return {name.removeprefix("www.") for name in hosts}


def _own_entities(facts: Facts, own: set[str]) -> Iterator[Node]:
    """The page's WebPage, WebSite, breadcrumb and article.

    A website beside one on the right host, and an article by another name than the post's, are others'.
    """
    graph = facts.graph
    page = graph.webpage(head_keys(facts))
    if page is not None and _is_the_plugins(page, facts):
        yield page
    websites = list(_websites(facts))
    if all(_hosts_of(website, own) for website in websites):
        yield from websites
    kinds = [name for name in graph.types if name == "BreadcrumbList" or name in ARTICLE_TYPES]
    for thing in graph.of_type(*kinds):
        if _is_the_plugins(thing, facts) and (thing.is_a("BreadcrumbList") or _has_the_slug(thing, facts)):
            yield thing


def _websites(facts: Facts) -> Iterator[Node]:
    return (website for website in facts.graph.of_type("WebSite") if _is_the_plugins(website, facts))


def _has_the_slug(article: Node, facts: Facts) -> bool:
    """Whether an article is called as the post is by the end of its address: a copy of a site keeps the slugs."""
    slugs = [_slug(url) for text in addresses(article, "url") if (url := parse_url(text, facts.base)) is not None]
    return facts.url is None or not slugs or _slug(facts.url) in slugs


def _slug(url: Url) -> str:
    return url.path.rstrip("/").rpartition("/")[2]


def _is_the_plugins(thing: Node, facts: Facts) -> bool:
    """Whether a node stands by itself in the head: what somebody wrote into the text was not moved with the site."""
    return is_at_the_top(thing) and facts.graph.blocks[thing.block].field != _CONTENT


def _publishers(facts: Facts) -> Iterator[Node]:
    graph = facts.graph
    seen: set[int] = set()
    for thing in (*graph.of_type("WebSite"), *graph.articles()):
        publisher = thing.get("publisher") if is_at_the_top(thing) else None
        if isinstance(publisher, Node) and publisher.types and id(publisher) not in seen:
            seen.add(id(publisher))
            yield publisher


def _hosts_of(thing: Node, own: set[str]) -> set[str]:
    """The hosts of a node's id and url, but for the page's own."""
    found = set()
    for text in addresses(thing, "url"):
        if text.startswith(("https://", "http://")):
            url = parse_url(text)
            if url is not None and url.host and url.host.removeprefix("www.") not in own:
                found.add(url.host)
    return found
