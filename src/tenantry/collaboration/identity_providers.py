"""Identity providers that a tenant lets its guests redeem with, beside the homes of people.

Social ones are set up by the tenant, with the client that it registered there; the built-in ones
are there by themselves, and what turns them off are the redemption order and the policy of the
one-time passcode.  Source: contract §6.10, behaviour §14.2; claims RO-005, RO-007.
"""

from collections.abc import Mapping

import msgspec

from tenantry.errors import ConflictError, InvalidValueError

GOOGLE, FACEBOOK = "Google", "Facebook"
MICROSOFT_ACCOUNT = "MicrosoftAccount"
SOCIAL_TYPES = (FACEBOOK, GOOGLE)
"""Types that a tenant can set up, by name."""

SHOWN_SECRET = "******"  # noqa: S105  # what is shown in its place
_LONGEST = 1024  # characters; a client id or secret of a provider has a tenth


class SocialProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider that the tenant set up; there is one of a ``type`` at most.

    ``secret_encrypted`` is that of the tenant's client there, as the secret box sealed it.
    """

    type: str
    display_name: str
    client_id: str
    secret_encrypted: str

    @property
    def id(self) -> str:
        """Its id, which clients know beforehand."""
        return id_of(self.type)


class BuiltInProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider that every tenant has."""

    id: str
    type: str
    display_name: str


IdentityProvider = SocialProvider | BuiltInProvider

BUILT_IN = (
    BuiltInProvider(id="AADSignup-OAUTH", type="AADSignup", display_name="Directory"),
    BuiltInProvider(
        id="EmailOtpSignup-OAUTH", type="EmailOTP", display_name="Email one-time passcode"
    ),
    BuiltInProvider(id="MSASignup-OAUTH", type=MICROSOFT_ACCOUNT, display_name="Microsoft account"),
)


def id_of(provider_type: str) -> str:
    """Return the id of the social provider of a type."""
    return f"{provider_type}-OAUTH"


def check_new(values: Mapping[str, str]) -> None:
    """Raise unless a provider of the type in *values* can be set up with them."""
    provider_type = values["type"]
    if any(each.type == provider_type for each in BUILT_IN):
        raise built_in_refusal(provider_type)
    if provider_type not in SOCIAL_TYPES:
        known = ", ".join(f"`{each}`" for each in SOCIAL_TYPES)
        message = f"`identityProviderType` must be one of {known}, not `{provider_type}`"
        raise InvalidValueError("identityProviderType", message)
    for name, path in (("client_id", "clientId"), ("client_secret", "clientSecret")):
        if name not in values:
            raise InvalidValueError(path, f"`{path}` is required")
    check_values(values)


def built_in_refusal(name: str) -> ConflictError:
    """Return the fault of who would make, change or delete a built-in provider."""
    return ConflictError(
        f"`{name}` is built in: it is always there, and turned off by the redemption order in"
        " the cross-tenant access policy, or by the authentication method policy `email`"
    )


def check_values(values: Mapping[str, str]) -> None:
    """Raise `InvalidValueError` where a property holds nothing, too much, or the shown secret."""
    for name, path in (
        ("client_id", "clientId"),
        ("client_secret", "clientSecret"),
        ("display_name", "displayName"),
    ):
        value = values.get(name)
        if value is not None and not 0 < len(value.strip()) <= _LONGEST:
            message = f"`{path}` must have 1 to {_LONGEST} characters"
            raise InvalidValueError(path, message)
    if values.get("client_secret") == SHOWN_SECRET:
        message = f"`clientSecret` is `{SHOWN_SECRET}` as it is shown; send the secret, or nothing"
        raise InvalidValueError("clientSecret", message)
