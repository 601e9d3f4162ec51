"""What is odd and right, over all rules about pictures, data, text and exposure; and faults in odd clothes."""

# ruff: noqa: E501 - one post a line

from __future__ import annotations

import pytest

from audit import audit
from audit.rule import Good
from audit.rules import all_rules
from audit.settings import Settings
from audit.testing import findings_of, records_of

RULES = {rule.name: rule for rule in all_rules()}
SETTINGS = Settings(
    offline=True, preview=True, select=("IMG", "DAT", "TXT", "EXP"), ignore=("thin-content", "no-internal-links")
)

ODD = {
    "persian": "<p>این می\u200cخواهم کتاب\u200cها را بخوانم. HTML\u200f در متن.</p>",
    "arabic-rlm": '<h2>العنوان</h2><p dir="rtl">السعر \u200f100\u200f ريال، موقع \u200esaltmarsh.example\u200e مفتوح.</p>',
    "hebrew": '<p dir="rtl">שלום ל-\u200fWordPress\u200f (\u200ev6.5\u200e).</p>',
    "hindi": "<p>क्\u200dष और ज्ञ र्\u200dय</p>",
    "thai": "<p>ภาษา\u200bไทย\u200bไม่\u200bมี\u200bช่อง\u200bว่าง</p>",
    "emoji": "<p>👩\u200d💻 🏳️\u200d🌈 ❤️\u200d🔥 ☝🏽 1️⃣ 🧔\u200d♂️</p>",
    "french": "<p>«\u00a0Bonjour\u00a0», dit-il\u202f! Prix\u00a0: 12\u00a0€. ÂGE, CHÂTEAU, forêt. Â «mon» â</p>",
    "portuguese": "<p>NÃO, IRMÃO “MAÇÃ” À TARDE Ã fim.</p><p>CANÇÃO… AMANHÃ» São</p>",
    "vietnamese": "<p>Ấn tượng “Ã” và Â. TRUNG TÂM ĐÀO TẠO</p>",
    "romanian": "<p>ÎNVĂȚĂMÂNT Â â î ș ț</p>",
    "german-shy": "<p>Donau\u00addampf\u00adschiff</p>",
    "code": '<pre><code>&lt;!-- wp:paragraph --&gt; [gallery ids="1"] TODO: x &amp;amp; Ã© AKIAIOSFODNN7EXAMPLE user@host.com &lt;h1&gt;</code></pre><p>See <code>http://localhost:8080/</code> and <code>[vc_row]</code>.</p>',
    "amp": '<amp-img src="/a.jpg" width="300" height="200" alt="A tide"></amp-img><p>Text.</p>',
    "lazy": '<p><img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" data-src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" alt="A tide" width="300" height="200"><noscript><img src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" alt="A tide"></noscript></p>',
    "lazy2": '<p><img decoding="async" data-lazyloaded="1" src="data:image/svg+xml;base64,PHN2Zy8+" width="300" height="200" data-src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" alt="A tide"></p>',
    "lazy3": '<p><img data-original="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" alt="A tide" width="300" height="200"></p><p><img data-lazy-srcset="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg 300w" alt="x tide" width="30" height="20"></p>',
    "lightbox-gallery": '<figure class="wp-block-gallery"><figure class="wp-block-image"><a href="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" data-lightbox="g"><img src="https://saltmarsh.example/wp-content/uploads/2026/05/a-300x200.jpg" alt="The pier at noon" width="300" height="200"></a></figure></figure>',
    "classic-gallery": '<div id="gallery-1" class="gallery"><dl class="gallery-item"><dt><a href="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg"><img src="https://saltmarsh.example/wp-content/uploads/2026/05/a-150x150.jpg" alt="Pier" width="150" height="150"></a></dt><dd>Pier</dd></dl><br style="clear: both"/></div>',
    "verse": '<pre class="wp-block-verse">The tide<br><br>comes</pre>',
    "recipe": '<div class="wprm-recipe-container" id="wprm-recipe-container-7"><h2>Soup</h2><ul><li>½ cup salt</li></ul><h3>Method</h3><ol><li>Stir.</li></ol><a href="#" class="wprm-recipe-print">Print</a><img src="/s.jpg" alt="Soup" width="300" height="200"></div>',
    "podcast": '<figure class="wp-block-audio"><audio controls src="https://media.saltmarsh.example/7.mp3"></audio></figure><p><a href="https://media.saltmarsh.example/7.mp3">Download</a></p>',
    "elementor": '<div class="elementor elementor-12"><section class="elementor-section"><div class="elementor-widget"><h1 class="elementor-heading-title">Tide</h1><span class="elementor-icon"><i aria-hidden="true" class="fas fa-star"></i></span><a class="elementor-icon elementor-social-icon" href="https://social.example/x"><span class="elementor-screen-only">Social</span><i class="fab"></i></a></div></section></div>',
    "gutenberg-buttons": '<div class="wp-block-buttons"><div class="wp-block-button"><a class="wp-block-button__link" href="/tickets/">Book a crossing</a></div></div><hr class="wp-block-separator"/><div style="height:40px" aria-hidden="true" class="wp-block-spacer"></div>',
    "cover": '<div class="wp-block-cover"><span aria-hidden="true" class="wp-block-cover__background"></span><img class="wp-block-cover__image-background" alt="" src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" data-object-fit="cover"/><div class="wp-block-cover__inner-container"><p>Tide</p></div></div>',
    "media-text": '<div class="wp-block-media-text"><figure class="wp-block-media-text__media"><img src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" alt="Pier" width="600" height="400"></figure><div><p>Text</p></div></div>',
    "details": '<details class="wp-block-details"><summary>Tide?</summary><p>Noon.</p></details>',
    "table": '<figure class="wp-block-table"><table><thead><tr><th></th><th>Noon</th></tr></thead><tbody><tr><td>&nbsp;</td><td>2 m</td></tr></tbody></table></figure>',
    "footnotes": '<p>Tide<sup data-fn="a" class="fn"><a href="#a" id="a-link">1</a></sup></p><ol class="wp-block-footnotes"><li id="a">Note <a href="#a-link" aria-label="Jump to footnote reference 1">↩︎</a></li></ol>',
    "toc": '<nav class="toc"><ul><li><a href="#one">One</a></li></ul></nav><h2 id="one"><span id="One"></span>One</h2><p>Text</p>',
    "sic": "<p>The lake have [sic] fallen [1] [2] [citation needed] [edit] [Chorus] [Verse 1: Maren] [00:12:30] [/sarcasm] [link](http) [x] [ ] [TODO]</p>",
    "email-obf": '<p><a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="ab">[email&#160;protected]</a></p>',
    "tel": '<p><a href="tel:+491234">Call</a> <a href="mailto:info@saltmarsh.example">Write</a> <a href="sms:+49">Text</a> <a href="whatsapp://send?text=x">Share</a></p>',
    "spanish-todo": "<h2>TODO: lo que hay que saber del barco</h2><p>Para las familias que viajan con los niños por la mar, el puerto.</p>",
    "tutorial": '<p>Open the editor. Where it says "Your text here", type your title here. Then insert text here and enter heading text.</p>',
    "lorem-article": "<h2>What is Lorem Ipsum?</h2><p>Lorem ipsum dolor sit amet is dummy text.</p>",
    "staging-words": '<p><a href="https://dev.to/x">dev</a> <a href="https://test.de/">test</a> <a href="https://staging.example.dev/">s</a> <a href="https://web.dev/">w</a></p>',
    "svg-inline": '<p><svg viewBox="0 0 1 1" role="img"><title>T</title><path d="M0 0"/></svg></p><p><a href="/x/"><svg aria-label="Next"><path/></svg></a></p>',
    "picture": '<picture><source srcset="https://saltmarsh.example/wp-content/uploads/2026/05/a.avif" type="image/avif"><img src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" alt="A" width="3" height="2"></picture>',
    "srcset-commas": '<img src="https://saltmarsh.example/wp-content/uploads/2026/05/a.jpg" srcset="https://cdn.saltmarsh.example/w_300,h_200/a.jpg 300w, https://cdn.saltmarsh.example/w_600,h_400/a.jpg 600w" sizes="100vw" alt="A pier" width="600" height="400">',
    "cdata": "<p>x</p><![CDATA[ y ]]><p>z</p>",
    "twitter": '<blockquote class="twitter-tweet"><p lang="en">Noon! <a href="https://t.co/x">https://t.co/x</a></p>&mdash; M (@m) <a href="https://twitter.com/m/status/1">May 1</a></blockquote><script async src="https://platform.twitter.com/widgets.js"></script>',
    "iframe-fallback": '<iframe src="https://v.example/1" title="t"><p>lorem ipsum dolor [vc_row]</p></iframe>',
    "cjk": "<h2>潮汐</h2><p>潮が満ちる。\u3000全角の空白。「引用」…</p>",
    "korean": "<p>조수가 밀려온다。</p>",
    "ampersand": '<p>R&amp;D, AT&amp;T; drum&amp;bass; <a href="/?a=1&amp;copy=2">x y z</a> &amp;c.</p>',
    "blockquote-h": "<h2>A</h2><blockquote><h5>B</h5></blockquote><h3>C</h3>",
    "secretlike": "<p>ASIAPACIFICMARITIMEX is a shop; task-list; disk-ant-1; SG.1</p>",
    "logo-links": '<a href="https://saltmarsh.example/" class="custom-logo-link"><img src="/l.png" alt="Saltmarsh" width="90" height="30"></a>',
    "avatar": '<img alt="" src="https://secure.gravatar.com/avatar/0123456789abcdef0123456789abcdef?s=48" class="avatar avatar-48 photo" width="48" height="48"><p>Maren</p>',
    "ad": '<ins class="adsbygoogle" style="display:block"></ins><script>(adsbygoogle=[]).push({})</script>',
}
"""Right in its language, its builder or its kind of text, however odd it looks."""


FAULTS = [
    ("img-src-missing", '<p><img alt="Tide"></p>', {}),
    ("img-src-missing", '<p><img src="  " alt="Tide"></p>', {}),
    ("img-src-missing", '<p><img SRC="" ALT="Tide" LOADING="lazy"></p>', {}),
    ("img-alt-missing", '<p><img src="/a.jpg"></p>', {}),
    (
        "img-alt-missing",
        '<figure class="wp-block-image"><img src="/a.jpg" class="wp-image-3"/><figcaption>Pier</figcaption></figure>',
        {},
    ),
    ("img-alt-missing", '<p><IMG SRC="/a.jpg"></p>', {}),
    ("img-alt-blank", '<p><img src="/a.jpg" alt="&nbsp;"></p>', {}),
    ("img-alt-filename", '<p><img src="/a.jpg" alt="Screenshot 2026-05-04 at 10.22.33"></p>', {}),
    ("img-alt-filename", '<p><img src="/a.jpg" alt="Снимок экрана 2026-05-04 в 10.22.33"></p>', {}),
    ("img-alt-filename", '<p><img src="/a.jpg" alt="スクリーンショット 2026-05-04 10.22.33"></p>', {}),
    ("img-alt-filename", '<p><img src="/a.jpg" alt="IMG_20260504_102233.HEIC"></p>', {}),
    ("img-alt-filename", '<p><img src="/a.jpg" alt="PXL_20260504_102233"></p>', {}),
    ("img-http", '<p><img src="http://saltmarsh.example/a.jpg" alt="x tide"></p>', {}),
    (
        "img-http",
        '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="http://saltmarsh.example/a.jpg" alt="x tide"></p>',
        {},
    ),
    ("img-local-host", '<p><img src="http://192.168.1.4/a.jpg" alt="x tide"></p>', {}),
    ("img-local-host", '<p><img src="http://saltmarsh.local/a.jpg" alt="x tide"></p>', {}),
    ("img-local-host", '<p><img src="https://saltmarsh.kinsta.cloud/a.jpg" alt="x tide"></p>', {}),
    ("img-local-host", '<p><img src="http://[::1]/a.jpg" alt="x tide"></p>', {}),
    ("img-picture-no-img", '<picture><source srcset="/a.webp"></picture>', {}),
    (
        "img-url-expiring",
        '<p><img alt="a tide" src="https://cdn.discordapp.com/attachments/1/2/a.png?ex=6634&is=6633&hm=abcdef"></p>',
        {},
    ),
    (
        "img-url-expiring",
        '<p><img alt="a tide" src="https://b.s3.amazonaws.com/a.png?X-Amz-Algorithm=x&X-Amz-Expires=3600&X-Amz-Signature=f"></p>',
        {},
    ),
    ("img-dimensions-missing", '<p><img src="/a.jpg" alt="x tide"></p>', {}),
    ("img-dimensions-missing", '<p><img src="/a.jpg" alt="x tide" width="300"></p>', {}),
    (
        "img-alt-empty-meaningful",
        '<figure><a href="/x/"><img src="/a.jpg" alt="" width="300" height="200"></a></figure>',
        {},
    ),
    ("content-h1", '<div class="wp-block-group"><h1>Tide</h1></div>', {}),
    ("content-h1", "<H1>潮汐</H1><p>x</p>", {}),
    ("heading-skip", "<h2>א</h2><h4>ב</h4>", {}),
    ("heading-skip", "<div><h2>A</h2></div><section><h4>B</h4></section>", {}),
    ("heading-empty", '<h2 class="wp-block-heading"></h2>', {}),
    ("heading-empty", "<h3>&nbsp;<br></h3>", {}),
    ("heading-empty", "<h2>\u200b</h2>", {}),
    ("link-text-empty", '<p><a href="/x/"></a></p>', {}),
    ("link-text-empty", '<p><a href="https://x.example/"><i class="fab fa-x"></i></a></p>', {}),
    ("link-text-empty", '<p><a href="/x/"><svg><path/></svg></a></p>', {}),
    ("link-text-generic", '<p><a href="/x/">hier</a></p>', {"lang": "de"}),
    ("link-uncrawlable", '<p><a href="">Tide</a></p>', {}),
    ("link-uncrawlable", '<p><a href="javascript:void(0)">Tide</a></p>', {}),
    ("link-uncrawlable", '<p><a href="file:///C:/Users/m/tide.docx">Tide</a></p>', {}),
    ("link-http", '<p><a href="http://saltmarsh.example/x/">Tide</a></p>', {}),
    ("link-http", '<p><a href="http://www.saltmarsh.example/x/">Tide</a></p>', {}),
    ("link-localhost", '<p><a href="http://localhost:8080/x">Tide</a></p>', {}),
    ("link-localhost", '<p><a href="https://staging.saltmarsh.example/x">Tide</a></p>', {}),
    ("link-localhost", '<p><a href="http://10.0.0.8/x">Tide</a></p>', {}),
    ("shortcode-unrendered", "<p>[contact-form-7 id=&#8221;5&#8243; title=&#8221;Contact&#8221;]</p>", {}),
    ("shortcode-unrendered", "<p>[gallery ids=&#8220;1,2&#8221;]</p>", {}),
    (
        "shortcode-unrendered",
        '<p>[caption id="attachment_5" align="alignnone" width="300"]<img src="/a.jpg" alt="a tide"> Pier[/caption]</p>',
        {},
    ),
    ("shortcode-unrendered", '<p>[wpforms id="7"]</p>', {}),
    ("shortcode-unrendered", '<p>[rev_slider alias="home"]</p>', {}),
    ("shortcode-unrendered", "<p>[tablepress id=4 /]</p>", {}),
    ("shortcode-unrendered", '<p>[elementor-template id="9"]</p>', {}),
    ("block-markup-leak", "<p>&lt;!-- wp:paragraph --&gt;</p>", {}),
    ("block-markup-leak", '<p>x</p><!-- wp:latest-posts {"n":3} /-->', {}),
    ("entity-double-encoded", "<p>Salt &amp;amp; light, R&amp;#038;D</p>", {}),
    ("entity-double-encoded", "<p>caf&amp;eacute;</p>", {}),
    ("mojibake", "<p>CafÃ© donâ€™t</p>", {}),
    ("mojibake", "<p>ÐŸÑ€Ð¸Ð²ÐµÑ‚</p>", {}),
    ("mojibake", "<p>Ø§Ù„Ø³Ù„Ø§Ù…</p>", {}),
    ("mojibake", "<p>ðŸ˜€ yes</p>", {}),
    ("mojibake", "<p>lost \ufffd one</p>", {}),
    ("mojibake", "<p>Î‘Î¸Î®Î½Î±</p>", {}),
    ("mojibake", "<p>JosÃ© GarcÃ\u00ada</p>", {}),
    ("unicode-invisible", "<p>ti\u200bde</p>", {}),
    ("unicode-invisible", "<p>ti\u2060de</p>", {}),
    ("unicode-invisible", "<p>abc\u202edcba\u202c</p>", {}),
    ("empty-paragraph", "<p></p><p>x</p>", {}),
    ("empty-paragraph", '<p class="wp-block-paragraph"></p>', {}),
    ("empty-paragraph", '<p class="MsoNormal"><span>&nbsp;</span></p>', {}),
    ("empty-inline-element", "<p>x <strong></strong></p>", {}),
    ("br-spacing", "<p>a<br><br><br>b</p>", {}),
    ("nbsp-padding", "<p>&nbsp;a tide</p>", {}),
    ("content-word-paste", '<p class="MsoNormal">x</p>', {}),
    ("content-word-paste", "<p><o:p></o:p>x</p>", {}),
    ("content-placeholder", "<h2>Add Your Heading Text Here</h2>", {}),
    (
        "content-placeholder",
        '<div class="x"><p>Your content goes here. Edit or remove this text inline or in the module Content settings.</p></div>',
        {},
    ),
    (
        "content-placeholder",
        "<p>Hallo</p><p>Willkommen bei WordPress. Dies ist dein erster Beitrag. Bearbeite oder lösche ihn und beginne mit dem Schreiben!</p>",
        {},
    ),
    (
        "content-placeholder",
        "<p>Добро пожаловать в WordPress. Это ваша первая запись. Отредактируйте или удалите ее, затем начинайте создавать!</p>",
        {},
    ),
    ("content-placeholder", "<p>WordPress へようこそ。こちらは最初の投稿です。</p>", {}),
    ("content-placeholder", "<p>TBD: prices</p>", {}),
    ("content-empty", "", {"featured_media": 0}),
    ("content-empty", "<p>\u200b</p><div></div>", {"featured_media": 0}),
    ("secret-in-content", "<p>ghp_8sKd0PzQ4vLm7XcB2nRt6YwE9aHuJf1Gi5To</p>", {}),
    ("mixed-content", '<p><iframe src="HTTP://maps.example/a"></iframe></p>', {}),
    ("mixed-content", '<audio src="http://saltmarsh.example/a.mp3"></audio>', {}),
    ("email-exposed", "<p>maren.holt@harbourmail.org</p>", {}),
    (
        "preview-or-admin-link",
        '<p><a href="https://saltmarsh.example/wp-admin/post.php?post=3&amp;action=edit">Edit</a></p>',
        {},
    ),
    ("preview-or-admin-link", '<p><a href="/?p=3&amp;preview=true">Tide</a></p>', {}),
    ("user-enumeration-url", '<p><a href="https://saltmarsh.example/?author=1">M</a></p>', {}),
    ("slug-empty", "<p>x</p>", {"slug": ""}),
    ("slug-empty", "<p>x</p>", {"slug": "tide__trashed"}),
    ("slug-duplicate-suffix", "<p>x</p>", {"slug": "when-the-tide-turns-2"}),
    ("rest-date-format", "<p>x</p>", {"date": "04.05.2026 08:30"}),
    ("rest-date-zero", "<p>x</p>", {"date_gmt": "0000-00-00T00:00:00"}),
    ("rest-type-mismatch", "<p>x</p>", {"id": "12"}),
    ("rest-type-mismatch", "<p>x</p>", {"categories": {"0": 1}}),
    ("rest-enum-invalid", "<p>x</p>", {"comment_status": ""}),
    ("content-protected", "", {"content": {"rendered": "", "protected": True}}),
    ("category-default-only", "<p>x</p>", {"categories": [1], "class_list": ["category-geen-categorie"]}),
    ("excerpt-markup", None, {"excerpt": {"rendered": "<p>[vc_row] x</p>"}}),
    (
        "paragraph-too-long",
        "<p>潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。潮が満ちる。</p>",
        {},
    ),
    ("html-unbalanced", "<div><p>x</p>", {}),
    ("html-duplicate-id", '<p id="a">x</p><p id="a">y</p>', {}),
]
"""A rule, the content in which it finds one fault, and fields of the record."""


@pytest.mark.parametrize("html", ODD.values(), ids=ODD)
def test_nothing_is_said_of_what_is_odd_and_right(html):
    report = audit(records_of(Good(html))[0], SETTINGS)

    assert [(finding.rule, finding.message) for finding in report.findings] == []


@pytest.mark.parametrize(("name", "html", "fields"), FAULTS)
def test_faults_are_found_in_odd_clothes(name, html, fields):
    assert len(findings_of(RULES[name], Good(html, fields=fields))) == 1
