"""Settings: files, the command line on top, errors that name the line, and which rules run."""

from __future__ import annotations

import json
import pickle
import tomllib
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from audit.errors import SettingsError
from audit.finding import Severity
from audit.post import Post
from audit.rule import PostRule, Status
from audit.rules import all_rules
from audit.selection import selected
from audit.settings import Ignore, Settings, rule_settings, settings_schema
from audit.settings_file import FILE_NAME, find_settings, load_settings

SCHEMA = Path(__file__).parents[1] / "schemas" / "settings.schema.json"


class Checks(PostRule[Post]):
    """What the rules of these tests share."""

    def check(self, subject, facts):  # noqa: ARG002 - a rule of no interest
        return ()


class ImgHotlinked(Checks, code="IMG001", severity=Severity.WARNING, since="0.1.0"):
    """Image is loaded from another site."""

    most_images: int = 3
    """Pictures that are tolerated."""

    hosts: frozenset[str] = frozenset({"b.example", "a.example"})


class ImgAltMissing(Checks, code="IMG003", severity=Severity.ERROR, since="0.1.0"):
    """Image has no alternative text."""


class ImgLocalCopy(Checks, code="IMG009", severity=Severity.NOTICE, since="0.1.0", status=Status.COMPANION):
    """A copy is in the library."""


class TitleTooLong(Checks, code="MET003", severity=Severity.WARNING, since="0.1.0"):
    """Title is too long."""

    pixels: int = 600
    """Width that a result page shows."""


class TitleShouting(Checks, code="MET004", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Title is in capitals."""


class TitleOdd(Checks, code="MET005", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """Title is odd."""


RULES = (ImgHotlinked, ImgAltMissing, ImgLocalCopy, TitleTooLong, TitleShouting, TitleOdd)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder, six rules."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("audit.rules.all_rules", lambda: RULES)
    return tmp_path


def loaded(text: str, **overrides) -> Settings:
    Path(FILE_NAME).write_text(text, "utf-8")
    return load_settings(**overrides)


def complaint(text: str, name: str = FILE_NAME, **overrides) -> str:
    Path(name).write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(**overrides)
    message = str(caught.value)
    assert "\n" not in message
    return message


def names(settings: Settings) -> set[str]:
    return {rule.name for rule in selected(settings).active}


# -- files -------------------------------------------------------------------------------------------------------------


def test_without_a_file_everything_is_default():
    assert load_settings() == Settings()
    assert Settings().changed() == {}


def test_a_whole_file():
    settings = loaded("""
ignore = ["IMG"]
preview = false
fail-on = "warning"
max-warnings = 50
[site]
hosts = ["www.example.org"]
cdn-hosts = ["cdn.example.net"]
[severity]
img-alt-missing = "warning"
MET003 = "error"
[rules.title-too-long]
pixels = 500
[[ignores]]
rule = "img-hotlinked"
posts = "https://example.org/2019/*"
reason = "licensed"
until = 2027-01-31
""")

    assert settings.ignore == ("IMG",)
    assert (settings.fail_on, settings.max_warnings) == ("warning", 50)
    assert settings.site.cdn_hosts == ("cdn.example.net",)
    assert settings.severity == {"img-alt-missing": "warning", "title-too-long": "error"}
    assert settings.rules == {"title-too-long": {"pixels": 500}}
    assert settings.ignores[0].until == date(2027, 1, 31)


def test_pyproject_has_a_table_for_it(folder):
    (folder / "pyproject.toml").write_text('[tool.postaudit]\nfail-on = "never"\n')

    assert load_settings().fail_on == "never"


def test_pyproject_without_the_table_is_nothing_to_us(folder):
    (folder / "pyproject.toml").write_text("[tool.other]\nfail_on = 1\n")

    assert load_settings() == Settings()


def test_own_file_comes_before_pyproject(folder):
    (folder / "pyproject.toml").write_text('[tool.postaudit]\nfail-on = "never"\n')

    assert loaded('fail-on = "notice"').fail_on == "notice"


def test_the_repository_is_searched_upwards_and_nothing_above_it(folder, monkeypatch):
    inner = folder / "repo" / "posts" / "2026"
    inner.mkdir(parents=True)
    (folder / FILE_NAME).write_text("not ours")
    monkeypatch.chdir(inner)
    assert find_settings(inner) is None

    (folder / "repo" / ".git").mkdir()
    assert find_settings(inner) is None

    (folder / "repo" / FILE_NAME).write_text("")
    assert find_settings(inner) == folder.resolve() / "repo" / FILE_NAME


def test_command_line_beats_file():
    settings = loaded('fail-on = "never"\nignore = ["IMG"]', fail_on="error", select=["MET"])

    assert (settings.fail_on, settings.select, settings.ignore) == ("error", ("MET",), ("IMG",))


def test_config_names_another_file(folder):
    (folder / "ci.toml").write_text('fail-on = "never"')
    (folder / FILE_NAME).write_text("broken")

    assert load_settings("ci.toml").fail_on == "never"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignore = []\n\nfail_on = "error"', 'unknown key "fail_on" in line 3. Did you mean "fail-on"?'),
        ("# one\n[site]\ncdn_hosts = []", 'unknown key "cdn_hosts" of [site] in line 3. Did you mean "cdn-hosts"?'),
        ("[zzz]", 'unknown key "zzz" in line 1.'),
        ("[network]\nmax_age = 1", 'unknown key "max_age" of [network] in line 2. Did you mean "max-age"?'),
        (
            'network = { max-age = "soon" }',
            '"max-age" of [network] in line 1 must be a span such as 7d, 12h or 30m: found "soon".',
        ),
        (
            "[network]\nheader = ['no colon']",
            '"header" of [network] in line 2 must be a header such as "X-Preview: 1": found "no colon".',
        ),
        ("[network]\naccept = [40]", '"accept" of [network] in line 2 must be at least 100: found 40.'),
        (
            "[rules.title-too-long]\npixel = 3",
            'unknown key "pixel" of [rules.title-too-long] in line 2. Did you mean "pixels"?',
        ),
        (
            "[rules.img-hotlinked]\nmost_images = 3",
            'unknown key "most_images" of [rules.img-hotlinked] in line 2. Did you mean "most-images"?',
        ),
        (
            "[rules.title-too-long]\npixels = -5",
            '"pixels" of [rules.title-too-long] in line 2 must be at least 0: found -5.',
        ),
        (
            '[rules.title-too-long]\npixels = "wide"',
            '"pixels" of [rules.title-too-long] in line 2 must be a whole number: found "wide".',
        ),
        ("[rules.title-to-long]\n", 'unknown rule "title-to-long" in line 1. Did you mean "title-too-long"?'),
        ('[severity]\nimg-alt = "error"', 'unknown rule "img-alt" in line 2. Did you mean "img-alt-missing"?'),
        (
            '[severity]\nIMG001 = "bad"',
            '"img-hotlinked" of [severity] in line 1 must be "error", "warning" or "notice": found "bad".',
        ),
        ('select = [\n  "IMG",\n  "IMX001",\n]', 'unknown rule "IMX001" in line 1. Did you mean "IMG001"?'),
        ('preview = "yes"', '"preview" in line 1 must be true or false: found "yes".'),
        ("max-warnings = '5'", '"max-warnings" in line 1 must be a whole number: found "5".'),
        ("max-warnings = -1", '"max-warnings" in line 1 must be at least 0: found -1.'),
        ("min-score = 101", '"min-score" in line 1 must be at most 100: found 101.'),
        ("jobs = 0", '"jobs" in line 1 must be at least 1: found 0.'),
        ('offline = "no"', '"offline" in line 1 must be true or false: found "no".'),
        (
            'fail-on = "warnings"',
            '"fail-on" in line 1 must be "error", "warning", "notice" or "never": found "warnings".',
        ),
        ('ignore = "TXT"', '"ignore" in line 1 must be a list: found "TXT".'),
        ("since = 2026", '"since" in line 1 must be a date such as 2027-01-31: found 2026.'),
        ("site = 3", '"site" in line 1 must be a table: found 3.'),
        ('[[ignores]]\nrule = "IMG"\n', '"reason" of [ignores] is missing in line 1.'),
        (
            '[[ignores]]\nrule = "IMG001"\nreason = "r"\n[[ignores]]\nrule = "IMG001"\nreason = ""',
            '"reason" of [ignores] in line 6 must be a text that is not empty: found "".',
        ),
        (
            '[[ignores]]\nrule = "img-hotlink"\nreason = "r"',
            'unknown rule "img-hotlink" in line 2. Did you mean "img-hotlinked"?',
        ),
        (
            '[severity]\nIMG = "error"',
            'unknown rule "IMG" in line 2. Prefixes do not work here: name each rule by itself, such as "IMG001".',
        ),
        ("fail-on = \n", "not TOML: Invalid value (at line 1, column 11)."),
    ],
)
def test_errors_name_file_key_line_and_neighbour(text, message):
    assert complaint(text) == f"{FILE_NAME}: {message}"


def test_line_of_a_key_behind_a_multi_line_text_that_looks_like_it():
    text = 'ignore = [\n  # fail_on = 1\n]\n[site]\nhosts = ["""\nfail_on = 2\n"""]\nfail_on = 3\n'

    assert "in line 8" in complaint(text)


def test_errors_in_pyproject_name_its_line():
    text = '[project]\nname = "x"\n\n[tool.postaudit]\nfail_on = "error"\n'

    assert complaint(text, "pyproject.toml") == (
        'pyproject.toml: unknown key "fail_on" in line 5. Did you mean "fail-on"?'
    )


def test_a_table_that_is_none():
    assert complaint("[tool]\npostaudit = 3", "pyproject.toml").startswith(
        'pyproject.toml: "tool.postaudit" in line 2 must be a table: found 3'
    )


def test_files_that_cannot_be_read(folder):
    with pytest.raises(SettingsError, match=r"^none\.toml: cannot be read: No such file or directory\.$"):
        load_settings("none.toml")
    (folder / "bytes.toml").write_bytes(b"ignore = ['\xff']")
    with pytest.raises(SettingsError, match=r"^bytes\.toml: not UTF-8 at byte 11\."):
        load_settings("bytes.toml")
    (folder / "deep.toml").write_text(f"ignore = {'[' * 100_000}")
    with pytest.raises(SettingsError, match=r"^deep\.toml: not TOML: "):
        load_settings("deep.toml")
    (folder / "big.toml").write_text("#" * (1 << 20) + "\n")
    with pytest.raises(SettingsError, match="larger than a megabyte"):
        load_settings("big.toml")


def test_errors_of_options_name_the_option():
    with pytest.raises(SettingsError, match=r'^--select: unknown rule "img-hotlink"\. Did you mean "img-hotlinked"\?$'):
        load_settings(select=["img-hotlink"])
    with pytest.raises(SettingsError, match=r"^--since: must be a date such as 2027-01-31\.$"):
        load_settings(since="yesterday")
    with pytest.raises(SettingsError, match=r"^--min-score: must be at most 100\.$"):
        load_settings(min_score=300)


def test_the_beginning_of_a_name_is_no_selector_and_the_message_says_what_is():
    with pytest.raises(SettingsError, match=r'unknown rule "img-"\. Codes, code prefixes and whole names are taken; '):
        load_settings(select=["img-"])


# -- in Python ---------------------------------------------------------------------------------------------------------


def test_settings_are_frozen_values_with_names_of_python():
    settings = Settings(fail_on="never", rules={"img-hotlinked": {"most_images": 1}})

    with pytest.raises(ValidationError):
        settings.fail_on = "error"
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own bytes
    assert settings.rules == {"img-hotlinked": {"most_images": 1}}


def test_changed_is_plain_and_always_the_same():
    settings = Settings(
        since=date(2026, 1, 1),
        site={"cdn_hosts": ["cdn.example"]},
        rules={"IMG001": {"hosts": ["z.example", "y.example", "x.example"]}},
        ignores=(Ignore(rule="IMG", reason="r"),),
    )

    assert settings.changed() == {
        "since": "2026-01-01",
        "site": {"cdn-hosts": ["cdn.example"]},
        "rules": {"img-hotlinked": {"hosts": ["x.example", "y.example", "z.example"]}},
        "ignores": [{"reason": "r", "rule": "IMG"}],
    }
    json.dumps(settings.changed())


# -- selection ---------------------------------------------------------------------------------------------------------

STABLE = {"img-hotlinked", "img-alt-missing", "title-too-long"}
COMPANION = {"img-local-copy"}


@pytest.mark.parametrize(
    ("settings", "active"),
    [
        ({}, STABLE),
        ({"preview": True}, STABLE | {"title-shouting"}),
        ({"select": ["MET"]}, {"title-too-long"}),
        ({"select": ["MET"], "preview": True}, {"title-too-long", "title-shouting"}),
        ({"select": ["IMG", "title-odd"]}, {"img-hotlinked", "img-alt-missing", "title-odd"}),
        ({"select": ["MET004"]}, {"title-shouting"}),
        ({"extend_select": ["MET005"]}, STABLE | {"title-odd"}),
        ({"ignore": ["IMG"]}, {"title-too-long"}),
        ({"ignore": ["IMG"], "extend_select": ["IMG003"]}, {"img-alt-missing", "title-too-long"}),
        ({"ignore": ["IMG003"], "extend_select": ["IMG003"]}, {"img-hotlinked", "title-too-long"}),
        ({"ignore": ["img-hotlinked"]}, {"img-alt-missing", "title-too-long"}),
    ],
)
def test_selection(settings, active):
    assert names(Settings(**settings)) - COMPANION == active


def test_companions_are_always_there_unless_ignored():
    assert names(Settings(select=["MET003"])) == {"title-too-long"} | COMPANION
    assert names(Settings(ignore=["IMG009"])) == STABLE


def test_what_is_ignored_is_told():
    assert [rule.name for rule in selected(Settings(ignore=["MET"])).ignored] == ["title-too-long"]


def test_rules_get_their_settings_and_severities_their_codes():
    settings = Settings(rules={"title-too-long": {"pixels": 500}}, severity={"title-too-long": "error"})
    selection = selected(settings)

    assert TitleTooLong(pixels=500) in selection.active
    assert selection.severities == {"MET003": Severity.ERROR}


def test_nothing_left_to_run_is_an_error():
    for settings in (Settings(select=["img-local-copy"]), Settings(ignore=["IMG", "MET"])):
        with pytest.raises(SettingsError, match="no rule is left to run"):
            selected(settings)


def test_selectors_are_held_against_the_rules_at_hand():
    with pytest.raises(SettingsError, match=r'^unknown rule "IMG"\.'):
        selected(Settings(ignore=["IMG"]), [TitleTooLong])


# -- schema ------------------------------------------------------------------------------------------------------------


def test_rule_settings_carry_types_defaults_and_docs():
    schema = rule_settings(ImgHotlinked).model_json_schema()

    assert schema["additionalProperties"] is False
    assert schema["properties"]["most-images"]["description"] == "Pictures that are tolerated."
    assert schema["properties"]["hosts"]["default"] == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ('max-age = "7d"', True),
        ("max-age = 3600", True),
        ('timeout = "30s"', True),
        ("timeout = 2.5", True),
        ("timeout = 0", False),
        ("timeout = 301", False),
        ("max-age = -1", False),
        ('max-age = "a week"', False),
        ("max-age = true", False),
    ],
)
def test_schema_and_settings_agree_on_spans(text, is_right):
    network = tomllib.loads(text)

    assert Draft202012Validator(settings_schema(RULES)).is_valid({"network": network}) is is_right
    with nullcontext() if is_right else pytest.raises(ValidationError):
        Settings.model_validate({"network": network})


def test_schema_takes_what_is_right_and_refuses_what_is_wrong():
    schema = settings_schema(RULES)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    assert validator.is_valid({"fail-on": "never", "rules": {"title-too-long": {"pixels": 5}}, "site": {"hosts": []}})
    for wrong in (
        {"fail_on": "never"},
        {"rules": {"title-too-long": {"pixel": 5}}},
        {"site": {"cdn_hosts": []}},
        {"ignores": [{"rule": "IMG"}]},
        {"max-warnings": -1},
    ):
        assert not validator.is_valid(wrong), wrong


def test_published_schema_is_fresh(request, monkeypatch):
    monkeypatch.undo()
    fresh = json.dumps(settings_schema(all_rules()), ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--update", default=False):
        SCHEMA.write_text(fresh, "utf-8")

    assert SCHEMA.read_text("utf-8") == fresh, "run: pytest tests/test_settings.py --update"


def test_no_rule_counts_or_measures_below_nothing():
    for rule in all_rules():
        for name, schema in rule_settings(rule).model_json_schema().get("properties", {}).items():
            assert schema["type"] not in {"integer", "number"} or schema["minimum"] == 0, (rule.name, name)
