"""Secrets that the database keeps: hashed, or sealed with a key that lives outside of it."""

import re
import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, strategies as st

from tenantry.errors import InvalidValueError, UnavailableError
from tenantry.storage.client_secrets import hash_secret, new_secret, secret_hint
from tenantry.storage.encryption import SecretBox, open_secret_box

_BOX = SecretBox(Fernet.generate_key().decode())


def test_a_secret_is_forty_letters_and_digits_never_twice_the_same() -> None:
    made = {new_secret() for _ in range(100)}

    assert len(made) == 100
    assert all(re.fullmatch("[A-Za-z0-9]{40}", secret) for secret in made)


def test_the_hint_is_the_beginning_of_the_secret() -> None:
    assert secret_hint("abcdef") == "abc"


def test_a_secret_is_stored_as_its_sha_256() -> None:
    # FIPS 180-2, appendix B.1
    published = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    assert hash_secret("abc") == published


@given(st.text())
def test_what_is_sealed_comes_back(text: str) -> None:
    assert _BOX.decrypt(_BOX.encrypt(text)) == text


def test_what_is_sealed_cannot_be_read_nor_compared() -> None:
    sealed = [_BOX.encrypt("the secret") for _ in range(2)]

    assert sealed[0] != sealed[1]
    assert "secret" not in "".join(sealed)


def test_another_key_opens_nothing() -> None:
    sealed = _BOX.encrypt("the secret")

    with pytest.raises(UnavailableError, match="restore that key"):
        SecretBox(Fernet.generate_key().decode()).decrypt(sealed)


@pytest.mark.parametrize("key", ["", "short", "ü" * 44, "a" * 43])
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidValueError, match="32 bytes in URL-safe base64"):
        SecretBox(key)


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    sealed = open_secret_box(folder, {}).encrypt("the secret")

    assert open_secret_box(folder, {}).decrypt(sealed) == "the secret"
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret.key"]


def test_the_environment_wins_over_the_file_and_leaves_none(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()

    box = open_secret_box(tmp_path, {"TENANTRY_SECRET_KEY": key})

    assert SecretBox(key).decrypt(box.encrypt("the secret")) == "the secret"
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    start = threading.Barrier(8)
    boxes: list[SecretBox] = []

    def begin() -> None:
        start.wait()
        boxes.append(open_secret_box(tmp_path, {}))

    threads = [threading.Thread(target=begin) for _ in range(start.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sealed = boxes[0].encrypt("the secret")
    assert [box.decrypt(sealed) for box in boxes] == ["the secret"] * start.parties
