"""Which hosts are a site's own, as far as one post can tell.

The decision list is the one for hotlinks: own, configured, proxies taken off, trackers and banners, services made for
embedding, video thumbnails, sources that permit it, rented CDNs, and everybody else. What takes the whole site to know
(which rented host serves a third of its pictures) is `share_makes_own`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.hosts import (
    FLICKR_FILES,
    NAMES_ITS_OWNER,
    SHARED_DOMAINS,
    TENANT_SUBDOMAINS,
    Owner,
    Tenant,
    below,
    is_rented_host,
    owner_domain,
    service_of,
    tenant_of,
)
from audit.facts.image_address import (
    Upload,
    dated_file_of,
    image_key,
    inner_address,
    is_archive_host,
    is_crop_of,
    is_generic_name,
    unwrap_image,
    upload_of,
)
from audit.facts.url import Url, parse_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FROM_LIBRARY = re.compile(r"/wp-content/|/uploads/|/files/|/media/|/\d{4}/\d{2}/|/sites/\d+/")
"""What addresses of a media library look like; others are those that a plugin for featured pictures takes anywhere."""
_MIRRORED = re.compile(r"/(?:web/\d+[a-z_]*/)?(?:https?:/{1,2})?([^/:]+\.[^/:]+)", re.IGNORECASE)
_TRANSLATED = ".translate.goog"

# Source: https://developer.wordpress.org/advanced-administration/multisite/
_SUBSITE_FILES = re.compile(r"/wp-content/(?:uploads/sites|blogs\.dir)/\d+/")
_FILES_IN_NAME = re.compile(
    r"\A(?:(?:[a-z]|cdn|statics?|img|images?|assets?|media|files|content)-|cdn|static|assets)"
    r"|(?:-(?:[a-z]|cdn|statics?|img|images?|assets?|media|files|content|prod)|cdn|static|assets|img)\Z"
)
"""What a company adds to its name for the server of its files: `s-name.com`, `name-static.de`, `namecdn.com`."""
_OF_ALL_SITES = frozenset(
    "addthis.com addtoany.com blogger.com bootstrapcdn.com cloudflare.com facebook.com facebook.net fontawesome.com "
    "fonts.net github.com githubusercontent.com google.com googleapis.com gstatic.com jquery.com jsdelivr.net "
    "mailchimp.com polyfill.io rawgit.com twitter.com typekit.net typography.com unpkg.com yahooapis.com".split()
)
"""From where any site may have its style sheets: fonts, libraries, what is embedded."""
_OF_TENANT = re.compile(r"-?(?:prod(?:uction)?|dotcom|com|media|cdn|static|assets|img|images|uploads|files)\Z")
"""What follows a site's name in that of the store that it rents."""
_NO_LETTERS = re.compile(r"[^a-z0-9]")
_LABEL_LETTERS = 4  # a shorter label stands in too many names by chance
_ONE_SLIP, _TWO_SLIPS = 6, 8  # letters from which a label is recognised with one edit, and with two
_SHARE = 0.3
_SHARE_POSTS = 5
_SHARE_PICTURES = 10


class FirstParty:
    """Which hosts are a site's own, for one post.

    Args:
        link: address of the post.
        home: URL of the site's home; a headless site has it on another name than its posts.
        hosts: further hosts of the site, from the settings: a host, or `*.domain` for all below a domain.
        cdn_hosts: hosts that serve the site's files, from the settings, written likewise.
        featured: addresses of the featured picture's file. Its host is the site's, since it is in the media library,
            unless it is a service or a source that anybody may use, or its path is none of a media library.
        media: what is known of the media library: year, month, base name.
        publisher: URL of the publisher by the structured data.
        files: addresses of the page's style sheets and icons. The server that has a site's design has its pictures.
        name: what the site calls itself. A blog on a shared platform that has just this name is the site's.
    """

    def __init__(
        self,
        link: Url | None,
        home: str | None,
        *,
        hosts: Iterable[str] = (),
        cdn_hosts: Iterable[str] = (),
        featured: Iterable[str] = (),
        media: Iterable[Upload] = (),
        publisher: str | None = None,
        files: Iterable[str] = (),
        name: str = "",
    ) -> None:
        self._name = _letters(name)
        self._hosts: set[str] = set()
        self._domains: set[str] = set()
        self._below: tuple[str, ...] = ()
        self._labels: set[str] = set()
        self._names: set[str] = set()
        self._tenants: set[str] = set()
        self._media = set(media)
        for address in (link, parse_url(home) if home else None, parse_url(publisher) if publisher else None):
            if address is not None and address.host:
                self._add_site(address.host)
        self._add_configured(hosts, name_the_site=True)
        self._add_configured(cdn_hosts, name_the_site=False)
        for raw in featured:
            self._add_featured(raw)
        self._servers: set[str] = set()
        for raw in files:
            self._add_file(raw)

    def _add_site(self, host: str) -> None:
        if host in self._hosts:
            return
        domain = owner_domain(host)
        self._hosts.add(host)
        self._domains.add(domain)
        label = _letters(_name_of(domain))
        self._labels.add(label)
        self._names.add(label)

    def _add_configured(self, entries: Iterable[str], *, name_the_site: bool) -> None:
        for entry in entries:
            wildcard = entry.startswith("*.")
            url = parse_url(entry if "://" in entry else f"https://{entry.removeprefix('*.')}")
            if url is None or not url.host:
                continue
            if wildcard:
                self._below += (f".{url.host}",)
            else:
                self._hosts.update((url.host, _other_www(url.host)))
            if name_the_site:
                self._labels.add(_letters(owner_domain(url.host).partition(".")[0]))

    def _add_featured(self, raw: str) -> None:
        url = parse_url(raw)
        if url is None or not url.host:
            return
        url = unwrap_image(url)
        if (tenant := tenant_of(url)) is not None:
            self._tenants.add(tenant.key)
        elif _FROM_LIBRARY.search(url.path) and service_of(url) is None and not below(url.host, FLICKR_FILES):
            self._hosts.update((url.host, _other_www(url.host)))
        if (upload := upload_of(url)) is not None:
            self._media.add(upload)

    def _add_file(self, raw: str) -> None:
        url = parse_url(raw)
        if url is None or not url.host or service_of(url) is not None:
            return
        if (tenant := tenant_of(url)) is not None:
            self._servers.add(tenant.key)
        elif (domain := owner_domain(url.host)) not in _OF_ALL_SITES:
            self._servers.add(domain)

    def owns(self, url: Url, *, code: bool = False) -> bool:
        """Whether a picture comes from the site's own server, or from one that it rents."""
        return self.verdict(url, code=code) is Owner.OWN

    def verdict(self, url: Url, *, pixel: bool = False, code: bool = False) -> Owner:
        """Whose server a picture comes from. The first of these that fits.

        Args:
            url: where the picture is loaded from.
            pixel: it is shown at two pixels or less in both directions.
            code: it is no picture but a script: whoever writes one into a page makes its server look like the site's.
        """
        if not url.host or self._has_host(url.host):
            return Owner.OWN
        outer, url = url, unwrap_image(url)
        if url is not outer and self._has_host(url.host):
            return Owner.OWN
        inner = inner_address(url)
        if inner is not None and self._has_host(inner.host):
            return Owner.OWN
        if pixel:
            return Owner.TRACKER
        if (service := service_of(url)) is not None:
            return service
        is_own = self._is_named_and_of_design(url) if code else self._is_of_design(url)
        return Owner.OWN if is_own else self._owner_of_server(url)

    def same_picture(self, one: Url, other: Url) -> bool:
        """Whether two addresses show one picture: equal `image_key`s, or an upload and its copy on own hosts."""
        if image_key(one) == image_key(other):
            return True
        file = dated_file_of(one)
        is_same = file is not None and file == dated_file_of(other)
        return (is_same or is_crop_of(one, other) or is_crop_of(other, one)) and self.owns(one) and self.owns(other)

    def _owner_of_server(self, url: Url) -> Owner:
        """The end of the list: servers about which only what is known of the site can tell."""
        if not self._hosts and not self._below:
            return Owner.UNKNOWN
        if self._is_media(url):
            return Owner.OWN
        if (tenant := tenant_of(url)) is not None:
            return self._rented(url, tenant)
        if self._is_network(url) or self._is_namesake(url):
            return Owner.OWN
        mirrored = _mirrored_host(url)
        return Owner.MIRROR if mirrored and self._has_host(mirrored) else Owner.FOREIGN

    def _is_network(self, url: Url) -> bool:
        """The name that a site had in a network of WordPress sites before it was given a domain of its own."""
        if _SUBSITE_FILES.match(url.path) is None:
            return False
        label = _letters(url.host.partition(".")[0])
        return len(label) >= _LABEL_LETTERS and label in self._labels

    def _is_of_design(self, url: Url) -> bool:
        """The server of the page's design, or one that has the site's name with what says that it holds files."""
        if (tenant := tenant_of(url)) is not None:
            return tenant.key in self._servers
        domain = owner_domain(url.host)
        return domain in self._servers or self._is_named_for_files(domain)

    def _is_named_and_of_design(self, url: Url) -> bool:
        """Both, which whoever breaks in cannot have by a script alone."""
        domain = owner_domain(url.host)
        return domain in self._servers and tenant_of(url) is None and self._is_named_for_files(domain)

    def _is_named_for_files(self, domain: str) -> bool:
        name = domain.partition(".")[0]
        kept = _FILES_IN_NAME.sub("", name)
        least = _LABEL_LETTERS if kept != name else _ONE_SLIP  # a short name has another owner in another country
        return len(letters := _letters(kept)) >= least and letters in self._names

    def _has_host(self, host: str) -> bool:
        return host in self._hosts or owner_domain(host) in self._domains or host.endswith(self._below)

    def _is_media(self, url: Url) -> bool:
        # Another blog has an image.jpg of that month, too: a name that says nothing proves nothing outside of a CDN.
        upload = upload_of(url) if self._media else None
        if upload is None or upload not in self._media:
            return False
        return tenant_of(url) is not None or not is_generic_name(upload.name)

    def _rented(self, url: Url, tenant: Tenant) -> Owner:
        if tenant.key in self._tenants or self._names_site(tenant.label):
            return Owner.OWN
        provider = f".{url.host.partition('.')[2]}"
        if url.host.endswith(NAMES_ITS_OWNER) or (provider in TENANT_SUBDOMAINS and self._rents_from(provider)):
            return Owner.FOREIGN
        return Owner.TENANT_CDN

    def _rents_from(self, provider: str) -> bool:
        """The site's own delivery network is another one of the same provider: nobody rents two."""
        return any(key.endswith(provider) for key in (*self._tenants, *self._hosts))

    def _is_namesake(self, url: Url) -> bool:
        """The site under the name of its host: a copy for tests, or its place before it had a domain of its own."""
        name, _, platform = url.host.partition(".")
        return platform in SHARED_DOMAINS and self._names_site(name)

    def _names_site(self, tenant: str) -> bool:
        letters = _letters(tenant)
        if letters == self._name and len(letters) >= _ONE_SLIP:
            return True
        whole = _OF_TENANT.sub("", tenant)
        if whole != tenant and _letters(whole) in self._labels:
            return True  # all of its name, however short, and what it holds
        return any(len(label) >= _LABEL_LETTERS and _nearly_contains(letters, label) for label in self._labels)


def share_makes_own(host: str, counts: Mapping[str, int], posts: int, upload_like: bool) -> bool:  # noqa: FBT001 - a fact
    """Whether a host is the site's own by the share of the site's pictures that it serves.

    At least 30 % of at least 10 pictures in at least 5 posts, and only a rented CDN, or a host whose paths are those of
    WordPress uploads: one that serves pages, or another system's paths, is a source, however often it is used. That no
    other site uses it is for the caller to see.

    Args:
        host: the host, or the key of the tenant, as `counts` has it.
        counts: pictures of the site by host.
        posts: number of posts that were counted.
        upload_like: its paths are upload paths, with WordPress's classes or size names.
    """
    pictures = sum(counts.values())
    if posts < _SHARE_POSTS or pictures < _SHARE_PICTURES or counts.get(host, 0) < _SHARE * pictures:
        return False
    return upload_like or is_rented_host(host.partition("/")[0])


def _mirrored_host(url: Url) -> str:
    """The host whose file an archive or a translator serves, "" for other addresses.

    web.archive.org has the original's address in its path; the translator's subdomain spells its host with hyphens
    (`news--site-example` is `news-site.example`).
    """
    if not is_archive_host(url.host):
        return ""
    if url.host.endswith(_TRANSLATED):
        parts = url.host.removesuffix(_TRANSLATED).split("--")
        return "-".join(part.replace("-", ".") for part in parts)
    match = _MIRRORED.match(url.path)
    return match[1].lower() if match else ""


def _other_www(host: str) -> str:
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


def _name_of(domain: str) -> str:
    """The first label of a domain; on a platform all of a name: `en.tide` of `en.tide.blog.example`."""
    labels = domain.split(".")
    for number in range(1, len(labels)):
        if ".".join(labels[number:]) in SHARED_DOMAINS:
            return ".".join(labels[:number])
    return labels[0]


def _letters(label: str) -> str:
    return _NO_LETTERS.sub("", label.lower())


def _nearly_contains(text: str, label: str) -> bool:
    """Whether `label` stands in `text`, with at most two edits if it is long, one if it is less long, else exactly.

    The catalogue says two edits from four letters; in four letters two edits make half of any other word.
    """
    if label in text:
        return True
    slips = 2 if len(label) >= _TWO_SLIPS else 1 if len(label) >= _ONE_SLIP else 0
    return slips > 0 and _distance_to_part(text, label) <= slips


def _distance_to_part(text: str, label: str) -> int:
    """Least number of edits that turn `label` into some part of `text` (Sellers' algorithm)."""
    row = list(range(len(label) + 1))
    best = row[-1]
    for character in text:
        above, row[0] = row[0], 0
        for column, letter in enumerate(label, 1):
            changed = above + (letter != character)
            above = row[column]
            row[column] = min(changed, above + 1, row[column - 1] + 1)
        best = min(best, row[-1])
    return best
