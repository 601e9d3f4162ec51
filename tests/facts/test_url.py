import gzip
import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from publicsuffixlist import PSLFILE, PublicSuffixList

from audit.facts.image_address import (
    Upload,
    base_name,
    copy_name,
    image_key,
    is_archive_host,
    is_blank_image,
    is_expiring,
    is_generated_card,
    is_generic_name,
    is_volatile_query,
    unwrap_image,
    upload_of,
)
from audit.facts.url import home_of_api, is_private_host, is_staging_host, parse_url, registrable_domain, site_of

REAL = sorted((Path(__file__).parents[2] / ".." / "shared" / "data" / "real" / "posts").glob("*.json.gz"))
needs_data = pytest.mark.skipif(not REAL, reason="the real posts are not on this machine")

UPLOADS = "https://lake.example/wp-content/uploads/2026/02"


def url(raw, base=None):
    parsed = parse_url(raw, base)
    assert parsed is not None, raw
    return parsed


class TestParsing:
    def test_parts(self):
        parsed = url("HTTPS://User@Lake.Example:8443/A/b%2fc?x=1&y#top")
        assert (parsed.scheme, parsed.host, parsed.port) == ("https", "lake.example", "8443")
        assert (parsed.path, parsed.query, parsed.fragment) == ("/A/b%2fc", "x=1&y", "top")
        assert parsed.raw == "HTTPS://User@Lake.Example:8443/A/b%2fc?x=1&y#top"
        assert repr(parsed) == "Url('https://User@lake.example:8443/A/b%2fc?x=1&y#top')"

    def test_default_port_is_dropped(self):
        assert url("https://lake.example:443/").href == "https://lake.example/"
        assert url("http://lake.example:443/").port == "443"

    @pytest.mark.parametrize(
        ("raw", "href"),
        [
            ("/map", "https://lake.example/map"),
            ("map", "https://lake.example/walks/map"),
            ("?page=2", "https://lake.example/walks/north?page=2"),
            ("#top", "https://lake.example/walks/north#top"),
            ("", "https://lake.example/walks/north"),
            ("//cdn.lake.example/a.png", "https://cdn.lake.example/a.png"),
            ("https:map", "https://lake.example/walks/map"),
            ("http:map", "http://map/"),
            ("mailto:warden@lake.example", "mailto:warden@lake.example"),
            ("HTTPS://SHORE.example", "https://shore.example/"),
            ("  https://shore.example/a\n", "https://shore.example/a"),
            ("ht\ntps://sho\tre.example/a", "https://shore.example/a"),
            ("\\\\shore.example\\a", "https://shore.example/a"),
        ],
    )
    def test_resolves_as_browsers_do(self, raw, href):
        assert url(raw, "https://lake.example/walks/north").href == href

    @pytest.mark.parametrize("raw", ["", "/map", "https://", "https:", "http://[1/", "https://a b.example/", "//"])
    def test_what_does_not_parse(self, raw):
        assert parse_url(raw) is None

    def test_a_bad_base_spoils_only_relative_addresses(self):
        assert parse_url("/map", "not an address") is None
        assert url("tel:112", "not an address").href == "tel:112"

    def test_equal_addresses_are_one_object(self):
        assert url("https://lake.example/a") is url("https://lake.example/a", "https://shore.example/")
        assert url("/a", "https://lake.example/") is url("/a", "https://lake.example/")

    def test_lone_surrogates_count_as_replacement_characters(self):
        assert url("https://lake.example/\ud83d").path == "/%EF%BF%BD"
        assert url("/\ud83d", "https://lake.example/\udc00").path == "/%EF%BF%BD"
        assert url("https://lake.example/\ud83d\ude00").key == url("https://lake.example/😀").key

    def test_long_addresses_parse_too(self):
        long = "https://lake.example/" + "a" * 5000
        assert url(long).href == long
        assert url("/" + "a" * 5000, "https://lake.example/").href == long

    @given(st.text(), st.one_of(st.none(), st.just("https://lake.example/a/b?c"), st.text()))
    def test_never_raises(self, raw, base):
        parse_url(raw, base)


PIECES = (
    "a A 1 α ü %ce%b1 %CE%B1 %2f %2F %3f %23 %25 %26 %2b %3D %41 %7e %5c %5e %zz % %2 %2%35 + & = ; : @ ! ' ( ) * , | "
    '^ [ ] { } ` \\ / // . .. %2e %2E%2e ? # ~ - _ $ " < > -300x200 -scaled -e1234567890 .jpg .webp /a.example/ ?url= '
    "/wp-content/uploads/2026/02/ /12134154/ /uploads/20260212134154/ /https://shore.example/ /_next/image?url=/ "
    "/https%3A%2F%2Fshore.example/ /cdn-cgi/image/w=1/ /CDN-CGI/image/x/"
).split()
ADDRESS_PARTS = st.lists(st.sampled_from([*PIECES, " ", "\t", "\ud800"]), max_size=12).map("".join)
HOSTS = st.sampled_from(
    (
        "lake.example WWW.Lake.example LÄKE.example:8080 u:p@lake.example 127.0.0.1 [::1] gov.uk localhost "
        "lake.example. a..b i0.wp.com cdn.shortpixel.ai/spai/x cdn.statically.io/img wsrv.nl web.archive.org "
        "a.i.optimole.com res.cloudinary.com/c/image/fetch x.translate.goog sub.substackcdn.com"
    ).split()
)
SCHEMES = st.sampled_from(
    ["https://", "http://", "ftp://", "mailto:", "data:", "javascript:", "foo://", "foo:", "file:///"]
)
ADDRESSES = st.builds(lambda scheme, host, rest: f"{scheme}{host}/{rest}", SCHEMES, HOSTS, ADDRESS_PARTS)


class TestKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://lake.example/χάρτης/", "https://lake.example/%CF%87%CE%AC%CF%81%CF%84%CE%B7%CF%82/"),
            ("https://lake.example/%cf%87/", "https://lake.example/%CF%87/"),
            ("https://läke.example/", "https://xn--lke-qla.example/"),
            ("HTTPS://LAKE.example:443/a", "https://lake.example/a"),
            ("https://lake.example/a#top", "https://lake.example/a"),
            ("https://lake.example/%7Ewarden/", "https://lake.example/~warden/"),
            ("https://lake.example/a%28b%29", "https://lake.example/a(b)"),
            ("https://lake.example/100%", "https://lake.example/100%25"),
            ("https://lake.example/?s=two+words", "https://lake.example/?s=two%20words"),
            ("https://lake.example/?s=two words", "https://lake.example/?s=two+words"),
            ("https://lake.example/?u=a%2Fb%3A", "https://lake.example/?u=a/b:"),
            ("https://lake.example/?", "https://lake.example/"),
            ("https://lake.example", "https://lake.example/"),
            ("https://lake.example/a^b", "https://lake.example/a%5Eb"),
        ],
    )
    def test_one_address_in_two_spellings(self, one, other):
        assert url(one).key == url(other).key

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://lake.example/a", "https://lake.example/a/"),
            ("https://lake.example/a", "http://lake.example/a"),
            ("https://lake.example/a", "https://www.lake.example/a"),
            ("https://lake.example/?p=1", "https://lake.example/?p=2"),
            ("https://lake.example/a%2Fb", "https://lake.example/a/b"),
            ("https://lake.example/a%3Fb", "https://lake.example/a?b"),
            ("https://lake.example/a%23b", "https://lake.example/a#b"),
            ("https://lake.example/a%2541", "https://lake.example/aA"),
            ("https://lake.example/?a=b%26c=d", "https://lake.example/?a=b&c=d"),
            ("https://lake.example/?a=1%2B1", "https://lake.example/?a=1+1"),
            ("https://lake.example/?a%3Db", "https://lake.example/?a=b"),
            ("https://lake.example/A", "https://lake.example/a"),
            ("https://lake.example:8443/", "https://lake.example/"),
        ],
    )
    def test_two_addresses(self, one, other):
        assert url(one).key != url(other).key

    @given(st.one_of(ADDRESSES, st.text()))
    def test_is_its_own_key(self, raw):
        parsed = parse_url(raw)
        if parsed is not None:
            assert url(parsed.key).key == parsed.key

    @needs_data
    def test_is_its_own_key_on_real_addresses(self):
        checked = 0
        for raw, base in real_addresses():
            parsed = parse_url(raw, base)
            if parsed is None:
                continue
            checked += 1
            assert url(parsed.key).key == parsed.key
            if parsed.scheme in {"http", "https"}:
                assert image_key(url("https://" + image_key(parsed))) == image_key(parsed)
        assert checked > 1000


def real_addresses():
    """Links and pictures of every sixth site: (address, link of its post)."""
    for path in REAL[::6]:
        for post in json.loads(gzip.decompress(path.read_bytes())):
            content = post.get("content") or {}
            for raw in set(re.findall(r'(?:href|src)=["\']([^"\']+)', content.get("rendered") or "")):
                yield html.unescape(raw), post.get("link") or None


class TestHosts:
    @pytest.mark.parametrize(
        ("host", "domain"),
        [
            ("www.lake.example", "lake.example"),
            ("a.b.lake.test", "lake.test"),
            ("www.shore.co.uk", "shore.co.uk"),
            ("blog.github.io", "blog.github.io"),
            ("www.gov.uk", "www.gov.uk"),
            ("gov.uk", "gov.uk"),
            ("127.0.0.1", "127.0.0.1"),
            ("[2001:db8::1]", "[2001:db8::1]"),
            ("localhost", "localhost"),
            ("www.xn--lke-qla.example", "xn--lke-qla.example"),
            ("www.lake.example.", "lake.example"),
            ("a..b", "a..b"),
            ("", ""),
        ],
    )
    def test_registrable_domain(self, host, domain):
        assert registrable_domain(host) == domain

    def test_registrable_domain_of_an_address(self):
        assert url("https://cdn.lake.example/a").registrable == "lake.example"
        assert url("mailto:warden@lake.example").registrable == ""

    @pytest.mark.parametrize(
        "host",
        [
            "localhost",
            "127.0.0.1",
            "127.8.8.8",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.9.9",
            "192.168.1.124",
            "169.254.1.1",
            "[::1]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "0.1.2.3",
            "lake.local",
            "wp2.test",
            "a.localhost",
            "nas.internal",
        ],
    )
    def test_private_hosts(self, host):
        assert is_private_host(host)

    @pytest.mark.parametrize(
        "host",
        [
            "localhost.run",
            "thelocal.example",
            "test.de",
            "172.32.0.1",
            "11.0.0.1",
            "8.8.8.8",
            "[2001:4860::1]",
            "local.example",
            "",
        ],
    )
    def test_public_hosts(self, host):
        assert not is_private_host(host)

    @pytest.mark.parametrize(
        "host",
        [
            "staging2.lake.example",
            "dev.lake.example",
            "test.www.lake.example",
            "stage.lake.co.uk",
            "lake.wpengine.com",
            "lake.kinsta.cloud",
            "dev-lake.pantheonsite.io",
            "a.b.wpsandbox.app",
            "test1.lake.example.",
        ],
    )
    def test_staging_hosts(self, host):
        assert is_staging_host(host)

    @pytest.mark.parametrize(
        "host",
        [
            "dev.to",
            "test.de",
            "dev.to.",
            "lake.pages.dev",
            "dev.pages.dev",
            "testing.lake.example",
            "developer.lake.example",
            "my-staging.example",
            "www.wpengine.com",
            "wpengine.com",
            "test.github.io",
            "127.0.0.1",
            "",
        ],
    )
    def test_hosts_that_are_no_staging_hosts(self, host):
        assert not is_staging_host(host)

    def test_archives(self):
        assert is_archive_host("web.archive.org")
        assert is_archive_host("lake-example.translate.goog")
        assert not is_archive_host("archive.org.example")


class TestSites:
    @pytest.mark.parametrize(
        ("home", "site"),
        [
            ("https://www.lake.example/", "lake.example"),
            ("http://lake.example", "lake.example"),
            ("https://lake.example/blog/", "lake.example/blog"),
            ("https://lake.example/blog/index.php", "lake.example/blog"),
            ("https://lake.example/index.php/", "lake.example"),
            ("https://LÄKE.example/", "xn--lke-qla.example"),
            ("http://localhost:8881/lake/", "localhost:8881/lake"),
            ("https://www.example/", "www.example"),
            ("lake.example/blog", "lake.example/blog"),
            ("localhost:8881/lake", "localhost:8881/lake"),
            ("not a site", "not a site"),
        ],
    )
    def test_identity(self, home, site):
        assert site_of(home) == site
        assert site_of(site) == site

    @pytest.mark.parametrize(
        ("route", "home"),
        [
            ("https://lake.example/wp-json/wp/v2/posts/5", "https://lake.example/"),
            ("https://www.lake.example/blog/wp-json/wp/v2/posts/5", "https://www.lake.example/blog/"),
            ("https://lake.example/index.php/wp-json/wp/v2/posts/5", "https://lake.example/"),
            ("https://lake.example/blog/index.php?rest_route=/wp/v2/posts/5", "https://lake.example/blog/"),
            ("https://lake.example/?rest_route=%2Fwp%2Fv2%2Fposts%2F5", "https://lake.example/"),
            ("https://lake.example:8443/api/wp/v2/posts/5", "https://lake.example:8443/"),
            ("https://lake.example/blog/api/shop/v1/things/5", "https://lake.example/blog/"),
            ("https://lake.example/wp-json", "https://lake.example/"),
            ("https://lake.example/wp-json/../5", ""),
            ("https://lake.example/blog/wp-json/?rest_route=/a", "https://lake.example/blog/wp-json/"),
            ("https://wp-json/api/wp/v2/posts/5", "https://wp-json/"),
            ("https://lake.example/blog/a-post/", ""),
            ("/wp-json/wp/v2/posts/5", ""),
            ("mailto:a@lake.example", ""),
        ],
    )
    def test_home_of_a_rest_route(self, route, home):
        assert home_of_api(route) == home

    @given(st.one_of(ADDRESSES, st.text()))
    @example("foo://WWW.Lake.example/")
    def test_never_raise(self, text):
        home_of_api(text)
        site = site_of(text)
        assert site_of(site) == site


class TestUnwrapping:
    @pytest.mark.parametrize(
        ("wrapped", "original"),
        [
            ("https://i2.wp.com/lake.example/a/b.jpg?fit=1200%2C630&ssl=1", "https://lake.example/a/b.jpg"),
            ("https://i0.wp.com/i1.wp.com/lake.example/b.jpg", "https://lake.example/b.jpg"),
            ("https://cdn.shortpixel.ai/spai/w_1024+q_lossy/https://lake.example/b.jpg", "https://lake.example/b.jpg"),
            ("https://cdn.shortpixel.ai/spai/q_lossy+w_1024/lake.example/b.jpg", "https://lake.example/b.jpg"),
            ("https://cdn.statically.io/img/lake.example/f=auto,w=10/b.jpg", "https://lake.example/b.jpg"),
            ("https://cdn.statically.io/img/lake.example/a/b.jpg", "https://lake.example/a/b.jpg"),
            ("https://ab1.i.optimole.com/cb:9.5/w:1/q:mauto/https://lake.example/b.jpg", "https://lake.example/b.jpg"),
            (
                "https://res.cloudinary.com/c/image/fetch/f_auto/https://lake.example/b.jpg",
                "https://lake.example/b.jpg",
            ),
            (
                "https://substackcdn.com/image/fetch/w_1/https%3A%2F%2Flake.example%2Fb%20c.jpg",
                "https://lake.example/b%20c.jpg",
            ),
            ("https://wsrv.nl/?url=lake.example/b.jpg&w=300", "https://lake.example/b.jpg"),
            ("https://images.weserv.nl/?url=ssl:lake.example%2Fb.jpg", "https://lake.example/b.jpg"),
            ("https://lake.example/_next/image?url=%2Fa%2Fb.jpg&w=64", "https://lake.example/a/b.jpg"),
            (
                "https://lake.example/_vercel/image?url=https%3A%2F%2Fshore.example%2Fb.jpg",
                "https://shore.example/b.jpg",
            ),
            ("https://lake.example/cdn-cgi/image/width=80/a/b.jpg", "https://lake.example/a/b.jpg"),
            ("https://lake.example/cdn-cgi/image/width=80/https://shore.example/b.jpg", "https://shore.example/b.jpg"),
        ],
    )
    def test_the_original_behind_a_proxy(self, wrapped, original):
        assert unwrap_image(url(wrapped)).href == original

    @pytest.mark.parametrize(
        "plain",
        [
            "https://lake.example/wp-content/uploads/2026/02/b.jpg",
            "https://i0.wp.com/no-host-here/b.jpg",
            "https://cdn.shortpixel.ai/spai/w_1024/",
            "https://cdn.statically.io/img/",
            "https://wsrv.nl/",
            "https://lake.example/_next/image?w=64",
            "https://res.cloudinary.com/c/image/upload/b.jpg",
            "https://web.archive.org/web/2020im_/https://lake.example/b.jpg",
            "https://resizer.example/w:1200/https://lake.example/b.jpg",
            "data:image/png;base64,AA==",
        ],
    )
    def test_what_is_no_proxy_stays(self, plain):
        assert unwrap_image(url(plain)) is url(plain)


class TestPictures:
    @pytest.mark.parametrize(
        "variant",
        [
            f"{UPLOADS}/pier-300x200.jpg",
            f"{UPLOADS}/pier-scaled.jpg?x=1",
            f"{UPLOADS}/pier-rotated.JPEG",
            f"{UPLOADS}/pier-e1700000000.jpg",
            f"{UPLOADS}/pier-e1700000000000-150x150.jpg",
            f"{UPLOADS}/pier.jpg.webp",
            f"{UPLOADS}/pier.webp",
            f"{UPLOADS}/12134154/pier.jpg",
            "http://www.lake.example/blog/wp-content/uploads/2026/02/pier.jpg",
            "https://i0.wp.com/lake.example/wp-content/uploads/2026/02/pier.jpg?ssl=1",
            "https://lake.example/cdn-cgi/image/width=1200,format=auto/wp-content/uploads/2026/02/pier.jpg",
            "https://resizer.example/w:1/https://lake.example/wp-content/uploads/2026/02/pier.jpg",
            "https://lake.example/wp-content/uploads-webpc/uploads/2026/02/pier.jpg.webp",
            "https://lake.example/wp-content/webp-express/webp-images/uploads/2026/02/pier.jpg.webp",
            "https://lake.example/wp-content/smush-webp/2026/02/pier.jpg.webp",
        ],
    )
    def test_forms_of_one_picture(self, variant):
        assert image_key(url(variant)) == "lake.example/wp-content/uploads/2026/02/pier"
        assert upload_of(url(f"{UPLOADS}/pier-1024x683.jpg")) == Upload("2026", "02", "pier")

    @pytest.mark.parametrize(
        "other",
        [
            "https://lake.example/wp-content/uploads/2025/12/pier.jpg",
            "https://shore.example/wp-content/uploads/2026/02/pier.jpg",
            f"{UPLOADS}/pier-1.jpg",
            f"{UPLOADS}/pier.svg",
            "https://lake.example/pier.jpg",
            "https://web.archive.org/web/2020im_/https://lake.example/wp-content/uploads/2026/02/pier.jpg",
        ],
    )
    def test_other_pictures(self, other):
        assert image_key(url(other)) != image_key(url(f"{UPLOADS}/pier.jpg"))

    def test_a_date_folder_is_no_version_folder(self):
        assert image_key(url("https://lake.example/g/20260101/1.jpg")) != image_key(
            url("https://lake.example/g/20260102/1.jpg")
        )

    def test_a_picture_without_an_address_is_itself(self):
        assert image_key(url("data:image/png;base64,AA==")) == "data:image/png;base64,AA=="

    @given(ADDRESSES)
    @example("https://i0.wp.com//cdn-cgi/image/w=1/a")
    @example("https://lake.example/.-300x200")
    def test_image_key_is_its_own_key(self, raw):
        parsed = parse_url(raw)
        if parsed is None:
            return
        key = image_key(parsed)
        again = parse_url(key if parsed.scheme not in {"http", "https"} else f"https://{key}")
        assert again is not None
        assert image_key(again) == key

    @given(st.one_of(ADDRESSES, st.text()))
    def test_no_question_raises(self, raw):
        parsed = parse_url(raw, "https://lake.example/")
        if parsed is not None:
            for ask in (unwrap_image, image_key, base_name, copy_name, upload_of, is_expiring, is_volatile_query):
                ask(parsed)

    @pytest.mark.parametrize(
        ("raw", "name"),
        [
            (f"{UPLOADS}/Pier-300x200.JPG", "pier"),
            (f"{UPLOADS}/%CF%87%CE%AC%CF%81%CF%84%CE%B7%CF%82-scaled.png", "χάρτης"),
            ("https://wsrv.nl/?url=lake.example/b.jpg", "b"),
            ("https://lake.example/", ""),
            (f"{UPLOADS}/.jpg", ".jpg"),
            (f"{UPLOADS}/map.svg", "map.svg"),
        ],
    )
    def test_base_name(self, raw, name):
        assert base_name(url(raw)) == name

    def test_name_of_a_copy(self):
        assert copy_name(url(f"{UPLOADS}/pier-2.jpg")) == "pier"
        assert copy_name(url(f"{UPLOADS}/pier-2026-02-1.jpg")) == "pier-2026-02-1"
        assert copy_name(url(f"{UPLOADS}/pier-12.jpg")) == "pier-12"

    def test_generic_names(self):
        assert all(map(is_generic_name, ["image", "1", "", "photo-2", "img_2034", "hqdefault", "screenshot 3"]))
        assert not any(map(is_generic_name, ["pier", "image-of-the-pier", "pbn", "x1"]))

    def test_uploads(self):
        network = "https://net.example/town/wp-content/uploads/sites/7/2026/02/pier-1024x683.jpg"
        assert upload_of(url(network)) == Upload("2026", "02", "pier")
        assert upload_of(url("https://s.example/wp-content/uploads/2026/02/12134154/pier.jpg")) == Upload(
            "2026", "02", "pier"
        )
        assert upload_of(url("https://lake.example/wp-content/uploads/pier.jpg")) is None
        assert upload_of(url("https://lake.example/2026/02/pier.jpg")) is None

    def test_hostile_names_take_no_time(self):
        for evil in (
            "-1x1" * 50_000 + "x",
            "/" * 100_000 + "x",
            "/12345678" * 20_000 + "/",
            "/https:" * 20_000,
            "a." * 50_000,
        ):
            parsed = url("https://lake.example/" + evil)
            image_key(parsed)
            upload_of(parsed)
            site_of(parsed.href)
            home_of_api(parsed.href)


class TestQueries:
    @pytest.mark.parametrize(
        "query",
        [
            "X-Amz-Expires=300&X-Amz-Signature=0",
            "x-goog-expires=9",
            "Expires=1&Signature=x",
            "Expires=1&Key-Pair-Id=x",
            "sv=1&se=2026-03-08&sr=b&sig=x",
            "ex=66aa&is=66a8&hm=27",
            "jwt=abc",
            "x-expires=1&x-signature=x",
            "md5=x&expires=1",
            "token-time=1&token-hash=x",
        ],
    )
    def test_signed_to_expire(self, query):
        assert is_expiring(url(f"https://store.example/a.jpg?{query}"))
        assert is_volatile_query(url(f"https://store.example/a.jpg?{query}"))

    def test_social_networks_have_words_of_their_own(self):
        assert is_expiring(url("https://scontent-a.cdninstagram.com/v/a.jpg?oh=0&oe=69C0"))
        assert not is_expiring(url("https://lake.example/a.jpg?oh=0&oe=69C0"))

    def test_behind_a_proxy(self):
        assert is_expiring(url("https://wsrv.nl/?url=cdn.example%2Fa.jpg%3Fjwt%3Dx"))

    @pytest.mark.parametrize("query", ["h=1&itok=Qw", "token=a", "sig=a", "SE=1", "hmac=1", "Expires=1"])
    def test_volatile_but_not_expiring(self, query):
        assert is_volatile_query(url(f"https://lake.example/a.jpg?{query}"))
        assert not is_expiring(url(f"https://lake.example/a.jpg?{query}"))

    @pytest.mark.parametrize(
        "query",
        ["course=114&design=3&v=1709280000", "fit=1200%2C800&ssl=1", "copy=2&section=4", "exp=1", "ver=6.5", ""],
    )
    def test_steady(self, query):
        assert not is_volatile_query(url(f"https://lake.example/a.jpg?{query}"))

    def test_cards_that_a_plugin_draws(self):
        assert is_generated_card(url("https://s0.wp.com/_si/?t=abc"))
        card = "https://lake.example/wp-admin/admin-ajax.php?action=rank_math_overlay_thumb&id=7"
        assert is_generated_card(url(card))
        assert not is_generated_card(url("https://lake.example/wp-admin/admin-ajax.php?action=other"))
        assert not is_generated_card(url("https://s0.wp.com/i/blank.jpg"))

    def test_the_picture_that_means_none(self):
        assert is_blank_image(url("https://s0.wp.com/i/blank.jpg"))
        assert not is_blank_image(url("https://lake.example/i/blank.jpg"))


def test_suffixes_in_other_letters_are_known_as_hosts_have_them():
    assert registrable_domain("www.teahouse.xn--55qx5d.cn") == "teahouse.xn--55qx5d.cn"  # the suffix is 公司.cn
    assert registrable_domain("www.teahouse.公司.cn".encode("idna").decode()) == "teahouse.xn--55qx5d.cn"
    assert registrable_domain("teahouse.xn--fiqs8s") == "teahouse.xn--fiqs8s"


def test_the_list_is_the_librarys_own():
    own = PublicSuffixList()
    names = [name for name in Path(PSLFILE).read_text("utf-8").splitlines() if name and not name.startswith("//")]
    hosts = [f"www.lake.{name.lstrip('!*.').encode('idna').decode()}" for name in names]
    assert [registrable_domain(host) for host in hosts] == [own.privatesuffix(host) for host in hosts]
