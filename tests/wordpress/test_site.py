"""A WordPress as it comes: every published item is audited once, and what is not public only for who may see it."""

from __future__ import annotations

import urllib.request
from urllib.parse import quote

import pytest

HIDDEN = ["draft", "draft of bo", "pending", "private", "future", "draft page", "draft recipe"]


def ids_of(site, *names):
    return {site.made[name]["id"] for name in names}


# -- what everybody sees -----------------------------------------------------------------------------------------------


def test_every_published_item_is_audited_once_and_its_links_are_asked(main, check):
    found = check(main.url, "--preview")

    assert sorted(found.ids) == sorted(main.ids())
    assert found.errors == []
    assert found.code == 1  # broken links are errors
    links = {link["url"]: link["verdict"] for link in found.report["links"]}
    assert links[f"{main.url}/status/404/"] == links[f"{main.url}/status/410/"] == "broken"
    assert links[f"{main.url}/?p={main.made['plain']['id']}"] == "redirected-permanent"
    broken = {one["post"] for one in found.report["findings"] if one["rule"] == "link-broken"}
    assert {post["id"] for post in found.report["posts"] if post["ref"] in broken} == ids_of(main, "broken")

    edit = {post["id"]: post["edit_url"] for post in found.report["posts"]}
    assert edit == {number: f"{main.url}/wp-admin/post.php?post={number}&action=edit" for number in main.ids()}
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(next(iter(edit.values()))) as answer:
        assert answer.url == f"{main.url}/wp-login.php?redirect_to={quote(next(iter(edit.values())), safe='')}&reauth=1"

    [protected] = [post["ref"] for post in found.report["posts"] if post["id"] in ids_of(main, "protected")]
    rules = {one["rule"] for one in found.report["findings"] if one["post"] == protected}
    assert "content-protected" in rules
    assert not rules & {"content-empty", "thin-content"}
    assert not [request for request in main.requests() if "status/404/protected" in request.address]


@pytest.mark.parametrize(
    "start", ["/", "/wp-json", "/wp-json/wp/v2/posts", "/?rest_route=/", "/2024/01/", "/?p=%plain%"]
)
def test_any_address_of_the_site_will_do(main, read, start):
    ids, errors, _ = read(main.url + start.replace("%plain%", str(main.made["plain"]["id"])))

    assert (ids, errors) == (sorted(main.ids()), [])


# -- which posts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"type": ["page"]}, ["page", "child page"]),
        ({"type": ["page", "lab_recipe"]}, ["page", "child page", "recipe"]),
        ({"type": ["post"], "since": "2024-01-06"}, ["sticky", "protected"]),  # sticky: the day before, in New York
    ],
)
def test_only_what_is_wanted_is_asked_for(main, read, wanted, names):
    ids, errors, _ = read(main.url, **wanted)

    assert (set(ids), errors) == (ids_of(main, *names), [])
    routes = {"page": "pages", "lab_recipe": "recipes", "post": "posts"}
    asked = {request.address.partition("?")[0].rpartition("/")[2] for request in main.requests()}
    assert asked & set(routes.values()) == {routes[kind] for kind in wanted["type"]}


@pytest.mark.parametrize("user", [None, "admin"])
def test_media_are_read_where_they_are_named(main, read, user):
    ids, errors, _ = read(main.url, type=["attachment"], user=user, password=main.passwords.get(user))

    assert (set(ids), errors) == (main.ids(kinds=("attachment",), statuses=("inherit",)), [])


def test_a_type_outside_the_api_is_said_to_be_missing(main, read):
    ids, [error], report = read(main.url, type=["lab_hidden", "page"])

    assert set(ids) == ids_of(main, "page", "child page")
    assert "has no type lab_hidden in its REST API" in error
    assert report.exit_code == 2


# -- who asks ----------------------------------------------------------------------------------------------------------


def test_drafts_are_read_with_the_password_out_of_the_environment(main, check):
    found = check(main.url, "--ignore", "LNK", user="admin", password=main.passwords["admin"])

    assert sorted(found.ids) == sorted(main.ids() | ids_of(main, *HIDDEN))
    assert found.errors == []
    assert {request.user for request in main.requests() if "/wp/v2/" in request.address} == {"admin"}


@pytest.mark.parametrize(("user", "names"), [("ada", HIDDEN), ("bo", ["draft of bo"])])
def test_a_user_gets_what_that_user_may_see(main, read, user, names):
    ids, errors, _ = read(main.url, user=user, password=main.passwords[user])

    assert (set(ids), errors) == (main.ids() | ids_of(main, *names), [])


def test_who_may_see_no_drafts_gets_what_is_published_and_is_told_once(main, read):
    ids, [error], report = read(main.url, user="cy", password=main.passwords["cy"])

    assert ids == sorted(main.ids())
    assert "shows this user only what is published (post, page, lab_recipe)" in error
    assert report.exit_code == 2


@pytest.mark.parametrize("status", ["draft", "private", "future", "pending"])
def test_one_status_alone(main, read, status):
    ids, errors, _ = read(main.url, status=[status], user="admin", password=main.passwords["admin"])

    assert (set(ids), errors) == (main.ids(statuses=(status,)), [])


def test_drafts_need_a_password(main, read):
    ids, [error], report = read(main.url, status=["draft"])

    assert "POSTAUDIT_WP_USER" in error
    assert (ids, report.exit_code) == ([], 2)


@pytest.mark.parametrize(("user", "password"), [("admin", "aaaa bbbb cccc dddd eeee ffff"), ("Şükrü", "pässwörd")])
def test_a_wrong_password_is_told_and_what_is_public_is_read(main, check, user, password):
    found = check(main.url, "--ignore", "LNK", user=user, password=password)

    assert sorted(found.ids) == sorted(main.ids())
    [error] = found.errors
    assert "did not accept the user name and the application password" in error
    assert found.code == 2


def test_a_live_site_over_http_ignores_passwords_and_that_is_told(main, read):
    header = ["X-Lab-Environment: production"]

    ids, [error], _ = read(main.url, header=header, user="admin", password=main.passwords["admin"])

    assert ids == sorted(main.ids())
    assert "Application passwords need https that WordPress itself sees" in error


# -- how the site is built ---------------------------------------------------------------------------------------------


@pytest.fixture
def plain(main):
    main.php("permalinks.php", "")
    yield main
    main.php("permalinks.php", "/%year%/%monthnum%/%postname%/")


def test_plain_permalinks(plain, check, read):
    found = check(plain.url)
    ids, errors, _ = read(plain.url, user="admin", password=plain.passwords["admin"])

    assert (sorted(found.ids), found.errors) == (sorted(plain.ids()), [])
    edit = {post["id"]: post["edit_url"] for post in found.report["posts"]}
    assert edit == {number: f"{plain.url}/wp-admin/post.php?post={number}&action=edit" for number in plain.ids()}
    assert (set(ids), errors) == (plain.ids() | ids_of(plain, *HIDDEN), [])


@pytest.mark.parametrize("start", ["", "/2024/01/", "/wp-json/wp/v2/posts"])
def test_a_site_in_a_folder(blog, read, start):
    ids, errors, report = read(blog.url + start)

    assert (ids, errors) == (sorted(blog.ids()), [])
    edit = {post.id: post.edit_url for post in report.posts}
    assert edit == {number: f"{blog.url}/wp-admin/post.php?post={number}&action=edit" for number in blog.ids()}


def test_the_host_of_a_site_in_a_folder_is_no_wordpress(blog, read):
    _, errors, report = read(blog.url.removesuffix("/blog"))

    assert [post.url for post in report.posts] == [blog.url.removesuffix("/blog") + "/"]
    assert errors == []
    [note] = report.run.notes
    assert "shows no WordPress REST API" in note


# -- what plugins and hosts do to it -----------------------------------------------------------------------------------


def test_a_site_that_closes_its_api_opens_it_to_who_logs_in(main, read):
    closed = ["X-Lab: closed"]

    _, told, report = read(main.url, header=closed)
    logged_in, errors, _ = read(main.url, header=closed, user="admin", password=main.passwords["admin"])

    assert any("it wants a login" in error for error in told)
    assert report.exit_code == 2
    assert report.posts, "without the API the pages of the sitemap are read"
    assert (set(logged_in), errors) == (main.ids() | ids_of(main, *HIDDEN), [])


def test_warnings_of_php_before_the_json_are_read_over(main, read):
    ids, errors, _ = read(main.url, header=["X-Lab: notice"])

    assert (ids, errors) == (sorted(main.ids()), [])


def test_a_fatal_error_in_one_type_leaves_the_others(main, read):
    ids, [error], report = read(main.url, header=["X-Lab: fatal"])

    assert set(ids) == ids_of(main, "page", "child page", "recipe")
    assert "/wp/v2/posts answered 500" in error
    assert report.exit_code == 2
