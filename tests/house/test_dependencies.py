"""The lock files hold what pyproject.toml asks for."""

import re
import tomllib

import pytest

from tests.house.source_files import ROOT

_NAME = re.compile(r"[A-Za-z0-9._-]+")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_locked(lock: str) -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked_for = list(configuration["project"]["dependencies"])
    if lock == "requirements.lock":  # it also holds the tool that builds the package
        asked_for += configuration["build-system"]["requires"]
    else:
        for extra in configuration["project"]["optional-dependencies"].values():
            asked_for += extra

    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE))

    assert set() == {_name(requirement) for requirement in asked_for} - locked


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    assert found
    return found.group().lower().replace("_", "-")
