import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.first_party import FirstParty, share_makes_own
from audit.facts.hosts import Owner, allowed_by_link
from audit.facts.image_address import Upload
from audit.facts.url import parse_url

HOTLINKS = Path(__file__).parents[2] / ".." / "shared" / "data" / "spam" / "hotlinks-dev.jsonl"
needs_data = pytest.mark.skipif(not HOTLINKS.exists(), reason="the labelled hotlinks are not on this machine")

LINK = "https://www.lakepost.example/the-pier/"
HOME = "https://www.lakepost.example/"
FEATURED = "https://www.lakepost.example/wp-content/uploads/2026/02/sunflowers.jpg"


def url(raw):
    parsed = parse_url(raw, LINK)
    assert parsed is not None, raw
    return parsed


def party(link=LINK, home=HOME, **known):
    return FirstParty(parse_url(link), home, **known)


SITE = party(featured=[FEATURED])


class TestVerdict:
    @pytest.mark.parametrize(
        "raw",
        [
            "data:image/png;base64,AA==",
            "blob:https://shore.example/1",
            "/wp-content/uploads/2026/02/a.jpg",
            "//cdn.lakepost.example/a.jpg",
            "https://static.img.lakepost.example/a.jpg",
            "https://i0.wp.com/www.lakepost.example/a.jpg?ssl=1",
            "https://cdn.shortpixel.ai/spai/q_lossy+w_1024/lakepost.example/a.jpg",
            "https://ab1.i.optimole.com/w:1/https://lakepost.example/a.jpg",
            "https://wsrv.nl/?url=lakepost.example/a.jpg",
            "https://cdn-abc.nitrocdn.com/AbC/assets/images/optimized/rev-1a2b3c/lakepost.example/a.jpg",
            "https://lakepost-example.cdn.ampproject.org/i/s/lakepost.example/a.jpg",
            "https://lakepost.sirv.com/a.jpg",
            "https://lakepost.oss-cn-hangzhou.aliyuncs.com/a.jpg",
            "https://lakepost-125.cos.ap-guangzhou.myqcloud.com/a.jpg",
            "https://resizer.example/w300/https://lakepost.example/a.jpg",
            "https://em7.exactdn.com/wp-content/uploads/2026/02/sunflowers-1024x683.jpg?strip=all",
            "https://lakepost.b-cdn.net/chart.jpg",
            "https://lakepostthumbs-a.akamaihd.net/chart.jpg",
            "https://s3.eu-central-1.amazonaws.com/media.lakepost.example/uploads/soup.jpg",
            "https://lakepost-media.s3.eu-west-1.amazonaws.com/a.jpg",
            "https://lake-post.imgix.net/a.jpg",
            "https://lakepots.b-cdn.net/a.jpg",
            "https://res.cloudinary.com/lakepost/image/upload/a.jpg",
            "https://storage.googleapis.com/lakepost-bucket/a.jpg",
            "https://lakepost.files.wordpress.com/2025/06/a.jpg",
            "https://network.example/wp-content/uploads/sites/7/2026/02/sunflowers-300x200.jpg",
        ],
    )
    def test_own(self, raw):
        assert SITE.verdict(url(raw)) is Owner.OWN
        assert SITE.owns(url(raw))

    @pytest.mark.parametrize(
        ("raw", "owner"),
        [
            ("https://secure.gravatar.com/avatar/0?s=96", Owner.PLATFORM),
            ("https://s.w.org/images/core/emoji/15/svg/1f600.svg", Owner.PLATFORM),
            ("https://img.shields.io/badge/a-b.svg", Owner.PLATFORM),
            ("https://a.tile.openstreetmap.org/7/63/42.png", Owner.PLATFORM),
            ("https://github.com/lake/boat/actions/workflows/ci.yml/badge.svg", Owner.PLATFORM),
            ("https://github.com/lake/boat/raw/main/a.png", Owner.FOREIGN),
            ("https://avatars.githubusercontent.com/u/1?v=4", Owner.PLATFORM),
            ("https://cdn.buymeacoffee.com/buttons/v2/default-yellow.png", Owner.PLATFORM),
            ("https://www.google.com/s2/favicons?domain=lake.example", Owner.PLATFORM),
            ("https://www.google.com/logos/a.png", Owner.FOREIGN),
            ("https://image.moshimo.com/af-img/1/2.jpg", Owner.AD_BANNER),
            ("https://b123.smushcdn.com/123/a.jpg", Owner.TENANT_CDN),
            ("https://c.nitrocdn.com/AbC/assets/images/optimized/rev-1a2b3c/news.example/a.jpg", Owner.FOREIGN),
            ("https://img.youtube.com/vi/aaaaaaaaaaa/hqdefault.jpg", Owner.EMBED),
            ("https://i3.ytimg.com/vi/aaaaaaaaaaa/hqdefault.jpg", Owner.EMBED),
            ("https://images.unsplash.com/photo-1?w=1200", Owner.PERMITTED),
            ("https://upload.wikimedia.org/wikipedia/commons/a/a1/Lake.jpg", Owner.PERMITTED),
            ("https://www.facebook.com/tr?id=1&ev=PageView", Owner.TRACKER),
            ("https://www.facebook.com/tree.jpg", Owner.FOREIGN),
            ("https://vg01.met.vgwort.de/na/0123", Owner.TRACKER),
            ("https://ir-na.amazon-adsystem.com/e/ir?t=lakepost-20", Owner.TRACKER),
            ("https://ws-na.amazon-adsystem.com/widgets/q?ASIN=0", Owner.AD_BANNER),
            ("https://www.awin1.com/cshow.php?s=1", Owner.AD_BANNER),
            ("https://www.paypalobjects.com/en_US/i/scr/pixel.gif", Owner.TRACKER),
            ("https://www.paypalobjects.com/en_US/i/btn/btn_donate.gif", Owner.PLATFORM),
            ("https://stats.shore.example/matomo/matomo.php?idsite=1", Owner.TRACKER),
            ("https://d9zzz.cloudfront.net/a.jpg", Owner.TENANT_CDN),
            ("https://ridgethumbs-a.akamaihd.net/a.jpg", Owner.TENANT_CDN),
            ("https://s3.amazonaws.com/ridge.example/a.jpg", Owner.TENANT_CDN),
            ("https://res.cloudinary.com/ridge/image/upload/a.jpg", Owner.TENANT_CDN),
            ("https://ridge.files.wordpress.com/2025/06/a.jpg", Owner.FOREIGN),
            ("https://ridge.wordpress.com/wp-content/uploads/2025/06/a.jpg", Owner.FOREIGN),
            ("https://web.archive.org/web/2020im_/https://www.lakepost.example/a.jpg", Owner.MIRROR),
            ("https://www-lakepost-example.translate.goog/a.jpg", Owner.MIRROR),
            ("https://translate.goog/lakepost.example/a.jpg", Owner.MIRROR),
            ("https://web.archive.org/web/2020im_/https://ridge.example/a.jpg", Owner.FOREIGN),
            ("https://i0.wp.com/ridge.example/a.jpg", Owner.FOREIGN),
            ("https://www.ridge.example/wp-content/uploads/2026/02/tulips.jpg", Owner.FOREIGN),
            ("https://www.ridge.example/2026/02/sunflowers.jpg", Owner.FOREIGN),
            ("https://pixabay.com/get/g0.jpg", Owner.FOREIGN),
            ("https://i.imgur.com/a.png", Owner.FOREIGN),
            ("https://lakepost.example.ridge.example/a.jpg", Owner.FOREIGN),
            ("https://gravatar.com.ridge.example/a.jpg", Owner.FOREIGN),
            ("http://127.0.0.1:8881/a.jpg", Owner.FOREIGN),
        ],
    )
    def test_others(self, raw, owner):
        assert SITE.verdict(url(raw)) is owner

    def test_a_pixel_of_another_host_counts_readers(self):
        assert SITE.verdict(url("https://ridge.example/a.gif"), pixel=True) is Owner.TRACKER
        assert SITE.verdict(url("/spacer.gif"), pixel=True) is Owner.OWN

    def test_flickr_asks_for_a_link_to_the_photo(self):
        photo = url("https://live.staticflickr.com/65535/0_b.jpg")
        assert SITE.verdict(photo) is Owner.FOREIGN
        assert allowed_by_link(photo, url("https://www.flickr.com/photos/a/1/")) is Owner.PERMITTED
        assert allowed_by_link(photo, url("https://flic.kr/p/a")) is Owner.PERMITTED
        assert allowed_by_link(photo, photo) is None

    def test_amazon_asks_its_partners_for_a_link_to_the_product(self):
        photo = url("https://m.media-amazon.com/images/I/0.jpg")
        assert SITE.verdict(photo) is Owner.FOREIGN
        assert allowed_by_link(photo, url("https://www.amazon.co.uk/dp/0?tag=lake-21")) is Owner.AD_BANNER
        assert allowed_by_link(photo, url("https://amazon.shop.example/dp/0")) is None

    def test_a_newsletter_is_kept_for_an_account(self):
        assert SITE.verdict(url("https://mcusercontent.com/0123456789abcdef01234/images/a.jpg")) is Owner.TENANT_CDN

    def test_a_generic_name_proves_nothing(self):
        site = party(featured=["https://www.lakepost.example/wp-content/uploads/2026/02/image.jpg"])
        assert site.verdict(url("https://ridge.example/wp-content/uploads/2026/02/image.jpg")) is Owner.FOREIGN
        assert site.verdict(url("https://em7.exactdn.com/wp-content/uploads/2026/02/image.jpg")) is Owner.OWN

    @given(st.text())
    def test_never_raises(self, text):
        parsed = parse_url(text, LINK)
        if parsed is not None:
            SITE.verdict(parsed)
        party(hosts=[text], cdn_hosts=[f"*.{text}"], featured=[text], publisher=text, home=text)

    @needs_data
    def test_labelled_hotlinks(self):
        classes = {
            "own": Owner.OWN,
            "cdn_own": Owner.OWN,
            "cdn_unknown": Owner.TENANT_CDN,
            "hotlink": Owner.FOREIGN,
            "permitted_source": Owner.PERMITTED,
            "embed_ok": Owner.EMBED,
            "platform": Owner.PLATFORM,
            "tracker": Owner.TRACKER,
            "ad_banner": Owner.AD_BANNER,
            "proxy": Owner.MIRROR,
        }
        differing = set()
        for line in HOTLINKS.read_text("utf-8").splitlines():
            case = json.loads(line)
            home = f"https://{case['site_domain']}/"
            known = FirstParty(parse_url(f"{home}a/"), home, featured=filter(None, [case.get("featured")]))
            picture = parse_url(case["src"], f"{home}a/")
            assert picture is not None
            if known.verdict(picture) is not classes[case["expected"]]:
                differing.add(case["id"])
        # h10 is a rented CDN that serves 1 % of the site's pictures, and only the whole site tells that.
        assert differing == {"h10"}


class TestWhatIsKnown:
    def test_a_headless_site_has_two_names(self):
        site = party(home="https://cms.lp-backend.example/")
        assert site.owns(url("https://cms.lp-backend.example/wp-content/uploads/2026/02/a.jpg"))
        assert site.owns(url("https://www.lakepost.example/a.jpg"))

    def test_without_link_and_home_nothing_on_the_web_is_own(self):
        site = FirstParty(None, None)
        assert not site.owns(url("https://www.lakepost.example/a.jpg"))
        assert site.owns(url("data:,"))

    @pytest.mark.parametrize(
        ("host", "own"),
        [
            ("s-lakepost.example", True),
            ("img.lakepost-static.example", True),
            ("lakepostcdn.example", True),
            ("www.lakepost.test", True),
            ("lakepost-shop.example", False),
            ("cdn.example", False),
            ("postlake.example", False),
        ],
    )
    def test_servers_named_after_the_site(self, host, own):
        assert SITE.owns(url(f"https://{host}/a.jpg")) is own
        assert not SITE.owns(url(f"https://{host}/a.js"), code=True)

    def test_a_short_name_has_another_owner_elsewhere(self):
        site = party("https://post.example/a/", "https://post.example/")

        assert not site.owns(url("https://post.test/a.jpg"))
        assert site.owns(url("https://post-cdn.test/a.jpg"))

    def test_the_tenant_that_has_the_design(self):
        site = party(files=["https://d111.cloudfront.net/site.css"])

        assert site.owns(url("https://d111.cloudfront.net/a.jpg"))
        assert site.verdict(url("https://d222.cloudfront.net/a.jpg")) is Owner.TENANT_CDN

    @pytest.mark.parametrize("setting", ["hosts", "cdn_hosts"])
    def test_configured_hosts(self, setting):
        site = party(**{setting: ["media.group.example", "*.pics.example", "https://Läke.example/folder", ""]})
        assert site.owns(url("https://media.group.example/a.jpg"))
        assert not site.owns(url("https://other.group.example/a.jpg"))
        assert site.owns(url("https://a.b.pics.example/a.jpg"))
        assert not site.owns(url("https://pics.example/a.jpg"))
        assert site.owns(url("https://www.xn--lke-qla.example/a.jpg"))

    def test_a_further_host_names_tenants_too(self):
        assert party(hosts=["ridgepost.example"]).owns(url("https://ridgepost.b-cdn.net/a.jpg"))
        assert not party(cdn_hosts=["ridgepost.example"]).owns(url("https://ridgepost.b-cdn.net/a.jpg"))

    def test_the_host_of_the_featured_picture(self):
        site = party(featured=["https://www.network.example/town/wp-content/uploads/sites/7/2026/02/market.jpg"])
        assert site.owns(url("https://www.network.example/town/wp-content/uploads/sites/7/2026/02/other.jpg"))
        assert site.owns(url("https://network.example/other.jpg"))
        assert not site.owns(url("https://shop.network.example/other.jpg"))

    def test_the_tenant_of_the_featured_picture(self):
        site = party(featured=["https://s3.amazonaws.com/xyz/wp-content/uploads/2026/02/a.jpg"])
        assert site.owns(url("https://s3.amazonaws.com/xyz/b.jpg"))
        assert not site.owns(url("https://s3.amazonaws.com/other/b.jpg"))

    @pytest.mark.parametrize(
        "featured", ["https://images.unsplash.com/photo-1", "https://live.staticflickr.com/1/a_b.jpg", "", "a.jpg"]
    )
    def test_a_shared_source_does_not_become_own(self, featured):
        site = party(featured=[featured])
        assert not site.owns(url("https://images.unsplash.com/photo-2"))
        assert not site.owns(url("https://live.staticflickr.com/1/c_b.jpg"))

    def test_the_media_library(self):
        site = party(media=[Upload("2026", "02", "boats")])
        assert site.owns(url("https://old-name.example/wp-content/uploads/2026/02/boats-150x150.jpg"))
        assert not site.owns(url("https://old-name.example/wp-content/uploads/2026/01/boats.jpg"))

    def test_the_publisher(self):
        assert party(publisher="https://www.group.example/").owns(url("https://media.group.example/a.jpg"))

    def test_a_blog_on_a_shared_domain_owns_its_host_only(self):
        site = party("https://lakepost.wordpress.com/a/", "https://lakepost.wordpress.com/")
        assert site.owns(url("https://lakepost.wordpress.com/a.jpg"))
        assert site.owns(url("https://lakepost.files.wordpress.com/a.jpg"))
        assert not site.owns(url("https://ridge.wordpress.com/a.jpg"))

    @pytest.mark.parametrize(
        ("site", "tenant", "own"),
        [
            ("https://ami.example/", "ami", False),  # three letters stand in too many names
            ("https://ami.example/", "amiprod", True),  # all of the name, and what is kept there
            ("https://ami.example/", "amitystatic", False),
            ("https://lake.example/", "lake-media", True),
            ("https://lake.example/", "cake-media", False),
            ("https://harbor.example/", "harbour", True),
            ("https://harbor.example/", "arbour", False),
            ("https://news-site.example/", "newsite-media", True),
            ("https://lighthouse.example/", "lighthuose", True),
            ("https://lighthouse.example/", "lightroom", False),
        ],
    )
    def test_how_near_a_tenant_must_be(self, site, tenant, own):
        assert party(site, site).owns(url(f"https://{tenant}.b-cdn.net/a.jpg")) is own


@pytest.mark.parametrize(
    ("site", "picture", "own"),
    [
        ("https://en.tide.wordpress.com/a/", "https://en-tide.files.wordpress.com/2026/05/a.png", True),
        ("https://en.tide.wordpress.com/a/", "https://en-quay.files.wordpress.com/2026/05/a.png", False),
        ("https://tide.wordpress.com/a/", "https://tide.files.wordpress.com/2026/05/a.png", True),
    ],
)
def test_all_of_a_blogs_name_on_a_platform_counts(site, picture, own):
    assert party(site, site).owns(url(picture)) is own


def test_a_server_for_files_is_the_sites_for_code_if_the_design_comes_from_there_too():
    frame = url("https://p1.harbourimg.example/frame.html")
    named = FirstParty(url("https://news.harbour.example/a"), None)
    both = FirstParty(url("https://news.harbour.example/a"), None, files=["https://x0.harbourimg.example/a.css"])

    assert not named.owns(frame, code=True)
    assert both.owns(frame, code=True)


class TestSamePicture:
    def test_one_upload_on_two_own_hosts(self):
        offloaded = url(
            "https://lakepost-media.s3.eu-central-1.amazonaws.com/wp-content/uploads/2026/02/12134154/pier.jpg"
        )
        local = url("https://www.lakepost.example/wp-content/uploads/2026/02/pier-300x200.jpg")
        assert SITE.same_picture(offloaded, local)

    def test_a_size_of_it(self):
        assert SITE.same_picture(url("https://ridge.example/a-300x200.jpg"), url("https://ridge.example/a.webp"))

    @pytest.mark.parametrize(
        "stored",
        [
            "https://lakepost.imgix.net/2026/02/pier.jpg?auto=format",
            "https://lakepost.files.wordpress.com/2026/02/pier.jpg?w=1200",
        ],
    )
    def test_a_store_may_leave_out_the_folder_of_the_uploads(self, stored):
        local = url("https://www.lakepost.example/wp-content/uploads/2026/02/pier-300x200.jpg")
        assert SITE.same_picture(url(stored), local)
        assert not SITE.same_picture(url(stored.replace("/02/", "/01/")), local)
        assert not SITE.same_picture(url(stored.replace("lakepost", "ridge")), local)

    @pytest.mark.parametrize(
        "crop", ["elementor/thumbs/pier-qy3x1z0w9v8u7t6s5r4q3p2o1n0m9l8k7j.jpg", "fly-images/12/pier-1200x630-c.jpg"]
    )
    def test_a_crop_in_a_folder_of_its_own(self, crop):
        local = url("https://www.lakepost.example/wp-content/uploads/2026/02/pier.jpg")
        cut = url(f"https://www.lakepost.example/wp-content/uploads/{crop}")
        assert SITE.same_picture(cut, local)
        assert SITE.same_picture(local, cut)
        assert not SITE.same_picture(url(cut.href.replace("pier", "quay")), local)
        assert not SITE.same_picture(url(cut.href.replace("lakepost", "ridge")), local)

    def test_equal_names_elsewhere_are_no_excuse(self):
        local = url("https://www.lakepost.example/wp-content/uploads/2026/02/pier.jpg")
        foreign = url("https://www.ridge.example/wp-content/uploads/2026/02/pier.jpg")
        other_month = url("https://www.lakepost.example/wp-content/uploads/2025/12/pier.jpg")
        assert not SITE.same_picture(foreign, local)
        assert not SITE.same_picture(other_month, local)


COUNTS = {"d1.cloudfront.net": 6, "media.group.example": 6, "www.lakepost.example": 8}


class TestShare:
    def test_a_rented_host(self):
        assert share_makes_own("d1.cloudfront.net", COUNTS, 5, upload_like=False)

    @pytest.mark.parametrize("host", ["s3.amazonaws.com", "s3.amazonaws.com/lake", "lake.s3.amazonaws.com"])
    def test_stores(self, host):
        assert share_makes_own(host, {host: 10}, 5, upload_like=False)

    def test_another_host_only_with_upload_paths(self):
        assert share_makes_own("media.group.example", COUNTS, 5, upload_like=True)
        assert not share_makes_own("media.group.example", COUNTS, 5, upload_like=False)

    def test_somebody_elses_blog_is_not_rented(self):
        assert not share_makes_own("ridge.files.wordpress.com", {"ridge.files.wordpress.com": 20}, 9, upload_like=False)

    def test_too_little_to_tell(self):
        assert not share_makes_own("d1.cloudfront.net", COUNTS, 4, upload_like=True)
        assert not share_makes_own("d1.cloudfront.net", {"d1.cloudfront.net": 9}, 5, upload_like=True)
        assert not share_makes_own("d1.cloudfront.net", {**COUNTS, "a.example": 1}, 5, upload_like=True)
        assert not share_makes_own("absent.cloudfront.net", COUNTS, 5, upload_like=True)


class TestNamesakes:
    """The site's own files under another name of its server."""

    @pytest.mark.parametrize(
        "raw",
        [
            "https://lakepost.wpengine.com/wp-content/uploads/2018/03/a.png",
            "https://lake-post.000webhostapp.com/wp-content/uploads/2019/12/a.jpg",
            "https://lakepost.azurewebsites.net/a.jpg",
            "https://lakepost.network.example/wp-content/uploads/sites/9/2015/07/a.jpg",
        ],
    )
    def test_own(self, raw):
        assert SITE.verdict(url(raw)) is Owner.OWN

    @pytest.mark.parametrize(
        "raw",
        [
            "https://otherblog.wpengine.com/wp-content/uploads/2018/03/a.png",
            "https://lakepost.network.example/press/a.jpg",
            "https://www.network.example/wp-content/uploads/lakepost/a.jpg",
        ],
    )
    def test_somebody_elses(self, raw):
        assert SITE.verdict(url(raw)) is Owner.FOREIGN

    def test_a_second_network_of_the_same_provider_is_somebody_elses(self):
        own = party(featured=["https://d111aaa.cloudfront.net/wp-content/uploads/2026/02/a.jpg"])

        assert own.verdict(url("https://d111aaa.cloudfront.net/b.jpg")) is Owner.OWN
        assert own.verdict(url("https://d9zzz.cloudfront.net/logo.png")) is Owner.FOREIGN
        assert own.verdict(url("https://d9zzz.b-cdn.net/logo.png")) is Owner.TENANT_CDN
        configured = party(cdn_hosts=["d111aaa.cloudfront.net"])
        assert configured.verdict(url("https://d9zzz.cloudfront.net/logo.png")) is Owner.FOREIGN

    def test_avatars_of_google_are_a_service(self):
        assert SITE.verdict(url("https://lh3.googleusercontent.com/a/ACg8oc=s120")) is Owner.PLATFORM
        assert SITE.verdict(url("https://lh3.googleusercontent.com/wD_Gsvy3f")) is Owner.FOREIGN

    def test_a_featured_picture_by_address_makes_its_host_nobodys(self):
        press = "https://www.agency.example/press/tide.jpg"
        moved = "https://media.group.example/2026/02/tide.jpg"

        assert party(featured=[press]).verdict(url(press)) is Owner.FOREIGN
        assert party(featured=[moved]).verdict(url("https://media.group.example/2026/03/b.jpg")) is Owner.OWN
