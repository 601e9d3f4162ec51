"""Hosts that serve many sites: services, sources that permit it, rented CDNs and stores, and who rents them.

What can be told of an address without knowing the site whose post shows it; the rest is in `first_party`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.image_address import unwrap_image
from audit.facts.url import Url, registrable_domain
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
        "images.dmca.com",
        "icons.duckduckgo.com",
        "image-charts.com",
        "img.shields.io",
        "latex.codecogs.com",
        "licensebuttons.net",
        "maps.googleapis.com",
        "maps.gstatic.com",
        "mirrors.creativecommons.org",
        "no-cache.hubspot.com",
        "pepy.tech",
        "platform.tumblr.com",
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
    {
        "dmcdn.net",
        "embed-ssl.wistia.com",
        "embed.wistia.com",
        "fast.wistia.com",
        "i.vimeocdn.com",
        "img.youtube.com",
        "ytimg.com",
    }
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
        "akamaihd.net",
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
TENANT_SUBDOMAINS = tuple(
    # CDNs and stores rented by the name left of theirs (with the dot before it), from the providers' documentation.
    f".{domain}"
    for domain in (
        "akamaihd.net",
        "akamaized.net",
        "azureedge.net",
        "azurefd.net",
        "b-cdn.net",
        "blob.core.windows.net",
        "cdn77.org",
        "cloudfront.net",
        "digitaloceanspaces.com",
        "edgecastcdn.net",
        "edgesuite.net",
        "exactdn.com",
        "fastly.net",
        "files.wordpress.com",
        "gcdn.co",
        "gumlet.io",
        "hwcdn.net",
        "i.optimole.com",
        "imgix.net",
        "kxcdn.com",
        "llnwd.net",
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
        "scene7.com",
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
SHARED_DOMAINS = TENANT_PLATFORMS | _HOSTERS
"""Domains below which every host is another site's."""
NAMES_ITS_OWNER = ".wordpress.com"  # and files.wordpress.com: another blog's name is another owner
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
    (r"s\d+d\d+\.scene7\.com", r"/is/(?:image|content)/([^/?]+)"),
    (r"(?:mcusercontent|gallery\.mailchimp)\.com", r"/([0-9a-f]{20,})"),  # an account of Mailchimp
    (r"imagedelivery\.net", r"/([^/]+)"),
)
_TENANT_ADDRESS = re.compile("|".join(host + path for host, path in _TENANT_PATHS))
_SHARED_HOST = re.compile("|".join(host for host, _ in _TENANT_PATHS))


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
    suffix = next((suffix for suffix in TENANT_SUBDOMAINS if host.endswith(suffix)), None)
    return Tenant(host, host.removesuffix(suffix)) if suffix else None


def is_rented_host(host: str) -> bool:
    """Whether a host is a CDN or store that many rent, and not one where a name says whose it is."""
    rented = host.endswith(TENANT_SUBDOMAINS) and not host.endswith(NAMES_ITS_OWNER)
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
        (r"sp\.analytics\.yahoo\.com", r"/spp\.pl", Owner.TRACKER),
        # The buttons with which readers save or share a page, or get a player.
        (r"b\.st-hatena\.com", r"/images/entry-button/", Owner.PLATFORM),
        (r"assets\.pinterest\.com", r"/images/", Owner.PLATFORM),
        (r"(?:www\.)?reddit(?:static)?\.com", r"/(?:static/)?spreddit\d", Owner.PLATFORM),
        (r"(?:www|get)\.adobe\.com", r"/images/shared/download_buttons/", Owner.PLATFORM),
        (r"camo\.githubusercontent\.com", r"/[0-9a-f]{40}", Owner.PLATFORM),
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
        (r"wikimedia\.org", r"/api/rest_v1/media/math/", Owner.PLATFORM),
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


def service_of(url: Url) -> Owner | None:
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


_LONGEST_HOST = 253
"""Characters of a name; nobody has a longer one. Source: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4"""


def _upwards(host: str) -> Iterator[str]:
    """A host and everything above it: `a.b.example`, `b.example`, `example`. Nothing, if it is too long for a name."""
    while host and len(host) <= _LONGEST_HOST:
        yield host
        host = host.partition(".")[2]


def below(host: str, names: AbstractSet[str]) -> bool:
    """Whether a host is one of these names or below one of them."""
    return any(name in names for name in _upwards(host))
