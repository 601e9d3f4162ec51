"""Words that stand where a text belongs: what page builders, WordPress and makers of themes put there."""

from __future__ import annotations

from audit.facts.patterns import both_forms

LOREM = (
    r"lorem ipsum,? dolor",
    r"ipsum dolor sit amet",
    r"sed ut perspiciatis,? unde omnis iste natus",
    r"nemo enim ipsam voluptatem,? quia voluptas",
    r"at vero eos et accusam(?:us)? et iusto odio",
    r"pellentesque habitant morbi tristique senectus",
    r"cum sociis natoque penatibus et magnis dis",
    r"amet minim mollit non deserunt ullamco est sit",
    r"aenean lacinia bibendum nulla sed consectetur",
    r"cras justo odio,? dapibus ac facilisis in",
    r"meh synth schlitz,? tempor duis single-origin coffee",
    r"stumptown tote bag banksy,? elit small batch",
    r"лорем ипсум,? долор",
    r"λορεμ ιπσ[θυ]μ,? δολορ",
    r"לורם איפסום,? דולור",
    r"لورم ایپسوم متن ساختگی",
)
"""The printers' filler, in the scripts that its generators write.

Makers of themes begin elsewhere in it, garble its first word, or take the passage of Cicero that it was made of;
WooCommerce's sample products have the second paragraph, Figma's templates one of their own; demonstration sites of
themes have the passage that hipsum.co gave out, or that of Bootstrap's manual.

Source: https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/sample-data/sample_products.csv
"""
LOREM_WORDS = frozenset(pattern.split(maxsplit=1)[0] for pattern in LOREM)
"""How it begins in each of them."""
_BUILDERS = (
    r"i am (?:a )?text block\. click (?:the )?edit button to change this text",
    r"edit or remove this text inline or in the module content settings",
    r"here goes your text ?(?:\.\.\.|…) select any part of your text",
    r"description for this block\. use this space for describing your block",
    r"ここに文章が入ります|この文章はダミーです",
    r"هذا النص هو مثال لنص يمكن أن يستبدل",
)
_SAMPLE_PAGES = (
    r"this is an example page\. it.s different from a blog post because it will stay in one place",
    r"dies ist eine beispiel-?seite\. sie unterscheidet sich von beiträgen",
    r"ceci est une page d.exemple\. (?:c.est|elle est) différente? d.un article",
    r"esta es una página de ejemplo\. es diferente a una entrada del blog",
    r"questa è una pagina di esempio\. differisce da un articolo di blog",
    r"esta é uma página de exemplo\. é diferente de um (?:post|artigo)",
    r"dit is een voorbeeldpagina\. het (?:verschilt van|is anders dan) een (?:blog)?bericht",
    r"to jest przykładowa strona\. strony są inne niż wpisy na blogu",
    r"это пример страницы\. от записей в блоге она отличается",
    r"これはサンプルページです。同じ位置に固定され",
    r"这是(?:一个)?(?:范例|示范)页面。(?:它|页面)和博客文章不同",
)
"""The page that every new WordPress begins with, in the language that it was installed in."""
_WELCOMES = (
    r"welcome to wordpress\. this is your first post",
    r"willkommen bei wordpress\. dies ist (?:dein|ihr|der) erster? beitrag",
    r"bienvenue (?:sur|dans) wordpress\. ceci est votre premier article",
    r"(?:bienvenid[oa]|te damos la bienvenida) a wordpress\. esta es tu primera entrada",
    r"benvenut[oi] (?:in|su) wordpress\. questo è il tuo primo articolo",
    r"(?:bem-vindo|boas-vindas) ao wordpress\. es[st]e é o (?:seu|teu) primeiro (?:post|artigo|conteúdo)",
    r"welkom bij wordpress\. dit is je eerste bericht",
    r"wita(?:j|my) w wordpressie\. to (?:jest )?twój pierwszy wpis",
    r"välkommen till wordpress\. (?:detta|det här) är ditt första inlägg",
    r"velkommen til wordpress\. dette er (?:dit første indlæg|ditt første innlegg)",
    r"tervetuloa wordpressiin\. tämä on ensimmäinen artikkelisi",
    r"vítejte ve wordpressu\. to(?:to|hle) je váš první (?:testovací )?příspěvek",
    r"vitajte vo wordpress\. toto je váš prvý článok",
    r"bun venit la wordpress\. acesta este primul tău articol",
    r"wordpress['’]e hoş geldiniz\. bu sizin ilk yaz[ıi]n[ıi]z",
    r"selama?t datang di wordpress[.!] ini adalah pos pertama anda",
    r"(?:cảm ơn vì đã sử dụng|chúc mừng đến với|chào mừng bạn đến với) wordpress\. đây là bài viết đầu tiên của bạn",
    r"добро пожаловать в wordpress\. это ваша первая запись",
    r"ласкаво просимо до wordpress\. це ваш перший запис",
    r"ברוכים הבאים לוורדפרס\. זה הפוסט הראשון באתר",
    r"مرحباً بك في ووردبريس\. هذه (?:هي )?مقالتك الأولى",
    r"به وردپرس خوش آمدید\. ?این (?:اولین|نخستین) نوشته",
    r"wordpress ?へようこそ。こちらは最初の投稿です",
    r"欢迎使用 ?wordpress。这是您的第一篇文章",
    r"歡迎使用 ?wordpress。這是這個網站的第一篇文章",
    r"워드프레스에 오신 것을 환영합니다\. 이것은 첫 ?(?:번째 )?글입니다",
)
"""The post that every new WordPress begins with."""
PHRASES = tuple(form for phrase in (*_BUILDERS, *_SAMPLE_PAGES, *_WELCOMES) for form in both_forms(phrase))
"""Filler wherever it stands, unless somebody quotes it."""
PROMPTS = (
    r"(?:add |enter |put |type |write )?your (?:text|content|title) (?:goes )?here",
    r"(?:add|enter) your heading(?: text)? here",
    r"(?:insert|add|enter|type) (?:your )?(?:text|title|heading|content|description) here",
    r"enter (?:your )?heading|slide \d heading",
    r"click (?:the )?edit button to change this text",
)
"""What an editor shows in an empty field: filler only where it is a whole paragraph, for tutorials say it too."""
