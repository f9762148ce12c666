"""Replaying: visits of the log are decided again, by the settings as they are and by a draft."""

from dataclasses import dataclass
from typing import Any

import pytest

from tenantry.access.conditional.proofs import DeviceState, MethodProof, Proof
from tenantry.access.decisions import Outcome, SideName
from tenantry.access.inheritance import Mode
from tenantry.access.operations.deciding import SignInQuestion
from tenantry.access.operations.inputs import inputs_of, question_of
from tenantry.access.operations.replaying import Replay, ReplayQuestion, replay
from tenantry.actor import Actor, ActorKind, operator
from tenantry.audit.sign_ins import CrossTenantAccess
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.audit.stores.visits import Period
from tenantry.clock import add_seconds, system_now
from tenantry.errors import InvalidValueError, NotPermittedError
from tenantry.storage.database import Database
from tests.support.companies import Company
from tests.support.sign_ins import BOARD, a_sign_in

EVER = Period(since="2000-01-01T00:00:00.000000Z", until="2900-01-01T00:00:00.000000Z")


def lists(access_type: str, *user_ids: str) -> dict[str, Any]:
    targets = user_ids or ("AllUsers",)
    return {
        "usersAndGroups": {
            "accessType": access_type,
            "targets": [{"targetType": "user", "target": each} for each in targets],
        },
        "applications": {
            "accessType": access_type,
            "targets": [{"targetType": "application", "target": "AllApplications"}],
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Two tenants, and people of the one who came to the other."""

    database: Database
    home: Company
    resource: Company
    ana: str
    bo: str

    def replay(self, side: SideName, **given: Any) -> Replay:
        tenant = self.home if side is SideName.HOME else self.resource
        question = ReplayQuestion(side=side, **{"period": EVER, **given})
        with self.database.read() as reading:
            return replay(reading, operator(tenant.tenant_id), question)


@pytest.fixture
def past(database: Database) -> Past:
    home, resource = Company(database, "northwind"), Company(database, "contoso")
    ana, bo = home.add_user("ana"), home.add_user("bo")
    for user_id in (ana, bo, ana):
        question = SignInQuestion(
            user_id=user_id,
            home_tenant_id=home.tenant_id,
            resource_tenant_id=resource.tenant_id,
            application_id=BOARD,
        )
        sign_in = a_sign_in(
            home.tenant_id,
            resource.tenant_id,
            person=user_id,
            cross_tenant_access=CrossTenantAccess.COLLABORATION,
            inputs=inputs_of(question),
        )
        with database.write() as work:
            for company in (home, resource):
                add_sign_in(work, company.tenant_id, sign_in)
    return Past(database=database, home=home, resource=resource, ana=ana, bo=bo)


@pytest.mark.parametrize("side", SideName)
def test_a_draft_for_all_changes_the_access_of_those_it_names(past: Past, side: SideName) -> None:
    name = "b2bCollaborationOutbound" if side is SideName.HOME else "b2bCollaborationInbound"
    draft = {"default": {name: lists("blocked")}}

    found = past.replay(side, drafts=draft)

    assert (3, 0, 3, None) == (
        found.decided,
        found.undecided,
        len(found.changed),
        found.following,
    )
    first = found.changed[0]
    assert (Outcome.ALLOWED, Outcome.BLOCKED) == (first.before, first.after)
    assert {side} == {each.side for each in first.findings}
    assert all(each.setting.startswith(name) for each in first.findings)


def test_a_draft_for_a_partner_changes_only_whom_it_names(past: Past) -> None:
    other = past.resource.tenant_id
    draft = {"partner": {"b2bCollaborationOutbound": lists("allowed", past.bo)}}

    found = past.replay(SideName.HOME, drafts=draft, other_tenant_id=other)
    elsewhere = past.replay(
        SideName.HOME, drafts=draft, other_tenant_id=Company(past.database, "tailwind").tenant_id
    )

    assert [past.ana] * 2 == [
        str(each.sign_in["user_id"]).removeprefix("id of ") for each in found.changed
    ]
    assert (3, 0) == (found.decided, elsewhere.decided)


def test_pages_go_on_where_the_one_before_ended(past: Past) -> None:
    draft = {"default": {"b2bCollaborationInbound": lists("blocked")}}

    pages = [past.replay(SideName.RESOURCE, drafts=draft, limit=2)]
    pages.append(past.replay(SideName.RESOURCE, drafts=draft, limit=2, after=pages[0].following))

    ids = [each.sign_in["id"] for page in pages for each in page.changed]
    assert [2, 1] == [page.decided for page in pages]
    assert (3, None) == (len({*ids}), pages[1].following)


def test_who_is_gone_cannot_be_decided_again(past: Past) -> None:
    past.home.delete(past.bo)
    with past.database.write() as work:
        across = CrossTenantAccess.COLLABORATION
        sign_in = a_sign_in(
            past.home.tenant_id, past.resource.tenant_id, cross_tenant_access=across
        )
        add_sign_in(work, past.resource.tenant_id, sign_in)

    found = past.replay(
        SideName.RESOURCE, drafts={"default": {"b2bCollaborationInbound": lists("blocked")}}
    )

    assert (2, 2) == (found.decided, found.undecided)


def test_visits_outside_of_the_period_are_left_out(past: Past) -> None:
    period = Period(since=EVER.since, until=add_seconds(EVER.since, 1))
    draft = {"default": {"b2bCollaborationInbound": lists("blocked")}}

    assert 0 == past.replay(SideName.RESOURCE, drafts=draft, period=period).decided


@pytest.mark.parametrize(
    ("drafts", "path"),
    [
        ({}, "draft"),
        ({"partner": {}}, "partner"),
        ({"default": {"colour": 1}}, "colour"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(past: Past, drafts: Any, path: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        past.replay(SideName.RESOURCE, drafts=drafts)

    assert path == refusal.value.path


def test_only_who_may_read_policy_and_log_replays(past: Past) -> None:
    question = ReplayQuestion(side=SideName.RESOURCE, period=EVER, drafts={"default": {}})
    for permissions in ({"Policy.Read.All"}, {"AuditLog.Read.All"}):
        lacking = Actor(
            tenant_id=past.resource.tenant_id,
            kind=ActorKind.APPLICATION,
            permissions=frozenset(permissions),
        )
        with past.database.read() as reading, pytest.raises(NotPermittedError):
            replay(reading, lacking, question)


def test_inputs_are_read_as_they_were_stored() -> None:
    question = SignInQuestion(
        user_id="u",
        home_tenant_id="h",
        resource_tenant_id="r",
        application_id="a",
        mode=Mode.DIRECT_CONNECT,
        proof=Proof(
            methods=(MethodProof(method="fido2", tenant_id="h", at=system_now()),),
            device=DeviceState(tenant_id="h", is_compliant=True),
        ),
        contexts=frozenset({"c1"}),
    )

    assert question == question_of(inputs_of(question))
    assert None is question_of(None)
    assert None is question_of({**inputs_of(question), "version": 2})
