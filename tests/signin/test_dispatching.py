"""What comes next in a sign-in, by tables: the dispatcher sees facts and no database."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from tenantry.access.conditional.controls import Challenge, ChallengeKind
from tenantry.signin.consenting import Consent, Permission
from tenantry.signin.dispatching import (
    Account,
    Admission,
    AskConsent,
    Asked,
    Authenticate,
    Choose,
    GoOn,
    Identify,
    Issue,
    Join,
    ProveAgain,
    Redeem,
    Refuse,
    Visit,
    admit,
    identify,
)
from tenantry.signin.refusals import Refusal

ANA = Account(
    session_id="1", home_tenant_id="home", user_id="a", user_name="ana@home.test", age=60.0
)
BEN = replace(ANA, session_id="2", user_id="b", user_name="ben@home.test")
_READ = Permission(id="1", name="Read", title="Read", needs_administrator=False)
_WRITE = replace(_READ, id="2", name="Write", needs_administrator=True)
WELCOME = Visit(consent=Consent(granted=frozenset()))
_WANTING = Asked(wants_second_factor=True)
_AT_HOME = {"second_factor_at": "home"}
_MFA = Challenge(kind=ChallengeKind.MULTIFACTOR, tenant_id="home")
_DEVICE = Challenge(kind=ChallengeKind.DEVICE, tenant_id="home")
_AGAIN = Challenge(kind=ChallengeKind.SIGN_IN, tenant_id="home")


def refuse(reason: Refusal) -> Refuse:
    return Refuse(reason=reason)


@pytest.mark.parametrize(
    ("asked", "accounts", "step"),
    [
        (Asked(), [], Identify()),
        (Asked(), [ANA], GoOn(account=ANA)),
        (Asked(), [ANA, BEN], Choose()),
        (Asked(login_hint="BEN@home.test"), [ANA, BEN], GoOn(account=BEN)),
        (Asked(login_hint="eve@home.test"), [ANA], Authenticate(user_name="eve@home.test")),
        (Asked(login_hint="eve@home.test"), [], Authenticate(user_name="eve@home.test")),
        (Asked(must_choose=True), [ANA], Choose()),
        (Asked(must_choose=True), [], Identify()),
        (Asked(must_authenticate=True), [ANA], Choose()),
        (Asked(has_chosen=True), [ANA, BEN], Identify()),
        (Asked(max_age=59), [ANA], Authenticate(user_name="ana@home.test")),
        (Asked(max_age=60), [ANA], GoOn(account=ANA)),
        (Asked(is_silent=True), [], refuse(Refusal.LOGIN_REQUIRED)),
        (Asked(is_silent=True), [ANA], GoOn(account=ANA)),
        (Asked(is_silent=True), [ANA, BEN], refuse(Refusal.SESSION_CHOICE_NEEDED)),
        (Asked(is_silent=True, max_age=0), [ANA], refuse(Refusal.LOGIN_REQUIRED)),
        (Asked(is_silent=True, login_hint="eve@x.test"), [ANA], refuse(Refusal.LOGIN_REQUIRED)),
    ],
)
def test_who_it_is(asked: Asked, accounts: list[Account], step: object) -> None:
    assert step == identify(asked, accounts, None)


@pytest.mark.parametrize(
    ("asked", "step"),
    [
        (Asked(must_choose=True), GoOn(account=ANA)),
        (Asked(must_authenticate=True), Authenticate(user_name="ana@home.test")),
        (Asked(must_authenticate=True, is_fresh=True), GoOn(account=ANA)),
        (Asked(max_age=0, is_fresh=True), GoOn(account=ANA)),
    ],
)
def test_whoever_was_chosen_is_not_chosen_again(asked: Asked, step: object) -> None:
    assert step == identify(asked, [ANA, BEN], ANA)


def _missing(*permissions: Permission) -> Consent:
    return Consent(
        granted=frozenset(),
        missing=permissions,
        needs_administrator=any(one.needs_administrator for one in permissions),
    )


@pytest.mark.parametrize(
    ("asked", "facts", "step"),
    [
        (Asked(), {}, Issue()),
        (Asked(), {"refusal": refuse(Refusal.NOT_ASSIGNED)}, refuse(Refusal.NOT_ASSIGNED)),
        (Asked(), {"challenges": (_MFA,)}, ProveAgain(tenant_id="home")),
        (Asked(), {"challenges": (_MFA, _AGAIN)}, Authenticate(user_name="")),
        (Asked(), {"challenges": (_MFA, _DEVICE)}, refuse(Refusal.DEVICE_NEEDED)),
        (Asked(is_silent=True), {"challenges": (_MFA,)}, refuse(Refusal.MFA_NEEDED)),
        (_WANTING, _AT_HOME, ProveAgain(tenant_id="home")),
        (
            _WANTING,
            {**_AT_HOME, "challenges": (_AGAIN,)},
            Authenticate(user_name=""),
        ),
        (
            replace(_WANTING, is_silent=True),
            _AT_HOME,
            refuse(Refusal.MFA_NEEDED),
        ),
        (_WANTING, {}, Issue()),
        (Asked(), _AT_HOME, Issue()),
        (Asked(), {"is_pending": True}, Redeem()),
        (Asked(), {"is_pending": True, "consent_prompt": True}, Join()),
        (Asked(has_agreed=True), {"is_pending": True, "consent_prompt": True}, Redeem()),
        (Asked(), {"consent_prompt": True}, Issue()),
        (Asked(), {"is_direct": True}, Issue()),
        (Asked(), {"is_direct": True, "consent_prompt": True}, Join()),
        (Asked(has_agreed=True), {"is_direct": True, "consent_prompt": True}, Issue()),
        (
            Asked(is_silent=True),
            {"is_pending": True, "consent_prompt": True},
            refuse(Refusal.INTERACTION_REQUIRED),
        ),
        (Asked(), {"consent": _missing(_READ)}, AskConsent()),
        (Asked(has_consented=True), {"consent": _missing(_READ)}, AskConsent()),
        (Asked(is_silent=True), {"consent": _missing(_READ)}, refuse(Refusal.CONSENT_REQUIRED)),
        (
            Asked(),
            {"consent": _missing(_READ, _WRITE)},
            refuse(Refusal.ADMINISTRATOR_CONSENT_NEEDED),
        ),
        (
            Asked(),
            {"consent": _missing(_WRITE), "may_consent_for_all": True},
            AskConsent(),
        ),
        (Asked(must_consent=True), {}, AskConsent()),
        (Asked(must_consent=True, has_consented=True), {}, Issue()),
    ],
)
def test_what_the_resource_tenant_does(
    asked: Asked, facts: dict[str, object], step: Admission
) -> None:
    assert step == admit(asked, replace(WELCOME, **facts))  # type: ignore[arg-type]  # any of its facts


@given(
    asked=st.builds(Asked, is_silent=st.sampled_from([True]), has_agreed=st.booleans()),
    challenges=st.lists(st.sampled_from([_MFA, _DEVICE, _AGAIN])),
    is_pending=st.booleans(),
    consent_prompt=st.booleans(),
    missing=st.lists(st.sampled_from([_READ, _WRITE])),
)
def test_a_silent_request_never_shows_a_page(
    asked: Asked,
    challenges: list[Challenge],
    missing: list[Permission],
    *,
    is_pending: bool,
    consent_prompt: bool,
) -> None:
    visit = replace(
        WELCOME,
        challenges=tuple(challenges),
        is_pending=is_pending,
        consent_prompt=consent_prompt,
        consent=_missing(*missing),
    )

    assert isinstance(admit(asked, visit), Refuse | Redeem | Issue)
