"""What was read before a break waits for the next run: for an hour, for nobody else; damaged lines are passed over."""

from __future__ import annotations

import os
import time

from audit.sources.kept import BELIEVED, Kept


def test_pages_come_back_in_their_order(tmp_path):
    Kept(str(tmp_path / "cache"), "a list").add(b'[{"id":1}]')
    Kept(str(tmp_path / "cache"), "a list").add(b'[{"id":2},{"id":3}]')
    kept = Kept(str(tmp_path / "cache"), "a list")

    assert kept.is_there()
    assert list(kept.pages()) == [[{"id": 1}], [{"id": 2}, {"id": 3}]]
    assert not Kept(str(tmp_path / "cache"), "another list").is_there()


def test_nobody_else_may_read_them_and_git_leaves_them_out(tmp_path):
    Kept(str(tmp_path / "cache"), "a list").add(b"[]")

    [path] = (tmp_path / "cache").glob("reading-*")
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "cache" / ".gitignore").read_text("utf-8") == "*\n"


def test_a_list_that_was_read_whole_leaves_nothing(tmp_path):
    kept = Kept(str(tmp_path), "a list")
    kept.add(b"[]")
    kept.forget()

    assert not kept.is_there()
    assert not list(tmp_path.glob("reading-*"))
    kept.forget()  # twice is no fault


def test_what_is_cut_off_or_old_is_passed_over(tmp_path):
    kept = Kept(str(tmp_path), "a list")
    kept.add(b'[{"id":1}]')
    [path] = tmp_path.glob("reading-*")
    old = b'{"at":%d,"items":[{"id":2}]}\n' % (time.time() - BELIEVED - 60)
    path.write_bytes(b'{"at":1}\n[]\nnull\n' + old + path.read_bytes() + b'{"at":9e9,"items":[{"id":4')

    assert list(kept.pages()) == [[{"id": 1}]]


def test_a_file_of_long_ago_is_none(tmp_path):
    kept = Kept(str(tmp_path), "a list")
    kept.add(b"[]")
    [path] = tmp_path.glob("reading-*")
    os.utime(path, (0, time.time() - BELIEVED - 60))

    assert not kept.is_there()


def test_where_nothing_can_be_kept_nothing_is(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    for kept in (Kept(None, "a list"), Kept(str(tmp_path / "file"), "a list")):
        kept.add(b"[]")
        kept.forget()
        assert not kept.is_there()
        assert list(kept.pages()) == []
