"""People of one tenant who are synchronized into another, and an application that they use there.

Nothing asks them anything but their name and password: both sides agreed, so nobody is asked to
join, and an administrator consented for everybody.
"""

from dataclasses import dataclass

from sqlalchemy import update

from benchmarks.engine import run_engine
from benchmarks.source_people import make_job
from tenantry.actor import operator
from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.permission_grants import agree
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.service_principals import create_service_principal
from tenantry.directory.permission_grants import FOR_ALL
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.directory.stores.applications import find_service_principal
from tenantry.runtime.services import Services
from tenantry.storage.tables import users
from tenantry.storage.unit_of_work import UnitOfWork

PASSWORD = "Correct-Horse-7"  # noqa: S105  # of people who are made up
REDIRECT_URI = "https://board.test/signed-in"
SCOPE = "openid profile offline_access User.Read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An application of the resource tenant, and the sign-in names of those who visit it."""

    tenant_id: str
    client_id: str
    client_secret: str
    visitors: tuple[str, ...]


def settle_visitors(services: Services, count: int) -> Board:
    """Make both tenants with *count* people, synchronize them, and register the application."""
    job = make_job(services.database, count)
    run_engine(services.settings.database_url)
    password_hash = services.hashing.renewed(PASSWORD)
    with services.database.write() as work:
        of_source = users.c.tenant_id == job.source_tenant_id
        work.connection.execute(update(users).where(of_source).values(password_hash=password_hash))
        client_id, client_secret = _register(work, job.target_tenant_id)
    return Board(
        tenant_id=job.target_tenant_id,
        client_id=client_id,
        client_secret=client_secret,
        visitors=tuple(f"person{number}@source.tenantry.test" for number in range(count)),
    )


def _register(work: UnitOfWork, tenant_id: str) -> tuple[str, str]:
    """Return the client id and the secret of a new application, to which everybody agreed."""
    actor = operator(tenant_id)
    values = {"display_name": "Board", "web": {"redirect_uris": [REDIRECT_URI]}}
    application = create_application(work, actor, values)
    principal = create_service_principal(work, actor, {"app_id": application["app_id"]})
    graph = find_service_principal(work, tenant_id, GRAPH_APP_ID)
    if graph is None:
        raise SystemExit("the tenant was not made")
    agree(work, actor, principal, graph["id"], SCOPE.split(), principal_id=FOR_ALL)
    secret = add_application_secret(work, actor, application["id"], {})
    return str(application["app_id"]), str(secret["secret_text"])
