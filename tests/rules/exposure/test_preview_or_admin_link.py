from html import escape

import pytest

from audit.rule import Good
from audit.rules.exposure.preview_or_admin_link import PreviewOrAdminLink
from audit.testing import findings_of


def said(href, around="<p>{}</p>"):
    return findings_of(PreviewOrAdminLink, Good(around.format(f'<a href="{escape(href)}">the map</a>')))


@pytest.mark.parametrize(
    "href",
    [
        "/wp-admin",
        "/wp-admin/",
        "/wp-admin/edit.php?post_type=page",
        "/wp-admin/network/sites.php",
        "/blog/wp-admin/post.php?post=7&action=edit",
        "https://www.saltmarsh.example/wp-admin/",
        "/wp-login.php",
        "/wp-login.php?redirect_to=%2F",
        "/?p=7&preview=true",
        "/map/?preview_id=7&preview_nonce=abc",
        "/?p=7&preview=true&_thumbnail_id=45",
    ],
)
def test_what_only_the_author_sees(href):
    assert len(said(href)) == 1


@pytest.mark.parametrize(
    "href",
    [
        "/wp-admin/admin-ajax.php?action=levels",
        "/wp-admin/admin-post.php?action=levels",
        "/wp-admin-for-beginners/",
        "/a/b/wp-admin/",
        "/files/wp-admin/admin-ajax.php/",
        "/wp-login.php?action=register",
        "/wp-login.php?action=lostpassword",
        "/wp-login.php?loginSocial=shore",
        "/preview-of-the-season/",
        "/?preview=false",
        "/?s=preview=true",
        "https://other.example/wp-admin/",
        "https://fonts.example/pier?preview=true",
        "https://forum.saltmarsh.example/wp-admin/",
    ],
)
def test_what_everybody_sees(href):
    assert said(href) == []


@pytest.mark.parametrize("around", ['<div class="logged-out wp-block-loginout">{}</div>', "<code>{}</code>"])
def test_where_it_may_stand(around):
    assert said("/wp-login.php", around) == []
