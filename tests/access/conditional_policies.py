"""Generated Conditional Access: policies in the words of the wire, visitors and their proofs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as some

from tenantry.access.conditional.compiling import compiled
from tenantry.access.conditional.conditions import Account, UserCategory
from tenantry.access.conditional.controls import Visitor
from tenantry.access.conditional.evaluation import Policy, Visit
from tenantry.access.conditional.locations import AddressRange, NamedLocation
from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.access.conditional.proofs import DeviceState, MethodProof, Proof
from tenantry.access.conditional.strengths import BUILT_IN
from tenantry.access.inheritance import Configuration, EffectiveTrust
from tests.access.policies import APPLICATIONS, GROUPS, HOME, RESOURCE, USERS

Json = dict[str, Any]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OTHER = "00000000-0000-7000-8000-0000000000c3"
ROLE = "62e90394-69f5-4237-9190-012177145e10"
TYPES = tuple(each.value for each in UserCategory if each is not UserCategory.INTERNAL_MEMBER)

_external_tenants = some.one_of(
    some.just({"membershipKind": "all"}),
    some.builds(
        lambda members: {"membershipKind": "enumerated", "members": members},
        some.lists(some.sampled_from([HOME, OTHER]), min_size=1, max_size=2, unique=True),
    ),
)
_guests = some.fixed_dictionaries(
    {
        "guestOrExternalUserTypes": some.lists(
            some.sampled_from(TYPES), min_size=1, max_size=3, unique=True
        ).map(",".join)
    },
    optional={"externalTenants": _external_tenants},
)


OFFICE, BRANCH, ELSEWHERE = 0xC0000201, 0xC6336401, 0xCB007101
"""192.0.2.1, 198.51.100.1 and 203.0.113.1, as numbers."""
LOCATIONS: dict[str, tuple[list[int], bool]] = {
    "00000000-0000-7000-8000-0000000000f1": ([OFFICE], True),
    "00000000-0000-7000-8000-0000000000f2": ([OFFICE + 1, BRANCH], False),
}
"""Addresses of the named locations, and whether they are trusted, by id."""
_NAMED = {
    location_id: NamedLocation(
        ranges=tuple(AddressRange(4, each, each) for each in addresses), is_trusted=is_trusted
    )
    for location_id, (addresses, is_trusted) in LOCATIONS.items()
}


def _few(*values: str) -> Any:
    return some.lists(some.sampled_from(values), max_size=2, unique=True)


_users = some.fixed_dictionaries(
    {"includeUsers": _few("All", "GuestsOrExternalUsers", "None", *USERS)},
    optional={
        "excludeUsers": _few("GuestsOrExternalUsers", *USERS),
        "includeGroups": _few(*GROUPS),
        "excludeGroups": _few(*GROUPS),
        "includeRoles": _few(ROLE),
        "excludeRoles": _few(ROLE),
        "includeGuestsOrExternalUsers": _guests,
        "excludeGuestsOrExternalUsers": _guests,
    },
)
_applications = some.fixed_dictionaries(
    {"includeApplications": _few("All", "Office365", "None", *APPLICATIONS)},
    optional={
        "excludeApplications": _few("Office365", *APPLICATIONS),
        "includeUserActions": _few("urn:user:registersecurityinfo"),
        "includeAuthenticationContextClassReferences": _few("c1", "c2"),
    },
)
_locations = some.fixed_dictionaries(
    {"includeLocations": some.just(["All"]) | _few("AllTrusted", *LOCATIONS)},
    optional={"excludeLocations": _few("AllTrusted", *LOCATIONS)},
)
_grants = some.fixed_dictionaries(
    {
        "operator": some.sampled_from(["AND", "OR"]),
        "builtInControls": some.just(["mfa"])
        | _few("block", "mfa", "compliantDevice", "domainJoinedDevice", "passwordChange"),
    },
    optional={
        "authenticationStrength": some.sampled_from(sorted(BUILT_IN)).map(lambda id_: {"id": id_})
    },
)
_session = some.fixed_dictionaries(
    {
        "signInFrequency": some.fixed_dictionaries(
            {
                "isEnabled": some.booleans(),
                "type": some.sampled_from(["hours", "days"]),
                "value": some.integers(1, 3),
                "frequencyInterval": some.sampled_from(["timeBased", "everyTime"]),
                "authenticationType": some.sampled_from(
                    ["primaryAndSecondaryAuthentication", "secondaryAuthentication"]
                ),
            }
        )
    }
)
_plain = some.fixed_dictionaries(
    {
        "displayName": some.just("Plain"),
        "state": some.just("enabled"),
        "conditions": some.fixed_dictionaries(
            {
                "users": some.just({"includeUsers": ["All"]}),
                "applications": some.just({"includeApplications": ["All"]}),
            },
            optional={"locations": _locations},
        ),
        "grantControls": _grants,
    }
)
"""Policies that meet everybody, so that what they ask is compared as often as whom they meet."""

_any = some.fixed_dictionaries(
    {
        "displayName": some.just("Policy"),
        "state": some.just("enabled")
        | some.sampled_from(["disabled", "enabledForReportingButNotEnforced"]),
        "conditions": some.fixed_dictionaries(
            {"users": _users, "applications": _applications}, optional={"locations": _locations}
        ),
    },
    optional={"grantControls": _grants, "sessionControls": _session},
)
documents = _plain | _any

_methods = some.builds(
    MethodProof,
    method=some.sampled_from(
        ["password", "softwareOath", "hardwareOath", "fido2", "deviceBasedPush", "sms", "email"]
    ),
    tenant_id=some.sampled_from([HOME, RESOURCE]),
    at=some.sampled_from([timedelta(0), timedelta(hours=1), timedelta(hours=30)]).map(
        lambda age: NOW - age
    ),
)
_SECOND_FACTORS = tuple(
    tuple(
        MethodProof(method=method, tenant_id=tenant_id, at=NOW)
        for method, tenant_id in (("password", HOME), ("softwareOath", where))
    )
    for where in (HOME, RESOURCE)
)
_devices = some.builds(
    DeviceState,
    tenant_id=some.sampled_from([HOME, RESOURCE]),
    is_compliant=some.booleans(),
    is_hybrid_joined=some.booleans(),
)
proofs = some.builds(
    Proof,
    methods=some.lists(_methods, max_size=4).map(tuple) | some.sampled_from(_SECOND_FACTORS),
    device=some.none() | _devices,
)
trusts = some.builds(
    EffectiveTrust,
    some.sampled_from(Configuration),
    mfa=some.booleans(),
    compliant_device=some.booleans(),
    hybrid_joined_device=some.booleans(),
)


def _account(category: UserCategory, user_id: str, groups: frozenset[str], role: str) -> Account:
    at_home = category.is_internal or category is UserCategory.OTHER_EXTERNAL
    if category is UserCategory.DIRECT_CONNECT:
        return Account(category=category, home_tenant_id=HOME)
    return Account(
        category=category,
        home_tenant_id=RESOURCE if at_home else HOME,
        id=user_id,
        group_ids=groups,
        role_ids=frozenset({role} if role else ()),
    )


accounts = some.builds(
    _account,
    some.sampled_from([UserCategory.COLLABORATION_GUEST, UserCategory.DIRECT_CONNECT])
    | some.sampled_from(UserCategory),
    some.sampled_from(USERS),
    some.frozensets(some.sampled_from(GROUPS)),
    some.sampled_from(["", ROLE]),
)


def policy_of(document: Json, number: int = 0) -> Policy | None:
    """Return the policy as it is evaluated, None if it is disabled."""
    written = msgspec.convert(document, ConditionalAccessPolicy)
    return compiled(f"policy-{number}", written, locations=_NAMED)


def visit_of(
    written: list[Json], account: Account, proof: Proof, trust: EffectiveTrust, **more: Any
) -> Visit:
    """Return the visit to a tenant with the policies *written*."""
    policies = [policy_of(document, number) for number, document in enumerate(written)]
    visitor = Visitor(tenant_id=RESOURCE, account=account, proof=proof, trust=trust)
    held = tuple(each for each in policies if each is not None)
    return Visit(visitor=visitor, policies=held, now=NOW, **more)


visits = some.builds(
    lambda written, account, proof, trust, contexts, action, address: (
        written,
        visit_of(
            written, account, proof, trust, contexts=contexts, user_action=action, address=address
        ),
    ),
    some.lists(documents, max_size=3),
    accounts,
    proofs,
    trusts,
    some.frozensets(some.sampled_from(["c1", "c2"]), max_size=1),
    some.sampled_from([None, None, None, "urn:user:registersecurityinfo"]),
    some.sampled_from([None, (4, OFFICE), (4, BRANCH), (4, ELSEWHERE), (6, OFFICE)]),
)
"""Policies as they are written, and a visit to the tenant that has them."""
