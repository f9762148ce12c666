"""What a mapping may not name: photos, custom security attributes, attributes nobody knows."""

import httpx
import pytest

from tests.support.configurations import Configuration

_PHOTOS = [
    ("photo", "[displayName]"),
    ("thumbnailPhoto", "[displayName]"),
    ("displayName", "[photo]"),
    ("displayName", 'Coalesce([thumbnailPhoto], "none")'),
]
_SECURITY_ATTRIBUTES = [
    ("customSecurityAttributes", "[displayName]"),
    ("displayName", "[customSecurityAttributes]"),
    ("customSecurityAttributes/Engineering/Project", "[displayName]"),
    ("displayName", "[customSecurityAttributes.Engineering.Project]"),
]
_OUTSIDE_OF_THE_DIRECTORY = [
    ("sharePointSkills", "[displayName]"),
    ("displayName", "[costCenterOfPayroll]"),
    ("displayName", "Append([displayName], [mailboxLocale])"),
]


@pytest.mark.claim("CTS-072")
@pytest.mark.parametrize(("target_name", "expression"), _PHOTOS)
def test_a_photo_cannot_be_mapped(sync: Configuration, target_name: str, expression: str) -> None:
    before = sync.mappings()

    response = sync.ask_to_map(target_name, expression)

    _check_refused(response, "schemaInvalid", "Photos cannot be synchronized.")
    assert before == sync.mappings()


@pytest.mark.claim("CTS-073")
@pytest.mark.parametrize(("target_name", "expression"), _SECURITY_ATTRIBUTES)
def test_a_custom_security_attribute_cannot_be_mapped(
    sync: Configuration, target_name: str, expression: str
) -> None:
    before = sync.mappings()

    response = sync.ask_to_map(target_name, expression)

    said = "Custom security attributes cannot be synchronized."
    _check_refused(response, "schemaInvalid", said)
    assert before == sync.mappings()


@pytest.mark.claim("CTS-074")
@pytest.mark.parametrize(("target_name", "expression"), _OUTSIDE_OF_THE_DIRECTORY)
def test_an_attribute_outside_of_the_directory_cannot_be_mapped(
    sync: Configuration, target_name: str, expression: str
) -> None:
    before = sync.mappings()

    response = sync.ask_to_map(target_name, expression)

    _check_refused(response, "SchemaAttributeNotFound", "There is no ")
    assert before == sync.mappings()


def _check_refused(response: httpx.Response, code: str, beginning: str) -> None:
    error = response.json()["error"]
    assert (400, code) == (response.status_code, error["code"])
    assert error["message"].startswith(beginning)
    assert error["target"].startswith("attributeMappings[")
