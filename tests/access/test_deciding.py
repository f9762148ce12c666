"""What enforcement asks of a sign-in, within one tenant and across two."""

from typing import Any

import msgspec
import pytest

from tenantry.access.conditional.conditions import UserCategory
from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.access.conditional.proofs import MethodProof, Proof
from tenantry.access.decisions import AccessDecision, Stage
from tenantry.access.inheritance import Mode
from tenantry.access.operations.deciding import SignInQuestion, decide_access
from tenantry.access.operations.loading import load_own_account
from tenantry.access.stores import conditional_access
from tenantry.directory.stores.objects import USERS
from tenantry.errors import NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tests.support.companies import Company

TOOL = "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"
TEAMS = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"


@pytest.fixture
def home(database: Database) -> Company:
    return Company(database, "northwind")


@pytest.fixture
def resource(database: Database) -> Company:
    return Company(database, "tailwind")


def require_mfa(company: Company, **users: Any) -> None:
    document = {
        "displayName": "MFA",
        "state": "enabled",
        "conditions": {
            "users": users,
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }
    with company.database.write() as work:
        policy = msgspec.convert(document, ConditionalAccessPolicy)
        conditional_access.add(work, company.tenant_id, new_id(), policy)


def decide(home: Company, resource: Company, user_id: str, **more: Any) -> AccessDecision:
    question = {"application_id": TOOL, **more}
    with home.database.read() as reading:
        return decide_access(
            reading,
            SignInQuestion(
                user_id=user_id,
                home_tenant_id=home.tenant_id,
                resource_tenant_id=resource.tenant_id,
                **question,
            ),
        )


def test_at_home_conditional_access_alone_is_asked(home: Company) -> None:
    ana = home.add_user("ana")
    without = decide(home, home, ana)
    require_mfa(home, includeUsers=["All"])

    asked = decide(home, home, ana)
    with home.database.read() as reading:
        proofs = [
            MethodProof(method=each, tenant_id=home.tenant_id, at=reading.now)
            for each in ("password", "softwareOath")
        ]
    proved = decide(home, home, ana, proof=Proof(methods=tuple(proofs)))

    assert without.is_allowed
    assert () == without.findings
    assert not asked.is_allowed
    assert [home.tenant_id] == [each.tenant_id for each in asked.challenges]
    assert proved.is_allowed
    assert {Stage.CONDITIONAL_ACCESS} == {each.stage for each in proved.findings}


def test_policies_meet_the_external_user_and_lists_the_person_at_home(
    home: Company, resource: Company
) -> None:
    ana, ben = home.add_user("ana"), home.add_user("ben")
    require_mfa(resource, includeUsers=[resource.add_guest_of(home, ana)])
    resource.add_guest_of(home, ben)

    assert [resource.tenant_id] == [
        each.tenant_id for each in decide(home, resource, ana).challenges
    ]
    assert decide(home, resource, ben).is_allowed


def test_direct_connect_is_refused_where_nobody_allowed_it(
    home: Company, resource: Company
) -> None:
    ana = home.add_user("ana")

    decision = decide(home, resource, ana, application_id=TEAMS, mode=Mode.DIRECT_CONNECT)

    assert not decision.is_allowed
    assert () == decision.challenges


def test_nobody_unknown_is_decided_about(home: Company, resource: Company) -> None:
    with pytest.raises(NotFoundError):
        decide(home, resource, resource.add_user("ana"))


@pytest.mark.parametrize(
    ("given", "category"),
    [
        ({"user_type": "Guest"}, UserCategory.INTERNAL_GUEST),
        (
            {"user_type": "Guest", "external_user_state": "Accepted"},
            UserCategory.OTHER_EXTERNAL,
        ),
        ({}, UserCategory.INTERNAL_MEMBER),
    ],
)
def test_an_account_is_internal_unless_it_was_invited_from_elsewhere(
    home: Company, given: dict[str, str], category: UserCategory
) -> None:
    name = {"display_name": "Ana", "user_principal_name": "ana@northwind.test"}
    is_invited = "external_user_state" in given
    user_id = (
        home.add_external_user(**name, **given) if is_invited else home.add_user("ana", **given)
    )

    with home.database.read() as reading:
        user = USERS.find(reading, home.tenant_id, user_id)
        assert user is not None
        account = load_own_account(reading, home.tenant_id, user)

    assert category is account.category
