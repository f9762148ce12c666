"""Users who call through an application, as the verifier of their token would tell of them."""

from collections.abc import Iterable

from tenantry.actor import Actor, ActorKind, operator
from tenantry.directory.operations.delegation import user_permissions
from tenantry.directory.operations.roles import create_role_assignment
from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.storage.database import Database

ALL_SCOPES = tuple(each.name for each in GRAPH_PERMISSIONS if each.scope_id)


def delegate(
    database: Database,
    tenant_id: str,
    user_id: str,
    *scopes: str,
    contexts: Iterable[str] = (),
) -> Actor:
    """Return a user who calls through an application with *scopes*, all of them if not given."""
    with database.read() as reading:
        found = user_permissions(reading, tenant_id, user_id, frozenset(scopes or ALL_SCOPES))
    return Actor(
        tenant_id=tenant_id,
        kind=ActorKind.USER,
        actor_id=user_id,
        permissions=found.permissions,
        granted=found.granted,
        role_actions=found.role_actions,
        standing=found.standing,
        contexts=frozenset(contexts),
    )


def give_role(database: Database, tenant_id: str, principal_id: str, role_id: str) -> None:
    """Assign a role over the whole tenant."""
    values = {"principal_id": principal_id, "role_template_id": role_id}
    with database.write() as work:
        create_role_assignment(work, operator(tenant_id), {**values, "directory_scope_id": "/"})
