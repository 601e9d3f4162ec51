"""`postaudit init`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from audit.cli import main
from audit.cli.init import TEMPLATE
from audit.probe.settings import NetworkSettings
from audit.settings import Ignore, Settings, load_settings
from audit.site import SiteSettings


def test_it_writes_a_file_that_changes_nothing(capsys):
    assert main(["init"]) == 0
    assert capsys.readouterr().out == "postaudit.toml: written. Take away the # from what you want to set.\n"
    assert load_settings() == Settings()


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
