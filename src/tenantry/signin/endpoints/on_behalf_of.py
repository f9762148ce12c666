"""The on-behalf-of grant: an API calls another API for the user who called it.

What it shows is the access token that it was called with, which has to be for the API itself.
"""

from collections.abc import Mapping

import msgspec
from joserfc import jws
from joserfc.errors import JoseError

from tenantry.collaboration.operations.outside_identities import find_foreign_home
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.identifiers import is_id
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.admitting import (
    UserTokenRequest,
    answered,
    authenticate_client,
    issue_for,
)
from tenantry.signin.operations.keys import ALGORITHM
from tenantry.signin.operations.provider import OpenIdProvider, get_tenant
from tenantry.signin.operations.verification import public_key_of
from tenantry.signin.proofs import proofs_of
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.store import find_user_token_subject
from tenantry.signin.traces import Trace
from tenantry.signin.user_claims import ApplicationAccessToken
from tenantry.signin.user_grants import UserGrant
from tenantry.storage.unit_of_work import Reading

_PURPOSE = "on_behalf_of"


def act_on_behalf(
    provider: OpenIdProvider, trace: Trace, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to `jwt-bearer`."""
    _check_asked(form)
    kid, token = _read(form["assertion"])
    if "client_assertion" in form:
        provider.assertions.prepare(provider.database, token.tid, form)
    with provider.database.write() as work:
        if get_tenant(work, tenant_name).id not in {token.tid, *TENANT_ALIASES}:
            raise _invalid("it is of another tenant")
        if not provider.origins.is_issuer(token.iss, token.tid):
            raise _invalid("its issuer is another one")
        user = _user(work, form["assertion"], kid, token)
        if token.aud != form["client_id"].lower():
            raise _invalid("it is for another application")
        granted = _granted(work, token, user, form)
        request = UserTokenRequest(
            provider=provider,
            tenant_id=token.tid,
            tenant_name=tenant_name,
            trace=trace,
            form=form,
        )
        authenticate_client(work, request, granted)
        answer = issue_for(work, request, granted, is_logged=True)
    return answered(provider, answer)


def _check_asked(form: Mapping[str, str]) -> None:
    for name in ("client_id", "assertion", "scope"):
        if not form.get(name):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    if form.get("requested_token_use") != _PURPOSE:
        raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter="requested_token_use")


def _read(assertion: str) -> tuple[str, ApplicationAccessToken]:
    try:
        signed = jws.extract_compact(assertion.encode())
        token = msgspec.json.decode(signed.payload, type=ApplicationAccessToken)
    except (JoseError, ValueError, RecursionError) as fault:
        raise _invalid("it is not well formed") from fault
    kid = str(signed.headers().get("kid", ""))
    if not (is_id(token.tid) and is_id(token.oid) and kid.isprintable()):
        raise _invalid("it is not well formed")
    return kid, token


def _user(reading: Reading, assertion: str, kid: str, token: ApplicationAccessToken) -> Record:
    """Return the user of a token that this tenant signed and that is good by both clocks."""
    subject = find_user_token_subject(reading, token.tid, kid, token.oid)
    if subject is None or not _is_signed_by(assertion, subject.public_jwk):
        raise _invalid("its signature is not ours")
    moved_forward = max(0.0, reading.clock_offset - token.tnt_clk)
    real_now = reading.now.timestamp() - reading.clock_offset
    if real_now + moved_forward >= token.exp or token.tnt_at < subject.valid_from:
        raise _invalid("it has expired, or the user's sessions were ended")
    user = USERS.find(reading, token.tid, token.oid)
    if user is None:
        raise _invalid("its user is gone")
    return user


def _is_signed_by(assertion: str, public_jwk: str) -> bool:
    try:
        signed = jws.extract_compact(assertion.encode())
        return jws.validate_compact(signed, public_key_of(public_jwk), [ALGORITHM])
    except JoseError:  # another algorithm than ours, or a header that joserfc does not know
        return False


def _granted(
    reading: Reading, token: ApplicationAccessToken, user: Record, form: Mapping[str, str]
) -> UserGrant:
    home = user["home_tenant_id"] or token.tid
    foreign = find_foreign_home(reading, token.tid, user["id"])
    proofs = proofs_of(
        token.amr,
        at=token.tnt_auth,
        home=home if foreign is None else foreign.tenant_id,
        places=dict.fromkeys(token.tnt_here, token.tid),
    )
    return UserGrant(
        app_id=form["client_id"].lower(),
        platform=Platform.WEB,
        scope=form["scope"],
        user_id=user["id"],
        home_tenant_id=home,
        home_user_id=user["home_user_id"] or user["id"],
        session_id=token.sid,
        proofs=proofs,
    )


def _invalid(problem: str) -> SigninRefusedError:
    return SigninRefusedError(Refusal.ASSERTION_INVALID, problem=problem)
