"""What an address says of a picture: the original behind proxies, the name that its copies share, its end."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from audit.facts.url import WEB, Url, canonical_path, parameter, parse_url

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
    if url.scheme not in WEB or is_archive_host(url.host):
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
    if url.scheme not in WEB:
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
        address = parameter(url, "url").removeprefix("ssl:")
        return parse_url(address if "://" in address else f"{url.scheme}://{address.lstrip('/')}")
    if url.path.endswith(_QUERY_PROXIES) and (address := parameter(url, "url")):
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
    if url.scheme not in WEB:
        return url.key
    return f"{url.registrable}{_picture_path(url)}"


def _picture_path(url: Url) -> str:
    folder, name = _folder_and_name(url)
    return f"{folder}/{_stem(name)}"


def _folder_and_name(url: Url) -> tuple[str, str]:
    """Folder, from the uploads' root on and without version folder, and file name: both lower-case, escaped alike.

    The folder of a plugin's twins is that of the uploads.
    """
    path = canonical_path(url.path).lower()
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
    return url.path.endswith("/admin-ajax.php") and parameter(url, "action") == "rank_math_overlay_thumb"


def is_blank_image(url: Url) -> bool:
    """Whether WordPress.com says by this address that there is no picture."""
    return url.host == "s0.wp.com" and url.path == "/i/blank.jpg"
