"""What a user gets: the package, its data files and its command are where the wheel must have them.

The same tests run in a checkout and against an installed wheel (`nox -s package`).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import pytest

import audit
from audit.resources import report_asset, schema

ROOT = Path(__file__).parents[1]
PACKAGE = Path(audit.__file__).parent
IN_CHECKOUT = PACKAGE.parent == ROOT
SNAPSHOT = Path(__file__).parent / "packaging" / "wheel.txt"
HOMES = {"audit": "audit", "schemas": "audit/schemas", "reports": "audit/reports"}  # in the checkout: in the wheel
NOT_SHIPPED = ("reports/samples/",)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def files_below(folder, prefix):
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [f"{prefix}/{path.relative_to(folder).as_posix()}" for path in paths]


def contents():
    """What the wheel holds: read off the installed package, or off the checkout that it will be built from."""
    if not IN_CHECKOUT:
        return sorted(files_below(PACKAGE, "audit"))
    names = []
    for home, place in HOMES.items():
        shipped = [name for name in files_below(ROOT / home, home) if not name.startswith(NOT_SHIPPED)]
        names += [place + name.removeprefix(home) for name in shipped]
    return sorted(names)


def test_wheel_holds_what_the_snapshot_says(request):
    if request.config.getoption("--update", default=False):
        SNAPSHOT.write_text("".join(f"{name}\n" for name in contents()), "utf-8")

    assert contents() == SNAPSHOT.read_text("utf-8").split(), (
        "if this is meant: pytest tests/test_packaging.py --update"
    )


def test_wheel_has_types_and_only_one_top_level_name():
    names = SNAPSHOT.read_text("utf-8").split()

    assert "audit/py.typed" in names
    assert {name.partition("/")[0] for name in names} == {"audit"}


@pytest.mark.parametrize("name", [name for name in contents() if name.endswith(".schema.json")])
def test_every_schema_is_found(name):
    within = name.removeprefix("audit/schemas/").removesuffix(".schema.json")

    assert schema(within)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", [name for name in contents() if name.startswith("audit/reports/")])
def test_every_report_asset_is_found(name):
    assert report_asset(name.removeprefix("audit/reports/"))


@pytest.mark.parametrize("name", [name for name in contents() if name.endswith(".py")])
def test_every_module_can_be_imported(name):
    if not name.endswith("__main__.py"):
        import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def test_version_is_the_same_everywhere():
    assert audit.__version__ == project()["project"]["version"]
    assert installed_version() == audit.__version__


def installed_version():
    try:
        return version("postaudit")
    except PackageNotFoundError:
        pytest.skip("postaudit is not installed here, only checked out (pip install -e .)")


def test_public_names_are_there():
    for name in audit.__all__:
        assert getattr(audit, name) is not None


def test_command_is_installed():
    assert installed_version()
    (command,) = entry_points(group="console_scripts", name="postaudit")

    assert command.value == project()["project"]["scripts"]["postaudit"]
    assert callable(command.load())


def test_python_m_audit_is_the_command():
    done = subprocess.run([sys.executable, "-m", "audit", "--help"], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("usage: postaudit")
    assert not done.stderr


def test_ci_runs_the_tests_as_the_readme_says():
    if not IN_CHECKOUT:
        pytest.skip(".ci/run is no part of what is installed")
    commands = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)

    assert len(commands) >= 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8")
