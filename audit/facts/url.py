"""Addresses: parsed once, as browsers do, compared in one form, and read for what they say about a picture or a site.

Two WHATWG parsers agree with browsers and with each other: can_ada, ten times as fast, for absolute addresses, and
ada-url for those that need a base. Everybody else asks here, so that no address is parsed twice.
"""

from __future__ import annotations

import re
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

import ada_url
import can_ada
from publicsuffixlist import PublicSuffixList

from audit.kept import kept

_CACHED_ADDRESSES = 16_384
_WEB = frozenset({"http", "https"})
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


def _canonical_path(path: str) -> str:
    if "%" not in path and "^" not in path:
        return path
    return _ESCAPE_IN_PATH.sub(lambda match: _PATH_FORMS[match[0].upper()], path)


def _canonical_query(query: str) -> str:
    if "%" not in query and "+" not in query:
        return query
    return _ESCAPE_IN_QUERY.sub(lambda match: _QUERY_FORMS[match[0].upper()], query)


def _comparison_form(url: Url) -> str:
    if url.scheme not in _WEB:
        # A blank before the fragment would be an outer blank without it.
        return url.href.partition("#")[0].rstrip(" ")
    origin = url.href[: url.href.index("/", len(url.scheme) + 3)]
    query = f"?{_canonical_query(url.query)}" if url.query else ""
    return f"{origin}{_canonical_path(url.path)}{query}"


# -- hosts -----------------------------------------------------------------------------------------------------------


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # 25 ms: not before the first host is asked for


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


# -- sites -----------------------------------------------------------------------------------------------------------


def beginning_of(url: Url | None) -> str:
    """How addresses on the host of another begin, if they are written out; "" where there is no host."""
    return f"{url.scheme}://{url.host}/" if url is not None and url.scheme in _WEB else ""


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
    if url is None or url.scheme not in _WEB:
        return home
    host = url.host
    bare = host.removeprefix("www.")
    port = f":{url.port}" if url.port else ""
    return f"{bare if '.' in bare else host}{port}{_without_index(_canonical_path(url.path))}"


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
    if url is None or url.scheme not in _WEB:
        return ""
    if _parameter(url, "rest_route"):
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


# -- pictures --------------------------------------------------------------------------------------------------------

_LAYERS = 8  # proxies within proxies; more is nobody's doing
_HOST_IN_PATH = re.compile(r"(?:[\w%-]+\.)+[a-z][a-z0-9-]+", re.IGNORECASE)
_PHOTON = re.compile(r"i[0-3]\.wp\.com")
_EDGE_RESIZER = re.compile(r".*?/cdn-cgi/image/[^/]+/(.+)", re.IGNORECASE)
_ADDRESS_IN_PATH = re.compile(r"/(https?(?::|%3A)(?:/|%2F){1,2}[^/].*)", re.IGNORECASE)
_WESERV = frozenset({"wsrv.nl", "images.weserv.nl"})
_QUERY_PROXIES = ("/_next/image", "/_vercel/image")
# Services that fetch a picture from the address that their own address carries behind its options.
_FETCHERS = frozenset(
    {
        "ampproject.org",
        "cloudinary.com",
        "nitrocdn.com",
        "optimole.com",
        "shortpixel.ai",
        "statically.io",
        "substackcdn.com",
    }
)
_BEHIND_HOST = re.compile(r"/(?:i|[^/]+/assets/[a-z]+/[a-z]+/rev-[0-9a-f]+)/(?:s/)?(.+)")
"""The paths of AMP's cache and of NitroPack, up to the original's host."""
# Their copy is really loaded from there, whosever the original is.
_ARCHIVES = frozenset({"archive.org", "translate.goog"})
_ARCHIVES_BELOW = tuple(f".{host}" for host in _ARCHIVES)


def unwrap_image(url: Url) -> Url:
    """The address of the original: image proxies and resizers that carry it in their own address are taken off.

    Photon, Cloudinary fetch, Substack, Optimole, ShortPixel, Statically, NitroPack, AMP's cache, weserv, Next and
    Vercel images, Cloudflare's `/cdn-cgi/image/`. Not web.archive.org and translate.goog: their copy is really loaded
    from there.
    """
    for _ in range(_LAYERS):
        inner = _unwrapped_once(url)
        if inner is None:
            break
        url = inner
    return url


def inner_address(url: Url) -> Url | None:
    """The complete address at the end of a path (`…/w:1200/https://lake.example/cover.jpg`), if there is one.

    Any resizer writes so, also those that nobody has listed; whether to believe it depends on whose the inner host is.
    """
    if url.scheme not in _WEB or is_archive_host(url.host):
        return None
    match = _ADDRESS_IN_PATH.search(url.path)
    if match is None:
        return None
    address = match[1]
    if not address.lower().startswith(("http:/", "https:/")):
        address = unquote(address)
    elif url.query:
        address = f"{address}?{url.query}"
    inner = parse_url(address)
    return inner if inner is not None and inner.host else None


def is_archive_host(host: str) -> bool:
    """Whether a host shows copies of other sites' pages with their files: archive.org, Google's translator."""
    return host in _ARCHIVES or host.endswith(_ARCHIVES_BELOW)


def _unwrapped_once(url: Url) -> Url | None:
    if url.scheme not in _WEB:
        return None
    inner = None
    if _PHOTON.fullmatch(url.host):
        inner = _host_in_path(url, url.path[1:])
    elif url.registrable in _FETCHERS:
        inner = inner_address(url) or _fetched_by_host(url)
    return inner or _named_in_query(url) or _resized_at_edge(url)


def _named_in_query(url: Url) -> Url | None:
    """The original behind services that take its address as `?url=`: weserv, Next, Vercel."""
    if url.host in _WESERV:
        address = _parameter(url, "url").removeprefix("ssl:")
        return parse_url(address if "://" in address else f"{url.scheme}://{address.lstrip('/')}")
    if url.path.endswith(_QUERY_PROXIES) and (address := _parameter(url, "url")):
        return parse_url(address, url.href)
    return None


def _resized_at_edge(url: Url) -> Url | None:
    """The original behind Cloudflare's `/cdn-cgi/image/<options>/`: an address, or a path on the same host."""
    match = _EDGE_RESIZER.fullmatch(url.path)
    if match is None:
        return None
    query = f"?{url.query}" if url.query else ""
    return inner_address(url) or parse_url(f"/{match[1]}{query}", url.href)


def _fetched_by_host(url: Url) -> Url | None:
    """The original behind services that may leave out its scheme: ShortPixel, Statically, AMP's cache, NitroPack."""
    if url.registrable in {"ampproject.org", "nitrocdn.com"}:
        behind = _BEHIND_HOST.fullmatch(url.path)
        return _host_in_path(url, behind[1]) if behind is not None else None
    segments = url.path.split("/")
    if url.registrable == "statically.io" and segments[1] == "img" and len(segments) > 3:  # noqa: PLR2004 - /x/img/HOST
        options = 4 if "=" in segments[3] else 3
        return _host_in_path(url, "/".join([segments[2], *segments[options:]]))
    if url.registrable == "shortpixel.ai":
        for start, segment in enumerate(segments[3:], 3):
            if _HOST_IN_PATH.fullmatch(segment):
                return _host_in_path(url, "/".join(segments[start:]))
    return None


def _host_in_path(url: Url, rest: str) -> Url | None:
    """The address whose host is the first segment of what is left of a proxy's path."""
    host, slash, _ = rest.partition("/")
    if not slash or not _HOST_IN_PATH.fullmatch(host):
        return None
    return parse_url(f"{url.scheme}://{rest}")


def _parameter(url: Url, name: str) -> str:
    return next((value for key, value in parse_qsl(url.query) if key == name), "")


_UPLOADS = "/wp-content/uploads/"
# Where plugins keep the WebP and AVIF twins of uploads: Converter for Media, WebP Express, Smush.
_TWINS = re.compile(r"/wp-content/(?:uploads-webpc/uploads|webp-express/webp-images/uploads|smush-(?:webp|avif))/")
# What WordPress, and the plugins that convert pictures, append to the name of an upload: sizes, `-scaled` (from 2,560
# pixels), `-rotated`, the time of an edit, a second extension (`x.jpg.webp`). x.jpg, x.jpeg and x.webp are one picture.
_DERIVED = re.compile(
    r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,13}|\.(?:jpe?g|png|gif|webp|avif|heic))+$",
    re.IGNORECASE,
)
_LONGEST_NAME = 1024  # file systems allow 255 bytes, escapes make three of each; longer ones are no uploads
_OBJECT_VERSION = re.compile(r"(?<=/\d{4}/\d{2})/\d{8}$|(?<=/uploads)/\d{14}$")  # WP Offload: day and time, or date too
_UPLOAD_FOLDER = re.compile(r"/wp-content/uploads/(?:sites/\d+/)?(\d{4})/(\d{2})")
_MONTH_FOLDER = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])\Z")
_CROP = re.compile(
    r".*/uploads/(?:elementor/thumbs/([^/]+)-[a-z0-9]{30,50}|fly-images/\d+/([^/]+?)(?:-\d+x\d+)?(?:-[a-z]{1,3})?)\.\w{3,5}",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"(?<=[^\d-])-[1-9]$")
_GENERIC = re.compile(
    r"(?:image|img|photo|picture|pic|foto|bild|imagen|immagine|logo|icon|avatar|banner|header|hero|cover|featured|"
    r"thumb|thumbnail|preview|default|placeholder|screenshot|screen-shot|download|unnamed|untitled|unknown|maxresdefault|"
    r"hqdefault|index|main|test|new|file|slide|background|bg)?[-_ ]?\d*",
)


class Upload(NamedTuple):
    """What names an item of a media library: the month that it was uploaded in, and its base name."""

    year: str
    month: str
    name: str


def image_key(url: Url) -> str:
    """The form in which pictures are compared: registrable domain and path, lower-case, without what a copy adds.

    Proxies are taken off, then the query, size and edit suffixes, extensions of pixel formats, what stands before
    `/wp-content/uploads/`, and the version folder of offloaded media. Addresses without a picture (`data:`) keep their
    own key. The key is its own key again when it is read as an address.
    """
    for _ in range(_LAYERS):
        inner = _unwrapped_once(url) or inner_address(url)
        if inner is None:
            break
        url = inner
    if url.scheme not in _WEB:
        return url.key
    return f"{url.registrable}{_picture_path(url)}"


def _picture_path(url: Url) -> str:
    folder, name = _folder_and_name(url)
    return f"{folder}/{_stem(name)}"


def _folder_and_name(url: Url) -> tuple[str, str]:
    """Folder, from the uploads' root on and without version folder, and file name: both lower-case, escaped alike.

    The folder of a plugin's twins is that of the uploads.
    """
    path = _canonical_path(url.path).lower()
    start = path.rfind(_UPLOADS)
    if start >= 0:
        path = path[start:]
    elif "/wp-content/" in path and (twin := _TWINS.search(path)) is not None:
        path = f"{_UPLOADS}{path[twin.end() :]}"
    folder, _, name = path.rpartition("/")
    return _OBJECT_VERSION.sub("", folder), name


def _stem(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        return name
    stem = _DERIVED.sub("", name)
    return stem if stem.strip(".") else name  # `.jpg` is all the name that there is


def base_name(url: Url) -> str:
    """Base name of a picture: the last segment of its path as text, lower-case, without size suffix and extension."""
    return _stem(unquote(unwrap_image(url).path.rpartition("/")[2]).lower())


def copy_name(url: Url) -> str:
    """Base name without the `-1` that WordPress gives the second upload of a name: for the search of a local copy."""
    return _COUNTER.sub("", base_name(url))


def is_generic_name(name: str) -> bool:
    """Whether a base name says nothing about the picture: `image`, `1`, `photo-2`. Equal ones prove nothing."""
    return _GENERIC.fullmatch(name) is not None


def upload_of(url: Url) -> Upload | None:
    """Year, month and base name of an address under `/wp-content/uploads/`, None elsewhere.

    They are equal for all sizes of one media item, on whichever host its files are.
    """
    url = unwrap_image(url)
    match = _UPLOAD_FOLDER.fullmatch(_folder_and_name(url)[0])
    return Upload(match[1], match[2], base_name(url)) if match else None


def dated_file_of(url: Url) -> Upload | None:
    """What `upload_of` says, and of other addresses the same by the month at the end of their folder.

    A store or a delivery network may serve the uploads without the folder that they have on the site. That the server
    is the site's own is for the caller to see.
    """
    url = unwrap_image(url)
    match = _MONTH_FOLDER.search(_folder_and_name(url)[0])
    return Upload(match[1], match[2], base_name(url)) if match else None


def is_crop_of(url: Url, original: Url) -> bool:
    """Whether a page builder or a theme has cut a picture out of an upload, into a folder of its own without a month.

    Elementor (`elementor/thumbs/tide-qy3…w.jpg`), Fly Dynamic Image Resizer (`fly-images/12/tide-1200x630-c.jpg`).
    """
    match = _CROP.fullmatch(url.path) if "/uploads/" in url.path else None
    return match is not None and _stem(unquote(match[1] or match[2]).lower()) == base_name(original)


# -- queries ---------------------------------------------------------------------------------------------------------

_VOLATILE = frozenset(
    {"itok", "expires", "signature", "sig", "token", "se", "hmac", "x-amz-expires", "x-amz-signature"}
)
_EXPIRY = re.compile(r"x-[a-z]+-expires")  # X-Amz-, X-Goog-, X-OSS-: the clouds' signed addresses
# Names that stand together in addresses which are signed to expire: CloudFront and Google (Expires with a signature),
# Azure (se, sig), Discord (ex, is, hm), TikTok (x-expires), nginx (expires, md5), Patreon (token-time), Tencent
# (q-sign-time).
_SIGNED = (
    frozenset({"expires", "signature"}),
    frozenset({"expires", "sig"}),
    frozenset({"expires", "token"}),
    frozenset({"expires", "hash"}),
    frozenset({"expires", "key-pair-id"}),
    frozenset({"se", "sig"}),
    frozenset({"ex", "is", "hm"}),
    frozenset({"x-expires", "x-signature"}),
    frozenset({"expires", "md5"}),
    frozenset({"token-time", "token-hash"}),
    frozenset({"q-sign-time", "q-signature"}),
)
# Social networks sign what their CDNs serve, each with its own word for the end of validity.
_SOCIAL_EXPIRY = {"fbcdn.net": "oe", "cdninstagram.com": "oe", "licdn.com": "e"}


_NONE = frozenset[str]()


def _parameter_names(url: Url) -> frozenset[str]:
    return frozenset(name.lower() for name, _ in parse_qsl(url.query, keep_blank_values=True)) if url.query else _NONE


def is_volatile_query(url: Url) -> bool:
    """Whether the query has a token or a signature that another day's address will not have.

    Names are compared whole: `course=` is no `se=`.
    """
    return not _VOLATILE.isdisjoint(_parameter_names(url)) or is_expiring(url)


def is_expiring(url: Url) -> bool:
    """Whether an address is signed to stop working: the clouds' signed URLs, social CDNs, Discord, a `jwt=`.

    Drupal's `itok`, cache busters and Photon's own parameters do not expire. A proxy around such an address counts.
    """
    inner = unwrap_image(url)
    return _expires(url) or (inner is not url and _expires(inner))


def _expires(url: Url) -> bool:
    if not url.query:
        return False
    names = _parameter_names(url)
    return (
        "jwt" in names
        or _SOCIAL_EXPIRY.get(url.registrable) in names
        or any(signed <= names for signed in _SIGNED)
        or any(_EXPIRY.fullmatch(name) for name in names)
    )


def is_generated_card(url: Url) -> bool:
    """Whether the site's own plugin draws the picture when asked for it: share cards of WordPress.com and Rank Math.

    Such an address is neither foreign nor volatile.
    """
    if url.host == "s0.wp.com":
        return url.path.startswith("/_si/")
    return url.path.endswith("/admin-ajax.php") and _parameter(url, "action") == "rank_math_overlay_thumb"


def is_blank_image(url: Url) -> bool:
    """Whether WordPress.com says by this address that there is no picture."""
    return url.host == "s0.wp.com" and url.path == "/i/blank.jpg"
