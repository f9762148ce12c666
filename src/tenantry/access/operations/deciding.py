"""Deciding a sign-in: the one question that enforcement asks of both tenants' settings."""

from dataclasses import dataclass, field
from datetime import datetime

from tenantry.access.conditional.conditions import Account
from tenantry.access.conditional.controls import Visitor
from tenantry.access.conditional.evaluation import Visit
from tenantry.access.conditional.locations import read_address
from tenantry.access.conditional.proofs import Proof
from tenantry.access.decisions import AccessDecision, ForeignHome
from tenantry.access.evaluate import evaluate, evaluate_foreign, evaluate_own
from tenantry.access.inheritance import Configuration, Direction, EffectiveTrust, Mode
from tenantry.access.operations.loading import (
    Belonging,
    Settings,
    load_application,
    load_both,
    load_foreign_account,
    load_own_account,
    load_person,
    load_policies,
    load_settings,
    load_visiting_account,
)
from tenantry.directory.operations.lookups import require_user
from tenantry.storage.unit_of_work import Reading

_TRUSTS_NOTHING = EffectiveTrust(Configuration.DEFAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInQuestion:
    """May the user of the home tenant have a token for the application in the resource tenant?

    ``user_id`` is the object id in the home tenant, also of somebody who has a user object in
    the resource tenant.  ``proof`` is what the session has proved.  ``user_action`` and
    ``contexts`` are what the application is used for, ``client`` is how they come and
    ``ip_address`` where from.  ``foreign`` is who they are in another installation, where that
    is their home: then the user is the guest, and both tenants are the resource tenant.
    ``belonging`` is that of the object in the resource tenant, where it was read already.
    """

    user_id: str
    home_tenant_id: str
    resource_tenant_id: str
    application_id: str
    mode: Mode = Mode.COLLABORATION
    proof: Proof = field(default_factory=Proof)
    user_action: str | None = None
    contexts: frozenset[str] = frozenset()
    client: str = "browser"
    ip_address: str = ""
    foreign: ForeignHome | None = None
    belonging: Belonging | None = None


def decide_access(reading: Reading, question: SignInQuestion) -> AccessDecision:
    """Return the decision; within one tenant its Conditional Access alone is asked.

    Raises:
        NotFoundError: The user or a tenant does not exist.
    """
    if question.home_tenant_id != question.resource_tenant_id:
        sides = load_both(reading, question.home_tenant_id, question.resource_tenant_id)
        return decide_between(reading, question, *sides, now=reading.now)
    if question.foreign is not None:
        return _decide_foreign(reading, question, question.foreign)
    application = load_application(reading, question.resource_tenant_id, question.application_id)
    user = require_user(reading, question.home_tenant_id, question.user_id)
    account = load_own_account(
        reading, question.resource_tenant_id, user, belonging=question.belonging
    )
    return evaluate_own(
        application, _visit(reading, question, account, _TRUSTS_NOTHING, reading.now)
    )


def _decide_foreign(
    reading: Reading, question: SignInQuestion, home: ForeignHome
) -> AccessDecision:
    tenant_id = question.resource_tenant_id
    resource = load_settings(reading, tenant_id, home.tenant_id)
    guest = require_user(reading, tenant_id, question.user_id)
    account = load_foreign_account(
        reading, tenant_id, guest, home.tenant_id, belonging=question.belonging
    )
    return evaluate_foreign(
        home,
        load_application(reading, tenant_id, question.application_id),
        resource.side(question.mode, Direction.INBOUND),
        _visit(reading, question, account, resource.trust, reading.now),
    )


def decide_between(
    reading: Reading, question: SignInQuestion, home: Settings, resource: Settings, *, now: datetime
) -> AccessDecision:
    """Return the decision on a visit to another tenant, given what both say, at the time *now*.

    Raises:
        NotFoundError: The user does not exist.
    """
    user = require_user(reading, question.home_tenant_id, question.user_id)
    account = load_visiting_account(
        reading, resource, home.tenant_id, user["id"], question.mode, belonging=question.belonging
    )
    return evaluate(
        load_person(reading, home.tenant_id, user["id"]),
        load_application(reading, question.resource_tenant_id, question.application_id),
        question.mode,
        home.side(question.mode, Direction.OUTBOUND),
        resource.side(question.mode, Direction.INBOUND),
        visit=_visit(reading, question, account, resource.trust, now),
    )


def _visit(
    reading: Reading,
    question: SignInQuestion,
    account: Account,
    trust: EffectiveTrust,
    now: datetime,
) -> Visit:
    visitor = Visitor(
        tenant_id=question.resource_tenant_id, account=account, proof=question.proof, trust=trust
    )
    return Visit(
        visitor=visitor,
        policies=load_policies(reading, question.resource_tenant_id),
        now=now,
        user_action=question.user_action,
        contexts=question.contexts,
        client=question.client,
        address=read_address(question.ip_address),
    )
