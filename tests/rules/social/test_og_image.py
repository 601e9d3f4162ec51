"""The image for shares: what is wrong with its address, its size, its format, and what only looks so."""

from __future__ import annotations

import json

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.social.og_empty_value import OgEmptyValue
from audit.rules.social.og_image_format import OgImageFormat
from audit.rules.social.og_image_invalid import OgImageInvalid
from audit.rules.social.og_image_too_small import OgImageTooSmall
from audit.rules.social.og_required_missing import OgRequiredMissing
from audit.rules.social.twitter_image_conflict import TwitterImageConflict
from audit.testing import findings_of

OWN = "https://saltmarsh.example"


def said(rule, *metas, **fields):
    head = "<title>Tide</title>" + "".join(f'<meta property="{name}" content="{value}" />' for name, value in metas)
    return findings_of(rule, Good(head=head, fields=fields))


class TestAddress:
    @pytest.mark.parametrize(
        ("address", "fault"),
        [
            ("tide.jpg", "is relative"),
            ("/tide.jpg", "is relative"),
            ("www.saltmarsh.example/tide.jpg", "names no scheme"),
            ("https://.saltmarsh.example/tide.jpg", "the host .saltmarsh.example, which cannot be one"),
            ("https:/saltmarsh.example/tide.jpg", "does not begin with https://"),
            ("//saltmarsh.example/tide.jpg", "names no scheme"),
            ("data:image/gif;base64,R0lGOD", "is the picture itself"),
            ("https://", "cannot be read"),
            ("file:///C:/tide.jpg", "is no web address (file:)"),
            (f"{OWN}/https://cdn.example/tide.jpg", "two addresses"),
            (f"https://www.saltmarsh.example/{OWN}/tide.jpg", "two addresses"),
        ],
    )
    def test_nobody_can_ask_for(self, address, fault):
        (finding,) = said(OgImageInvalid, ("og:image", address))

        assert fault in finding.message

    @pytest.mark.parametrize(
        "address",
        [
            f"{OWN}/tide.jpg",
            "HTTPS://saltmarsh.example/tide.jpg",
            f" {OWN}/tide.jpg ",
            f"{OWN}/größe.jpg",
            f"{OWN}/tide.jpg?copy=2&amp;u=https://x.example/",
            f"https://images.example/w:1200/{OWN}/tide.jpg",
            f"https://images.example/{OWN}/tide.jpg",
            f"{OWN}/cdn-cgi/image/w=9/{OWN}/tide.jpg",
            "",
        ],
    )
    def test_is_whole(self, address):
        assert not said(OgImageInvalid, ("og:image", address))

    def test_is_told_once(self):
        assert len(said(OgImageInvalid, ("og:image", "/tide.jpg"), ("og:image:url", "/tide.jpg"))) == 1

    def test_where_a_relative_one_would_lead_is_evidence(self):
        (finding,) = said(OgImageInvalid, ("og:image", "/tide.jpg"))

        assert finding.evidence == (("resolved", f"{OWN}/tide.jpg"),)


class TestSize:
    @pytest.mark.parametrize(
        ("width", "height", "severity"),
        [
            (150, 150, Severity.WARNING),
            (599, 400, Severity.WARNING),
            (800, 300, Severity.WARNING),
            (600, 315, Severity.NOTICE),
            (1200, 600, Severity.NOTICE),
        ],
    )
    def test_small(self, width, height, severity):
        (finding,) = said(
            OgImageTooSmall, ("og:image", f"{OWN}/a.jpg"), ("og:image:width", width), ("og:image:height", height)
        )

        assert finding.severity is severity

    @pytest.mark.parametrize(("width", "severity"), [(300, Severity.WARNING), (640, Severity.NOTICE)])
    def test_what_the_structured_data_doubts_weighs_as_much(self, width, severity):
        metas = (("og:image", f"{OWN}/tide.jpg"), ("og:image:width", width), ("og:image:height", 360))
        picture = {"@context": "https://schema.org", "@type": "ImageObject", "url": f"{OWN}/tide.jpg"}
        graph = json.dumps(picture | {"width": 1600, "height": 900})
        head = "".join(f'<meta property="{name}" content="{value}" />' for name, value in metas)
        head += f'<title>Tide</title><script type="application/ld+json">{graph}</script>'

        (finding,) = findings_of(OgImageTooSmall, Good(head=head))
        assert (finding.severity, "1600 by 900" in finding.message) == (severity, True)

    @pytest.mark.parametrize(("width", "height"), [(1200, 630), (1200, 627), (2560, 1707), (0, 0), ("", "")])
    def test_large_or_unknown(self, width, height):
        metas = (("og:image", f"{OWN}/a.jpg"), ("og:image:width", width), ("og:image:height", height))

        assert not said(OgImageTooSmall, *metas)


class TestFormat:
    @pytest.mark.parametrize("name", ["mark.svg", "tide.AVIF", "tide.jpg.avif", "tide.heic?ver=2"])
    def test_that_networks_do_not_show(self, name):
        assert said(OgImageFormat, ("og:image", f"{OWN}/{name}"))

    @pytest.mark.parametrize("name", ["tide.jpg", "tide.jpg.webp", "tide", "svg/tide.png", "card?f=tide.svg"])
    def test_that_they_show(self, name):
        assert not said(OgImageFormat, ("og:image", f"{OWN}/{name}"))

    def test_the_file_counts_more_than_the_type(self):
        assert not said(OgImageFormat, ("og:image", f"{OWN}/tide.jpg"), ("og:image:type", "image/avif"))


class TestAbsence:
    def test_an_empty_value_is_no_missing_one(self):
        metas = [("og:title", "Tide"), ("og:type", "article"), ("og:url", f"{OWN}/tide/"), ("og:image", "")]

        assert not said(OgRequiredMissing, *metas)
        assert [finding.message for finding in said(OgEmptyValue, *metas)] == ["og:image is empty."]

    def test_a_head_without_tags_lacks_all(self):
        (finding,) = said(OgRequiredMissing)

        assert finding.message == "The head has no og:title, og:type, og:image and og:url."


@pytest.mark.parametrize(
    ("address", "conflict"),
    [
        (f"{OWN}/wp-content/uploads/2026/05/tide-1024x512.jpg", False),
        (f"{OWN}/wp-content/uploads/2026/05/ebb.jpg", False),
        ("https://i0.wp.com/saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?w=800", False),
        (f"{OWN}/wp-content/uploads/2026/05/flood.jpg", True),
        ("", False),
    ],
)
def test_image_for_x(address, conflict):
    uploads = f"{OWN}/wp-content/uploads/2026/05"
    metas = [("og:image", f"{uploads}/tide.jpg"), ("og:image", f"{uploads}/ebb.jpg"), ("twitter:image", address)]

    assert bool(said(TwitterImageConflict, *metas)) == conflict
