"""A real WordPress for tests: the distribution's MariaDB, PHP and nginx, on loopback, in a folder of their own.

Nothing outside that folder is read or written but the packages themselves, and nothing outlives the process that
started it: every service runs in the foreground as a child, is ended by its process id, and is told by the kernel to
end when its parent dies. Run by root, everything drops to the web server's user.

Two sites share the services: one at the root of its host with pretty permalinks, one in the folder `/blog/` of another.
"""

from __future__ import annotations

import getpass
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple, Self

HERE = Path(__file__).parent
CODE = Path("/usr/share/wordpress")
SYSTEM_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
WEB_USER = "www-data"
BUSY = 4
"""Requests at the same time up to which the server's log calls a site idle: what postaudit promises by default."""

_PACKAGES = {
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "mariadb": "mariadb-client",
    "nginx": "nginx-light",
    "php": "php-cli",
    "setpriv": "util-linux",
    "curl": "curl",
}
_EXTENSIONS = {"mysqli": "php-mysql", "gd": "php-gd", "mbstring": "php-mbstring", "dom": "php-xml"}
_STARTS_IN = 60.0
_ENDS_IN = 20.0


class Request(NamedTuple):
    """A request as nginx saw it: `user` is the one of its credentials, `crowded` whether there were more than BUSY."""

    method: str
    address: str
    status: int
    user: str
    crowded: bool
    agent: str


def missing() -> list[str]:
    """Debian packages that are needed and not here."""
    lacking = [package for program, package in _PACKAGES.items() if _found(program) is None]
    if _fpm() is None:
        lacking.append("php-fpm")
    if not (CODE / "wp-load.php").is_file():
        lacking.append("wordpress")
    if not (CODE / "wp-content" / "themes" / "twentytwentythree").is_dir():
        lacking.append("wordpress-theme-twentytwentythree")
    if php := _found("php"):
        loaded = subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout.lower().split()
        lacking += [package for extension, package in _EXTENSIONS.items() if extension not in loaded]
    return sorted(set(lacking))


def _found(program: str) -> str | None:
    return shutil.which(program, path=SYSTEM_PATH)


def _fpm() -> str | None:
    """Debian's name has the version in it."""
    names = [path.name for folder in ("/usr/sbin", "/usr/bin") for path in Path(folder).glob("php-fpm[0-9]*")]
    return next(filter(None, map(_found, ["php-fpm", *sorted(names)])), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """One of the two sites.

    Attributes:
        name: `main` or `blog`.
        url: its home, without a slash at its end.
        made: what `seed.php` made: (id, status, type) by name.
        passwords: application passwords by user name.
    """

    def __init__(self, lab: Lab, name: str, url: str) -> None:
        self._lab = lab
        self.name = name
        self.url = url
        self.made: dict[str, dict[str, object]] = {}
        self.passwords: dict[str, str] = {}

    def php(self, script: str, *arguments: object) -> object:
        """Run one of the scripts in `php/` with WordPress loaded; what it prints is JSON."""
        return self._lab.php(self.name, script, *arguments)

    def ids(self, *, kinds: tuple[str, ...] = (), statuses: tuple[str, ...] = ("publish",)) -> set[int]:
        """Ids in the database, straight from it: the truth that an audit is held against."""
        return set(self.php("ids.php", ",".join(kinds), ",".join(statuses)))

    def requests(self) -> list[Request]:
        """All requests to this site since `forget_requests`."""
        lines = (self._lab.folder / "log" / f"{self.name}.log").read_text("utf-8").splitlines()
        return [
            Request(
                one["method"],
                one["uri"],
                int(one["status"]),
                one["user"],
                one["busy"] == "REJECTED_DRY_RUN",
                one["agent"],
            )
            for one in map(json.loads, lines)
        ]

    def forget_requests(self) -> None:
        """Empty the log; nginx appends, so that it goes on from the beginning."""
        os.truncate(self._lab.folder / "log" / f"{self.name}.log", 0)


class Lab:
    """The services. Use it as a context: it starts, installs and seeds on entry, and ends everything on exit."""

    def __init__(self) -> None:
        self.folder = Path()
        self._services: list[subprocess.Popen[bytes]] = []
        main, blog = free_port(), free_port()
        self.main = Site(self, "main", f"http://127.0.0.1:{main}")
        self.blog = Site(self, "blog", f"http://127.0.0.1:{blog}/blog")
        self._ports = {"@MAIN_PORT@": str(main), "@BLOG_PORT@": str(blog)}
        is_root = os.geteuid() == 0
        self._user = WEB_USER if is_root else getpass.getuser()
        self._drop = ["--reuid", WEB_USER, "--regid", WEB_USER, "--init-groups"] if is_root else []

    def __enter__(self) -> Self:
        # Not below pytest's own folders: root's are closed to the web server's user.
        self.folder = Path(tempfile.mkdtemp(prefix="postaudit-wp-", dir="/tmp"))  # sockets need short paths
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def php(self, site: str, script: str, *arguments: object) -> object:
        """Run one of the scripts in `php/` for a site."""
        command = [_found("php"), "-d", "opcache.enable_cli=0", HERE / "php" / script, self.folder / "www", *arguments]
        done = self._run(command, LAB_SITE=site)
        return json.loads(done or "null")

    # -- starting and ending -------------------------------------------------------------------------------------------

    def _start(self) -> None:
        for name in ("db", "log", "run", "tmp", "nginx", "blog"):
            (self.folder / name).mkdir()
        self._copy_code()
        (self.folder / "blog" / "blog").symlink_to(self.folder / "www")
        for name in ("nginx.conf", "php-fpm.conf", "php.ini"):
            self._fill(HERE / name, self.folder / "run" / name)
        if self._drop:
            self._give_away()
        self._start_database()
        with self._log("fpm").open("wb") as log:
            self._serve([_fpm(), "--nodaemonize", "--fpm-config", self.folder / "run" / "php-fpm.conf"], log)
        self._await("php-fpm", lambda: self._listens("fpm.sock"))
        for site in (self.main, self.blog):
            site.passwords = site.php("install.php")
        with self._log("nginx").open("wb") as log:
            self._serve([_found("nginx"), "-c", self.folder / "run" / "nginx.conf", "-e", "stderr"], log)
        self._await("nginx", lambda: all(map(_answers, (self.main.url, self.blog.url))))
        for site in (self.main, self.blog):
            site.made = site.php("seed.php")
            site.forget_requests()

    def _copy_code(self) -> None:
        """The tree without Debian's own configuration, and with links followed: PHP finds itself by real paths."""
        www = self.folder / "www"
        skipped = shutil.ignore_patterns("wp-config.php", "uploads", "languages", "twentytwentyone", "twentytwentytwo")
        shutil.copytree(CODE, www, ignore=skipped, ignore_dangling_symlinks=True)
        (www / "wp-content" / "uploads").mkdir()
        (www / "wp-content" / "mu-plugins").mkdir(exist_ok=True)
        self._fill(HERE / "php" / "wp-config.php", www / "wp-config.php")
        shutil.copy(HERE / "php" / "plugin.php", www / "wp-content" / "mu-plugins" / "plugin.php")

    def _fill(self, template: Path, target: Path) -> None:
        text = template.read_text("utf-8")
        for name, value in {"@FOLDER@": str(self.folder), "@BUSY@": str(BUSY), **self._ports}.items():
            text = text.replace(name, value)
        target.write_text(text, "utf-8")

    def _give_away(self) -> None:
        owner = pwd.getpwnam(WEB_USER)
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)

    def _start_database(self) -> None:
        place = [f"--datadir={self.folder / 'db'}", f"--tmpdir={self.folder / 'tmp'}"]
        install = ["mariadb-install-db", "--no-defaults", *place, "--skip-test-db"]
        self._run([*install, "--auth-root-authentication-method=normal"])
        # Small and fast instead of durable: nothing here is kept.
        server = [_found("mariadbd"), "--no-defaults", *place, f"--socket={self.folder / 'run' / 'db.sock'}"]
        server += [f"--pid-file={self.folder / 'run' / 'db.pid'}", "--skip-networking", "--skip-log-bin"]
        server += ["--performance-schema=OFF", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M"]
        server += ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--max-connections=40"]
        server += ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"]
        with self._log("mariadb").open("wb") as log:
            self._serve(server, log)
        self._await("mariadbd", lambda: self._listens("db.sock"))
        client = ["mariadb", "--no-defaults", f"--socket={self.folder / 'run' / 'db.sock'}", "--user=root"]
        self._run([*client, "-e", "CREATE DATABASE wordpress"])

    def _serve(self, command: list[object], log: object) -> None:
        # A group of its own: Ctrl-C on the terminal ends the tests, and they end the services, in order.
        service = subprocess.Popen(
            ["setpriv", *self._drop, "--pdeathsig", "TERM", *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=self._environment(),
        )
        self._services.append(service)

    def _stop(self) -> None:
        """End what was started, the database last, and take the folder away."""
        while self._services:
            service = self._services.pop()
            service.terminate()
            try:
                service.wait(_ENDS_IN)
            except subprocess.TimeoutExpired:
                service.kill()
                service.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- small things --------------------------------------------------------------------------------------------------

    def _run(self, command: list[object], **more: str) -> str:
        done = subprocess.run(
            ["setpriv", *self._drop, "--pdeathsig", "TERM", *map(str, command)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=self._environment(**more),
        )
        if done.returncode:
            raise RuntimeError(f"{Path(str(command[0])).name} failed: {(done.stderr or done.stdout)[-2000:]}")
        return done.stdout

    def _environment(self, **more: str) -> dict[str, str]:
        scanned = f":{self.folder / 'run'}"  # the distribution's settings of PHP first, then ours
        return {"PATH": SYSTEM_PATH, "HOME": str(self.folder), "PHP_INI_SCAN_DIR": scanned, "LC_ALL": "C.UTF-8", **more}

    def _log(self, name: str) -> Path:
        return self.folder / "log" / f"{name}.out"

    def _listens(self, name: str) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as asking:
                asking.connect(str(self.folder / "run" / name))
        except OSError:
            return False
        return True

    def _await(self, name: str, is_up) -> None:
        deadline = time.monotonic() + _STARTS_IN
        while not is_up():
            if self._services[-1].poll() is not None or time.monotonic() > deadline:
                told = "\n".join(path.read_text("utf-8", "replace")[-800:] for path in self.folder.glob("log/*.out"))
                raise RuntimeError(f"{name} did not start:\n{told}")
            time.sleep(0.05)


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/wp-json/", timeout=30) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as error:
        with error:
            raise RuntimeError(f"{url} answers {error.code}: {error.read()[:500]!r}") from None
    except OSError:
        return False
