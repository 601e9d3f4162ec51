"""`postaudit rules`, on two invented rules."""

from __future__ import annotations

import json

import pytest

from audit.cli import main
from audit.cli.rules import explained
from audit.finding import Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules import all_rules


class TitleTooLong(PostRule[Post], code="MET003", severity=Severity.WARNING, since="0.1.0"):
    """Title is too long.

    A result page shows about 600 pixels of it, and cuts the rest. What a reader does not see cannot
    make a reader click.

    The second paragraph.
    """

    pixels: int = 600
    """Width that a result page shows."""

    remedy = "Shorten it, or say the important thing first."
    sources = ("https://search.example/titles", "https://search.example/widths")
    examples = (
        Bad(fields={"title": {"rendered": "Long\u200b"}}, says="wide"),
        *(Bad(f"<p>{number}</p>\n<p>more</p>", says="wide") for number in range(3)),
        Good("<p>short</p>", head="<title>a</title>", note="shown in full"),
    )

    def check(self, subject, facts):  # noqa: ARG002 - a rule of no interest
        return ()


class TitleOdd(PostRule[Post], code="MET005", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """Title is odd."""

    def check(self, subject, facts):  # noqa: ARG002 - a rule of no interest
        return ()


@pytest.fixture
def two_rules(monkeypatch):
    monkeypatch.setattr("audit.rules.all_rules", lambda: (TitleTooLong, TitleOdd))


@pytest.mark.usefixtures("two_rules")
class TestRules:
    def test_list(self, capsys):
        assert main(["rules"]) == 0
        assert capsys.readouterr().out == (
            "severity    rule                   status    summary\n"
            "----------  ---------------------  --------  ------------------\n"
            "warning     MET003 title-too-long  stable    Title is too long.\n"
            "notice      MET005 title-odd       named     Title is odd.\n"
            "\n"
            "2 rules. `postaudit rules NAME` explains one.\n"
        )

    @pytest.mark.parametrize("name", ["MET003", "title-too-long"])
    def test_explain(self, name, capsys):
        assert main(["rules", name]) == 0
        assert capsys.readouterr().out == (
            "MET003 title-too-long · warning · stable · works offline\n"
            "\n"
            "Title is too long.\n"
            "A result page shows about 600 pixels of it, and cuts the rest. What a reader does not see cannot\n"
            "make a reader click.\n"
            "The second paragraph.\n"
            "\n"
            "Remedy     Shorten it, or say the important thing first.\n"
            'Wrong      {"title": {"rendered": "Long\\u200b"}}\n'
            "Wrong      <p>0</p>\n"
            "           <p>more</p>\n"
            "Wrong      <p>1</p>\n"
            "           <p>more</p>\n"
            "           and 1 more: --format json\n"
            "Right      <title>a</title>\n"
            "           <p>short</p>\n"
            "           (shown in full)\n"
            "Settings   pixels = 600: Width that a result page shows.\n"
            "Sources    search.example/titles\n"
            "           search.example/widths\n"
        )

    def test_json(self, capsys):
        assert main(["rules", "--format", "json"]) == 0
        first, second = json.loads(capsys.readouterr().out)

        assert " ".join(first) == "code name family severity status scope summary why remedy sources settings examples"
        assert first["settings"]["pixels"]["default"] == 600
        assert first["examples"][0] == {
            "verdict": "bad",
            "fields": {"title": {"rendered": "Long\u200b"}},
            "says": "wide",
        }
        assert (second["status"], second["scope"], second["settings"]) == ("named", "post", {})

    def test_json_of_one(self, capsys):
        main(["rules", "title-odd", "--format", "json"])

        assert [rule["code"] for rule in json.loads(capsys.readouterr().out)] == ["MET005"]

    def test_explain_several(self, capsys):
        main(["rules", "title-odd", "MET003"])

        shown = capsys.readouterr().out
        assert shown.startswith("MET005 title-odd")
        assert "\n\nMET003 title-too-long · warning" in shown

    @pytest.mark.parametrize("selectors", [["MET"], ["MET00", "title-odd"], ["MET003,MET"]])
    def test_a_prefix_lists(self, selectors, capsys):
        main(["rules"])
        everything = capsys.readouterr().out

        main(["rules", *selectors])
        assert capsys.readouterr().out == everything

    def test_json_of_several(self, capsys):
        main(["rules", "title-odd,MET00", "MET003", "--format", "json"])

        assert [rule["code"] for rule in json.loads(capsys.readouterr().out)] == ["MET005", "MET003"]

    @pytest.mark.parametrize("selector", ["title-", "title", "met"])
    def test_the_beginning_of_a_name_or_a_code_in_small_letters_lists(self, selector, capsys):
        main(["rules", selector, "--format", "json"])

        assert {rule["code"] for rule in json.loads(capsys.readouterr().out)} >= {"MET005", "MET003"}

    def test_unknown(self, capsys):
        assert main(["rules", "title-to-long"]) == 2
        assert capsys.readouterr() == ("", 'unknown rule "title-to-long". Did you mean "title-too-long"?\n')

    def test_colour(self, capsys):
        main(["rules", "--color", "always"])

        assert "\x1b[33mwarning\x1b[0m     MET003" in capsys.readouterr().out


def test_every_rule_can_be_listed_and_explained(capsys):
    for arguments in ([], ["--format", "json"], *([rule.name] for rule in all_rules())):
        assert main(["rules", *arguments]) == 0
        assert capsys.readouterr().out


def test_what_is_repeated_in_an_example_stands_there_once(capsys):
    assert main(["rules", "no-subheadings"]) == 0
    shown = " ".join(capsys.readouterr().out.split())

    assert shown.count("The tide came in over the flats") == shown.count("… (× 26)") == 4


def test_what_the_rule_says_of_an_example_stands_under_it(capsys):
    assert main(["rules", "featured-image-mismatch"]) == 0

    assert "the featured image is https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg." in " ".join(
        capsys.readouterr().out.split()
    )


def test_an_example_on_which_a_rule_crashes_is_shown_all_the_same():
    class Broken(PostRule[Post], code="IMG999", severity=Severity.NOTICE, since="0.1.0"):
        """Breaks."""

        examples = (Bad("<p>Ebb</p>", says="nothing"), Good("<p>Tide</p>"))

        def check(self, subject, facts):  # noqa: ARG002
            raise ValueError

    assert "Wrong      <p>Ebb</p>\nRight      <p>Tide</p>" in explained(Broken, 80)
