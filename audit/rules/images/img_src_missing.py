"""IMG011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import RAW, Image
from audit.facts.images import SOURCE_SETS
from audit.facts.references import is_placeholder
from audit.facts.url import resolve, without_credentials
from audit.finding import Finding, Fix, Place, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import is_displayed, is_filled_by_script, is_pixel
from audit.rules.images._suspects import PLAIN_BEGINNINGS, image_suspects
from audit.rules.links._address import as_read, holds_password
from audit.rules.links._slips import mended, slip_at_beginning, swallowing, without_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts


class ImgSrcMissing(PostRule[Image], code="IMG011", severity=Severity.ERROR, since="0.1.0"):
    """A picture has no address, or one that is written wrongly.

    Readers see an empty frame, or nothing. A failed import or a removed file leaves such pictures behind; a slip in the
    scheme or a forgotten quotation mark makes an address that no browser finds.
    """

    remedy = "Insert the picture again, correct its address, or remove what is left of it."
    sources = (
        "https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src",
        "https://developer.wordpress.org/reference/functions/render_block_core_image/",
    )
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="" alt="A cat" data-recalc-dims="1"></p>', says="no address", points_at="<img"),
        Bad('<p><img alt="A cat" width="60" height="40"></p>', says="no address"),
        Bad('<p><img src="htp://pond.example/cat.jpg" alt="A cat"></p>', says="http://pond.example/cat.jpg was meant"),
        Bad('<p><img src="www.pond.example/cat.jpg" alt="A cat"></p>', says="has no scheme"),
        Bad('<p><img src="https://pond.example/cat.jpg alt="A cat"></p>', says="quotation mark is missing"),
        Bad('<p><img src="https://pond.examplehttps://lake.example/cat.jpg" alt="A cat"></p>', says="two addresses"),
        Good('<p><img src="/cat.jpg" alt="A cat"></p>'),
        Good('<p><img src="cats/cat.jpg" alt="A cat"><img src="blob:https://saltmarsh.example/7" alt="A cat"></p>'),
        Good('<p><img srcset="/cat.jpg 1x, /cat-2x.jpg 2x" alt="A cat"></p>'),
        Good('<p><img src="" data-lazy-src="/cat.jpg" alt="A cat"></p>', note="A lazy loader fills it in."),
        Good('<p><img data-wp-bind--src="state.image" alt=""></p>', note="A script fills it in."),
        Good('<p><img id="enlarged" alt=""></p>', note="A script knows it by its id."),
        Good(
            '<picture><source media="(max-width: 600px)"><img alt="A cat" loading="lazy"><noscript><img src="/cat.jpg" '
            'alt="A cat"></noscript></picture>',
            note="Readers without scripts get it at once, others from the script.",
        ),
        Good(
            fields={
                "content": {
                    "raw": '<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->'
                }
            },
            note="An image block that was left empty: WordPress leaves it out of the page.",
        ),
        Bad(
            fields={
                "content": {"raw": '<figure class="wp-block-image"><img alt="A cat" class="wp-image-7"/></figure>'}
            },
            says="no address",
            note="One that has lost its picture.",
        ),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those without an attribute that is one address, and those where one is not written as most are."""
        suspects = image_suspects(facts)
        return [*suspects.unaddressed, *suspects.misspelt]

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Silent where any other attribute may hold an address for a script."""
        if subject.has_address:
            return _misspelt(subject, facts)
        if subject.twin or is_filled_by_script(subject):
            return ()
        if is_pixel(subject) or not is_displayed(subject):
            return ()
        if facts.content_field == RAW and _is_empty_block(subject):
            return ()
        return (Finding("A picture has no address.", at=subject.place, value=subject.alt or ""),)


def _misspelt(image: Image, facts: Facts) -> Iterator[Finding]:
    """The first address in which something is written wrongly; a placeholder that nobody filled in is no slip."""
    for attribute, raw in image.written:
        address = as_read(raw)
        if attribute in SOURCE_SETS or not address or is_placeholder(address):
            continue
        slip = swallowing(address)
        if slip is None and not address.startswith(PLAIN_BEGINNINGS):
            slip = slip_at_beginning(address, facts.base) or without_scheme(address, "")
        if slip is None:
            continue
        after = mended(slip, facts.base)
        meant = f"; {without_credentials(after)} was meant" if after else ""
        shown = without_credentials(slip.until or address)
        asked = resolve(raw, facts.base)
        yield Finding(
            f"The address of a picture, {shown}, {slip.what}{meant}.",
            at=Place(image.field, image.node, attribute),
            value=shown,
            address=shown,
            target=asked.host if asked is not None else "",
            severity=Severity.WARNING if slip.mild else None,
            fix=_fix(attribute, raw, after, safe=slip.certain) if after else None,
        )
        return


def _fix(attribute: str, raw: str, after: str, *, safe: bool) -> Fix | None:
    if holds_password(after):
        return None
    summary = "correct the address"
    return Fix(safe=safe, summary=summary, element="img", attribute=attribute, before=raw, after=after)


def _is_empty_block(image: Image) -> bool:
    """The stored source of an image block that never had a picture, of which WordPress makes nothing."""
    return not image.alt and not image.node.attr("class") and image.node.closest("figure.wp-block-image") is not None
