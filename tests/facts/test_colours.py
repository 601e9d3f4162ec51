import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.colours import Colour, distance, parse_colour


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#fff", Colour(255, 255, 255, 1)),
        ("#102030", Colour(16, 32, 48, 1)),
        ("#00000000", Colour(0, 0, 0, 0)),
        ("White !important", Colour(255, 255, 255, 1)),
        ("rgb(255, 0, 0)", Colour(255, 0, 0, 1)),
        ("rgba(0 0 0 / 50%)", Colour(0, 0, 0, 0.5)),
        ("hsl(0, 100%, 50%)", Colour(255, 0, 0, 1)),
        ("transparent", Colour(0, 0, 0, 0)),
        ("ffffff", Colour(255, 255, 255, 1)),  # as `<font color=ffffff>` has it
    ],
)
def test_colours_are_read_as_browsers_read_them(written, colour):
    assert parse_colour(written) == pytest.approx(colour)


@pytest.mark.parametrize("written", ["", "currentcolor", "var(--ink)", "rgb(1,2)", "#ggg", "rgb(a, b, c)"])
def test_what_is_no_fixed_colour_is_none(written):
    assert parse_colour(written) is None


def test_nearly_white_is_white_to_a_reader_and_grey_is_not():
    white = Colour(255, 255, 255, 1)

    assert distance(white, Colour(252, 252, 252, 1)) < 12 < distance(white, Colour(200, 200, 200, 1))


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text):
    parse_colour(text)
