"""Who calls the API: the operator, or an actor of one tenant with a token for Graph.

The operator acts in every tenant, an actor in its own; what it may do there is decided by its
permissions, as in Graph (decision 35).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tenantry.actor import Actor, operator
from tenantry.collaboration.operations.foreign_homes import DiscoverHome
from tenantry.directory.operations.tenants import find_tenant
from tenantry.errors import NotFoundError, NotPermittedError
from tenantry.native.operator_token import is_operator
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading

Verify = Callable[[str], Actor]
"""Returns who a bearer token stands for, or raises `NotAuthenticatedError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeCall:
    """One request, for an endpoint that tenants may call too.

    ``caller`` is None for the operator.  ``query`` has the parameters that the route names and
    the request gives; ``url`` is its address without them, ``sign_in_origin`` the origin of the
    sign-in pages; ``discover_home`` asks other clouds whether an address is at home there.
    """

    database: Database
    caller: Actor | None
    may_cross_clouds: bool
    sign_in_origin: str = ""
    discover_home: DiscoverHome | None = None
    url: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    def require_actor(self) -> Actor:
        """Return the actor; `NotPermittedError` for the operator, who is nobody's user."""
        if self.caller is None:
            message = "this is about a person; use a token that a person signed in for"
            raise NotPermittedError(["User.Read"], message)
        return self.caller

    def actor_of_job(self, job_id: str) -> Actor:
        """Return the actor in the tenant of the job; its id names that tenant.

        Raises `NotFoundError` for an id that is no job's, or of another tenant's job.
        """
        tenant_id = _tenant_of(job_id)
        if tenant_id is None or (self.caller and self.caller.tenant_id != tenant_id):
            raise NotFoundError(f"job `{job_id}` does not exist", object_id=job_id)
        return self.caller or operator(tenant_id)

    def actor_of_tenant(self, reading: Reading, name: str) -> Actor:
        """Return the actor in the tenant of this id or domain.

        Raises `NotFoundError` for one that does not exist, or is not the caller's.
        """
        found = find_tenant(reading, name)
        if found is None or (self.caller and self.caller.tenant_id != found["id"]):
            raise NotFoundError(f"tenant `{name}` does not exist", object_id=name)
        return self.caller or operator(str(found["id"]))


def find_caller(database: Database, verify: Verify, bearer: str) -> Actor | None:
    """Return who *bearer* stands for, None for the operator.

    Raises `NotAuthenticatedError` for a token that is neither's.
    """
    with database.read() as reading:
        if is_operator(reading, bearer):
            return None
    return verify(bearer)


def _tenant_of(job_id: str) -> str | None:
    """Return the tenant in `Azure2Azure.{tenant}.{number}`, whose id has no dashes there."""
    _, _, rest = job_id.partition(".")
    compact = rest.partition(".")[0].lower()
    if len(compact) != 32 or not compact.isalnum():  # noqa: PLR2004  # digits of a GUID
        return None
    cuts = (compact[:8], compact[8:12], compact[12:16], compact[16:20], compact[20:])
    return "-".join(cuts)
