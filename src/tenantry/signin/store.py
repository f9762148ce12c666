"""The rows sign-in needs: tenants, signing keys, clients and what they were granted.

A tenant is looked up by the name a caller gave, and the key set for any tenant spans all of
them; everything else is read inside one tenant.  Queries are kept, since one of them runs with
every request of the API.
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, insert, or_, select

from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.identifiers import is_id
from tenantry.signin.client_authentication import Client
from tenantry.signin.issuers import Tenant
from tenantry.signin.stores.credentials import list_secrets
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import (
    app_role_assignments,
    domains,
    service_principals,
    signing_keys,
    tenants,
    users,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_tenants = tenants.c
_domains = domains.c
_keys = signing_keys.c
_principals = service_principals.c
_assignments = app_role_assignments.c
_users = users.c


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """A signing key as the database keeps it: the private part sealed, the public one a JWK."""

    kid: str
    algorithm: str
    private_key_encrypted: str
    public_jwk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSubject:
    """What the database knows of a token: its key, and whether its bearer is still welcome."""

    public_jwk: str
    is_active: bool  # tenant and bearer exist, and an application is enabled
    valid_from: str = ""  # the stored instant before which the user's tokens are worth nothing


_TENANT_BY_ID = KeptQuery(
    select(_tenants.id, _tenants.region).where(
        _tenants.id == bindparam("name"), _tenants.deleted_at.is_(None)
    )
)
_TENANT_BY_DOMAIN = KeptQuery(
    select(_tenants.id, _tenants.region)
    .join(domains, _domains.tenant_id == _tenants.id)
    .where(_domains.name == bindparam("name"), _domains.is_verified, _tenants.deleted_at.is_(None))
)


def find_tenant(reading: Reading, name: str) -> Tenant | None:
    """Return the tenant with this id or this verified domain, in any casing."""
    if not name.isprintable():  # PostgreSQL takes no NUL
        return None
    query = _TENANT_BY_ID if is_id(name) else _TENANT_BY_DOMAIN
    found = query.record(reading, {"name": name.lower()})
    return None if found is None else Tenant(**found)


_OF_TENANT = and_(_keys.tenant_id == bindparam("tenant_id"), _keys.retired_at.is_(None))
_SIGNING_KEY = KeptQuery(
    select(_keys.kid, _keys.algorithm, _keys.private_key_encrypted, _keys.public_jwk)
    .where(_OF_TENANT, or_(_keys.signs_from.is_(None), _keys.signs_from <= bindparam("now")))
    .order_by(
        func.coalesce(_keys.signs_from, _keys.created_at).desc(),
        _keys.created_at.desc(),
        _keys.kid,
    )
    .limit(1)
)
_PUBLIC_KEYS = KeptQuery(
    select(_keys.public_jwk).where(_OF_TENANT).order_by(_keys.created_at, _keys.kid)
)
_PUBLIC_KEYS_OF_ALL_TENANTS = (
    select(_keys.tenant_id, _keys.public_jwk)
    .join(tenants, _tenants.id == _keys.tenant_id)
    .where(_tenants.deleted_at.is_(None), _keys.retired_at.is_(None))
    .order_by(_keys.tenant_id, _keys.created_at, _keys.kid)
)


def find_signing_key(reading: Reading, tenant_id: str) -> StoredKey | None:
    """Return the key that signs: the last to have begun of those that are not retired."""
    key = {"tenant_id": tenant_id, "now": reading.instant}
    found = _SIGNING_KEY.record(reading, key)
    return None if found is None else StoredKey(**found)


def add_signing_key(
    work: UnitOfWork, tenant_id: str, key: StoredKey, *, signs_from: str | None = None
) -> None:
    """Keep a new key, made now; it signs from that instant on, or at once."""
    row = {
        "tenant_id": tenant_id,
        "kid": key.kid,
        "algorithm": key.algorithm,
        "private_key_encrypted": key.private_key_encrypted,
        "public_jwk": key.public_jwk,
        "created_at": work.instant,
        "signs_from": signs_from,
    }
    work.connection.execute(insert(signing_keys), row)


def list_public_keys(reading: Reading, tenant_id: str) -> list[str]:
    """Return the JWKs of the tenant that are not retired, oldest first."""
    return _PUBLIC_KEYS.firsts(reading, {"tenant_id": tenant_id})


def list_public_keys_of_all_tenants(reading: Reading) -> list[tuple[str, str]]:
    """Return every tenant's id and JWK, for clients that ask at an alias such as `common`."""
    rows = reading.connection.execute(_PUBLIC_KEYS_OF_ALL_TENANTS)
    return [(row.tenant_id, row.public_jwk) for row in rows]


_PRINCIPAL = KeptQuery(
    select(
        _principals.app_id,
        _principals.id.label("service_principal_id"),
        _principals.display_name,
        _principals.account_enabled,
        _principals.app_owner_organization_id.label("home_tenant_id"),
    ).where(
        _principals.tenant_id == bindparam("tenant_id"),
        _principals.app_id == bindparam("app_id"),
        _principals.deleted_at.is_(None),
    )
)


def find_client(reading: Reading, tenant_id: str, app_id: str) -> Client | None:
    """Return the application as the tenant knows it, with the secrets of its home tenant."""
    if not is_id(app_id):
        return None
    key = {"tenant_id": tenant_id, "app_id": app_id.lower()}
    found = _PRINCIPAL.record(reading, key)
    if found is None:
        return None
    found["home_tenant_id"] = home = found["home_tenant_id"] or tenant_id
    principal_id = found["service_principal_id"]
    secrets = list_secrets(reading, tenant_id, home, found["app_id"], principal_id)
    return Client(**found, secrets=secrets)


_GRAPH_ROLES = KeptQuery(
    select(_assignments.app_role_id)
    .join(
        service_principals,
        and_(
            _principals.tenant_id == _assignments.tenant_id,
            _principals.id == _assignments.resource_id,
        ),
    )
    .where(
        _assignments.tenant_id == bindparam("tenant_id"),
        _assignments.principal_id == bindparam("principal_id"),
        _principals.app_id == GRAPH_APP_ID,
        _principals.deleted_at.is_(None),
    )
)
_NAME_OF_ROLE = {role_id: name for name, role_id in ROLE_ID_OF.items()}


def list_graph_roles(reading: Reading, tenant_id: str, principal_id: str) -> list[str]:
    """Return the names of Graph's application permissions that the principal is assigned."""
    key = {"tenant_id": tenant_id, "principal_id": principal_id}
    assigned = _GRAPH_ROLES.firsts(reading, key)
    return [_NAME_OF_ROLE[role_id] for role_id in assigned if role_id in _NAME_OF_ROLE]


_TOKEN_SUBJECT = KeptQuery(
    select(_keys.public_jwk, _tenants.id.label("tenant"), _principals.id.label("principal"))
    .outerjoin(tenants, and_(_tenants.id == _keys.tenant_id, _tenants.deleted_at.is_(None)))
    .outerjoin(
        service_principals,
        and_(
            _principals.tenant_id == _keys.tenant_id,
            _principals.id == bindparam("principal_id"),
            _principals.deleted_at.is_(None),
            _principals.account_enabled,
        ),
    )
    .where(_OF_TENANT, _keys.kid == bindparam("kid"))
)


def find_token_subject(
    reading: Reading, tenant_id: str, kid: str, principal_id: str
) -> TokenSubject | None:
    """Return what is known of a token that this key signed; None where the key is unknown."""
    key = {"tenant_id": tenant_id, "kid": kid, "principal_id": principal_id}
    row = _TOKEN_SUBJECT.row(reading, key)
    if row is None:
        return None
    public_jwk, tenant, principal = row
    return TokenSubject(public_jwk=public_jwk, is_active=None not in (tenant, principal))


_USER_TOKEN_SUBJECT = KeptQuery(
    select(
        _keys.public_jwk,
        _tenants.id.label("tenant"),
        _users.id.label("user"),
        _users.sign_in_sessions_valid_from,
    )
    .outerjoin(tenants, and_(_tenants.id == _keys.tenant_id, _tenants.deleted_at.is_(None)))
    .outerjoin(
        users,
        and_(
            _users.tenant_id == _keys.tenant_id,
            _users.id == bindparam("user_id"),
            _users.deleted_at.is_(None),
        ),
    )
    .where(_OF_TENANT, _keys.kid == bindparam("kid"))
)


def find_user_token_subject(
    reading: Reading, tenant_id: str, kid: str, user_id: str
) -> TokenSubject | None:
    """Return what is known of a user's token that this key signed; None for an unknown key."""
    key = {"tenant_id": tenant_id, "kid": kid, "user_id": user_id}
    row = _USER_TOKEN_SUBJECT.row(reading, key)
    if row is None:
        return None
    public_jwk, tenant, user, valid_from = row
    return TokenSubject(
        public_jwk=public_jwk,
        is_active=None not in (tenant, user),
        valid_from=valid_from or "",
    )
