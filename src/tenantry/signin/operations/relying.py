"""Asking an OpenID provider elsewhere who somebody is: the code flow, with this server as client.

`begin` tells where the browser is sent, `prove` what became of it.  What was asked travels in
the sealed `state`, bound to the browser and good once; the answer counts only if it is of the
issuer that was asked, by the proof key, the nonce and the issuer's signature.
Sources: OpenID Connect Core §3.1, RFC 7636, RFC 9207, RFC 9700 §2.1, §4.4, §4.5, §4.7.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import structlog

from tenantry.clock import add_seconds
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations import sealed_texts
from tenantry.signin.operations.assertion_keys import SignedToken, is_signed_by_issuer, read_token
from tenantry.signin.operations.fetching import FetchError
from tenantry.signin.operations.interactions import LIFETIME, Interaction
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.operations.sealed_texts import Carried
from tenantry.signin.outside_tokens import (
    OutsideClaims,
    check_answering_issuer,
    check_fresh,
    check_outside_claims,
    read_outside_claims,
)
from tenantry.signin.redirect_uris import with_parameters
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores.credentials import use_assertion
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox

_PURPOSE = "outside sign-in"
_SCOPE = "openid profile email"
_RANDOM_BYTES = 32
_OK = 200

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingClient:
    """This server as the client of an issuer.

    ``name`` is the provider's, ``redirect_uri`` where it answers, ``token_endpoint`` stands in
    for one that the discovery document does not name.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    token_endpoint: str = ""


class AskedOutside(Carried, frozen=True, kw_only=True, omit_defaults=True):
    """What was asked, as the ``state`` carries it.  ``home_tenant_id`` is in another cloud.

    ``fresh_since`` is the second of real time before which the person may not have authenticated.
    """

    provider: str
    issuer: str
    nonce: str
    verifier: str
    interaction: Interaction
    started_at: str
    home_tenant_id: str = ""
    fresh_since: int | None = None


def begin(
    issuers: OutsideIssuers,
    box: SecretBox,
    client: RelyingClient,
    interaction: Interaction,
    *,
    started_at: str,
    home_tenant_id: str = "",
    fresh_since: int | None = None,
    more: Mapping[str, str] | None = None,
) -> str:
    """Return where the browser is sent; *more* are parameters such as `login_hint`.

    Never while a transaction is open: the issuer may have to be asked where that is.
    """
    issuers.prepare(client.issuer, "")
    endpoint = _endpoint(_document(issuers, client), "authorization_endpoint", client)
    asked = AskedOutside(
        browser_hash=interaction.browser_hash,
        provider=client.name,
        issuer=client.issuer,
        nonce=secrets.token_urlsafe(_RANDOM_BYTES),
        verifier=secrets.token_urlsafe(_RANDOM_BYTES),
        interaction=interaction,
        started_at=started_at,
        home_tenant_id=home_tenant_id,
        fresh_since=fresh_since,
    )
    state = sealed_texts.seal(box, _PURPOSE, asked)
    parameters = {**_parameters(client, asked), "state": state, **(more or {})}
    return with_parameters(endpoint, parameters, in_fragment=False)


def _parameters(client: RelyingClient, asked: AskedOutside) -> dict[str, str]:
    """Return the authorization request, but for its `state`."""
    return {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": client.redirect_uri,
        "scope": _SCOPE,
        "nonce": asked.nonce,
        "code_challenge": _challenge_of(asked.verifier),
        "code_challenge_method": "S256",
    }


def read_asked(database: Database, box: SecretBox, state: str, *, browser: str) -> AskedOutside:
    """Return what was asked, and let nobody come with it again.

    Raises `SigninRefusedError` where *state* is of another browser, too old, or used before.
    """
    asked = sealed_texts.unseal(box, _PURPOSE, state, AskedOutside, browser=browser)
    used = hashlib.sha256(f"{_PURPOSE}\n{asked.nonce}".encode()).hexdigest()
    expires_at = add_seconds(asked.started_at, LIFETIME)
    with database.write() as work:
        is_first = use_assertion(work, asked.interaction.tenant, used, expires_at)
        if not is_first or work.instant >= expires_at:
            raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    return asked


def prove(
    issuers: OutsideIssuers,
    client: RelyingClient,
    asked: AskedOutside,
    answer: Mapping[str, str],
    *,
    now: float,
) -> OutsideClaims:
    """Return who the issuer says it is, given its *answer* at the redirect URI.

    Raises `SigninRefusedError` where the person was refused there, the issuer does not answer,
    or what it answers is not believed.  *now* is real time.
    """
    issuers.prepare(client.issuer, "")
    document = _document(issuers, client)
    is_named = document.get("authorization_response_iss_parameter_supported") is True
    check_answering_issuer(answer, issuer=client.issuer, is_named=is_named)
    if "error" in answer or "code" not in answer:
        error = answer.get("error", "no code")
        raise SigninRefusedError(
            Refusal.OUTSIDE_SIGN_IN_DECLINED, provider=client.name, error=error
        )
    token = _redeem(issuers, document, client, asked, answer["code"])
    signed = _signed(token)
    claims = read_outside_claims(signed.payload)
    check_outside_claims(
        claims, issuer=client.issuer, client_id=client.client_id, nonce=asked.nonce, now=now
    )
    check_fresh(claims, fresh_since=asked.fresh_since, now=now)
    issuers.prepare(client.issuer, signed.header.kid, is_believed=True)
    if not is_signed_by_issuer(signed, issuers.get_keys(client.issuer)):
        raise SigninRefusedError(
            Refusal.OUTSIDE_ANSWER_REFUSED, problem="it is signed with none of the issuer's keys"
        )
    return claims


def _signed(token: str) -> SignedToken:
    try:
        return read_token(token)
    except SigninRefusedError as refusal:
        problem = "it holds no signed id_token"
        raise SigninRefusedError(Refusal.OUTSIDE_ANSWER_REFUSED, problem=problem) from refusal


def _redeem(
    issuers: OutsideIssuers,
    document: Mapping[str, object],
    client: RelyingClient,
    asked: AskedOutside,
    code: str,
) -> str:
    """Return the id_token for *code*."""
    endpoint = client.token_endpoint or _endpoint(document, "token_endpoint", client)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": asked.verifier,
    }
    proof, authorization = _client_proof(document, client)
    try:
        status, told = issuers.post(endpoint, {**form, **proof}, authorization=authorization)
    except FetchError as fault:
        raise _unreachable(client, str(fault)) from fault
    if status != _OK:
        error = str(told.get("error", status))
        _log.warning("an issuer refused a code", issuer=client.issuer, error=error)
        raise SigninRefusedError(
            Refusal.OUTSIDE_SIGN_IN_DECLINED, provider=client.name, error=error
        )
    return str(told.get("id_token", ""))


def _client_proof(
    document: Mapping[str, object], client: RelyingClient
) -> tuple[dict[str, str], str]:
    """Return what proves the client: fields of the form, or the header (RFC 6749 §2.3.1)."""
    methods = document.get("token_endpoint_auth_methods_supported")
    if isinstance(methods, list) and "client_secret_post" in methods:
        return {"client_id": client.client_id, "client_secret": client.client_secret}, ""
    pair = f"{quote(client.client_id, safe='')}:{quote(client.client_secret, safe='')}"
    return {}, f"Basic {base64.b64encode(pair.encode()).decode()}"


def _document(issuers: OutsideIssuers, client: RelyingClient) -> Mapping[str, object]:
    try:
        return issuers.get_document(client.issuer)
    except SigninRefusedError as refusal:
        raise _unreachable(client, refusal.named.get("problem", "")) from refusal


def _endpoint(document: Mapping[str, object], name: str, client: RelyingClient) -> str:
    named = document.get(name)
    endpoint = named if isinstance(named, str) else ""
    is_sound = endpoint.isascii() and endpoint.isprintable()
    if not (is_sound and endpoint.startswith("https://")):
        raise _unreachable(client, f"its discovery document names no `{name}` with https")
    return endpoint


def _unreachable(client: RelyingClient, problem: str) -> SigninRefusedError:
    return SigninRefusedError(
        Refusal.OUTSIDE_PROVIDER_UNREACHABLE, provider=client.name, problem=problem
    )


def _challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
