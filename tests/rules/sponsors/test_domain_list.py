"""Lists of domains that users give."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from audit import audit
from audit.rules.sponsors._examples import TEXT
from audit.settings import Settings
from audit.site import SiteSettings
from audit.testing import base_record


def test_lists_in_several_forms(tmp_path):
    path = tmp_path / "spam.txt"
    path.write_text(
        "# a comment\nCheap-Pens.example\n0.0.0.0 casino.example # two columns\n||ads.example^\n\n", "utf-8"
    )
    listed = SiteSettings(domain_list=(str(path),)).listed_domains
    assert set(listed) == {"cheap-pens.example", "casino.example", "ads.example"}
    assert listed["casino.example"].startswith("spam.txt of 2")


def test_a_list_that_is_missing_is_told(tmp_path):
    with pytest.raises(ValidationError, match="a list of domains that can be read"):
        SiteSettings(domain_list=(str(tmp_path / "none.txt"),))


def test_a_listed_domain_is_a_sign_and_no_verdict(tmp_path):
    path = tmp_path / "spam.txt"
    path.write_text("pens.example\n", "utf-8")
    site = SiteSettings(domain_list=(str(path),))
    record = base_record()
    record["content"]["rendered"] = (
        f'{TEXT}<p>We write with <a href="https://www.pens.example/">blue pens</a> here.</p>'
    )
    settings = Settings(offline=True, select=("money-link",), site=site)
    (finding,) = audit(record, settings).findings
    assert "spam.txt" in finding.message
    record["content"]["rendered"] = (
        "<p>Pens: <a href='https://www.pens.example/pens'>pens</a>, blue pens, red pens.</p>"
    )
    assert list(audit(record, settings).findings) == []
