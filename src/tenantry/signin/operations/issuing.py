"""Issuing: codes, refresh tokens, and the tokens of an answer, for a user who was let in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from tenantry.clock import add_seconds, parse_instant
from tenantry.collaboration.outside_identities import OutsideIdentity
from tenantry.collaboration.stores.outside_identities import find_redeemed
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.identifiers import new_id
from tenantry.signin import user_tokens
from tenantry.signin.asked_scopes import AskedScopes
from tenantry.signin.authorization_requests import AuthorizationRequest
from tenantry.signin.claims import LIFETIME
from tenantry.signin.issuers import issuer
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.operations.keys import SigningKeys
from tenantry.signin.operations.resources import Resource, role_values
from tenantry.signin.operations.visits import Visitor, assigned_roles
from tenantry.signin.proofs import authenticated_at
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.stores import codes, refresh_tokens
from tenantry.signin.stores.codes import StoredCode
from tenantry.signin.stores.refresh_tokens import StoredRefreshToken
from tenantry.signin.user_grants import UserGrant, with_tenant
from tenantry.signin.user_tokens import TokenFacts
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading, UnitOfWork

CODE_LIFETIME = 10 * 60
REFRESH_LIFETIME = 90 * 24 * 3600
SPA_REFRESH_LIFETIME = 24 * 3600
"""Seconds; of a single-page application from the sign-in on, else from the last use."""

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance:
    """Everything that the tokens of one answer are made of; signing it takes no database."""

    facts: TokenFacts
    asked: AskedScopes
    resource: Resource


def gather(
    reading: Reading,
    base_url: str,
    arrival: Arrival,
    visitor: Visitor,
    granted: UserGrant,
    *,
    scopes: tuple[str, ...],
) -> Issuance:
    """Return what tokens tell of the visitor, who holds the permissions *scopes*."""
    tenant_id, user_id = arrival.tenant_id, visitor.user["id"]
    outside = None if arrival.is_from_elsewhere else find_redeemed(reading, tenant_id, user_id)
    now = int(reading.now.timestamp() - reading.clock_offset)
    authenticated = parse_instant(authenticated_at(granted.proofs)).timestamp()
    facts = TokenFacts(
        issuer=issuer(base_url, tenant_id),
        tenant_id=tenant_id,
        client_app_id=arrival.registration.app_id,
        client_name=arrival.registration.display_name,
        user=visitor.user,
        home_name=outside.email if outside else arrival.home_user["user_principal_name"],
        home_issuer=_home_issuer(base_url, arrival, outside),
        granted=granted,
        scopes=scopes,
        roles=_roles(reading, tenant_id, visitor, visitor.resource.principal),
        client_roles=_roles(reading, tenant_id, visitor, visitor.principal),
        role_template_ids=visitor.role_template_ids,
        group_ids=visitor.group_ids,
        contexts=visitor.contexts,
        token_id=new_id(),
        now=now,
        authenticated=int(authenticated - reading.clock_offset),
        instant=reading.instant,
        clock_offset=reading.clock_offset,
    )
    return Issuance(facts=facts, asked=arrival.asked, resource=visitor.resource)


def add_code(
    work: UnitOfWork, tenant_id: str, request: AuthorizationRequest, granted: UserGrant
) -> str:
    """Return a new code for what was *granted*."""
    code = with_tenant(tenant_id, secrets.token_urlsafe(_SECRET_BYTES))
    stored = StoredCode(
        code_hash=hash_secret(code),
        family_id=new_id(),
        redirect_uri=request.redirect_uri,
        challenge=request.challenge,
        challenge_method=request.challenge_method,
        granted=granted,
        expires_at=add_seconds(work.instant, CODE_LIFETIME),
    )
    codes.add(work, tenant_id, stored)
    return code


def add_refresh_token(
    work: UnitOfWork,
    tenant_id: str,
    granted: UserGrant,
    family_id: str,
    *,
    expires_at: str | None = None,
) -> str:
    """Return a new refresh token of the family; without *expires_at* it gets its whole life."""
    token = with_tenant(tenant_id, secrets.token_urlsafe(_SECRET_BYTES))
    is_spa = granted.platform is Platform.SPA
    lifetime = SPA_REFRESH_LIFETIME if is_spa else REFRESH_LIFETIME
    stored = StoredRefreshToken(
        token_hash=hash_secret(token),
        family_id=family_id,
        granted=granted,
        issued_at=work.instant,
        expires_at=expires_at or add_seconds(work.instant, lifetime),
    )
    refresh_tokens.add(work, tenant_id, stored)
    return token


def token_response(
    keys: SigningKeys, issuance: Issuance, refresh_token: str | None
) -> dict[str, object]:
    """Return the token endpoint's answer for a user."""
    facts, asked = issuance.facts, issuance.asked
    response: dict[str, object] = {
        "token_type": "Bearer",
        "scope": user_tokens.told_scopes(facts, asked),
        "expires_in": LIFETIME - 1,
        "ext_expires_in": LIFETIME - 1,
        "access_token": signed_access_token(keys, issuance),
    }
    if refresh_token is not None:
        response["refresh_token"] = refresh_token
    if asked.wants_id_token:
        response["id_token"] = signed_id_token(keys, issuance)
    response["client_info"] = user_tokens.home_account(facts)
    return response


def signed_id_token(keys: SigningKeys, issuance: Issuance, *, code: str = "") -> str:
    """Return the id_token as a JWT."""
    return keys.sign(user_tokens.id_token(issuance.facts, issuance.asked, code=code))


def signed_access_token(keys: SigningKeys, issuance: Issuance) -> str:
    """Return the access token for the resource as a JWT."""
    facts, audience = issuance.facts, issuance.resource.audience
    if issuance.resource.app_id == GRAPH_APP_ID:
        return keys.sign(user_tokens.graph_token(facts, audience))
    return keys.sign(user_tokens.application_token_of_user(facts, audience))


def _home_issuer(base_url: str, arrival: Arrival, outside: OutsideIdentity | None) -> str:
    if outside is not None:
        return outside.issuer
    return issuer(base_url, arrival.home_tenant_id) if arrival.is_from_elsewhere else ""


def _roles(
    reading: Reading, tenant_id: str, visitor: Visitor, principal: Mapping[str, object] | None
) -> tuple[str, ...]:
    if principal is None:
        return ()
    role_ids = assigned_roles(reading, tenant_id, str(principal["id"]), visitor)
    return role_values(principal, role_ids)
