"""Generated policies and requests, in the words of the wire."""

from typing import Any

import msgspec
from hypothesis import strategies as some

from tenantry.access.applications import Application
from tenantry.access.decisions import Person, Side
from tenantry.access.defaults import SYSTEM_DEFAULT, customized
from tenantry.access.inheritance import (
    Direction,
    Mode,
    effective_consent,
    effective_setting,
)
from tenantry.access.policy import AccessSettings, DefaultSettings, Partner

USERS = tuple(f"00000000-0000-7000-8000-00000000000{number}" for number in (1, 2))
GROUPS = tuple(f"00000000-0000-7000-8000-0000000000a{number}" for number in (1, 2))
APPLICATIONS = tuple(f"00000000-0000-7000-8000-0000000000b{number}" for number in (1, 2))
HOME, RESOURCE = (f"00000000-0000-7000-8000-0000000000c{number}" for number in (1, 2))

Json = dict[str, Any]

people = some.builds(
    Person, id=some.sampled_from(USERS), group_ids=some.frozensets(some.sampled_from(GROUPS))
)
applications = some.builds(
    Application,
    app_id=some.sampled_from(APPLICATIONS),
    is_microsoft=some.booleans(),
    is_office_365=some.booleans(),
    connects_directly=some.booleans(),
)
modes = some.sampled_from(Mode)

_access_types = some.sampled_from(["allowed", "blocked"])
_persons = some.sampled_from(
    [("user", each) for each in USERS] + [("group", each) for each in GROUPS]
)
_apps = some.sampled_from([("application", each) for each in APPLICATIONS])


def _listing(targets: some.SearchStrategy[Any], *keywords: tuple[str, str]) -> Any:
    chosen = some.lists(targets, min_size=1, max_size=3, unique=True)
    for keyword in keywords:
        chosen |= some.just([keyword])
    return some.builds(
        lambda access_type, named: {
            "accessType": access_type,
            "targets": [{"targetType": kind, "target": target} for kind, target in named],
        },
        _access_types,
        chosen,
    )


_all_users = ("user", "AllUsers")
_bundles = (
    ("application", "AllApplications"),
    ("application", "Office365"),
    ("application", "AllMicrosoftApps"),
)


def _is_consistent(setting: Json) -> bool:
    """Return whether the two lists do not contradict each other (XTA-036)."""
    held, apps = setting["usersAndGroups"], setting["applications"]
    names_all = [each["target"] for each in apps["targets"]] == ["AllApplications"]
    none = apps["accessType"] == "blocked" and names_all
    everybody = [each["target"] for each in held["targets"]] == ["AllUsers"]
    if held["accessType"] == "blocked" and everybody:
        return none
    return held["accessType"] == "blocked" or not none


settings = some.fixed_dictionaries(
    {
        "usersAndGroups": _listing(_persons, _all_users),
        "applications": _listing(_apps, *_bundles),
    }
).filter(_is_consistent)
documents = some.fixed_dictionaries(
    {},
    optional={
        f"{mode.value}{direction.value}": settings for mode in Mode for direction in Direction
    },
)
consents = some.fixed_dictionaries(
    {
        "inboundAllowed": some.none() | some.booleans(),
        "outboundAllowed": some.none() | some.booleans(),
    }
)
partner_documents = some.none() | some.builds(
    lambda document, consent: {**document, "automaticUserConsentSettings": consent},
    documents,
    consents,
)
configured = some.tuples(documents, partner_documents)
"""What one tenant says: its default, and its configuration for the other tenant if it has one."""

Configured = tuple[Json, Json | None]


def default_of(document: Json) -> DefaultSettings:
    """Return the default with the settings of *document*."""
    given = msgspec.convert(document, AccessSettings)
    return customized(
        SYSTEM_DEFAULT,
        {
            field.name: getattr(given, field.name)
            for field in msgspec.structs.fields(AccessSettings)
            if field.encode_name in document
        },
    )


def partner_of(document: Json | None) -> Partner | None:
    """Return the partner configuration of *document*."""
    if document is None:
        return None
    return msgspec.convert({"tenantId": RESOURCE, **document}, Partner)


def side_of(
    default: Json,
    partner: Json | None,
    mode: Mode,
    direction: Direction,
    *,
    cloud: str = "commercial",
    open_clouds: frozenset[str] = frozenset(),
) -> Side:
    """Return one side of a request as the evaluator takes it."""
    own = partner_of(partner)
    return Side(
        tenant_id=HOME if direction is Direction.OUTBOUND else RESOURCE,
        cloud=cloud,
        setting=effective_setting(default_of(default), own, mode, direction),
        consent=effective_consent(own, direction),
        has_partner=partner is not None,
        open_clouds=open_clouds,
    )
