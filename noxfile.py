"""What CI does: `nox` lints, checks the types, runs the tests, tries the package and the README's commands.

`nox -l` lists the sessions, `nox -s tests` runs one. Nothing here needs more than Python with pip and venv.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml("pyproject.toml")
OLDEST = PYPROJECT["project"]["requires-python"].removeprefix(">=")
WHEEL_CONTENTS = ROOT / "tests" / "packaging" / "wheel.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HERE_ALONE = "not browser and not wordpress and not ecosystem and not site"
"""The tests that need nothing but Python; each of the others has a session of its own."""
WORDPRESS = ROOT / "tests" / "wordpress"

# Left behind when the checkout is copied: what tools make, and what is not the project's.
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".nox", ".venv", ".*_cache", ".hypothesis", "__pycache__", "dist", "*.egg-info"
)


def _runs(version: str) -> bool:
    """Whether this Python is here; a pyenv shim is on the path even where the version behind it is not chosen."""
    found = shutil.which(f"python{version}")
    return found is not None and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0  # noqa: S603 - a program of this machine


def _supported() -> list[str]:
    prefix = "Programming Language :: Python :: 3."
    return [entry.rpartition(" ")[2] for entry in PYPROJECT["project"]["classifiers"] if entry.startswith(prefix)]


PYTHONS = [version for version in _supported() if _runs(version)] or [OLDEST]

# What a wheel can break: see `package`.
OF_THE_WHEEL = (
    "--deselect=tests/cli/test_check_links.py",  # of the prober, but for the command, which the others start
    "--deselect=tests/formats/test_every_format.py::test_ten_thousand_findings_take_seconds",
    "tests/cli",
    "tests/engine/test_pool.py",
    "tests/formats",
    "tests/gate",
    "tests/rules/rich_results/test_features.py",
    "tests/rules/sponsors/test_lexicon.py",
    "tests/rules/structured_data/test_vocabulary.py",
    "tests/rules/test_examples.py",
    "tests/rules/test_index.py",
    "tests/rules/test_packages.py",
    "tests/sources/test_columnar.py",
    "tests/sources/test_delimited.py",
    "tests/sources/test_feeds.py",
    "tests/sources/test_files.py",
    "tests/sources/test_own.py",
    "tests/sources/test_pages.py",
    "tests/sources/test_sitemaps.py",
    "tests/sources/test_wordpress.py",
    "tests/sources/test_wxr.py",
    "tests/test_api.py",
    "tests/test_casebook.py",
    "tests/test_examples.py",
    "tests/test_lazy.py",
    "tests/test_packaging.py",
    "tests/test_recipes.py",
    "tests/test_samples.py",
    "tests/test_seed.py",
    "tests/test_settings.py",
)
# One process a core. Whoever has nothing left takes from the others, so that they end together.
IN_PARALLEL = ("-n", "auto", "--dist", "worksteal")

nox.needs_version = ">=2026.10"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = [
    "lint",
    "types",
    "tests",
    "others",
    "browser",
    "wordpress",
    "ecosystem",
    "package",
    "docs",
    "readme",
]
# Hundreds of processes that each compile the package anew would take longer than all that they test.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _install(session: nox.Session, *groups: str) -> None:
    """The checkout, editable, with groups of what developing it takes."""
    session.install("-e", ".", *nox.project.dependency_groups(PYPROJECT, *groups))


@nox.session(python=PYTHONS[0], default=False)
def checkout(session: nox.Session) -> None:
    """Install the checkout, editable, and all that looks at it: once, for the sessions that require this one."""
    _install(session, "tests", "lint", "types", "browser", "ecosystem", "docs")


def _run(session: nox.Session, program: str, *arguments: str) -> None:
    """Run a program of the environment of `checkout`, as if that were the session's own."""
    environment = session.env_dir.with_name("checkout").absolute()  # for programs that are run from another folder
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    session.run(str(programs / program), *arguments, env={"PATH": path}, external=True)


def _pytest(session: nox.Session, *arguments: str) -> None:
    _run(session, "python", "-m", "pytest", *arguments, *session.posargs)


@nox.session(python=PYTHONS[0])
def quality(session: nox.Session) -> None:
    """Tell how well planted links are told from honest ones: `nox -s quality -- LABELS.jsonl [--posts FOLDER]`."""
    _install(session)
    labels = session.posargs or [str(ROOT / "benchmarks" / "labels" / "written.jsonl"), "--show"]
    session.run("python", str(ROOT / "benchmarks" / "quality.py"), *labels)


@nox.session(venv_backend="none", requires=["checkout"])
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    _run(session, "ruff", "check", *session.posargs)
    _run(session, "ruff", "format", "--check")


@nox.session(venv_backend="none", requires=["checkout"])
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    _run(session, "mypy")


@nox.session(venv_backend="none", requires=["checkout"])
def tests(session: nox.Session) -> None:
    """Run the suite; `nox -s tests -- -k title` passes arguments to pytest."""
    _pytest(session, "-m", HERE_ALONE, *IN_PARALLEL)


@nox.session(python=PYTHONS[1:] or False)
def others(session: nox.Session) -> None:
    """Run the suite on every other Python that is here."""
    if not PYTHONS[1:]:
        session.skip(f"no other Python is here than {PYTHONS[0]}")
    _install(session, "tests")
    session.run("python", "-m", "pytest", "-m", HERE_ALONE, *IN_PARALLEL, *session.posargs)


@nox.session(venv_backend="none", requires=["checkout"])
def browser(session: nox.Session) -> None:
    """Open the HTML report in a headless Chromium, where there is one. CI must have one."""
    if not any(map(shutil.which, BROWSERS)):
        if os.environ.get("CI"):
            session.error("no Chromium here, and CI must try the HTML report in one")
        session.skip("no Chromium here: the HTML report was not tried in a browser (Debian: apt-get install chromium)")
    _pytest(session, "-m", "browser", "tests/browser", *IN_PARALLEL)


@nox.session(python=PYTHONS[0], default=False)
def screenshots(session: nox.Session) -> None:
    """Take pictures of the HTML report, for people to look at: `nox -s screenshots -- FOLDER`."""
    chosen = session.posargs[0] if session.posargs else tempfile.mkdtemp(prefix="postaudit-screenshots-")
    folder = Path(chosen).resolve()
    _install(session, "tests", "browser")
    script = "tests/browser/screenshots.py"
    session.run("python", "-m", "pytest", script, env={"POSTAUDIT_SCREENSHOTS": str(folder)})
    session.log(f"the pictures are in {folder}")


@nox.session(venv_backend="none", requires=["checkout"])
def ecosystem(session: nox.Session) -> None:
    """Try what others run postaudit by, as they would: the GitHub action, the pre-commit hooks, the GitLab template."""
    _run(session, "zizmor", "--offline", "--quiet", "action.yml")
    _pytest(session, "-m", "ecosystem", "tests/ecosystem")


@nox.session(venv_backend="none", requires=["checkout"])
def wordpress(session: nox.Session) -> None:
    """Audit a real WordPress on loopback, where Debian's packages for one are here. CI must have them."""
    sys.path.insert(0, str(WORDPRESS))
    from lab import missing  # noqa: PLC0415 - reads which programs are here

    if lacking := missing():
        if os.environ.get("CI"):
            session.error(f"CI must audit a real WordPress, and these packages are missing: {', '.join(lacking)}")
        session.skip(f"no WordPress was audited (Debian: apt-get install {' '.join(lacking)})")
    _pytest(session, "-m", "wordpress", str(WORDPRESS))


@nox.session(python=PYTHONS[0])
def package(session: nox.Session) -> None:
    """Build the sdist and, from it, the wheel; look into it; try it installed.

    A wheel can lack a file, look for one where it is not, start what is not there, or import what is not installed: so
    here runs what starts the command, loads each module and each rule, reads each resource, source and format. What
    remains are functions of what they are given, which `tests` has tried; their code is the same, letter by letter.
    """
    session.install(*nox.project.dependency_groups(PYPROJECT, "package", "tests"))
    with tempfile.TemporaryDirectory(prefix="postaudit-package-") as folder:
        dist, away = Path(folder) / "dist", Path(folder) / "away"
        session.run("python", "-m", "build", "--outdir", str(dist), silent=True)
        (wheel,) = dist.glob("*.whl")
        _compare_contents(session, wheel)
        session.install("--force-reinstall", "--no-deps", str(wheel))
        session.install(str(wheel))
        _copy_tests(away)
        with session.chdir(away):
            session.run("python", "-c", "import audit, sys; sys.exit('site-packages' not in audit.__file__)")
            parts = session.posargs or OF_THE_WHEEL
            session.run("pytest", "-m", HERE_ALONE, "-p", "no:cacheprovider", *IN_PARALLEL, *parts)


def _compare_contents(session: nox.Session, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        homes = ((name, name.partition("/")[0]) for name in archive.namelist())
        names = sorted(name for name, home in homes if not home.endswith((".dist-info", ".data")))
    expected = WHEEL_CONTENTS.read_text("utf-8").split()
    if names != expected:
        lacking, extra = sorted(set(expected) - set(names)), sorted(set(names) - set(expected))
        session.error(
            f"the wheel lacks {lacking} and has {extra}: mend it, or run `pytest tests/test_packaging.py --update`"
        )


def _copy_tests(away: Path) -> None:
    """The tests, and what they read beside the package, in a folder from which the checkout's `audit` is not found."""
    for folder in ("tests", "examples", "docs", "schemas", "reports/samples"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, away / folder, ignore=NOT_SOURCE)
    for file in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / file, away / file)


@nox.session(venv_backend="none", requires=["checkout"])
def docs(session: nox.Session) -> None:
    """Build the documentation into `build/site`, without a warning, and look into it."""
    build = ROOT / "build"
    strictly = ("-E", "-W", "--keep-going", "-q", "-j", "auto", "-d", str(build / "doctrees"))
    _run(session, "sphinx-build", *strictly, str(ROOT / "docs"), str(build / "site"))
    _pytest(session, "-m", "site", "tests/docs/test_site.py")


@nox.session(python=PYTHONS[0])
def readme(session: nox.Session) -> None:
    """Do what the README tells a stranger to do, in a copy of the checkout."""
    command = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0]
    with tempfile.TemporaryDirectory(prefix="postaudit-readme-") as folder:
        stranger = Path(folder) / "postaudit"
        shutil.copytree(ROOT, stranger, ignore=NOT_SOURCE)
        with session.chdir(stranger):
            session.run("bash", "-euo", "pipefail", "-c", command, external=True)
        if "saltmarsh.example" not in (stranger / "report.html").read_text("utf-8"):
            session.error("the report of the README's first command does not name the site of the examples")


@nox.session(python=PYTHONS[0], default=False)
def bench(session: nox.Session) -> None:
    """Measure: each benchmark prints what it compares with what. Never part of the tests."""
    _install(session, "tests", "browser")
    for script in sorted((ROOT / "benchmarks").glob("[!_]*.py")):
        session.run("python", str(script), *session.posargs)


@nox.session(python=PYTHONS[0], default=False)
def new_rule(session: nox.Session) -> None:
    """Write the skeleton of a rule: `nox -s new_rule -- IMG016 img-data-uri-large`."""
    if len(session.posargs) != 2:  # noqa: PLR2004 - code and name
        session.error("usage: nox -s new_rule -- CODE NAME, such as IMG016 img-data-uri-large")
    code, name = session.posargs
    session.install("-e", ".")
    question = "import sys; from audit.rule import FAMILIES; print(FAMILIES[sys.argv[1]].folder)"
    folder = session.run("python", "-c", question, code[:3], silent=True, log=False)
    path = ROOT / "audit" / "rules" / str(folder).strip() / f"{name.replace('-', '_')}.py"
    if path.exists():
        session.error(f"{path.relative_to(ROOT)} is there already")
    since = PYPROJECT["project"]["version"]
    words = {"code": code, "title": "".join(map(str.title, name.split("-"))), "since": since}
    path.write_text(SKELETON.format(**words), "utf-8")
    session.log(
        f"wrote {path.relative_to(ROOT)}; when it is right: {shlex.join(['pytest', '--update'])}, and read the diff"
    )


SKELETON = textwrap.dedent('''\
    """{code}."""

    from __future__ import annotations

    from typing import TYPE_CHECKING

    from audit.facts import Image
    from audit.finding import Finding, Severity
    from audit.rule import Bad, Good, PostRule

    if TYPE_CHECKING:
        from collections.abc import Iterable

        from audit.facts import Facts


    class {title}(PostRule[Image], code="{code}", severity=Severity.NOTICE, since="{since}"):
        """The fault, in one line.

        Why it matters to a reader or to a search engine: this is the rule's page.
        """

        remedy = "What an editor should do, in one or two sentences."
        sources = ("https://html.spec.whatwg.org/multipage/images.html#alt",)
        needs = frozenset({{"tag:img"}})
        reads_content = True
        examples = (
            Bad('<img src="/tide.jpg">', says="no alternative text", points_at="<img"),
            Good('<img src="/tide.jpg" alt="The tide in the harbour">'),
        )

        def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:  # noqa: ARG002 - the element says it all
            """One finding an image."""
            if subject.alt is None and subject.url is not None:
                yield Finding("The image has no alternative text.", at=subject.place, value=subject.url.href)
    ''')
