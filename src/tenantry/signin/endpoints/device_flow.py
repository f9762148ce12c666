"""The device code flow: a device without a browser waits while its owner signs in elsewhere.

Whoever types a code is told which application waits, and asked whether they began it: sending a
code to a victim is how this flow is abused.  Source: RFC 8628.
"""

import secrets
from collections.abc import Mapping

from tenantry.clock import add_seconds
from tenantry.signin import device_codes as rules
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.device_codes import INTERVAL, LIFETIME
from tenantry.signin.endpoints.exchanges import NOT_STORED, SigninRequest, SigninResponse, form_in
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.admitting import (
    Redeemed,
    UserTokenRequest,
    answered,
    authenticate_client,
    issue_for,
)
from tenantry.signin.operations.arrivals import find_client_principal
from tenantry.signin.operations.provider import OpenIdProvider, get_registration, get_tenant
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.registrations import Registration
from tenantry.signin.stores import device_codes
from tenantry.signin.stores.device_codes import DeviceCode
from tenantry.signin.traces import Trace
from tenantry.signin.user_grants import UserGrant
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import UnitOfWork

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no word comes out (RFC 8628 §6.1)
_LENGTH = 8
_DEVICE_BYTES = 32


def begin(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`POST /{tenant}/oauth2[/v2.0]/devicecode`: a code for the device, one for its owner."""
    form = _asked(form_in(request.body))
    read_scopes(form["scope"], provider.origins.hosts)
    device_code = secrets.token_urlsafe(_DEVICE_BYTES)
    user_code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    with provider.database.write() as work:
        tenant = get_tenant(work, request.tenant)
        registration = get_registration(work, form["client_id"])
        if tenant.id not in TENANT_ALIASES:
            find_client_principal(work, tenant.id, registration)
        _require_public(registration)
        code = DeviceCode(
            asked_at=tenant.id,
            device_hash=hash_secret(device_code),
            app_id=registration.app_id,
            scope=form["scope"],
            expires_at=add_seconds(work.instant, LIFETIME),
        )
        device_codes.add(work, tenant.id, code, hash_secret(user_code))
    body = _told(f"{request.base_url}/device", user_code)
    return SigninResponse(headers=NOT_STORED, body={**body, "device_code": device_code})


def _asked(form: dict[str, str]) -> dict[str, str]:
    """Return the form with client and scope; clients of the first version name a resource."""
    if "resource" in form:
        form = {"scope": f"openid offline_access {form['resource']}/.default", **form}
    for name in ("client_id", "scope"):
        if not form.get(name):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    return form


def _told(address: str, user_code: str) -> dict[str, object]:
    """Return what the device tells its owner, and how often it may ask."""
    message = f"To sign in, open the page {address} in a browser and enter the code {user_code}."
    return {
        "user_code": user_code,
        "verification_uri": address,
        "verification_url": address,  # clients of the first version
        "expires_in": LIFETIME,
        "interval": INTERVAL,
        "message": message,
    }


def typed(user_code: str) -> str:
    """Return what is kept of a code that somebody typed, in any casing, with or without dashes."""
    return hash_secret("".join(one for one in user_code.upper() if one.isalpha()))


def redeem_device_code(
    provider: OpenIdProvider, trace: Trace, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to a device that asks whether its owner has signed in."""
    device_code = form.get("device_code") or form.get("code", "")
    if not device_code or not form.get("client_id"):
        parameter = "client_id" if device_code else "device_code"
        raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=parameter)
    with provider.database.write() as work:
        asked_at = get_tenant(work, tenant_name).id
        code = device_codes.find(work, asked_at, hash_secret(device_code))
        if code is None or code.app_id != form["client_id"].lower():
            raise SigninRefusedError(Refusal.DEVICE_CODE_UNKNOWN)
        answer: Redeemed | SigninRefusedError
        if code.granted is None or code.signed_in_tenant_id is None:
            answer = SigninRefusedError(_waiting(code, work.instant))
            device_codes.set_polled(work, asked_at, code.device_hash)
        else:
            request = UserTokenRequest(
                provider=provider,
                tenant_id=code.signed_in_tenant_id,
                tenant_name=tenant_name,
                trace=trace,
                form={**form, "scope": code.scope},
            )
            answer = _redeemed(work, request, code, code.granted)
    return answered(provider, answer)


def _waiting(code: DeviceCode, instant: str) -> Refusal:
    """Return what a device is told for which nobody has signed in."""
    if code.is_declined:
        return Refusal.DEVICE_CODE_DECLINED
    if instant >= code.expires_at:
        return Refusal.DEVICE_CODE_EXPIRED
    is_too_soon = rules.is_too_soon(code.polled_at, instant)
    return Refusal.DEVICE_CODE_SLOW_DOWN if is_too_soon else Refusal.DEVICE_CODE_PENDING


def _redeemed(
    work: UnitOfWork, request: UserTokenRequest, code: DeviceCode, granted: UserGrant
) -> Redeemed | SigninRefusedError:
    if work.instant >= code.expires_at:
        return SigninRefusedError(Refusal.DEVICE_CODE_EXPIRED)
    authenticate_client(work, request, granted)
    answer = issue_for(work, request, granted)
    if not isinstance(answer, SigninRefusedError):
        device_codes.remove(work, code.asked_at, code.device_hash)
    return answer


def _require_public(registration: Registration) -> None:
    has_public_uris = bool(registration.redirect_uris.of.get(Platform.PUBLIC))
    if not (registration.is_public_client or has_public_uris):
        raise SigninRefusedError(Refusal.CONFIDENTIAL_CLIENT, app_id=registration.app_id)
