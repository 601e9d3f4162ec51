# ruff: noqa: E501 - pages as servers send them
from __future__ import annotations

import re
import time

import pytest

from audit.probe.answer import Answer
from audit.probe.gone import crash, database_error, for_elsewhere, hosting_placeholder, parked, soft_404
from audit.probe.page import Page

HTML = ("content-type", "text/html; charset=utf-8")
SENTENCE = "The ferry waits for the tide, and whoever misses it walks along the quay to the lock and back. "
PARAGRAPHS = f"<p>{SENTENCE * 3}</p>" * 6
MENU = "<nav>" + "".join(f"<a href=/{n}>Landing stage {n}</a> " for n in range(40)) + "</nav>"
EXCERPTS = "".join(f"<article><h2>Boat {n}</h2><p>{SENTENCE * 2}</p></article>" for n in range(8))


def answer(body, url="https://harbour.example/boats/", *headers, status=200):
    return Answer(url, status, (HTML, *headers), body.encode())


def page(body, *headers):
    return Page(answer(body, "https://harbour.example/boats/", *headers))


def titled(title, heading="", body=""):
    return f"<!doctype html><title>{title}</title><body><h1>{heading}</h1>{body}"


# -- not found -------------------------------------------------------------------------------------------------------

TITLES = [
    "Page not found",
    "Page Not Found | Harbour",
    "Page not found – Harbour",
    "Harbour » Page not found",
    "Harbour: Page not found",
    "404 Not Found",
    "404: Not Found",
    "404 - Page not found - Harbour",
    "Error 404: Page Not Found",
    "Error 404 (Not Found)",
    "Error 404 (Not Found)!!1",
    "Страница не найдена, ошибка 404",
    "404 Error - File or directory not found",
    "404 | Page not found | Harbour",
    "Oops! That page can’t be found.",
    "Sorry, this page isn't available",
    "This page could not be found",
    "404: This page could not be found.",
    "The page you requested was not found",
    "The page you are looking for does not exist",
    "The page you were looking for doesn't exist (404)",
    "This page no longer exists",
    "We can't find the page you're looking for",
    "Article not found",
    "This job has expired",
    "The requested URL was not found on this server",
    "Seite nicht gefunden - Hafen",
    "Seite wurde nicht gefunden",
    "404 – Seite nicht gefunden",
    "Die angeforderte Seite konnte nicht gefunden werden",
    "Diese Seite existiert nicht",
    "Page introuvable",
    "Page non trouvée - Le port",
    "Erreur 404 : page introuvable",
    "Cette page n'existe pas",
    "Página no encontrada",
    "La página que buscas no existe",
    "No se ha encontrado la página",
    "Página não encontrada",
    "Pagina non trovata",
    "Errore 404 - Pagina non trovata",
    "Pagina niet gevonden",
    "Deze pagina bestaat niet",
    "Strona nie została znaleziona",
    "Nie znaleziono strony",
    "Stránka nenalezena",
    "Stránka nebola nájdená",
    "Stránka, ktorú hľadáte, neexistuje",
    "Sidan kunde inte hittas",
    "Sidan hittades inte",
    "Siden blev ikke fundet",
    "Siden ble ikke funnet",
    "Fant ikke siden",
    "Sivua ei löytynyt",
    "Sayfa bulunamadı",
    "Страница не найдена",
    "Ошибка 404. Страница не найдена",
    "Запрашиваемая страница не существует",
    "Сторінку не знайдено",
    "ページが見つかりません",
    "お探しのページは見つかりませんでした",
    "页面不存在",
    "404_页面不存在",
    "抱歉，您访问的页面不存在",
    "找不到页面",
    "페이지를 찾을 수 없습니다",
    "الصفحة غير موجودة",
    "لم يتم العثور على الصفحة",
    "הדף לא נמצא",
    "Η σελίδα δεν βρέθηκε",
    "Az oldal nem található",
    "A keresett oldal nem található",
    "Pagina nu a fost găsită",
    "Không tìm thấy trang",
    "Halaman tidak ditemukan",
    "Stranica nije pronađena",
    "Страницата не е намерена",
    "Lehte ei leitud",
    "Puslapis nerastas",
    "No s'ha trobat la pàgina",
    "This topic does not exist yet",
    "Site not found",
    "Cette page n'existe pas encore",
    "404 Not Found 1",
    "পৃষ্ঠা খুঁজে পাওয়া যায়নি",
    "找不到符合條件的頁面",
    "Halaman tidak dijumpai",
    "Старонка не знойдзена",
    "Sahifa topilmadi",
    "გვერდი ვერ მოიძებნა",
]
NAMED = re.compile("Harbour|Hafen|Le port|_")


@pytest.mark.parametrize("title", TITLES)
def test_titles_that_say_so(title):
    assert title.split(" ")[0][:3] in soft_404(page(titled(title, "", MENU)))


@pytest.mark.parametrize("heading", [one for one in TITLES if not NAMED.search(one)])
def test_headings_that_say_so(heading):
    assert soft_404(page(titled("Harbour", heading, MENU + EXCERPTS)))


def test_more_pages_that_were_not_found():
    assert soft_404(page(titled("404", "404", "<p>Back to the quay")))
    assert soft_404(page(titled("404", "", "<p>The page you are looking for could not be found.")))
    assert soft_404(page(titled("404 - Harbour", "404 - Harbour", "<p>The page you were looking for is not here.")))
    assert soft_404(page(titled("Not found - Harbour", "Not found")))
    assert soft_404(page(titled("Page not found", "Page not found", MENU + EXCERPTS)))
    assert soft_404(page("<title>Not Found</title><div>404</div><div>Not Found</div>"))
    assert soft_404(page('<title>An Error Occurred: Not Found</title><p>The server returned a "404 Not Found".'))
    assert soft_404(page(f"<title>Harbour</title><body class='archive error404'>{PARAGRAPHS}"))
    body = f"<article><h1>Page not found</h1><p>{SENTENCE}</p></article>"
    assert soft_404(page(f"<title>Page not found</title>{body}"))


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Harbour", "Boats"),
        ("", ""),
        ("404", ""),
        ("Peugeot 404", "Peugeot 404"),
        ("404 | Peugeot", "The 404 saloon"),
        ("Bus 404 – Timetable", "Bus 404"),
        ("Not Found: A Novel", "A Novel"),
        ("Page Not Found: how to design one", "Page Not Found: how to design one"),
        ("How to fix “Page not found” errors", "How to fix page not found errors"),
        ("What does 404 Not Found mean?", "What does 404 Not Found mean?"),
        ("The best page not found designs | Harbour", "The best page not found designs"),
        ("Treasure found in the harbour", "Treasure found"),
        ("Found: a boat", "Found"),
        ("This page is available in English", "This page is available"),
        ("A post was found on the quay", "A post was found"),
        ("The boat that could not be found", "The boat that could not be found"),
        ("Gone", "Gone with the tide"),
        ("Gone Girl", "Gone Girl"),
        ("Lost", "Season 1"),
        ("Lost & Found | Harbour", "Lost & Found"),
        ("Search results for “whale”", "Nothing found"),
        ("You searched for whale - Harbour", "Nothing Found"),
        ("Missing person", "Missing"),
        ("Seitenwechsel", "Nicht gefunden, aber gesucht"),
        ("Ein Schatz, der nicht gefunden wurde", ""),
        ("Introuvables : les films perdus", "Les introuvables"),
        ("Не найдено тело: детектив", ""),
        ("Page 404 of the chronicle", ""),
        ("Error", "Error"),
        ("Page", "Page"),
        ("Site not found on Google", "Site not found on Google? What helps"),
        ("This video is not available yet", "This product is not yet available"),
    ],
)
def test_titles_that_say_something_else(title, heading):
    assert soft_404(page(titled(title, heading, f"<p>{SENTENCE}</p>"))) is None


def test_prose_about_such_pages():
    assert soft_404(page(titled("Page not found", "Page not found", f"<article>{PARAGRAPHS}</article>"))) is None
    assert soft_404(page(titled("404 Not Found - Reference", "404 Not Found", f"<main>{PARAGRAPHS}</main>"))) is None
    head = "<meta property=og:type content=article><title>Seite nicht gefunden</title>"
    assert soft_404(page(f"{head}<h1>Seite nicht gefunden</h1>{PARAGRAPHS[:900]}</p>")) is None
    sections = "".join(f"<section><h2>{n}</h2><p>{SENTENCE * 2}</p></section>" for n in range(5))
    assert soft_404(page(titled("404 Not Found", "404 Not Found", f"<article>{sections}</article>"))) is None
    assert soft_404(page(titled("404 | Hotel", "Our rooms", "<p>404 - Gone fishing, a room with a view"))) is None
    help_page = page(titled("Site not found", "Site not found", f"<main>{PARAGRAPHS}</main>"))
    assert (soft_404(help_page), hosting_placeholder(help_page)) == (None, None)


def test_a_wrong_title_over_content():
    assert soft_404(page(titled("Page not found", "Boats", PARAGRAPHS))) is None
    table = "<table>" + f"<tr><td>{SENTENCE}</td></tr>" * 30 + "</table>"
    assert soft_404(page(titled("Page not found", "Boats", table))) is None


def test_noindex_alone_is_nothing():
    assert soft_404(page("<meta name=robots content=noindex><title>Harbour</title><p>Hello")) is None


def test_what_is_no_page_says_nothing():
    plain = Answer("https://harbour.example/a.txt", 200, (("content-type", "text/plain"),), b"Page not found")
    assert soft_404(Page(plain)) is None
    assert hosting_placeholder(Page(plain)) is None
    assert parked(plain, Page(plain)) is None


# -- parked ----------------------------------------------------------------------------------------------------------

PARKED = [
    (
        "<html data-adblockkey='MFwwDQYJ_abc'><title>harbour.example</title><div id=target></div><script>window.park = 'eyJ'</script>",
    ),
    ("<title>harbour.example</title><script src=https://www.google.com/adsense/domains/caf.js></script>",),
    ("<title>harbour.example</title><script src=//img1.sedoparking.com/js/jquery.js></script><p>Related links",),
    (
        titled(
            "harbour.example",
            "",
            PARAGRAPHS * 2 + "<script src=https://img1.wsimg.com/parking-lander/main.js></script>",
        ),
    ),
    ("<script src='/px.js?ch=1'></script><script src='/px.js?ch=2'></script>",),
    (
        '<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>',
    ),
    ("<iframe src=https://parking.parklogic.com/page/?domain=harbour.example></iframe>",),
    ("<p>x", "https://harbour.example/", ("x-adblock-key", "MFwwDQ")),
    ("<p>x", "https://harbour.example/", ("set-cookie", "parking_session=1; path=/")),
    ("<p>x", "https://www.hugedomains.com/domain_profile.cfm?d=harbour.com"),
    ("<p>x", "https://dan.com/buy-domain/harbour.com"),
    ("<p>x", "https://www.sedoparking.com/search/registrar.php?domain=harbour.com"),
    ("<title>harbour.example is for sale</title><h1>harbour.example is for sale</h1><p>Make an offer.",),
    ("<title>harbour.example</title><h1>This domain is for sale!</h1><form><input name=offer type=email></form>",),
    ("<title>harbour.example</title><h1>Diese Domain steht zum Verkauf</h1>",),
    ("<title>harbour.example</title><h1>Ce nom de domaine est à vendre</h1>",),
    ("<title>harbour.example - Este dominio está en venta</title>",),
    ("<p>This domain was registered at Namecheap.com. Please check back later!",),
    ("<title>harbour.example</title><p>This Web page is parked FREE, courtesy of GoDaddy.",),
]


@pytest.mark.parametrize("parts", PARKED)
def test_parked_domains(parts):
    one = answer(*parts)
    assert parked(one, Page(one))


NOT_PARKED = [
    ("<title>Boats</title><h1>Boats</h1><p>" + SENTENCE,),
    ("<title>This domain is for sale</title><h1>This domain is for sale</h1><p>How to read such a page.",),
    ("<title>boat.example is for sale</title><h1>boat.example is for sale</h1><p>Buy this domain at our shop.",),
    ("<title>Harbour domains</title><h1>Buy a domain</h1><p>boat.example is for sale, and so is quay.example.",),
    ("<title>harbour.example</title><article><h1>This domain is for sale</h1><p>A short story.</article>",),
    ("<title>harbour.example</title><h1>A boat for sale</h1><p>" + SENTENCE,),
    ("<title>harbour.example is for sale</title>" + PARAGRAPHS,),
    (
        "<title>Parking</title><h1>Parking at the quay</h1><p>Park your car. Related searches: domain of the harbour master.",
    ),
    (
        "<title>Review</title><p>We like <a href=https://sedoparking.com/>Sedo</a> and <a href=https://dan.com/buy-domain/x>Dan</a>.",
    ),
    ("<title>Bodis</title><script src=https://cdn.bodis.com/a.js></script><p>Park with us", "https://www.bodis.com/"),
    ("<title>Sedo</title><p>Buy domains", "https://sedo.com/us/"),
    ("<title>HugeDomains</title><p>Buy domains", "https://www.hugedomains.com/"),
    (
        "<title>Boats</title><script src=https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js></script><p>"
        + SENTENCE,
    ),
    ("<p>x", "not an address"),
]


@pytest.mark.parametrize("parts", NOT_PARKED)
def test_domains_in_use(parts):
    one = answer(*parts)
    assert parked(one, Page(one)) is None


# -- placeholders ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        titled(
            "Account Suspended",
            "Account Suspended",
            "<p>This Account has been suspended.<p>Contact your hosting provider for more information.",
        ),
        titled("This account has been suspended"),
        titled("harbour.example", "", "<p>This website has been temporarily suspended."),
        titled(
            "Website Expired",
            "Website Expired",
            "<p>This account has expired. If you are the site owner, click below to login.",
        ),
        titled(
            "Welcome to nginx!",
            "Welcome to nginx!",
            "<p>If you see this page, the nginx web server is successfully installed and working.",
        ),
        titled("Apache2 Debian Default Page: It works", "", f"<p>{SENTENCE * 30}"),
        titled("Apache2 Ubuntu Default Page: It works", "", "<a href=/manual>manual</a>" * 12),
        "<html><body><h1>It works!</h1></body></html>",
        titled("IIS Windows Server", "", "<img src=iis-85.png>"),
        titled("HTTP Server Test Page powered by: Rocky Linux", "HTTP Server Test Page"),
        titled("Default Web Site Page", "Sorry!"),
        titled("Domain Default page", "Domain Default page"),
        titled("Web Server's Default Page"),
        titled("Index of /", "Index of /", '<a href="?C=N;O=D">Name</a> <a href="?C=M;O=A">Last modified</a>'),
        titled("Index of /", "Index of /", '<pre><a href="../">../</a></pre>'),
        titled(
            "Index of /boats/", "Index of /boats/", '<a href="/">Parent Directory</a> <a href="cgi-bin/">cgi-bin/</a>'
        ),
        titled(
            "Blog has been removed",
            "",
            "<p>Sorry, the blog at harbour.blogspot.example has been removed. This address is not available for new blogs.",
        ),
        titled("harbour.example", "", "<p>Looks Like This Domain Isn't Connected To A Website Yet"),
        titled("Site", "", "<p>The site you are trying to reach is no longer available"),
        titled("Hafen", "Hier entsteht eine neue Internetpräsenz"),
        titled("Compte suspendu"),
        titled("Congratulations", "", "<p>You have successfully installed the LiteSpeed Web Server!"),
        titled("Harbour", "", "<p>This blog has been archived or suspended in accordance with our Terms of Service."),
        titled("Cuenta suspendida"),
        titled("Сайт заблокирован"),
    ],
)
def test_placeholders(body):
    assert hosting_placeholder(page(body))


@pytest.mark.parametrize(
    "body",
    [
        titled("Boats", "Boats", f"<p>{SENTENCE}"),
        titled("Account Suspended", "Account Suspended", f"<article>{PARAGRAPHS}</article>"),
        titled("Account suspended: what to do", "Account suspended: what to do", f"<p>{SENTENCE}"),
        titled("Ferry suspended", "Ferry service suspended", "<p>The service is suspended until Monday."),
        titled("Welcome to nginx: a course", "Welcome to nginx: a course", f"<p>{SENTENCE}"),
        titled("Index of /", "Index of /", '<a href="../">../</a><a href="boats.pdf">boats.pdf</a>'),
        titled("Index of boats", "Index of boats", "<a href=/>Home</a>"),
        titled("How it works", "It works like this", f"<p>{SENTENCE}"),
        titled("It works!", "It works!", f"<p>The new tide clock: {SENTENCE * 5}"),
        titled("Installing IIS", "Internet Information Services", f"<p>{SENTENCE * 5}"),
        titled("Coming soon", "Coming soon", "<p>Our new timetable is under construction."),
        titled("Harbour", "Under construction", "<p>We are building a new quay."),
        titled(
            "Help",
            "Help",
            f"<article><p>Pages may say “this account has been suspended”.</p><p>{SENTENCE}</p></article>",
        ),
        titled("Shop", "Shop", "<p>This shop is currently unavailable on Mondays" + "<a href=/x>x</a>" * 20),
        titled("", ""),
    ],
)
def test_pages_that_are_no_placeholders(body):
    assert hosting_placeholder(page(body)) is None


# -- databases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Error establishing a database connection",
        "Fehler beim Aufbau einer Datenbankverbindung",
        "Erreur lors de la connexion à la base de données",
        "Error al establecer una conexión con la base de datos",
        "Errore nello stabilire una connessione al database",
        "Erro ao estabelecer uma conexão com o banco de dados",
        "Fout bij het maken van een verbinding met de database",
        "Błąd nawiązywania połączenia z bazą danych",
        "Ошибка установки соединения с базой данных",
        "Virhe muodostettaessa tietokantayhteyttä",
        "Veritabanı bağlantısı kurulurken hata oluştu",
        "データベース接続確立エラー",
        "建立数据库连接时出错",
        "Database connection error (2): Could not connect to MySQL.",
        "Could not connect to the database server",
    ],
)
def test_faults_of_databases(text):
    assert database_error(page(titled("Harbour", text)))
    assert database_error(page(f"<body id=error-page><p>{text}"))
    plain = Answer("https://harbour.example/", 500, (("content-type", "text/plain"),), text.encode())
    assert database_error(Page(plain))


@pytest.mark.parametrize(
    "body",
    [
        titled("Boats", "Boats", f"<p>{SENTENCE}"),
        titled("Error establishing a database connection", "How to fix it", PARAGRAPHS),
        titled("Help", "Help", "<article><p>What “Error establishing a database connection” means.</article>"),
        titled("Help", "Database connection error?", "<p>Read on." + "<a href=/x>x</a>" * 12),
        titled("Connect to the database", "Connect to the database", "<p>Enter the password."),
        "",
    ],
)
def test_pages_about_databases(body):
    assert database_error(page(body)) is None


# -- pages for other regions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Unfortunately, our website is currently unavailable in most European countries.",
        "This site is currently unavailable to visitors from the European Economic Area while we work on it.",
        "This content is not available in your region.",
        "Dieser Inhalt ist in Ihrem Land leider nicht verfügbar.",
        "Ce contenu n'est pas disponible dans votre pays.",
        "Este contenido no está disponible en tu país.",
        "Deze video is niet beschikbaar in uw land.",
        "Это видео недоступно в вашей стране.",
        "このコンテンツはお住まいの地域ではご利用いただけません。",
    ],
)
def test_pages_for_other_regions(text):
    assert for_elsewhere(page(titled("Harbour", "Sorry", f"<p>{text}")))
    assert for_elsewhere(page(titled("Harbour", "Sorry", f"<p>{text}<p>{SENTENCE * 5}"))) is None
    assert for_elsewhere(page(titled("Harbour", "Sorry", f"<article><p>{text}</article>"))) is None


# -- programs that break off -----------------------------------------------------------------------------------------

_TRACE = "Stack trace:\n#0 {main}\n  thrown in <b>/srv/www/functions.php</b> on line <b>12</b><br />"


@pytest.mark.parametrize(
    "body",
    [
        f"<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function sail() in /srv/www/a.php:12\n{_TRACE}",
        "<br />\n<b>Parse error</b>:  syntax error, unexpected '}' in <b>/srv/www/a.php</b> on line <b>3</b><br />",
        titled(
            "WordPress › Error", "", "<p>There has been a critical error on this website.</p><a href=/x>Learn more</a>"
        ),
    ],
)
def test_programs_that_break_off(body):
    assert crash(page(body))


@pytest.mark.parametrize(
    "body",
    [
        titled("Fatal error", "Fatal error", f"<p>{SENTENCE}"),
        titled(
            "Help", "", f"<p>Fatal error: Uncaught Error in /srv/a.php on line 3</p><article>{PARAGRAPHS}</article>"
        ),
        titled("Help", "How to fix it", "<p>There has been a critical error on this website"),
        titled("PHP", "Parse error: unexpected '}' in /srv/www/a.php on line 3", f"<p>{SENTENCE}"),
        titled("WordPress", "There has been a critical error on this website: what to do", f"<p>{SENTENCE}"),
        "<b>Warning</b>: Undefined variable in <b>/srv/www/a.php</b> on line <b>3</b><br />" + PARAGRAPHS,
        "",
    ],
)
def test_pages_about_programs(body):
    assert crash(page(body)) is None


# -- hostile pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit",
    [
        "page not ",
        "404 ",
        "the page you are ",
        "oops! ",
        "domain is ",
        "<h1>page",
        "<p>" + SENTENCE,
        "| ",
        "-_",
        "this this ",
    ],
)
def test_hostile_pages_cost_little(unit):
    text = unit * (60_000 // len(unit))
    started = time.process_time()
    for body in (titled(text, text, text), titled(unit * 20, unit * 15, unit * 60)):
        one = answer(body)
        soft_404(Page(one))
        parked(one, Page(one))
        hosting_placeholder(Page(one))
        database_error(Page(one))
        crash(Page(one))
        for_elsewhere(Page(one))
    assert time.process_time() - started < 2
