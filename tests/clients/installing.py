"""Clients that are too large for the development environment: installed once, beside it.

`make clients` installs them into `$CLIENTS_FOLDER`, or into a folder of the user's cache.  A
folder is named for what is in it, so that other versions get another one.  Tests of a client
that is not there are skipped, and say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_DONE = ".installed"
_PACKAGES = {  # of Debian, each with a file of it
    "chromium": "/usr/bin/chromium",
    "libapache2-mod-auth-openidc": "/usr/lib/apache2/modules/mod_auth_openidc.so",
    "php-cli": "/usr/bin/php",
    "php-mbstring": "/etc/php/8.2/mods-available/mbstring.ini",
    "php-xml": "/etc/php/8.2/mods-available/dom.ini",
    "simplesamlphp": "/usr/share/simplesamlphp/www/index.php",
}


def azure_cli() -> Path:
    """Return the command of azure-cli; skip the test where it is not installed."""
    return _installed(_azure_cli_folder()) / "bin" / "az"


def node_modules() -> Path:
    """Return the folder that has `node_modules`; skip the test where it is not installed."""
    return _installed(_node_folder())


def m365() -> Path:
    """Return the command of the CLI for Microsoft 365; skip the test where it is not there."""
    return _installed(_m365_folder()) / "node_modules" / ".bin" / "m365"


def install_all() -> None:
    """Install what is not there; one that cannot be installed does not stop the others."""
    for name, folder, install in (
        ("azure-cli", _azure_cli_folder(), _install_azure_cli),
        ("the clients for Node", _node_folder(), partial(_install_node, "node")),
        ("the CLI for Microsoft 365", _m365_folder(), partial(_install_node, "m365")),
    ):
        if not (folder / _DONE).exists():
            print(f"Installing {name} into {folder} ...", flush=True)  # noqa: T201  # a command
            _try(name, folder, install)
    if not all(Path(name).exists() for name in _PACKAGES.values()):
        _install_packages()


def _install_packages() -> None:
    """Install what comes from Debian, for who may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Not installed, as only root may: {', '.join(_PACKAGES)}")  # noqa: T201  # a command
        return
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *_PACKAGES],
    ):
        ran = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        if ran.returncode:
            print(f"`{' '.join(command)}` failed", flush=True)  # noqa: T201  # a command
            return


def _try(name: str, folder: Path, install: Callable[[Path], None]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        install(folder)
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"{name} was not installed: {fault}", flush=True)  # noqa: T201  # a command
        return
    (folder / _DONE).touch()


def _install_azure_cli(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip: list[str | Path] = [
        folder / "bin" / "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    lock = _HERE / "azure_cli" / "requirements.lock"
    subprocess.run([*pip, "--no-deps", "--require-hashes", "--requirement", lock], check=True)


def _install_node(source: str, folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / source / name, folder)
    command = ["npm", "ci", "--no-fund", "--no-audit", "--ignore-scripts"]
    subprocess.run(command, check=True, cwd=folder)


def _azure_cli_folder() -> Path:
    return _folder("azure-cli", _HERE / "azure_cli" / "requirements.lock")


def _node_folder() -> Path:
    return _folder("node", _HERE / "node" / "package-lock.json")


def _m365_folder() -> Path:
    return _folder("m365", _HERE / "m365" / "package-lock.json")


def _folder(name: str, lock: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    chosen = os.environ.get("CLIENTS_FOLDER")
    content = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:12]
    return (Path(chosen) if chosen else cache / "tenantry-clients") / f"{name}-{content}"


def _installed(folder: Path) -> Path:
    if not (folder / _DONE).exists():
        pytest.skip(f"`{folder.name}` is not installed; `make clients` does it")
    return folder


if __name__ == "__main__":
    install_all()
