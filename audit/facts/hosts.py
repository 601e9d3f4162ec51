"""Whose server a picture comes from, as far as one post can tell.

The decision list is the one for hotlinks: own, configured, proxies taken off, trackers and banners, services made for
embedding, video thumbnails, sources that permit it, rented CDNs, and everybody else. What takes the whole site to know
(which rented host serves a third of its pictures) is `share_makes_own`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.url import (
    Upload,
    Url,
    dated_file_of,
    image_key,
    inner_address,
    is_archive_host,
    is_crop_of,
    is_generic_name,
    parse_url,
    registrable_domain,
    unwrap_image,
    upload_of,
)
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

# A name in these lists stands for itself and for all below it.

TRACKERS = frozenset(
    # Hosts that count readers by a picture, from their operators' set-up guides. The VG Wort is the German collecting
    # society that pays writers by such a count.
    {
        "analytics.twitter.com",
        "bat.bing.com",
        "c.statcounter.com",
        "counter.yadro.ru",
        "ct.pinterest.com",
        "google-analytics.com",
        "googletagmanager.com",
        "hit.gemius.pl",
        "histats.com",
        "ioam.de",
        "mc.yandex.ru",
        "met.vgwort.de",
        "pixel.quantserve.com",
        "pixel.wp.com",
        "px.ads.linkedin.com",
        "sb.scorecardresearch.com",
        "sitemeter.com",
        "xiti.com",
    }
)
AD_HOSTS = frozenset(
    # Affiliate networks and ad servers that deliver their banners themselves: the networks' own link and banner codes.
    {
        "a8.net",
        "accesstrade.net",
        "adcell.com",
        "admitad.com",
        "adtraction.com",
        "affilinet.net",
        "afi-b.com",
        "afl.rakuten.co.jp",
        "amazon-adsystem.com",
        "anrdoezrs.net",
        "avantlink.com",
        "awin1.com",
        "awltovhc.com",
        "belboon.com",
        "daisycon.io",
        "digistore24.com",
        "doubleclick.net",
        "dpbolvw.net",
        "effiliation.com",
        "emjcd.com",
        "evyy.net",
        "felmat.net",
        "financeads.net",
        "ftjcfx.com",
        "googlesyndication.com",
        "impactradius-go.com",
        "jdoqocy.com",
        "kqzyfj.com",
        "kwanko.com",
        "lduhtrp.net",
        "linksynergy.com",
        "metaffiliation.com",
        "moshimo.com",
        "netaffiliation.com",
        "partner-ads.com",
        "partnerize.com",
        "pntra.com",
        "prf.hn",
        "pxf.io",
        "rentracks.jp",
        "shareasale.com",
        "sjv.io",
        "tkqlhce.com",
        "tqlkg.com",
        "tradedoubler.com",
        "tradetracker.net",
        "valuecommerce.com",
        "webgains.com",
        "webmasterplan.com",
        "yceml.net",
        "zanox.com",
    }
)
PLATFORMS = frozenset(
    # Services that draw or keep pictures for other people's pages by design: avatars, WordPress's own emoji and
    # smileys, badges, buttons, signs of licences and sites, map tiles, formulas, charts and codes drawn on demand.
    {
        "api.dicebear.com",
        "api.mapbox.com",
        "api.qrserver.com",
        "arcgisonline.com",
        "assets.pinterest.com",
        "avatars.githubusercontent.com",
        "badge.fury.io",
        "badgen.net",
        "basemaps.cartocdn.com",
        "cdn.buymeacoffee.com",
        "chart.googleapis.com",
        "circleci.com",
        "clustrmaps.com",
        "codecov.io",
        "coveralls.io",
        "favicone.com",
        "flagcounter.com",
        "goreportcard.com",
        "gravatar.com",
        "hits.seeyoufarm.com",
        "i.creativecommons.org",
        "icons.duckduckgo.com",
        "image-charts.com",
        "img.shields.io",
        "latex.codecogs.com",
        "licensebuttons.net",
        "maps.googleapis.com",
        "maps.gstatic.com",
        "mirrors.creativecommons.org",
        "pepy.tech",
        "quickchart.io",
        "quicklatex.com",
        "s.w.org",
        "s0.wp.com",
        "s1.wp.com",
        "s2.wp.com",
        "s3.wp.com",
        "static.addtoany.com",
        "stats.wp.com",
        "storage.ko-fi.com",
        "tile.openstreetmap.org",
        "tile.opentopomap.org",
        "tile.thunderforest.com",
        "tiles.stadiamaps.com",
        "tools.applemediaservices.com",
        "travis-ci.com",
        "travis-ci.org",
        "twemoji.maxcdn.com",
        "ui-avatars.com",
        "widgets.wp.com",
        "www.paypalobjects.com",
        "www.tripadvisor.at",
        "www.tripadvisor.be",
        "www.tripadvisor.ca",
        "www.tripadvisor.ch",
        "www.tripadvisor.cl",
        "www.tripadvisor.co",
        "www.tripadvisor.co.uk",
        "www.tripadvisor.com",
        "www.tripadvisor.com.ar",
        "www.tripadvisor.com.au",
        "www.tripadvisor.com.br",
        "www.tripadvisor.com.mx",
        "www.tripadvisor.de",
        "www.tripadvisor.dk",
        "www.tripadvisor.es",
        "www.tripadvisor.fi",
        "www.tripadvisor.fr",
        "www.tripadvisor.ie",
        "www.tripadvisor.in",
        "www.tripadvisor.it",
        "www.tripadvisor.jp",
        "www.tripadvisor.nl",
        "www.tripadvisor.pt",
        "www.tripadvisor.se",
    }
)
EMBEDS = frozenset(
    # Where the thumbnails of embedded videos come from: the players of YouTube, Vimeo, Dailymotion and Wistia.
    {"dmcdn.net", "embed-ssl.wistia.com", "fast.wistia.com", "i.vimeocdn.com", "img.youtube.com", "ytimg.com"}
)
PERMITTED = frozenset(
    # Sources that allow their files to be loaded from them, with conditions: Unsplash's API terms even require it,
    # Wikimedia allows and does not recommend it, Pexels tolerates it, Openverse expects it of its thumbnails.
    # Not Pixabay, Imgur, search thumbnails or social networks: their terms forbid it or their addresses expire.
    {
        "commons.wikimedia.org",
        "images.pexels.com",
        "images.unsplash.com",
        "plus.unsplash.com",
        "source.unsplash.com",
        "upload.wikimedia.org",
    }
)
AMAZON_FILES = re.compile(
    # Pictures of products, which partners must load from there and link to the product:
    # https://affiliate-program.amazon.com/help/operating/policies
    r"(?:m\.media-amazon|images-[a-z]{2}\.ssl-images-amazon|ecx\.images-amazon)\.com/images/"
)
AMAZON_PAGES = re.compile(r"(?:.+\.)?(?:amazon(?:\.com?)?\.[a-z]{2,3}|amzn\.(?:to|eu|com))")
FLICKR_FILES = frozenset({"static.flickr.com", "staticflickr.com"})  # allowed if linked back to the photo's page:
FLICKR_PAGES = frozenset({"flic.kr", "flickr.com"})  # https://www.flickr.com/guidelines.gne
LASTING_NAMES = frozenset(
    {"doi.org", "handle.net", "identifiers.org", "n2t.net", "nbn-resolving.org", "purl.org", "w3id.org"}
)
"""Hosts of names that last while the pages behind them move.

Source: https://www.w3.org/TR/cooluris/
"""
TENANT_PLATFORMS = frozenset(
    # Domains with many owners that the Public Suffix List does not have: there the whole host is the owner.
    {
        "000webhostapp.com",
        "akamaized.net",
        "b-cdn.net",
        "cloudwaysapps.com",
        "exactdn.com",
        "fastly.net",
        "flywheelsites.com",
        "imgix.net",
        "jurassic.ninja",
        "kinsta.cloud",
        "kxcdn.com",
        "medium.com",
        "sg-host.com",
        "substack.com",
        "tumblr.com",
        "wordpress.com",
        "wpcomstaging.com",
        "wpengine.com",
        "wpsandbox.app",
    }
)
_TENANT_SUBDOMAINS = tuple(
    # CDNs and stores rented by the name left of theirs, from the providers' documentation.
    f".{domain}"
    for domain in (
        "akamaized.net",
        "azureedge.net",
        "azurefd.net",
        "b-cdn.net",
        "blob.core.windows.net",
        "cdn77.org",
        "cloudfront.net",
        "digitaloceanspaces.com",
        "exactdn.com",
        "fastly.net",
        "files.wordpress.com",
        "gcdn.co",
        "gumlet.io",
        "i.optimole.com",
        "imgix.net",
        "kxcdn.com",
        "mo.cloudinary.net",
        "myqcloud.com",
        "myshopify.com",
        "netdna-ssl.com",
        "nitrocdn.com",
        "nxedge.io",
        "pcdn.co",
        "r2.dev",
        "rackcdn.com",
        "rocketcdn.me",
        "shopify.com",
        "sirv.com",
        "smushcdn.com",
        "stackpathcdn.com",
        "storage.googleapis.com",
        "twic.pics",
        "wordpress.com",
    )
)
_HOSTERS = frozenset({"azurewebsites.net", "herokuapp.com", "netlify.app", "pantheonsite.io", "vercel.app", "web.app"})
_SHARED_DOMAINS = TENANT_PLATFORMS | _HOSTERS
_FROM_LIBRARY = re.compile(r"/wp-content/|/uploads/|/files/|/media/|/\d{4}/\d{2}/|/sites/\d+/")
"""What addresses of a media library look like; others are those that a plugin for featured pictures takes anywhere."""
_NAMES_ITS_OWNER = ".wordpress.com"  # and files.wordpress.com: another blog's name is another owner
_BUCKET_HOST = re.compile(  # a name has at most 253 characters: RFC 1035, section 2.3.4
    r"(.{1,250})\.(?:s3(?:[.-][a-z0-9]+)*\.(?:amazonaws\.com(?:\.cn)?|wasabisys\.com|backblazeb2\.com|scw\.cloud)"
    r"|oss-[a-z0-9-]+\.aliyuncs\.com|[a-z]{2}-[a-z]+-\d\.linodeobjects\.com)"
)
_TENANT_PATHS = (
    # CDNs and stores that many share under one host, and the part of the path that names the owner.
    (r"res\.cloudinary\.com", r"/([^/]+)"),
    (r"s3(?:[.-][a-z0-9]+)*\.(?:amazonaws\.com(?:\.cn)?|wasabisys\.com)", r"/([^/]+)"),
    (r"storage\.(?:googleapis|cloud\.google)\.com", r"/([^/]+)"),
    (r"firebasestorage\.googleapis\.com", r"/v0/b/([^/]+)"),
    (r"[a-z]{3}\d\.digitaloceanspaces\.com", r"/([^/]+)"),
    (r"[a-z]\d+\.backblazeb2\.com", r"/file/([^/]+)"),
    (r"cdn\.shopify\.com", r"/s/files/1/(\d+(?:/\d+)*)"),
    (r"ik\.imagekit\.io", r"/([^/]+)"),
    (r"(?:mcusercontent|gallery\.mailchimp)\.com", r"/([0-9a-f]{20,})"),  # an account of Mailchimp
    (r"imagedelivery\.net", r"/([^/]+)"),
)
_TENANT_ADDRESS = re.compile("|".join(host + path for host, path in _TENANT_PATHS))
_SHARED_HOST = re.compile("|".join(host for host, _ in _TENANT_PATHS))
_MIRRORED = re.compile(r"/(?:web/\d+[a-z_]*/)?(?:https?:/{1,2})?([^/:]+\.[^/:]+)", re.IGNORECASE)
_TRANSLATED = ".translate.goog"

# Source: https://developer.wordpress.org/advanced-administration/multisite/
_SUBSITE_FILES = re.compile(r"/wp-content/(?:uploads/sites|blogs\.dir)/\d+/")
_NO_LETTERS = re.compile(r"[^a-z0-9]")
_LABEL_LETTERS = 4  # a shorter label stands in too many names by chance
_ONE_SLIP, _TWO_SLIPS = 6, 8  # letters from which a label is recognised with one edit, and with two
_SHARE = 0.3
_SHARE_POSTS = 5
_SHARE_PICTURES = 10


class Owner(StrEnum):
    """Whose server serves a picture."""

    OWN = "own"
    """The site's, or one that it rents; also what is no address on the web at all (`data:`)."""
    PLATFORM = "platform"
    """A service that is made for it: avatars, emoji, badges, map tiles."""
    EMBED = "embed"
    """The thumbnail of an embedded video."""
    PERMITTED = "permitted"
    """A source that allows it, with conditions."""
    TENANT_CDN = "tenant_cdn"
    """A rented CDN or store, and nothing here says who rents it."""
    TRACKER = "tracker"
    """A picture that counts readers: a matter of privacy."""
    AD_BANNER = "ad_banner"
    """A banner that an affiliate network or ad server delivers itself."""
    MIRROR = "mirror"
    """A copy of the site's own file that an archive or a translator really serves."""
    FOREIGN = "foreign"
    """Somebody else's: a hotlink."""
    UNKNOWN = "unknown"
    """Nothing says what the site's own address is, so that nothing can be called foreign: a page out of a file."""


class Tenant(NamedTuple):
    """Who rents a part of a CDN or store: `key` tells tenants apart, `label` is the name that the tenant chose."""

    key: str
    label: str


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
        name: str = "",
    ) -> None:
        self._name = _letters(name)
        self._hosts: set[str] = set()
        self._domains: set[str] = set()
        self._below: tuple[str, ...] = ()
        self._labels: set[str] = set()
        self._tenants: set[str] = set()
        self._media = set(media)
        for address in (link, parse_url(home) if home else None, parse_url(publisher) if publisher else None):
            if address is not None and address.host:
                self._add_site(address.host)
        self._add_configured(hosts, name_the_site=True)
        self._add_configured(cdn_hosts, name_the_site=False)
        for raw in featured:
            self._add_featured(raw)

    def _add_site(self, host: str) -> None:
        if host in self._hosts:
            return
        domain = owner_domain(host)
        self._hosts.add(host)
        self._domains.add(domain)
        self._labels.add(_letters(domain.partition(".")[0]))

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
        elif _FROM_LIBRARY.search(url.path) and _service_of(url) is None and not below(url.host, FLICKR_FILES):
            self._hosts.update((url.host, _other_www(url.host)))
        if (upload := upload_of(url)) is not None:
            self._media.add(upload)

    def owns(self, url: Url) -> bool:
        """Whether a picture comes from the site's own server, or from one that it rents."""
        return self.verdict(url) is Owner.OWN

    def verdict(self, url: Url, *, pixel: bool = False) -> Owner:
        """Whose server a picture comes from. The first of these that fits.

        Args:
            url: where the picture is loaded from.
            pixel: it is shown at two pixels or less in both directions.
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
        if (service := _service_of(url)) is not None:
            return service
        return self._owner_of_server(url)

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
        if url.host.endswith(_NAMES_ITS_OWNER) or (provider in _TENANT_SUBDOMAINS and self._rents_from(provider)):
            return Owner.FOREIGN
        return Owner.TENANT_CDN

    def _rents_from(self, provider: str) -> bool:
        """The site's own delivery network is another one of the same provider: nobody rents two."""
        return any(key.endswith(provider) for key in (*self._tenants, *self._hosts))

    def _is_namesake(self, url: Url) -> bool:
        """The site under the name of its host: a copy for tests, or its place before it had a domain of its own."""
        name, _, platform = url.host.partition(".")
        return platform in _SHARED_DOMAINS and self._names_site(name)

    def _names_site(self, tenant: str) -> bool:
        letters = _letters(tenant)
        if letters == self._name and len(letters) >= _ONE_SLIP:
            return True
        return any(len(label) >= _LABEL_LETTERS and _nearly_contains(letters, label) for label in self._labels)


def owner_domain(host: str) -> str:
    """The part of a host that has one owner: the registrable domain, or the host where many share that domain."""
    domain = registrable_domain(host)
    return host if domain in TENANT_PLATFORMS else domain


def tenant_of(url: Url) -> Tenant | None:
    """Who rents the CDN or store that serves an address; None if it is none that is known."""
    match = _TENANT_ADDRESS.match(f"{url.host}{url.path}") if _is_shared_host(url.host) else None
    if match is not None:
        return Tenant(match[0], next(group for group in match.groups() if group))
    return _tenant_of_host(url.host)


@kept(4096)
def _is_shared_host(host: str) -> bool:
    """Whether addresses of a host may name their tenant in the path."""
    return _SHARED_HOST.match(host) is not None


@kept(4096)
def _tenant_of_host(host: str) -> Tenant | None:
    bucket = _BUCKET_HOST.fullmatch(host)
    if bucket is not None:
        return Tenant(host, bucket[1])
    suffix = next((suffix for suffix in _TENANT_SUBDOMAINS if host.endswith(suffix)), None)
    return Tenant(host, host.removesuffix(suffix)) if suffix else None


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
    return upload_like or _is_rented_host(host.partition("/")[0])


def _is_rented_host(host: str) -> bool:
    rented = host.endswith(_TENANT_SUBDOMAINS) and not host.endswith(_NAMES_ITS_OWNER)
    return rented or _BUCKET_HOST.fullmatch(host) is not None or _SHARED_HOST.fullmatch(host) is not None


_SERVICE_PATHS = tuple(
    # Hosts that serve other things too: only these of their paths are a service.
    (re.compile(host), re.compile(path), owner)
    for host, path, owner in (
        # Meta's and X's pixels, Amazon's and PayPal's counting pictures.
        (r"www\.facebook\.com", r"/tr(?:/|$)", Owner.TRACKER),
        (r"t\.co", r"/(?:1/)?i/adsct", Owner.TRACKER),
        (r"ir-[a-z]+\.amazon-adsystem\.com", r"/e/ir", Owner.TRACKER),
        (r"(?:www\.)?paypal(?:objects)?\.com", r"/.*/scr/pixel\.gif", Owner.TRACKER),
        # Twemoji, store badges, PayPal's buttons, the W3C's validity signs, Zenodo's and GitHub's badges, GitHub's and
        # Google's avatars.
        (r"cdn\.jsdelivr\.net", r"/gh/(?:twitter|jdecked)/twemoji", Owner.PLATFORM),
        (r"play\.google\.com", r"/intl/", Owner.PLATFORM),
        (r"www\.paypal\.com", r"/.*/i/btn/", Owner.PLATFORM),
        (r"www\.w3\.org", r"/Icons/", Owner.PLATFORM),
        (r"zenodo\.org", r"/badge/", Owner.PLATFORM),
        (r"github\.com", r"/.*/badge\.svg|/[^/]+\.png", Owner.PLATFORM),
        # Signs of notebooks, documentation, support, shops of apps.
        (r"colab\.research\.google\.com", r"/assets/", Owner.PLATFORM),
        (r"mybinder\.org", r"/badge", Owner.PLATFORM),
        (r"readthedocs\.org", r"/projects/[^/]+/badge/", Owner.PLATFORM),
        (r"ko-fi\.com", r"/img/", Owner.PLATFORM),
        (r"c\d\.patreon\.com", r"/external/", Owner.PLATFORM),
        (r"liberapay\.com", r"/assets/widgets/", Owner.PLATFORM),
        (r"fdroid\.gitlab\.io", r"/artwork/badge/", Owner.PLATFORM),
        # The small signs of other sites.
        (r"www\.google\.com", r"/s2/favicons", Owner.PLATFORM),
        (r"t\d\.gstatic\.com", r"/faviconV2", Owner.PLATFORM),
        (r"lh\d\.googleusercontent\.com", r"/a(?:-|/)", Owner.PLATFORM),
        (r"api\.openverse\.org", r"/v1/images/", Owner.PERMITTED),
    )
)
_COUNTERS = ("/matomo.php", "/piwik.php")
"""Matomo, which counts readers on its owner's host."""
_SERVICE_HOSTS = {
    **dict.fromkeys(TRACKERS, Owner.TRACKER),
    **dict.fromkeys(AD_HOSTS, Owner.AD_BANNER),
    **dict.fromkeys(PLATFORMS, Owner.PLATFORM),
    **dict.fromkeys(EMBEDS, Owner.EMBED),
    **dict.fromkeys(PERMITTED, Owner.PERMITTED),
}


def allowed_by_link(url: Url, linked_to: Url) -> Owner | None:
    """What the terms of Flickr and Amazon allow: their files on other pages that link to the photo or the product.

    Args:
        url: where the picture is loaded from.
        linked_to: where a click on it leads.
    """
    if AMAZON_PAGES.fullmatch(linked_to.host):
        url = unwrap_image(url)
        return Owner.AD_BANNER if AMAZON_FILES.match(f"{url.host}{url.path}") else None
    if below(linked_to.host, FLICKR_PAGES) and below(unwrap_image(url).host, FLICKR_FILES):
        return Owner.PERMITTED
    return None


def _service_of(url: Url) -> Owner | None:
    """The class of an address for which the site does not matter, None if there is none."""
    if any(counter in url.path for counter in _COUNTERS):
        return Owner.TRACKER
    paths, service = _services_of_host(url.host)
    for path, owner in paths:
        if path.match(url.path):
            return owner
    return service


@kept(4096)
def _services_of_host(host: str) -> tuple[Sequence[tuple[re.Pattern[str], Owner]], Owner | None]:
    """The paths of a host that are a service, and the class of all others."""
    paths = [(path, owner) for pattern, path, owner in _SERVICE_PATHS if pattern.fullmatch(host)]
    return paths, next((_SERVICE_HOSTS[name] for name in _upwards(host) if name in _SERVICE_HOSTS), None)


def _upwards(host: str) -> Iterator[str]:
    """A host and everything above it: `a.b.example`, `b.example`, `example`."""
    while host:
        yield host
        host = host.partition(".")[2]


def below(host: str, names: AbstractSet[str]) -> bool:
    """Whether a host is one of these names or below one of them."""
    return any(name in names for name in _upwards(host))


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
