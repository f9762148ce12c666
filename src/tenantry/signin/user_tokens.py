"""The claims that tell an application of a user: id_token and access tokens.

Source: the references of id token and access token claims; for guests clients §0.1, 17, 18, 33.
A `sub` is of one user for one application, so that two applications cannot compare notes.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from tenantry.signin.asked_scopes import OF_OPENID, AskedScopes
from tenantry.signin.claims import LIFETIME, OF_USER, AccessToken
from tenantry.signin.proofs import authenticated_at, methods_here, methods_of
from tenantry.signin.user_claims import ApplicationAccessToken, IdToken
from tenantry.signin.user_grants import UserGrant

_MOST_GROUPS = 200  # more do not fit into a token that travels in headers
_GUEST = "Guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """What the tokens of one answer tell.

    ``user`` is the object in the resource tenant, ``home_name`` its sign-in name at home, and
    ``home_issuer`` the issuer of its home where that is another tenant.  ``scopes`` are the
    permissions on the resource; ``roles`` those that the user has there, ``client_roles`` in
    the client.  ``now`` is real time, ``authenticated`` too, in whole seconds.
    """

    issuer: str
    tenant_id: str
    client_app_id: str
    client_name: str
    user: Mapping[str, Any]
    home_name: str
    home_issuer: str
    granted: UserGrant
    scopes: tuple[str, ...]
    roles: tuple[str, ...] = ()
    client_roles: tuple[str, ...] = ()
    role_template_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    token_id: str
    now: int
    authenticated: int
    instant: str
    clock_offset: float


def graph_token(facts: TokenFacts, audience: str) -> AccessToken:
    """Return the claims of an access token for Graph, which the client named *audience*."""
    user = facts.user
    return AccessToken(
        aud=audience,
        iss=facts.issuer,
        iat=facts.now,
        nbf=facts.now,
        exp=facts.now + LIFETIME,
        app_displayname=facts.client_name,
        appid=facts.client_app_id,
        appidacr=_client_proof(facts),
        idp=facts.home_issuer,
        idtyp=OF_USER,
        oid=user["id"],
        roles=(),
        sub=_subject(facts, audience),
        tid=facts.tenant_id,
        uti=facts.token_id,
        ver="1.0",
        wids=facts.role_template_ids,
        scp=" ".join(sorted(facts.scopes)),
        acct=_account_kind(user),
        acr="1",
        acrs=facts.contexts,
        amr=methods_of(facts.granted.proofs),
        family_name=user["surname"],
        given_name=user["given_name"],
        name=user["display_name"],
        sid=facts.granted.session_id,
        unique_name=facts.home_name,
        upn=user["user_principal_name"],
        tnt_clk=facts.clock_offset,
        tnt_at=facts.instant,
    )


def application_token_of_user(facts: TokenFacts, audience: str) -> ApplicationAccessToken:
    """Return the claims of an access token for the application with the id *audience*."""
    return ApplicationAccessToken(
        aud=audience,
        iss=facts.issuer,
        iat=facts.now,
        nbf=facts.now,
        exp=facts.now + LIFETIME,
        acct=_account_kind(facts.user),
        acrs=facts.contexts,
        amr=methods_of(facts.granted.proofs),
        azp=facts.client_app_id,
        azpacr=_client_proof(facts),
        groups=_told_groups(facts),
        hasgroups=_has_too_many(facts),
        idp=facts.home_issuer,
        idtyp=OF_USER,
        name=facts.user["display_name"],
        oid=facts.user["id"],
        preferred_username=facts.home_name,
        roles=facts.roles,
        scp=" ".join(sorted(facts.scopes)),
        sid=facts.granted.session_id,
        sub=_subject(facts, audience),
        tid=facts.tenant_id,
        uti=facts.token_id,
        ver="2.0",
        tnt_clk=facts.clock_offset,
        tnt_at=facts.instant,
        tnt_auth=authenticated_at(facts.granted.proofs),
        tnt_here=methods_here(facts.granted.proofs, facts.tenant_id),
    )


def id_token(facts: TokenFacts, asked: AskedScopes, *, code: str = "") -> IdToken:
    """Return the claims of the id_token for the client, beside a *code* if there is one."""
    has_profile = "profile" in asked.openid
    return IdToken(
        aud=facts.client_app_id,
        iss=facts.issuer,
        iat=facts.now,
        nbf=facts.now,
        exp=facts.now + LIFETIME,
        acct=_account_kind(facts.user),
        acr="1",
        acrs=facts.contexts,
        amr=methods_of(facts.granted.proofs),
        auth_time=facts.authenticated,
        c_hash=_half_hash(code) if code else "",
        email=(facts.user["mail"] or "") if "email" in asked.openid else "",
        groups=_told_groups(facts),
        hasgroups=_has_too_many(facts),
        idp=facts.home_issuer,
        login_hint=facts.home_name,
        name=facts.user["display_name"] if has_profile else "",
        nonce=facts.granted.nonce,
        oid=facts.user["id"],
        preferred_username=facts.home_name if has_profile else "",
        roles=facts.client_roles,
        sid=facts.granted.session_id,
        sub=pairwise_subject(facts.tenant_id, facts.client_app_id, facts.user["id"]),
        tid=facts.tenant_id,
        upn=facts.user["user_principal_name"] if has_profile else "",
        uti=facts.token_id,
        ver="2.0",
        wids=facts.role_template_ids,
    )


def home_account(facts: TokenFacts) -> str:
    """Return the `client_info`: the account at home, by which MSAL keys its cache (§0.1, 18)."""
    about = {"uid": facts.granted.home_user_id, "utid": facts.granted.home_tenant_id}
    return base64.urlsafe_b64encode(msgspec.json.encode(about)).decode().rstrip("=")


def pairwise_subject(tenant_id: str, app_id: str, user_id: str) -> str:
    """Return the `sub` of a user for one application."""
    digest = hashlib.sha256(f"{tenant_id}/{app_id}/{user_id}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def told_scopes(facts: TokenFacts, asked: AskedScopes) -> str:
    """Return the `scope` of the answer: what was granted, OpenID's own words among them."""
    return " ".join(sorted({*facts.scopes, *(asked.openid & OF_OPENID)}))


def _subject(facts: TokenFacts, audience: str) -> str:
    return pairwise_subject(facts.tenant_id, audience, facts.user["id"])


def _client_proof(facts: TokenFacts) -> str:
    return "0" if facts.granted.platform.is_public else "1"


def _account_kind(user: Mapping[str, Any]) -> int:
    return 1 if user["user_type"] == _GUEST else 0


def _told_groups(facts: TokenFacts) -> tuple[str, ...]:
    return () if _has_too_many(facts) else facts.group_ids


def _has_too_many(facts: TokenFacts) -> bool:
    return len(facts.group_ids) > _MOST_GROUPS


def _half_hash(text: str) -> str:
    """Return the `c_hash` of a code (OpenID Connect Core §3.3.2.11)."""
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
