"""`postaudit init`."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from jsonschema import Draft202012Validator

from audit.cli import main
from audit.cli.init import TEMPLATE
from audit.probe.settings import NetworkSettings
from audit.rules import all_rules
from audit.settings import Ignore, Settings, settings_schema
from audit.settings_file import load_settings
from audit.site import SiteSettings


def test_it_writes_a_file_that_changes_nothing(capsys):
    assert main(["init"]) == 0
    assert capsys.readouterr().out == (
        "postaudit.toml: written. Take away the # from what you want to set.\n"
        "postaudit.schema.json: written. Editors complete and check the settings by it.\n"
    )
    assert load_settings() == Settings()


def test_the_schema_that_its_first_line_names_is_beside_it():
    main(["init"])
    named = re.fullmatch(r"#:schema \./(\S+)", Path("postaudit.toml").read_text("utf-8").splitlines()[0])
    written = json.loads(Path(named[1]).read_text("utf-8"))

    assert written == settings_schema(all_rules())
    Draft202012Validator(written).validate({"fail-on": "warning"})


def test_the_schema_alone_is_written_anew(capsys):
    Path("postaudit.toml").write_text("preview = true\n")
    Path("postaudit.schema.json").write_text("{}")

    assert main(["init", "--schema"]) == 0
    assert capsys.readouterr().out == "postaudit.schema.json: written. Editors complete and check the settings by it.\n"
    assert json.loads(Path("postaudit.schema.json").read_text("utf-8"))["properties"]["fail-on"]
    assert Path("postaudit.toml").read_text() == "preview = true\n"


def test_it_never_overwrites(capsys):
    Path("postaudit.toml").write_text("preview = true\n")

    assert main(["init"]) == 2
    assert capsys.readouterr().err == "postaudit.toml: is there already, and stays as it is.\n"
    assert Path("postaudit.toml").read_text() == "preview = true\n"


def test_a_folder_that_cannot_be_written(monkeypatch, capsys):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)

    assert main(["init"]) == 2
    assert capsys.readouterr().err == "postaudit.toml: cannot be written: Permission denied.\n"


def test_every_example_in_it_is_a_setting():
    examples = re.sub(r"(?m)^# (?=[a-z-]+ = |\[)", "", TEMPLATE)
    document = tomllib.loads(examples)
    keys = {name.replace("_", "-") for name in Settings.model_fields}

    assert set(document) <= keys
    assert keys - set(document) == {"as-of"}
    assert {name.replace("_", "-") for name in SiteSettings.model_fields} == set(document["site"])
    assert {name.replace("_", "-") for name in NetworkSettings.model_fields} == set(document["network"])
    assert set(Ignore.model_fields) == set(document["ignores"][0])
    Settings.model_validate(document, by_alias=True, by_name=False)
