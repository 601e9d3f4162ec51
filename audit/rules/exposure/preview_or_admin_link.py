"""EXP007."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from audit.facts import Link
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import fix_of, is_meant, same_host
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_ADMIN = re.compile(
    r"/(?:[^/]+/)?wp-admin(?:/(?!admin-(?:ajax|post)\.php)(?:(?:network|user)/)?(?:[\w-]+\.php)?)?", re.IGNORECASE
)
_LOGIN = re.compile(r"/(?:[^/]+/)?wp-login\.php", re.IGNORECASE)
_PREVIEW = re.compile(
    r"(?:^|&)(?:preview=(?:true|1)|_thumbnail_id=|preview_id=|preview_nonce=|elementor-preview=|"
    r"customize_changeset_uuid=|fl_builder(?:=|&|$)|et_fb=1)"
)
_OF_PREVIEW = frozenset({"preview", "_thumbnail_id", "preview_id", "preview_nonce"})
_OF_LOGIN = frozenset({"redirect_to", "reauth", "interim-login", "loggedout", "wp_lang"})
"""Parameters that `wp-login.php` takes for logging in.

Source: https://developer.wordpress.org/reference/functions/wp_login_url/
"""


_TO_LOG_IN = (
    "If readers are meant to log in, name in redirect_to the page that they come back to; else take the link out."
)
_FOR_LOGIN = ".wp-block-loginout, .must-log-in, .widget_meta"
"""Where WordPress prints a link for those who may log in: a block, the form for comments, its box of such links."""


class PreviewOrAdminLink(PostRule[Link], code="EXP007", severity=Severity.WARNING, since="0.2.0"):
    """A link leads to a preview or to the dashboard of the own site.

    It was copied from the author's browser. Readers get a log-in form, an error, or an old draft.
    """

    remedy = "Link to the address of the published page."
    sources = (
        "https://developer.wordpress.org/reference/functions/get_preview_post_link/",
        "https://developer.wordpress.org/advanced-administration/security/hardening/",
    )
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="https://saltmarsh.example/?p=7&amp;preview=true">The gauge</a></p>', says="preview"),
        Bad('<p><a href="/wp-admin/post.php?post=7&amp;action=edit">The gauge</a></p>', says="dashboard"),
        Bad('<p><a href="/wp-login.php">The gauge</a></p>', says="log-in form"),
        Good('<p><a href="/wp-admin/admin-ajax.php?action=tides">Tides as CSV</a></p>'),
        Good(
            '<p><a href="/wp-login.php?redirect_to=https%3A%2F%2Fsaltmarsh.example%2Ftides%2F">Login to Enroll</a></p>',
            fields={"link": "https://saltmarsh.example/tides/"},
            note="The box of a course: whoever logs in comes back to this page.",
        ),
        Good('<ul class="widget_meta"><li><a href="/wp-login.php">Log in</a></li></ul>', note="WordPress's own box."),
        Good('<p><a href="/wp-admin-for-beginners/">Our guide</a></p>'),
        Good('<p><a href="https://fonts.example/pier?preview=true">The typeface</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Whole path segments of the own host; the block that is made for logging in is left out."""
        return (
            _found(subject, facts)
            if subject.url is not None and (subject.url.query or "wp-" in subject.url.path)
            else ()
        )

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    url = link.url
    if url is None or not same_host(link, facts):
        return
    fix = None
    if _ADMIN.fullmatch(url.path):
        what = "the dashboard"
    elif _LOGIN.fullmatch(url.path) and _is_plain_login(url.query):
        what = "the log-in form"
    elif _PREVIEW.search(url.query):
        what = "a preview"
    else:
        return
    if link.node.closest(_FOR_LOGIN) is not None or link.node in facts.around or not is_meant(link, facts):
        return
    if what == "the log-in form" and _returns_here(url.query, facts.post.link):
        return
    if what == "a preview" and (after := _without_preview(link.href)) != link.href:
        after = _own_address(after, facts) or after
        fix = fix_of(link, after, "take the preview's parameters out", safe=False)
    yield Finding(
        f"A link leads to {what} of the own site: {url.href}.",
        at=link.place,
        value=url.href,
        address=url.href,
        remedy=_TO_LOG_IN if what == "the log-in form" else None,
        fix=fix,
    )


def _own_address(href: str, facts: Facts) -> str:
    """The address of the post itself, where a link names it by its number; else ""."""
    number = href.partition("?")[2]
    is_own = facts.post.id is not None and number in {f"p={facts.post.id}", f"page_id={facts.post.id}"}
    return facts.url.href if is_own and facts.url is not None else ""


def _is_plain_login(query: str) -> bool:
    """Nothing but logging in: other actions, and plugins that log in by another service, are meant for readers."""
    return all(pair.partition("=")[0] in _OF_LOGIN for pair in query.split("&") if pair)


def _returns_here(query: str, link: str | None) -> bool:
    """The form leads back to this very page: course and membership plugins print it for readers who have an account.

    Source: https://developer.wordpress.org/reference/functions/wp_login_url/ (called with the permalink)
    """
    back = parse_qs(query).get("redirect_to", [""])[0]
    return link is not None and back != "" and _bare(back) == _bare(link)


def _bare(address: str) -> str:
    return unquote(address).partition("#")[0].partition("://")[2].rstrip("/")


def _without_preview(href: str) -> str:
    address, hash_mark, fragment = href.partition("#")
    path, _, query = address.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] not in _OF_PREVIEW)
    return f"{path}{'?' if kept else ''}{kept}{hash_mark}{fragment}"
