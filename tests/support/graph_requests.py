"""Requests for the routes of the Graph API: what their keys can be and what bodies they take.

A route that is added needs a line here: whatever is generated over all routes asks for it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any
from urllib.parse import quote

from tenantry.directory.delegation import RESTRICTED_GUEST_ROLE
from tenantry.graph.catalogue import ROUTES
from tenantry.graph.routes import Route
from tenantry.graph.wire.authentication_methods import PASSWORD_ID
from tenantry.graph.wire.schemas import directory_id, template_schema
from tenantry.sync.attributes import SOURCE_ATTRIBUTES, TARGET_ATTRIBUTES
from tenantry.sync.jobs import APPLICATION_TEMPLATE_ID
from tenantry.sync.provisioning_log import SOURCE_SYSTEM
from tenantry.sync.schema import default_schema
from tests.support.certificates import make_certificate
from tests.support.conditional_requests import CONDITIONAL_BODIES
from tests.support.domain_lists import domain_list
from tests.support.federations import FEDERATION_BODIES
from tests.support.look_alikes import PROTECTABLE, ROLE, Names
from tests.support.package_bodies import PACKAGE_BODIES, PACKAGE_FUNCTIONS, PACKAGE_KEYS
from tests.support.relation_bodies import RELATION_BODIES
from tests.support.role_bodies import ROLE_BODIES
from tests.support.user_bodies import USER_BODIES

_OPEN = re.compile(r"\{(\w+)\}")
_KEY = re.compile(r"([\w$]+)/\{\w+\}")
_CAST = re.compile(r"\{\w+:type\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A request that names objects by what they are: `users/{user}`.

    ``path`` is what follows the ``version``, its query included.
    """

    method: str
    path: str
    body: Any = None
    version: str = "v1.0"

    @property
    def names(self) -> tuple[str, ...]:
        """What is left open, each name once."""
        return tuple(dict.fromkeys([*_OPEN.findall(self.path), *_names_in(self.body)]))

    def filled(self, names: Names) -> "Template":
        """Return the request with *names* put in."""
        encoded = {name: quote(value, safe="@") for name, value in names.items()}
        return replace(self, path=_filled(self.path, encoded), body=_filled(self.body, names))

    def with_query(self, query: str) -> "Template":
        """Return the request with the options *query*."""
        return replace(self, path=f"{self.path}?{query}") if query else self


def built_routes() -> tuple[Route, ...]:
    """Return the routes that have an endpoint, in the order that they are tested in."""
    return tuple(route for route in ROUTES if isinstance(route, Route))


def title(route: Route) -> str:
    """Return what a test of *route* is called."""
    return f"{route.method} {route.pattern}"


def templates_of(route: Route) -> Iterator[Template]:
    """Yield requests for *route*: every form of its keys, with every body.

    Raises `KeyError`, telling the line that is missing, for a key or a body that is not known.
    """
    bodies = [None] if route.method in {"GET", "DELETE"} else _bodies_of(route)
    for path, body in product(_paths_of(route.pattern), bodies):
        yield Template(method=route.method, path=path, body=body, version=route.versions[0])


def _paths_of(pattern: str) -> Iterator[str]:
    """Yield *pattern* with each form of one key or cast, all others in their first form."""
    for function, asked in _FUNCTIONS.items():
        pattern = pattern.replace(function, asked)
    forms = [*(_key_forms(found) for found in _KEY.finditer(pattern))]
    forms += [(found.group(), _CASTS) for found in _CAST.finditer(pattern)]
    first = {opened: alternatives[0] for opened, alternatives in forms}
    chosen = [first, *({**first, opened: each} for opened, rest in forms for each in rest[1:])]
    for choice in chosen:
        path = pattern
        for opened, form in choice.items():
            path = path.replace(opened, form)
        yield path


def _key_forms(found: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """Return a key with the segment before it, and what may stand in its place."""
    segment = found.group(1)
    if segment not in _KEYS:
        message = f"tests/support/graph_requests.py knows no keys below `{segment}`; add a line"
        raise KeyError(message)
    return found.group(), tuple(f"{segment}{form}" for form in _KEYS[segment])


def _bodies_of(route: Route) -> tuple[Any, ...]:
    place = f"{route.method} {_OPEN.sub('{}', route.pattern)}"
    if place not in _BODIES:
        message = f"tests/support/graph_requests.py knows no body for `{place}`; add a line"
        raise KeyError(message)
    return _BODIES[place]


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _OPEN.findall(value)
    elif isinstance(value, Mapping | list):
        for member in value.values() if isinstance(value, Mapping) else value:
            yield from _names_in(member)


def _filled(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        return _OPEN.sub(lambda found: names[found.group(1)], value)
    if isinstance(value, Mapping):
        return {name: _filled(member, names) for name, member in value.items()}
    return [_filled(item, names) for item in value] if isinstance(value, list) else value


def _assignment(principal: str, resource: str) -> Any:
    role = "{toolRole}" if resource == "tool" else "{syncRole}"
    return {
        "principalId": f"{{{principal}}}",
        "resourceId": f"{{{resource}}}",
        "appRoleId": role,
    }


_CASTS = ("microsoft.graph.user", "graph.group", "microsoft.graph.servicePrincipal")
_FUNCTIONS: Mapping[str, str] = {
    **PACKAGE_FUNCTIONS,
    "ByDomainName(domainName={domainName})": "ByDomainName(domainName='{partnerDomain}')",
    "ByTenantId(tenantId={tenantId})": "ByTenantId(tenantId='{partner}')",
}
"""A function as its pattern writes it, and as a request does."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "appRoleAssignedTo": ("/{assignment}",),
    "appRoleAssignments": ("/{assignment}", "/{groupAssignment}", "/{clientAssignment}"),
    "administrativeUnits": ("/{unit}",),
    "applications": ("/{application}", "(appId='{appId}')", "/{deletedApplication}"),
    "applicationTemplates": (f"/{APPLICATION_TEMPLATE_ID}",),
    "devices": ("/{device}", "(deviceId='{deviceId}')", "/{deletedDevice}"),
    "deletedItems": ("/{deletedUser}", "/{deletedGroup}", "/{deletedApplication}", "/{user}"),
    "authenticationContextClassReferences": ("/c1",),
    "authenticationStrengthPolicies": ("/{strength}",),
    "conditionalAccessPolicies": ("/{conditionalPolicy}", "/{deletedPolicy}"),
    "b2bManagementPolicies": ("/{b2bPolicy}", "('{b2bPolicy}')"),
    "contacts": ("/{contact}",),
    "directories": (f"/{directory_id(SOURCE_SYSTEM)}",),
    "directoryObjects": ("/{user}", "/{group}", "/{application}", "/{tool}", "/{device}"),
    "directoryAudits": ("/{audit}",),
    "directoryRoles": ("/{directoryRole}", f"(roleTemplateId='{ROLE.id}')"),
    "domains": ("/{domain}", "/{initialDomain}", "/{federationDomain}"),
    "extensionProperties": ("/{extension}",),
    "federationConfiguration": ("/{homeFederation}",),
    "federationConfigurations": ("/{federation}", "('{federation}')"),
    "federatedIdentityCredentials": ("/{credential}", "(name='{credentialName}')"),
    "fido2Methods": ("/{key}",),
    "groups": ("/{group}", "('{innerGroup}')", "/{deletedGroup}"),
    "identityProviders": ("/Google-OAUTH", "('MSASignup-OAUTH')"),
    "jobs": ("/{job}", "('{job}')"),
    "members": ("/{user}", "/{manager}", "/{innerGroup}"),
    "methods": ("/{codes}", "/{key}", f"/{PASSWORD_ID}"),
    "namedLocations": ("/{location}",),
    "oauth2PermissionGrants": ("/{grant}", "(id='{grant}')"),
    "organization": ("/{tenant}",),
    "owners": ("/{user}",),
    "partners": ("/{partner}", "('{partner}')", "(tenantId='{partner}')"),
    "passwordMethods": (f"/{PASSWORD_ID}",),
    "policies": ("/{conditionalPolicy}", "('{conditionalPolicy}')", "/{deletedPolicy}"),
    **PACKAGE_KEYS,
    "provisioning": ("/{event}",),
    "registeredOwners": ("/{user}",),
    "registeredUsers": ("/{user}",),
    "roleAssignments": ("/{roleAssignment}",),
    "resourceActions": (f"/{PROTECTABLE.id}",),
    "resourceNamespaces": ("/microsoft.directory",),
    "roleDefinitions": ("/{customRole}", f"/{ROLE.id}"),
    "samlOrWsFedExternalDomainFederation": ("/{federation}",),
    "scopedRoleMembers": ("/{scopedRole}",),
    "servicePrincipals": ("/{servicePrincipal}", "(appId='{syncAppId}')", "/{tool}"),
    "signIns": ("/{signIn}",),
    "softwareOathMethods": ("/{codes}",),
    "sponsors": ("/{report}",),
    "subscribedSkus": ("/{sku}", "('{sku}')"),
    "templates": ("/Azure2Azure",),
    "users": (
        "/{user}",
        "/{userPrincipalName}",
        "(userPrincipalName='{userPrincipalName}')",
        "/{guest}",
        "/{deletedUser}",
    ),
}
"""What may follow a segment in place of a key."""

_SCHEMA = {
    "synchronizationRules": template_schema(
        default_schema("{rule}"), SOURCE_ATTRIBUTES, TARGET_ATTRIBUTES
    )["synchronizationRules"]
}
_POLICY = "policies/crossTenantAccessPolicy"
_PARTNERS = f"{_POLICY}/partners"
_SYNCHRONIZATION = "servicePrincipals/{}/synchronization"
_JOB = f"{_SYNCHRONIZATION}/jobs/{{}}"
_NOTHING = (None,)
_HOST = "https://graph.microsoft.com/v1.0"
_GROUP = {
    "displayName": "Writers",
    "mailEnabled": False,
    "mailNickname": "writers",
    "securityEnabled": True,
}
_CERTIFICATE = {
    "type": "AsymmetricX509Cert",
    "usage": "Verify",
    "key": make_certificate().der,
}

_BODIES: Mapping[str, tuple[Any, ...]] = {
    "POST applications": ({"displayName": "Notes", "tags": ["new"]},),
    "PATCH applications/{}": (
        {"displayName": "Other notes"},
        {
            "keyCredentials": [
                {
                    "keyId": "{certificate}",
                    "type": "AsymmetricX509Cert",
                    "usage": "Verify",
                    "displayName": "Renamed",
                }
            ]
        },
    ),
    "POST applications/{}/addPassword": ({"passwordCredential": {"displayName": "Key"}},),
    "POST applications/{}/removePassword": ({"keyId": "{secret}"},),
    **{
        f"POST {kind}/{{}}/{action}": bodies
        for kind in ("applications", "servicePrincipals")
        for action, bodies in (
            ("addKey", ({"keyCredential": _CERTIFICATE, "proof": "a.b.c"},)),
            ("removeKey", ({"keyId": "{certificate}", "proof": "a.b.c"},)),
        )
    },
    "POST applications/{}/federatedIdentityCredentials": (
        {
            "name": "pipeline",
            "issuer": "https://issuer.example.com",
            "subject": "repo:shop:main",
            "audiences": ["api://AzureADTokenExchange"],
        },
    ),
    "PATCH applications/{}/federatedIdentityCredentials/{}": ({"subject": "repo:shop:release"},),
    "POST applications/{}/extensionProperties": (
        {"name": "shoe", "dataType": "String", "targetObjects": ["User"]},
    ),
    "POST applicationTemplates/{}/instantiate": ({"displayName": "To another tenant"},),
    "POST directory/deletedItems/{}/restore": (None, {"autoReconcileProxyConflict": True}),
    "POST directoryObjects/getByIds": (
        {
            "ids": ["{user}", "{group}", "{application}", "{tool}", "{device}"],
            "types": ["directoryObject"],
        },
    ),
    "POST directoryRoles": ({"roleTemplateId": ROLE.id},),
    "POST domains": ({"id": "{domain}"},),
    "PATCH domains/{}": ({"isDefault": True},),
    "POST domains/{}/verify": _NOTHING,
    **FEDERATION_BODIES,
    "POST invitations": (
        {
            "invitedUserEmailAddress": "new.guest@example.com",
            "inviteRedirectUrl": "https://example.com",
        },
    ),
    "POST oauth2PermissionGrants": (
        {
            "clientId": "{tool}",
            "consentType": "Principal",
            "principalId": "{manager}",
            "resourceId": "{servicePrincipal}",
            "scope": "Board.Read",
        },
    ),
    "PATCH oauth2PermissionGrants/{}": ({"scope": "Board.Read Board.Write"},),
    "PATCH organization/{}": ({"technicalNotificationMails": ["new@example.com"]},),
    "PATCH policies/authorizationPolicy": (
        {"allowInvitesFrom": "adminsAndGuestInviters"},
        {"guestUserRoleId": RESTRICTED_GUEST_ROLE},
    ),
    **PACKAGE_BODIES,
    **ROLE_BODIES,
    **RELATION_BODIES,
    "POST servicePrincipals": ({"appId": "{appId}"},),
    "PATCH servicePrincipals/{}": ({"accountEnabled": False},),
    "POST servicePrincipals/{}/addPassword": ({"passwordCredential": {"displayName": "Key"}},),
    "POST servicePrincipals/{}/removePassword": ({"keyId": "{secret}"},),
    "POST servicePrincipals/{}/appRoleAssignedTo": (_assignment("guest", "servicePrincipal"),),
    "POST servicePrincipals/{}/appRoleAssignments": (_assignment("servicePrincipal", "tool"),),
    "POST users/{}/appRoleAssignments": (_assignment("user", "tool"),),
    "POST groups/{}/appRoleAssignments": (_assignment("group", "tool"),),
    "POST groups": (
        {**_GROUP, "members@odata.bind": [f"{_HOST}/users/{{user}}"]},
        {**_GROUP, "members@odata.bind": [f"{_HOST}/directoryObjects('{{innerGroup}}')"]},
        {**_GROUP, "owners@odata.bind": [f"{_HOST}/users/{{manager}}"]},
    ),
    "PATCH groups/{}": (
        {"description": "Those who write"},
        {"members@odata.bind": [f"{_HOST}/directoryObjects/{{guest}}"]},
    ),
    **USER_BODIES,
    **CONDITIONAL_BODIES,
    f"PATCH {_POLICY}": ({"allowedCloudEndpoints": ["microsoftonline.us"]},),
    f"PATCH {_POLICY}/default": ({"inboundTrust": {"isMfaAccepted": True}},),
    f"POST {_POLICY}/default/resetToSystemDefault": _NOTHING,
    "PATCH policies/externalIdentitiesPolicy": ({"allowExternalIdentitiesToLeave": True},),
    "PATCH policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email": (
        {"allowExternalIdToUseEmailOtp": "disabled"},
    ),
    "POST policies/b2bManagementPolicies": (domain_list(BlockedDomains=["live.example"]),),
    "PATCH policies/b2bManagementPolicies/{}": (domain_list(BlockedDomains=["live.example"]),),
    "POST identity/identityProviders": (
        {
            "@odata.type": "microsoft.graph.socialIdentityProvider",
            "displayName": "Faces",
            "identityProviderType": "Facebook",
            "clientId": "41",
            "clientSecret": "Open-Sesame",
        },
    ),
    "PATCH identity/identityProviders/{}": ({"clientId": "42"},),
    f"POST {_PARTNERS}": ({"tenantId": "{stranger}"},),
    f"PATCH {_PARTNERS}/{{}}": ({"inboundTrust": {"isMfaAccepted": True}},),
    f"PUT {_PARTNERS}/{{}}/identitySynchronization": (
        {"displayName": "In", "userSyncInbound": {"isSyncAllowed": True}},
    ),
    f"PATCH {_PARTNERS}/{{}}/identitySynchronization": ({"displayName": "Changed"},),
    f"PUT {_SYNCHRONIZATION}/secrets": ({"value": [{"key": "SyncAll", "value": "false"}]},),
    f"POST {_SYNCHRONIZATION}/jobs": ({"templateId": "Azure2Azure"},),
    f"POST {_SYNCHRONIZATION}/jobs/validateCredentials": (
        {"credentials": [{"key": "CompanyId", "value": "{stranger}"}]},
        {"useSavedCredentials": True},
    ),
    f"PATCH {_JOB}": ({"synchronizationJobSettings": [{"name": "RunMode", "value": "scheduled"}]},),
    f"POST {_JOB}/start": _NOTHING,
    f"POST {_JOB}/pause": _NOTHING,
    f"POST {_JOB}/restart": ({"criteria": {"resetScope": "Full"}}, None),
    f"POST {_JOB}/validateCredentials": ({"useSavedCredentials": True},),
    f"POST {_JOB}/provisionOnDemand": (
        {
            "parameters": [
                {
                    "ruleId": "{rule}",
                    "subjects": [{"objectId": "{user}", "objectTypeName": "User"}],
                }
            ]
        },
    ),
    f"PUT {_JOB}/schema": (_SCHEMA,),
    f"PATCH {_JOB}/schema": (_SCHEMA,),
    f"POST {_JOB}/schema/directories/{{}}/discover": _NOTHING,
    f"POST {_JOB}/schema/parseExpression": (
        {
            "expression": 'Join(", ", [displayName], "{userPrincipalName}")',
            "testInputObject": {"properties": [{"key": "displayName", "value": "Kim"}]},
        },
    ),
}
"""What each writing route takes, by its method and its pattern without the names of keys."""
