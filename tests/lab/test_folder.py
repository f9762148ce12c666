"""The lab's folder: only a lab's is used, by one lab at a time, and only its files are removed."""

from pathlib import Path

import pytest

from tenantry.errors import ConflictError
from tenantry.lab.folder import LabFolder
from tenantry.runtime.settings import Settings
from tenantry.runtime.settings_sources import read_settings


def test_a_folder_with_other_content_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(ConflictError, match="`--data`"), LabFolder(tmp_path).claimed():
        pass

    assert ["letter.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_new_or_empty_folder_is_claimed_and_claimed_again(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path / "new" / "lab")

    for _ in range(2):
        with folder.claimed():
            assert folder.path.is_dir()


def test_a_folder_whose_lab_runs_is_refused(tmp_path: Path) -> None:
    with (
        LabFolder(tmp_path).claimed(),
        pytest.raises(ConflictError, match="is running"),
        LabFolder(tmp_path).claimed(),
    ):
        pass


def test_emptying_removes_what_a_lab_makes_and_nothing_else(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path)
    made = ["tenantry.db", "tenantry.db-wal", "lab.json", "prepared.json", "secret.key", "ca.pem"]
    with folder.claimed():
        for name in (*made, "letter.txt"):
            (tmp_path / name).write_text("content")
        folder.empty()

    assert {"lab.mark", "letter.txt"} == {path.name for path in tmp_path.iterdir()}


def test_commands_find_the_settings_of_the_lab_in_its_folder(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path / "lab")
    with folder.claimed():
        folder.write_settings({"lab": True, "tls.key": 'a "quoted" path'})

    settings = read_settings(directory=tmp_path, environment={}, options={"data": "lab"})

    assert Settings(folder=Path("lab"), lab=True, tls_key='a "quoted" path') == settings
