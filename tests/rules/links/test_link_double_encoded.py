import pytest

from audit.rule import Good
from audit.rules.links.link_double_encoded import LinkDoubleEncoded
from audit.testing import findings_of


def said(href, inside="the map"):
    return findings_of(LinkDoubleEncoded, Good(f'<p><a href="{href}">{inside}</a></p>'))


@pytest.mark.parametrize(
    "href",
    [
        "https://shore.example/old%2520map",
        "https://shore.example/%25C3%25BCbersicht/",
        "https://shore.example/a%2528b%2529",
        "https://shore.example/?s=low%2520water",
        "/old%2520map",
    ],
)
def test_encoded_twice(href):
    assert len(said(href)) == 1


@pytest.mark.parametrize(
    "href",
    [
        "https://shore.example/old%20map",
        "https://shore.example/100%25",
        "https://shore.example/100%25-sure",
        "https://shore.example/%2541",
        "https://shore.example/%25zz",
        "https://shore.example/%25C3",
        "https://shore.example/%2500",
        "https://shore.example/?q=%25ab%25",
        "https://images.example/fetch/https%3A%2F%2Fshore.example%2Fold%2520map.png",
        "https://proxy.example/https://shore.example/old%2520map",
        "https://proxy.example/shore.example%2Fold%2520map",
        "https://shore.example/login?to=https%3A%2F%2Fshore.example%2Fold%2520map",
        "https://shore.example/login?to=%2Fold%2520map",
        "https://shore.example/login?to=https%253A%252F%252Fshore.example",
        "https://shore.example/ads?p=a%3Db%2520c",
        "https://shore.example/page#old%2520map",
    ],
)
def test_not_encoded_twice(href):
    assert said(href) == []


def test_a_picture_of_that_name_shows_that_the_file_is_called_so():
    assert said("https://shore.example/F%25C3%25B3.png", '<img src="https://shore.example/s/F%25C3%25B3.png">') == []
