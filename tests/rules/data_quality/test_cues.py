"""What is looked for first, because it is found fast, lets nothing through that the exact pattern would find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rule import Bad, Good
from audit.rules.data_quality import _mojibake
from audit.rules.data_quality.content_placeholder import ContentPlaceholder
from audit.rules.data_quality.content_word_paste import ContentWordPaste
from audit.rules.data_quality.empty_inline_element import EmptyInlineElement
from audit.rules.data_quality.excerpt_markup import ExcerptMarkup
from audit.testing import findings_of

_DAMAGE = f"{_mojibake._LEADS}{_mojibake._TAIL}{_mojibake._TAIL_1251} ae"


@given(st.text(st.sampled_from(_DAMAGE)))
def test_damage_is_found_where_the_pattern_finds_it(text):
    spans = [match.span() for match in _mojibake._PATTERN.finditer(text)]

    assert [match.span() for match in _mojibake._matches(text)] == spans


@pytest.mark.parametrize(
    "filler",
    [
        "Lorem ipsum dolor sit amet.",
        "I am a text block. Click edit button to change this text.",
        "Edit or remove this text inline or in the module content settings.",
        "This is an example page. It’s different from a blog post because it will stay in one place.",
        "ここに文章が入ります",
        "この文章はダミーです",
        "Welcome to WordPress. This is your first post.",
        "Willkommen bei WordPress. Dies ist dein erster Beitrag.",
        "Bienvenue sur WordPress. Ceci est votre premier article.",
        "Te damos la bienvenida a WordPress. Esta es tu primera entrada.",
        "Benvenuto in WordPress. Questo è il tuo primo articolo.",
        "Boas-vindas ao WordPress. Este é o seu primeiro post.",
        "Welkom bij WordPress. Dit is je eerste bericht.",
        "Witamy w WordPressie. To jest twój pierwszy wpis.",
        "Добро пожаловать в WordPress. Это ваша первая запись.",
        "WordPress へようこそ。こちらは最初の投稿です",
        "欢迎使用 WordPress。这是您的第一篇文章",
        "歡迎使用 WordPress。這是這個網站的第一篇文章",
        "Välkommen till WordPress. Det här är ditt första inlägg.",
        "Velkommen til WordPress. Dette er ditt første innlegg.",
        "Tervetuloa WordPressiin. Tämä on ensimmäinen artikkelisi.",
        "Vítejte ve WordPressu. Toto je váš první příspěvek.",
        "Vitajte vo WordPress. Toto je váš prvý článok.",
        "Bun venit la WordPress. Acesta este primul tău articol.",
        "WordPress’e hoş geldiniz. Bu sizin ilk yazınız.",
        "Selamat datang di WordPress. Ini adalah pos pertama Anda.",
        "Cảm ơn vì đã sử dụng WordPress. Đây là bài viết đầu tiên của bạn.",
        "Ласкаво просимо до WordPress. Це ваш перший запис.",
        "ברוכים הבאים לוורדפרס. זה הפוסט הראשון באתר.",
        "مرحباً بك في ووردبريس. هذه هي مقالتك الأولى",
        "به وردپرس خوش آمدید. این اولین نوشتهٔ شماست.",
        "워드프레스에 오신 것을 환영합니다. 이것은 첫 글입니다.",
        "Dies ist eine Beispiel-Seite. Sie unterscheidet sich von Beiträgen.",
        "Ceci est une page d’exemple. C’est différent d’un article de blog.",
        "Esta es una página de ejemplo. Es diferente a una entrada del blog.",
        "Questa è una pagina di esempio. Differisce da un articolo di blog.",
        "Esta é uma página de exemplo. É diferente de um post no blog.",
        "Dit is een voorbeeldpagina. Het is anders dan een blogbericht.",
        "To jest przykładowa strona. Strony są inne niż wpisy na blogu.",
        "Это пример страницы. От записей в блоге она отличается тем.",
        "これはサンプルページです。同じ位置に固定され、",
        "这是示范页面。页面和博客文章不同，",
        "Лорем ипсум долор сит амет.",
        "Λορεμ ιπσθμ δολορ σιτ αμετ.",
        "לורם איפסום דולור סיט אמט",
        "لورم ایپسوم متن ساختگی با تولید",
        "هذا النص هو مثال لنص يمكن أن يستبدل",
        "Here goes your text ... Select any part of your text to format it.",
        "Description for this block. Use this space for describing your block.",
    ],
)
@pytest.mark.parametrize("before", ["", "The tide’s late. ", "İt is late at WordPress, and ıt ſtays late. "])
def test_filler_is_found_behind_other_text_and_in_any_case(filler, before):
    for text in (filler, filler.upper(), filler.lower()):
        (said,) = findings_of(ContentPlaceholder, Bad(f"<p>{before}{text}</p>", says="filler"))
        assert text.startswith(said.marked)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ('<style>p.MsoNormal, li.MsoNormal {margin: 0}</style><p class="MsoNormal">Tide.</p>', "sheet of Word's"),
        ("<p class='MSONORMAL' style=\"mso-x: y\">Tide.</p>", "begin with Mso."),
        ('<p class="Mſo">Tide.</p><FONT>Tide.</FONT>', "has <font> elements"),
        ('<p class="MsoNormal">Tide.</p><O:P></O:P>', "begin with Mso, <o:p>"),
        ('<!--[if gte mso 9]><xml></xml><![endif]--><p style="mso-x: y">Tide.</p>', "conditional comments"),
    ],
)
def test_traces_of_a_word_processor(html, says):
    (said,) = findings_of(ContentWordPaste, Bad(html, says=says))
    assert says in said.message


def test_an_empty_link_without_an_address_is_found_beside_others():
    (said,) = findings_of(EmptyInlineElement, Bad('<p>A <a href="/tide">tide</a> <a></a>.</p>', says="<a>"))
    assert said.marked == "<a></a>"


def test_an_area_does_not_stand_for_a_link():
    html = '<map name="quay"><area href="/quay" alt="Quay"></map><p>The tide <a>\u00a0</a> is late.</p>'
    (said,) = findings_of(EmptyInlineElement, Bad(html, says="<a>"))
    assert said.marked == "<a>\u00a0</a>"


@pytest.mark.parametrize("end", ["[&hellip;]</p>\n", "</p>", "[&hellip;]", "&hellip;</p>\n"])
def test_an_excerpt_is_read_up_to_its_end(end):
    faulty = {"excerpt": {"rendered": f"<p>[vc_row] Salt {end}"}}
    (said,) = findings_of(ExcerptMarkup, Bad(fields=faulty, says="[vc_row]"))
    assert 'shows "[vc_row]"' in said.message
    assert not findings_of(ExcerptMarkup, Good(fields={"excerpt": {"rendered": f"<p>Salt {end}"}}))
