"""Access decisions with every finding, beside Cedar on an equal policy in the same run.

Cedar gets its best case: the policies of one tenant and the entities parsed before, one by one
or in batches, whichever is faster.  Both decide the same requests, and must agree.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import cedarpy
import msgspec

from tenantry.access.applications import Application
from tenantry.access.conditional.compiling import compiled
from tenantry.access.conditional.conditions import Account, UserCategory
from tenantry.access.conditional.controls import Visitor
from tenantry.access.conditional.evaluation import Visit
from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.access.conditional.proofs import DeviceState, MethodProof, Proof
from tenantry.access.decisions import Person, Side
from tenantry.access.defaults import SYSTEM_DEFAULT
from tenantry.access.evaluate import evaluate
from tenantry.access.inheritance import (
    Direction,
    Mode,
    effective_consent,
    effective_setting,
    effective_trust,
)
from tenantry.access.policy import Partner

HOME, RESOURCE = (f"00000000-0000-7000-8000-00000000000{number}" for number in (1, 2))
AUDITORS = "00000000-0000-7000-8000-0000000000a1"
TOOL, OTHER = (f"00000000-0000-7000-8000-0000000000b{number}" for number in (1, 2))
PEOPLE = tuple(f"00000000-0000-7000-8000-{number:012}" for number in range(100, 116))
BATCH = 64
ROUNDS = 5

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WITH_MFA = Proof(
    methods=tuple(
        MethodProof(method=each, tenant_id=HOME, at=NOW) for each in ("password", "softwareOath")
    ),
    device=DeviceState(tenant_id=HOME, is_compliant=True),
)
WITHOUT = Proof(methods=(MethodProof(method="password", tenant_id=HOME, at=NOW),))

CEDAR = f"""
permit (principal, action == Action::"use", resource)
when {{
  principal in Group::"{AUDITORS}" &&
  [Application::"{TOOL}", Application::"{OTHER}"].contains(resource) &&
  resource == Application::"{TOOL}"
}};
forbid (principal, action == Action::"use", resource)
when {{ ["b2bCollaborationGuest", "b2bCollaborationMember"].contains(context.category) }}
unless {{ context.mfa && context.mfaTenant == "{HOME}" }};
forbid (principal, action == Action::"use", resource)
when {{ resource == Application::"{TOOL}" }}
unless {{ context.mfa || (context.compliant && context.deviceTenant == "{HOME}") }};
"""


def _setting(kind: str, target: str, *app_ids: str) -> dict[str, Any]:
    return {
        "usersAndGroups": {
            "accessType": "allowed",
            "targets": [{"targetType": kind, "target": target}],
        },
        "applications": {
            "accessType": "allowed",
            "targets": [{"targetType": "application", "target": each} for each in app_ids],
        },
    }


def _policy(**more: dict[str, Any]) -> dict[str, Any]:
    return {
        "displayName": "Conditions",
        "state": "enabled",
        "conditions": {
            "users": {
                "includeGuestsOrExternalUsers": {
                    "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember"
                }
            },
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
        **more,
    }


POLICIES = tuple(
    policy
    for number, document in enumerate(
        (
            _policy(),
            _policy(
                conditions={
                    "users": {"includeUsers": ["All"]},
                    "applications": {"includeApplications": [TOOL]},
                },
                grantControls={"operator": "OR", "builtInControls": ["mfa", "compliantDevice"]},
            ),
        )
    )
    if (policy := compiled(str(number), msgspec.convert(document, ConditionalAccessPolicy)))
)


def _side(tenant_id: str, direction: Direction, setting: dict[str, Any]) -> tuple[Side, Partner]:
    document = {
        "tenantId": RESOURCE if tenant_id == HOME else HOME,
        f"b2bCollaboration{direction.value}": setting,
        "inboundTrust": {"isMfaAccepted": True, "isCompliantDeviceAccepted": True},
    }
    partner = msgspec.convert(document, Partner)
    side = Side(
        tenant_id=tenant_id,
        cloud="commercial",
        setting=effective_setting(SYSTEM_DEFAULT, partner, Mode.COLLABORATION, direction),
        consent=effective_consent(partner, direction),
        has_partner=True,
    )
    return side, partner


class Ours:
    """Our evaluator, with settings and policies compiled, as Cedar's are parsed."""

    def __init__(self) -> None:
        self._home, _ = _side(HOME, Direction.OUTBOUND, _setting("group", AUDITORS, TOOL, OTHER))
        self._resource, partner = _side(
            RESOURCE, Direction.INBOUND, _setting("user", "AllUsers", TOOL)
        )
        self._trust = effective_trust(SYSTEM_DEFAULT, partner)

    def decide(self, person_id: str, app_id: str, *, is_auditor: bool, is_proved: bool) -> bool:
        """Return whether access is allowed; everything that is a sign-in's own is made anew."""
        groups = frozenset({AUDITORS} if is_auditor else ())
        account = Account(
            category=UserCategory.COLLABORATION_GUEST, home_tenant_id=HOME, id=person_id
        )
        visitor = Visitor(
            tenant_id=RESOURCE,
            account=account,
            proof=WITH_MFA if is_proved else WITHOUT,
            trust=self._trust,
        )
        decision = evaluate(
            Person(id=person_id, group_ids=groups),
            Application(app_id=app_id),
            Mode.COLLABORATION,
            self._home,
            self._resource,
            visit=Visit(visitor=visitor, policies=POLICIES, now=NOW),
        )
        return decision.is_allowed


class Cedar:
    """Cedar's evaluator, with one set of policies and one of entities, both parsed before."""

    def __init__(self) -> None:
        self._policies = cedarpy.PolicySet.from_str(CEDAR)
        people = [
            {
                "uid": {"type": "User", "id": person},
                "attrs": {},
                "parents": [{"type": "Group", "id": AUDITORS}] if place % 2 else [],
            }
            for place, person in enumerate(PEOPLE)
        ]
        self._entities = cedarpy.Entities.from_json_str(json.dumps(people))

    def request(self, person_id: str, app_id: str, *, is_proved: bool) -> dict[str, Any]:
        """Return a request in Cedar's words."""
        return {
            "principal": f'User::"{person_id}"',
            "action": 'Action::"use"',
            "resource": f'Application::"{app_id}"',
            "context": {
                "category": "b2bCollaborationGuest",
                "mfa": is_proved,
                "mfaTenant": HOME,
                "compliant": is_proved,
                "deviceTenant": HOME,
            },
        }

    def decide(self, request: dict[str, Any]) -> bool:
        """Return whether one request is allowed."""
        result = cedarpy.is_authorized(request, self._policies, self._entities)
        return bool(result.allowed)

    def decide_many(self, requests: list[dict[str, Any]]) -> list[bool]:
        """Return whether each of the requests is allowed."""
        results = cedarpy.is_authorized_batch(requests, self._policies, self._entities)
        return [bool(each.allowed) for each in results]


def _rates(count: int, runs: Mapping[str, Callable[[], object]]) -> dict[str, int]:
    """Return how many of *count* each run does in a second of the processor, at best.

    The runs take turns, since a machine is not always equally fast.
    """
    best = dict.fromkeys(runs, float("inf"))
    for name in [*runs] * ROUNDS:
        start = time.process_time()
        runs[name]()
        best[name] = min(best[name], time.process_time() - start)
    return {name: round(count / seconds) for name, seconds in best.items()}


def main() -> None:
    """Print the rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=50_000, help="in each round")
    count = parser.parse_args().decisions
    cases = [
        (person, app_id, bool(place % 2), is_proved)
        for place, person in enumerate(PEOPLE)
        for app_id in (TOOL, OTHER)
        for is_proved in (True, False)
    ]
    cases = [cases[place % len(cases)] for place in range(count)]
    ours, cedar = Ours(), Cedar()
    requests = [cedar.request(person, app, is_proved=proved) for person, app, _, proved in cases]

    def ours_all() -> list[bool]:
        return [
            ours.decide(person, app, is_auditor=auditor, is_proved=proved)
            for person, app, auditor, proved in cases
        ]

    def cedar_all() -> list[bool]:
        return [cedar.decide(each) for each in requests]

    def cedar_batches() -> list[bool]:
        return [
            allowed
            for start in range(0, count, BATCH)
            for allowed in cedar.decide_many(requests[start : start + BATCH])
        ]

    if not ours_all() == cedar_all() == cedar_batches():
        sys.exit("the two evaluators disagree")
    figures = _rates(
        count,
        {
            "decisionsPerSecond": ours_all,
            "cedarPerSecond": cedar_all,
            "cedarBatchPerSecond": cedar_batches,
        },
    )
    peer = max(figures["cedarPerSecond"], figures["cedarBatchPerSecond"])
    print(json.dumps({**figures, "cedarRatio": round(figures["decisionsPerSecond"] / peer, 2)}))


if __name__ == "__main__":
    main()
