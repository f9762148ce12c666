"""The file of providers outside: what it may say."""

from pathlib import Path

import pytest

from tenantry.errors import InvalidValueError
from tenantry.runtime.outside import issuers_of, outside_providers_of
from tenantry.runtime.settings import Settings
from tenantry.signin.outside_providers import domains_of


def settings(path: Path, text: str) -> Settings:
    path.write_text(text)
    return Settings(signin_outside_providers=str(path))


def test_a_deployment_puts_other_issuers_in_the_place_of_the_real_ones(tmp_path: Path) -> None:
    text = '[social.Google]\nissuer = "https://idp.test"\ndomains = ["Lab.test"]\n'
    providers = outside_providers_of(settings(tmp_path / "outside.toml", text))

    [google, facebook] = (providers.find_social(name) for name in ("Google", "Facebook"))
    assert google is not None
    assert facebook is not None
    assert ("https://idp.test", "https://www.facebook.com") == (google.issuer, facebook.issuer)
    domains = domains_of(providers)
    assert ("Google", None) == (domains.find_type("a@LAB.test"), domains.find_type("a@gmail.com"))
    assert domains.microsoft_account is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[social", "cannot be used"),
        ('[social.Google]\nissuer = "https://a.test"\nname = "A"\n', "cannot be used"),
        ('[social.Google]\nissuer = "http://a.test"\n', "`social.Google.issuer` must begin"),
        ('[social.Google]\nissuer = "https://a.test/{tenant}"\n', "and others do not"),
        (
            """
            [clouds."microsoftonline.us"]
            issuer = "https://a.test"
            client_id = "a"
            client_secret = "b"
            """,
            "where the tenant's id stands",
        ),
        ('[clouds."a.test"]\nissuer = "https://a.test/{tenant}"\n', "cannot be used"),
    ],
)
def test_what_no_provider_can_be_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        outside_providers_of(settings(tmp_path / "outside.toml", text))

    assert told in refused.value.message


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "nothing")
    with pytest.raises(InvalidValueError, match="nothing"):
        outside_providers_of(Settings(signin_outside_providers=missing))
    with pytest.raises(InvalidValueError, match="nothing"):
        issuers_of(Settings(signin_issuer_authorities=missing))
