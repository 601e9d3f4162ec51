"""A WordPress as it comes: every published item is audited once, and what is not public only for who may see it."""

from __future__ import annotations

import urllib.request
from urllib.parse import quote

import pytest

from audit import Settings
from audit.engine import run

NO_LINKS = ("--ignore", "LNK")


def ids_of(site, *names):
    return {site.made[name]["id"] for name in names}


# -- what everybody sees -----------------------------------------------------------------------------------------------


def test_every_published_item_is_audited_once_and_its_links_are_asked(main, check):
    found = check(main.url)

    assert sorted(found.ids) == sorted(main.ids())
    assert found.errors == []
    assert found.code == 1  # broken links are errors
    assert found.report["summary"]["posts"] == len(found.ids)
    broken = {finding["post"] for finding in found.report["findings"] if finding["rule"] == "link-internal-missing"}
    links = {link["url"]: link["verdict"] for link in found.report["links"]}
    assert links[f"{main.url}/status/404/"] == links[f"{main.url}/status/410/"] == "broken"
    assert links[f"{main.url}/?p={main.made['plain']['id']}"] == "redirected-permanent"
    assert {post["id"] for post in found.report["posts"] if post["ref"] in broken} == ids_of(main, "broken")


def test_the_report_leads_into_wp_admin(main, check):
    found = check(main.url, *NO_LINKS)

    edit = {post["id"]: post["edit_url"] for post in found.report["posts"]}
    assert edit == {number: f"{main.url}/wp-admin/post.php?post={number}&action=edit" for number in main.ids()}
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(next(iter(edit.values()))) as answer:
        assert answer.url == f"{main.url}/wp-login.php?redirect_to={quote(next(iter(edit.values())), safe='')}&reauth=1"


def test_what_a_password_protects_is_neither_read_nor_called_empty(main, check):
    found = check(main.url, "--preview")

    [post] = [post for post in found.report["posts"] if post["id"] in ids_of(main, "protected")]
    assert not [one["rule"] for one in found.report["findings"] if one["post"] == post["ref"] and "content" in one["rule"]]
    assert not [link for link in found.report["links"] if "protected" in link["url"]]
    assert not [request for request in main.requests() if "status/404/protected" in request.address]


@pytest.mark.parametrize("start", ["/", "/wp-json", "/wp-json/wp/v2/posts", "/?rest_route=/", "/2024/01/", "/?p=%plain%"])
def test_any_address_of_the_site_will_do(main, check, start):
    found = check(main.url + start.replace("%plain%", str(main.made["plain"]["id"])), *NO_LINKS)

    assert (sorted(found.ids), found.errors) == (sorted(main.ids()), [])


def test_the_library_function_does_the_same(main, tmp_path):
    network = {"allow_private_hosts": True, "cache_dir": str(tmp_path)}

    report = run([main.url], Settings(ignore=["LNK"], network=network))

    assert sorted(post.id for post in report.posts) == sorted(main.ids())
    assert not report.errors


# -- which posts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--type", "page"], ["page", "child page"]),
        (["--type", "lab_recipe"], ["recipe"]),
        (["--type", "page,lab_recipe"], ["page", "child page", "recipe"]),
        (["--since", "2024-01-07", "--type", "post"], ["protected"]),
    ],
)
def test_only_what_is_wanted_is_asked_for(main, check, options, names):
    found = check(main.url, *options, *NO_LINKS)

    assert (set(found.ids), found.errors) == (ids_of(main, *names), [])
    kinds = {"page": "pages", "lab_recipe": "recipes", "post": "posts"}
    asked = {request.address.partition("?")[0].rpartition("/")[2] for request in main.requests()}
    assert asked & set(kinds.values()) == {kinds[kind] for kind in options[options.index("--type") + 1].split(",")}


def test_a_type_outside_the_api_is_said_to_be_missing(main, check):
    found = check(main.url, "--type", "lab_hidden,page", *NO_LINKS)

    assert set(found.ids) == ids_of(main, "page", "child page")
    [error] = found.errors
    assert "has no type lab_hidden in its REST API" in error
    assert found.code == 2


# -- who asks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "names"),
    [
        ("admin", ["draft", "draft of bo", "pending", "private", "future", "draft page", "draft recipe"]),
        ("ada", ["draft", "draft of bo", "pending", "private", "future", "draft page", "draft recipe"]),
        ("bo", ["draft of bo"]),
    ],
)
def test_drafts_are_read_with_an_application_password(main, check, user, names):
    found = check(main.url, *NO_LINKS, user=user, password=main.passwords[user])

    assert sorted(found.ids) == sorted(main.ids() | ids_of(main, *names))
    assert found.errors == []
    assert {request.user for request in main.requests() if "/wp/v2/" in request.address} == {user}


def test_who_may_see_no_drafts_gets_what_is_published_and_is_told_once(main, check):
    found = check(main.url, *NO_LINKS, user="cy", password=main.passwords["cy"])

    assert sorted(found.ids) == sorted(main.ids())
    [error] = found.errors
    assert "shows this user only what is published" in error
    assert found.code == 2


@pytest.mark.parametrize("status", ["draft", "private", "future", "pending"])
def test_one_status_alone(main, check, status):
    found = check(main.url, "--status", status, *NO_LINKS, user="admin", password=main.passwords["admin"])

    assert set(found.ids) == main.ids(statuses=(status,))
    assert found.errors == []


def test_drafts_need_a_password(main, check):
    found = check(main.url, "--status", "draft", *NO_LINKS)

    [error] = found.errors
    assert "POSTAUDIT_WP_USER" in error
    assert (found.ids, found.code) == ([], 2)


@pytest.mark.parametrize(("user", "password"), [("admin", "aaaa bbbb cccc dddd eeee ffff"), ("nobody", "aaaa bbbb")])
def test_a_wrong_password_is_told_and_what_is_public_is_read(main, check, user, password):
    found = check(main.url, *NO_LINKS, user=user, password=password)

    assert sorted(found.ids) == sorted(main.ids())
    [error] = found.errors
    assert "did not accept the user name and the application password" in error
    assert found.code == 2


def test_a_live_site_over_http_ignores_passwords_and_that_is_told(main, check):
    header = ("--header", "X-Lab-Environment: production")

    found = check(main.url, *NO_LINKS, *header, user="admin", password=main.passwords["admin"])

    assert sorted(found.ids) == sorted(main.ids())
    [error] = found.errors
    assert "Application passwords need https" in error


# -- how the site is built ---------------------------------------------------------------------------------------------


@pytest.fixture
def plain(main):
    main.php("permalinks.php", "")
    yield main
    main.php("permalinks.php", "/%year%/%monthnum%/%postname%/")


def test_plain_permalinks(plain, check):
    found = check(plain.url)
    with_drafts = check(plain.url, *NO_LINKS, user="admin", password=plain.passwords["admin"])

    assert (sorted(found.ids), found.errors) == (sorted(plain.ids()), [])
    edit = {post["id"]: post["edit_url"] for post in found.report["posts"]}
    assert edit == {number: f"{plain.url}/wp-admin/post.php?post={number}&action=edit" for number in plain.ids()}
    assert len(with_drafts.ids) == len(found.ids) + 7
    assert with_drafts.errors == []


@pytest.mark.parametrize("start", ["", "/", "/2024/01/", "/wp-json/wp/v2/posts"])
def test_a_site_in_a_folder(blog, check, start):
    found = check(blog.url + start, *NO_LINKS)

    assert (sorted(found.ids), found.errors) == (sorted(blog.ids()), [])
    edit = {post["id"]: post["edit_url"] for post in found.report["posts"]}
    assert edit == {number: f"{blog.url}/wp-admin/post.php?post={number}&action=edit" for number in blog.ids()}


def test_the_host_of_a_site_in_a_folder_is_no_wordpress(blog, check):
    found = check(blog.url.removesuffix("/blog"), *NO_LINKS)

    [error] = found.errors
    assert "shows no WordPress REST API" in error
    assert (found.ids, found.code) == ([], 2)


# -- what plugins and hosts do to it -----------------------------------------------------------------------------------


def test_a_site_that_closes_its_api_opens_it_to_who_logs_in(main, check):
    closed = ("--header", "X-Lab: closed")

    found = check(main.url, *NO_LINKS, *closed)
    logged_in = check(main.url, *NO_LINKS, *closed, user="admin", password=main.passwords["admin"])

    [error] = found.errors
    assert "it wants a login" in error
    assert (found.ids, found.code) == ([], 2)
    assert (len(logged_in.ids), logged_in.errors) == (len(main.ids()) + 7, [])


def test_warnings_of_php_before_the_json_are_read_over(main, check):
    found = check(main.url, *NO_LINKS, "--header", "X-Lab: notice")

    assert (sorted(found.ids), found.errors) == (sorted(main.ids()), [])


def test_a_fatal_error_in_one_type_leaves_the_others(main, check):
    found = check(main.url, *NO_LINKS, "--header", "X-Lab: fatal")

    assert set(found.ids) == ids_of(main, "page", "child page", "recipe")
    [error] = found.errors
    assert "/wp/v2/posts answered 500" in error
    assert found.code == 2
