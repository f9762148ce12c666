"""The mails about requests, in the language of whom they go to."""

import pytest

from tenantry.entitlement.letters import DECISION, DELIVERED, DENIED, letter

TOLD = {
    "person": "Ana",
    "name": "ana@northwind.test",
    "package": "Design",
    "tenant": "Contoso",
    "link": "https://login.test/common/access-packages",
}


@pytest.mark.parametrize("language", ["en-GB", "de-AT", "fi", None])
@pytest.mark.parametrize("kind", [DECISION, DELIVERED, DENIED])
def test_every_letter_names_the_package_and_the_tenant(kind: str, language: str | None) -> None:
    mail = letter(kind, "kim@contoso.test", language, TOLD)

    assert ("kim@contoso.test",) == mail.recipients
    assert "Design" in mail.subject
    assert "Contoso" in mail.body
    assert "{" not in mail.subject + mail.body


def test_reason_and_end_are_told_where_there_are_any() -> None:
    with_both = {**TOLD, "reason": "Aurora", "end": "2026-12-24T00:00:00.000000Z"}

    asked = letter(DECISION, "kim@contoso.test", "de", with_both)
    given = letter(DELIVERED, "kim@contoso.test", "en", with_both)

    assert "Die angegebene Begründung:\n\nAurora" in asked.body
    assert "It ends on 2026-12-24." in given.body
