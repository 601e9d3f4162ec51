"""What README and docs say is so: links lead somewhere, families and rules exist, settings are valid."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from audit.rule import FAMILIES
from audit.rules import all_rules
from audit.rules.sponsors._weights import PRIOR, features
from audit.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]

# Where the tests run against an installed wheel, only what they read was copied with them.
PACKAGE_IS_HERE = (ROOT / "audit").is_dir()


def page_name(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    within = [
        target for target in targets if "://" not in target and (PACKAGE_IS_HERE or not re.search("audit/|ci/", target))
    ]

    assert [target for target in within if not (page.parent / target).exists()] == []


def families_of_readme():
    rows = re.findall(r"^\| ([^|]+) \| ([A-Z]{3}) \| (.+) \|$", README, re.MULTILINE)
    return {code: (title, re.findall(r"`([a-z0-9-]+)`", said)) for title, code, said in rows}


def test_readme_names_every_family_that_has_rules():
    built = {rule.code[:3] for rule in all_rules()}

    assert set(families_of_readme()) == built
    assert {code: title for code, (title, _) in families_of_readme().items()} == {
        code: FAMILIES[code].title for code in built
    }


def test_rules_that_the_readme_names_exist():
    names = {rule.name: rule.code for rule in all_rules()}
    attribute_values = {"sponsored", "nofollow"}
    for code, (_, said) in families_of_readme().items():
        for name in set(said) - attribute_values:
            assert names[name].startswith(code)


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "settings.md"], ids=page_name)
def test_settings_that_pages_show_are_valid(page):
    (shown,) = re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)

    assert Settings.model_validate(tomllib.loads(shown), by_alias=True, by_name=False)


def test_every_setting_is_on_its_page():
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for name in Settings.model_fields:
        key = name.replace("_", "-")
        assert any(form in page for form in (f"`{key}`", f"[{key}]", f"[[{key}]]", f"[{key}.")), key


def test_the_signs_of_a_planted_link_are_on_their_page():
    page = (ROOT / "docs" / "sponsors.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| ([a-z ]+) \| ([+-][\d.]+) \| (.+) \| (.+) \|$", page, re.MULTILINE)

    assert [(row[0], row[1], float(row[2]), row[3].replace("…", "{}"), row[4]) for row in rows] == [
        (sign.id, sign.group, sign.weight, sign.says, sign.why) for sign in features().values()
    ]
    assert f"prior of {PRIOR}" in page
