"""Addresses: parsed once, as browsers do, compared in one form, and read for what they say about a site.

Two WHATWG parsers agree with browsers and with each other: can_ada, ten times as fast, for absolute addresses, and
ada-url for those that need a base. Everybody else asks here, so that no address is parsed twice.
"""

from __future__ import annotations

import re
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from urllib.parse import parse_qsl

import ada_url
import can_ada
from publicsuffixlist import PSLFILE, PublicSuffixList

from audit.kept import kept

_CACHED_ADDRESSES = 16_384
WEB = frozenset({"http", "https"})
NEEDS_NO_BASE = ("https://", "http://", "data:")
"""How nearly all addresses begin that no base says anything of: they are the same in each post of a site."""


class Url:
    """One address, parsed by the WHATWG URL standard. Made by `parse_url`; interned, so compare `key`, not identity.

    Attributes:
        raw: as it was written.
        href: normalised and absolute.
        scheme: lower-case, without the colon.
        host: lower-case, IDNA as A-labels, IPv6 in brackets; "" where the scheme has none (`mailto:`).
        port: digits, or "" for the default port of the scheme.
        path: with its leading slash, escapes as written.
        query: without its question mark; "" if absent or empty.
        fragment: without its hash; "" if absent or empty.
    """

    __slots__ = ("_key", "fragment", "host", "href", "path", "port", "query", "raw", "scheme")

    def __init__(self, raw: str, parsed: can_ada.URL) -> None:
        self.raw = raw
        self.href = parsed.href
        self.scheme = parsed.protocol[:-1]
        self.host = parsed.hostname
        self.port = parsed.port
        self.path = parsed.pathname
        self.query = parsed.search[1:]
        self.fragment = parsed.hash[1:]
        self._key: str | None = None

    def __repr__(self) -> str:
        return f"Url({self.href!r})"

    @property
    def key(self) -> str:
        """The form in which addresses are compared: itself an address, and its own key.

        No fragment; escapes are decoded where that cannot change the meaning, and written alike elsewhere, so that raw
        Greek and its escapes in either case agree; scheme, query and trailing slash are kept: on plain permalinks the
        query is the identity, and a slash is part of a name.
        """
        if self._key is None:
            self._key = _comparison_form(self)
        return self._key

    @property
    def registrable(self) -> str:
        """Registrable domain of the host; the address itself for an IP address, "" without a host."""
        return registrable_domain(self.host)


# -- parsing ---------------------------------------------------------------------------------------------------------


def parse_url(raw: str, base: str | None = None) -> Url | None:
    """Parse an address as a browser would; None if it does not parse.

    Outer blanks, and tabs and newlines inside, are taken out; a lone surrogate counts as U+FFFD.

    Args:
        raw: the address as written, character references decoded.
        base: absolute address that a relative one is resolved against.
    """
    if base is None or raw.startswith(NEEDS_NO_BASE):
        return _absolute(raw)
    return _resolved(raw, base)


def resolve(raw: str, base: str | None) -> Url | None:
    """Parse an address that stands in a page, whose own address may be unknown; None if it does not parse.

    Without a base, what lacks only its scheme (`//host/path`) is read as https, since its host is written out; what
    lacks its host as well does not parse.
    """
    if base is None and raw.lstrip(_BLANKS).startswith("//"):
        return parse_url(f"https:{raw.lstrip(_BLANKS)}")
    return parse_url(raw, base)


_BLANKS = "".join(map(chr, range(0x21)))
"""What the URL standard takes off both ends of an address."""


def without_credentials(href: str) -> str:
    """An address without user name and password, which are never printed and never sent.

    Args:
        href: a normalised address.
    """
    if "@" not in href:
        return href
    scheme, separator, rest = href.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return f"{scheme}{separator}{rest[authority.rfind('@') + 1 :]}" if separator else href


_HOST_AS_USER = re.compile(
    r"www\..+\..+|(?:[\w-]+\.)+(?:com|net|org|gov|edu|info|biz)|(?:[\w-]+\.){2,}[a-z]{2}", re.IGNORECASE
)
"""What is a host and nobody's login. `wei.li` is a login, though there is a top level of that name."""


def host_as_user(href: str) -> str:
    """The host that stands where an address has its user, to be taken for the address's own host; "" if none does.

    Args:
        href: a normalised address.

    Source: https://www.rfc-editor.org/rfc/rfc3986#section-7.6
    """
    if "@" not in href:
        return ""
    authority = re.split(r"[/?#]", href.partition("://")[2], maxsplit=1)[0]
    user = authority.rpartition("@")[0].partition(":")[0]
    return user if _HOST_AS_USER.fullmatch(user) else ""


@kept(_CACHED_ADDRESSES)
def _absolute(raw: str) -> Url | None:
    try:
        return Url(raw, can_ada.parse(raw if raw.isascii() else _scalar_values(raw)))
    except ValueError:
        return None


@kept(_CACHED_ADDRESSES)
def _resolved(raw: str, base: str) -> Url | None:
    try:
        href = ada_url.join_url(_scalar_values(base), _scalar_values(raw))
        return Url(raw, can_ada.parse(href))
    except ValueError:
        return _absolute(raw)  # the base may be at fault, and an absolute address needs none


def _scalar_values(text: str) -> str:
    """Text without lone surrogates, which neither parser takes: each becomes U+FFFD, as in a browser."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# -- the form for comparison -----------------------------------------------------------------------------------------

_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_PLAIN_IN_PATH = frozenset(_UNRESERVED + "!$'()*,:@[]|")
_PLAIN_IN_QUERY = frozenset(_UNRESERVED + "!$()*,/:?@[]^`{}|\\")
_ESCAPE_IN_PATH = re.compile(r"%[0-9A-Fa-f]{2}|[%^]")  # parsers of different age leave ^ alone or escape it
_ESCAPE_IN_QUERY = re.compile(r"%[0-9A-Fa-f]{2}|[%+]")


def _canonical_escapes(plain: frozenset[str]) -> dict[str, str]:
    """What an escape, upper-case, becomes: the character where it may stand plainly without another meaning."""
    return {f"%{code:02X}": chr(code) if chr(code) in plain else f"%{code:02X}" for code in range(256)}


# A form decodes + in a query as a blank, and so does PHP's urldecode(), by which Yoast prints its canonical.
_PATH_FORMS = {**_canonical_escapes(_PLAIN_IN_PATH), "%": "%25", "^": "%5E"}
_QUERY_FORMS = {**_canonical_escapes(_PLAIN_IN_QUERY), "%": "%25", "+": "%20"}


def canonical_path(path: str) -> str:
    """A path in the form for comparison: each escape in one spelling."""
    if "%" not in path and "^" not in path:
        return path
    return _ESCAPE_IN_PATH.sub(lambda match: _PATH_FORMS[match[0].upper()], path)


def _canonical_query(query: str) -> str:
    if "%" not in query and "+" not in query:
        return query
    return _ESCAPE_IN_QUERY.sub(lambda match: _QUERY_FORMS[match[0].upper()], query)


def _comparison_form(url: Url) -> str:
    if url.scheme not in WEB:
        # A blank before the fragment would be an outer blank without it.
        return url.href.partition("#")[0].rstrip(" ")
    origin = url.href[: url.href.index("/", len(url.scheme) + 3)]
    query = f"?{_canonical_query(url.query)}" if url.query else ""
    return f"{origin}{canonical_path(url.path)}{query}"


# -- hosts -----------------------------------------------------------------------------------------------------------


@cache
def _public_suffixes() -> PublicSuffixList:
    """The list that the library brings, read when the first host is asked for.

    Names in other letters are added here as hosts have them: the library would encode all ten thousand names for that,
    which takes as long as all the rest of it.
    """
    names = Path(PSLFILE).read_text("utf-8").splitlines()
    foreign = [name for name in names if not name.isascii() and not name.startswith("//")]
    return PublicSuffixList([*names, *map(_encoded_name, foreign)], accept_encoded_idn=False)


def _encoded_name(name: str) -> str:
    """A name of the list as hosts have it; exceptions begin with an exclamation mark."""
    exception = "!" * name.startswith("!")
    return f"{exception}{name.removeprefix(exception).encode('idna').decode()}"


def has_known_suffix(host: str) -> bool:
    """Whether a host ends in a suffix that the list names, be it only its top level; other letters as they are read."""
    return _public_suffixes().publicsuffix(host, accept_unknown=False) is not None


@kept(_CACHED_ADDRESSES)
def registrable_domain(host: str) -> str:
    """Registrable domain of a host as `Url.host` gives it.

    By the Public Suffix List with its private section (`blog.github.io` is an owner of its own); an unknown top level
    counts as a public suffix. A host that is itself a public suffix (`gov.uk`), and an IP address, is its own.
    """
    if not host or _address(host) is not None:
        return host
    return _public_suffixes().privatesuffix(host) or host


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is, if it is one. The list would say that 127.0.0.1 belongs to 0.1."""
    if not (host.startswith("[") or host[-1:].isdigit()):
        return None
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


# Loopback, private, link-local, unspecified: RFC 1122, 1918, 3927, 4193, 4291, 6598.
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?|\[.*\]")


def is_possible_host(host: str) -> bool:
    """Whether the domain name system could hold a host: labels of 1 to 63 characters, underscores let pass.

    Browsers parse more: `.lake.example`, `lake..example`.

    Source: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
    """
    return _HOST.fullmatch(host) is not None


_PRIVATE_NETWORKS = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/128",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
# Names that no public server answers to: RFC 6761 and 6762, and ICANN's reservation of `internal`.
_PRIVATE_TOP_LEVELS = frozenset({"localhost", "local", "test", "internal"})
_STAGING_LABEL = re.compile(r"(?:dev|test|stage|staging)\d*")
# Where hosting companies keep a site before it gets its own name. `www` is the company itself.
_HOST_BUILDERS = (
    "000webhostapp.com",
    "cloudwaysapps.com",
    "flywheelsites.com",
    "kinsta.cloud",
    "myftpupload.com",
    "pantheonsite.io",
    "sg-host.com",
    "wpcomstaging.com",
    "wpengine.com",
    "wpenginepowered.com",
    "wpsandbox.app",
)
_BUILDERS_BELOW = tuple(f".{domain}" for domain in _HOST_BUILDERS)
_BUILDERS_THEMSELVES = frozenset(f"www.{domain}" for domain in _HOST_BUILDERS)


@kept(_CACHED_ADDRESSES)
def is_private_host(host: str) -> bool:
    """Whether a host exists only on one machine or in one network: `localhost`, `*.local`, `*.test`, 192.168.0.1."""
    address = _address(host)
    if address is None:
        return host.rstrip(".").rpartition(".")[2] in _PRIVATE_TOP_LEVELS
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _PRIVATE_NETWORKS)


_DOTLESS = re.compile(r"[a-z0-9-]+", re.IGNORECASE)
"""A name without a dot: no top level answers to its bare name, by rule of its registry.

Source: https://www.icann.org/en/system/files/files/sac-053-en.pdf
"""
_SLIPS = frozenset({"ftp", "http", "https", "mailto", "tel", "www"})
"""What is no host, but a scheme too many, or a beginning."""


def is_unreachable_host(host: str) -> bool:
    """Whether readers elsewhere cannot reach a host as it is written: a private one, or a name of one's own network."""
    return is_private_host(host) or (_DOTLESS.fullmatch(host) is not None and host not in _SLIPS)


_DISK = re.compile(r"file:|[a-z]:[\\/]|\\\\[^\\/]", re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?:applewebdata|blob|chrome-extension|cid|content|mhtml|moz-extension|safari-web-extension|webkit-fake-url|wyciwyg"
    r"|x-apple-data-detectors):|about:blank",
    re.IGNORECASE,
)
"""What programs call things that only they know: pasted text, mail parts, files of an extension."""


def private_place(raw: str) -> str | None:
    """What an address as written is if only its author's machine knows it, in words; None if others know it too."""
    if _DISK.match(raw):
        return "a file on somebody's disk"
    return "one in somebody's browser or word processor" if _PROGRAM.match(raw) else None


@kept(_CACHED_ADDRESSES)
def is_staging_host(host: str) -> bool:
    """Whether a host is a copy of a site that is not meant for readers: `staging2.lake.example`, `lake.wpengine.com`.

    Only whole labels left of the registrable domain count: `dev.to`, `test.de` and everything under `pages.dev` are
    names. The caller leaves out the post's own host.
    """
    host = host.removesuffix(".")
    if host.endswith(_BUILDERS_BELOW):
        return host not in _BUILDERS_THEMSELVES
    left = host.removesuffix(registrable_domain(host))
    return any(_STAGING_LABEL.fullmatch(label) for label in left.split("."))


_SHORTEST_NAME = 4
"""Letters from which the name of a site is recognised in the name of a copy."""
_SHORTEST_CUT = 7
_MOST_CUT = 3
"""Letters of a name that is cut short at least, and those that may be left out of it."""
_STAGE = re.compile(r"(?:dev|stage|staging|stg|prod|prd|test)?(?<!\d)\d*+\Z")


def is_named_after(host: str, domain: str) -> bool:
    """Whether a host has the name of a site: `lake-stg.wpengine.com` that of `lake.example`."""
    name = domain.partition(".")[0].replace("-", "")
    other = host.partition(".")[0].replace("-", "")
    return len(name) >= _SHORTEST_NAME and (name in other or _is_short_for(_STAGE.sub("", other), name))


def _is_short_for(other: str, name: str) -> bool:
    """Whether a name is another with few letters left out: `goharbour` for `gotoharbour`."""
    if other[:1] != name[:1] or not _SHORTEST_CUT <= len(other) < len(name) <= len(other) + _MOST_CUT:
        return False
    letters = iter(name)
    return all(letter in letters for letter in other)


# -- languages -------------------------------------------------------------------------------------------------------

_LANGUAGE_FOLDER = re.compile(r"/?([a-z]{2}(?:-[a-z]{2,4})?)(?:/|\Z)", re.IGNORECASE)


def language_folder(url: Url, home: str) -> str:
    """What the first folder below the site's home names, if it has the form of a language (`de`, `pt-br`), else "".

    Args:
        url: an address of the site.
        home: URL of its front page, or "" where that is not known.
    """
    start = parse_url(home) if home else None
    above = start.path.rstrip("/") if start is not None else ""
    path = url.path.removeprefix(f"{above}/") if above else url.path
    match = _LANGUAGE_FOLDER.match(path)
    return match[1].lower() if match is not None else ""


# -- queries and sites -----------------------------------------------------------------------------------------------


def parameter(url: Url, name: str) -> str:
    """The first value of a parameter of the query, decoded; "" without one."""
    return next((value for key, value in parse_qsl(url.query) if key == name), "")


def beginning_of(url: Url | None) -> str:
    """How addresses on the host of another begin, if they are written out; "" where there is no host."""
    return f"{url.scheme}://{url.host}/" if url is not None and url.scheme in WEB else ""


_REST_ROUTES = (
    re.compile(r"^(.*?)/wp-json(?:/|$)"),
    re.compile(r"^(.*?)/[^/]+/[^/]+/v\d+(?:/|$)"),  # another prefix, a namespace, its version: /api/wp/v2/
)


_CACHED_SITES = 1024
_PREFIX = "/wp-json/"
_PLAIN_BEGINNING = re.compile(r"https?://[\w.:-]++(?:/|\Z)")
_PLAIN_ROUTE = re.compile(r"[\w/-]*+")


@kept(_CACHED_SITES)
def site_of(home: str) -> str:
    """Identity of a site: its home without scheme, `www.`, `index.php` and closing slash; a folder stays.

    `https://www.lake.example/blog/` is `lake.example/blog`. What does not parse is its own identity.
    """
    url = parse_url(home if "://" in home else f"https://{home}")
    if url is None or url.scheme not in WEB:
        return home
    host = url.host
    bare = host.removeprefix("www.")
    port = f":{url.port}" if url.port else ""
    return f"{bare if '.' in bare else host}{port}{_without_index(canonical_path(url.path))}"


def home_of_api(self_href: str) -> str:
    """URL of a site's home, with its closing slash: what `_links.self` has before the REST route.

    Knows `/wp-json`, another REST prefix (`/api/wp/v2/…`) and `?rest_route=`; a trailing `index.php` is taken off. ""
    where no REST route is recognised.
    """
    before, prefix, route = self_href.partition(_PREFIX)
    if prefix and _PLAIN_ROUTE.fullmatch(route) and _PLAIN_BEGINNING.match(before):
        self_href = f"{before}{prefix}"  # a plain route says nothing of the home, and each post has another
    return _read_home(self_href)


@kept(_CACHED_SITES)
def _read_home(self_href: str) -> str:
    url = parse_url(self_href)
    if url is None or url.scheme not in WEB:
        return ""
    if parameter(url, "rest_route"):
        folder = url.path
    else:
        route = next((match for pattern in _REST_ROUTES if (match := pattern.match(url.path))), None)
        if route is None:
            return ""
        folder = route[1]
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{url.host}{port}{_without_index(folder)}/"


def _without_index(folder: str) -> str:
    return folder.rstrip("/").removesuffix("/index.php").rstrip("/")
