"""An application as sign-in needs it: where it may be answered, and who may use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenantry.signin.redirect_uris import RedirectUris, redirect_uris_of

_OF_OTHER_TENANTS = frozenset({"AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What the tenant that owns an application declared of it.

    ``owner_tenant_id`` is empty for an application that comes with the product: it is in every
    tenant, and everything was agreed to.  ``asks_for`` are the ids of the delegated permissions
    that it declares to need, by the application id of the resource.
    """

    app_id: str
    display_name: str
    owner_tenant_id: str = ""
    redirect_uris: RedirectUris = field(default_factory=RedirectUris)
    logout_url: str = ""
    is_multitenant: bool = False
    is_public_client: bool = False
    issues_id_tokens: bool = False
    group_claims: str = ""
    asks_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_first_party(self) -> bool:
        """Whether it comes with the product."""
        return not self.owner_tenant_id


def registration_of(application: Mapping[str, Any], owner_tenant_id: str) -> Registration:
    """Return what the record of an *application* of the tenant declares."""
    web = application.get("web") or {}
    implicit = web.get("implicit_grant_settings") or {}
    return Registration(
        app_id=application["app_id"],
        display_name=application["display_name"],
        owner_tenant_id=owner_tenant_id,
        redirect_uris=redirect_uris_of(application),
        logout_url=web.get("logout_url") or "",
        is_multitenant=application.get("sign_in_audience") in _OF_OTHER_TENANTS,
        is_public_client=bool(application.get("is_fallback_public_client")),
        issues_id_tokens=bool(implicit.get("enable_id_token_issuance")),
        group_claims=application.get("group_membership_claims") or "",
        asks_for=_delegated(application.get("required_resource_access") or ()),
    )


def _delegated(declared: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401  # a JSON list
    return {
        each["resource_app_id"].lower(): tuple(
            one["id"].lower() for one in each.get("resource_access") or () if one["type"] == "Scope"
        )
        for each in declared
    }
