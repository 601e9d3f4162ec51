"""IMG007."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Image
from audit.facts.image_address import base_name
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_FILE = re.compile(
    r"""\S(?:[^/\n]*\S)?\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|tiff?|svg|heic|pdf|psd)  # tide.jpg, My tide.jpg
    |https?://\S+                                                      # an address
    |(?:img|dsc[nf]?|pxl|mvi|gopr|dji|sam|kimg|imag|imgp|cimg|hpim|_mg|_dsc|fb_img)[-_]?\d{3,}(?:[-_~(]\S*)?  # cameras
    |(?:wp|sam|pict|image|photo|foto|bild|screenshot)[-_]\d{3,}\S*
    |(?:image|photo|foto|img)\d{2,}
    |p\d{7}|mg_\d{4}
    |20\d{6}[-_]\d{6}(?:[-_]\w+)?                                      # telephones: day and time
    |screen\ ?shot[-_ ]\d{4}-\d\d-\d\d.*
    |(?:bildschirmfoto|schermafbeelding|schermata|skärmavbild|skjermbilde|zrzut\ ekranu|ekran\ resmi|ekran\ görüntüsü
      |capture\ d[’']écran|captura\ de\ (?:pantalla|tela|ecrã)|снимок\ экрана|スクリーンショット|截屏|스크린샷
      |ảnh\ chụp\ màn\ hình)[-_ ]?\d{4}-\d\d-\d\d.*
    |whatsapp[-_ ]image[-_ ]\d{4}-\d\d-\d\d.*
    |\S+-(?:scaled|rotated|e\d{10,13}|\d{2,4}x\d{2,4})                  # what WordPress appends
    |(?=\S*\d)(?=\S*[a-f])[0-9a-f]{16,}(?:[-_]\w+)*                     # hashes
    |[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[-_]\w+)*
    |\d{6,}_\d{6,}_\d+(?:_[a-z])?                                       # downloaded from a social network
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 255  # file systems allow no more
_EXTENSION = 6
_DASHES = 2  # in the date of a name that has blanks and may lack an extension
_COUNTER = re.compile(r"-[1-9]$")
"""What WordPress appends to the second upload of a name."""
_DASHES_OF_A_NAME = 3
"""So many or more join no compound: `people-at-the-harbour`. With a digit one less does: `product-3-1`."""
_MOST_BLANKS = 7  # a sentence that ends in the name of a file is no file name


class ImgAltFilename(PostRule[Image], code="IMG007", severity=Severity.WARNING, since="0.1.0"):
    """The alternative text of a picture is a file name.

    A camera or an importer wrote it. Who cannot see the picture hears letters and digits.
    """

    remedy = 'Say in a few words what the picture shows, or write alt="" if it is decoration.'
    sources = (
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://www.w3.org/WAI/WCAG22/Techniques/failures/F30",
    )
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/cat.jpg" alt="IMG_2034"></p>', says='"IMG_2034"', points_at="alt="),
        Bad('<p><img src="/cat.jpg" alt="our cat.JPG"></p>', says="our cat.JPG"),
        Bad('<p><img src="/cat.jpg" alt="cat-on-wall-scaled"></p>', says="cat-on-wall-scaled"),
        Bad('<p><img src="/cat.jpg" alt="https://saltmarsh.example/cat.jpg"></p>', says="https://saltmarsh.example"),
        Bad('<p><img src="/cat.jpg" alt="20260504_101233"></p>', says="20260504_101233"),
        Bad('<p><img src="/cat.jpg" alt="9f86d081884c7d65"></p>', says="9f86d081884c7d65"),
        Bad('<p><img src="/cat.jpg" alt="Bildschirmfoto 2026-05-04 um 10.12.33"></p>', says="Bildschirmfoto"),
        Bad('<p><img src="/Flyer3_harbour-300x200.jpg" alt="Flyer3_harbour"></p>', says="Flyer3_harbour"),
        Bad('<p><img src="/product-3-1.jpg" alt="product-3-1"></p>', says="product-3-1"),
        Bad('<p><img src="/rope-on-the-pier-1.jpg" alt="rope-on-the-pier"></p>', says="rope-on-the-pier"),
        Bad('<p><img src="/menu.jpg" alt="MENU 2019.pdf"></p>', says="MENU 2019.pdf"),
        Good('<p><img src="/cat.jpg" alt="A cat on a wall"></p>'),
        Good('<p><img src="/T-shirt.jpg" alt="T-shirt"><img src="/jack-in-box.jpg" alt="jack-in-box"></p>'),
        Good('<p><img src="/cat.jpg" alt="The window in which you choose where to save tide.jpg"></p>'),
        Good('<p><img src="/cat.jpg" alt="Photo 2 of the harbour"></p>'),
        Good('<p><img src="/map.jpg" alt="The way north/south"></p>', note="A slash alone makes no file name."),
        Good('<p><img src="/menu.jpg" alt="The menu where you choose .jpg or .png"></p>'),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those with an alternative text."""
        return image_suspects(facts).named

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """The whole text, never a part of it."""
        alt = subject.alt
        if not alt or subject.twin or len(alt) > _LONGEST or alt.isalpha():
            return ()
        alt = alt.strip()
        blanks = alt.count(" ")
        if blanks and ("." not in alt[-_EXTENSION:] or blanks > _MOST_BLANKS) and alt.count("-") < _DASHES:
            return ()
        if _FILE.fullmatch(alt) is None and not _is_own_name(alt, subject):
            return ()
        shown = subject.address
        return (
            Finding(
                f'The alternative text of a picture is a file name: "{alt}".',
                at=Place(subject.field, subject.node, "alt"),
                value=alt,
                address=shown,
            ),
        )


def _is_own_name(alt: str, image: Image) -> bool:
    """The name of the picture's own file, which WordPress makes the title of an upload and themes its text.

    Words and compounds may be such a name too; what is joined as no text is may not.
    """
    if " " in alt or not ("_" in alt or alt.count("-") + any(map(str.isdigit, alt)) >= _DASHES_OF_A_NAME):
        return False
    name = base_name(image.url) if image.url is not None else ""
    return _COUNTER.sub("", name) == alt.lower() or name == alt.lower()
