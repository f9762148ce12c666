"""What a mapping may not name: photos, custom security attributes, attributes nobody knows."""

import httpx
import pytest

from tests.support.configurations import Configuration

# Target attribute, expression.
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
def test_a_photo_cannot_be_mapped(sync: Configuration) -> None:
    before = sync.schema()

    responses = [sync.ask_to_map(*mapping) for mapping in _PHOTOS]

    for response in responses:
        _check_refused(response, "schemaInvalid", "Photos cannot be synchronized.")
    assert before == sync.schema()


@pytest.mark.claim("CTS-073")
def test_a_custom_security_attribute_cannot_be_mapped(sync: Configuration) -> None:
    before = sync.schema()

    responses = [sync.ask_to_map(*mapping) for mapping in _SECURITY_ATTRIBUTES]

    said = "Custom security attributes cannot be synchronized."
    for response in responses:
        _check_refused(response, "schemaInvalid", said)
    assert before == sync.schema()


@pytest.mark.claim("CTS-074")
def test_an_attribute_outside_of_the_directory_cannot_be_mapped(sync: Configuration) -> None:
    before = sync.schema()

    responses = [sync.ask_to_map(*mapping) for mapping in _OUTSIDE_OF_THE_DIRECTORY]

    for response in responses:
        _check_refused(response, "SchemaAttributeNotFound", "There is no ")
    assert before == sync.schema()


def _check_refused(response: httpx.Response, code: str, beginning: str) -> None:
    error = response.json()["error"]
    assert (400, code) == (response.status_code, error["code"])
    assert error["message"].startswith(beginning)
    assert error["target"].startswith(
        "synchronizationRules[0].objectMappings[0].attributeMappings["
    )
