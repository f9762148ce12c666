"""What somebody asked for from another tenant: seen and withdrawn by nobody else."""

from tenantry.directory.operations.lookups import not_found
from tenantry.directory.values import Record
from tenantry.entitlement.operations.requesting import cancel_checked
from tenantry.entitlement.operations.requestors import Asker
from tenantry.entitlement.stores.records import REQUESTS
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_requests(reading: Reading, asker: Asker) -> list[Record]:
    """Return what the person asked for from home in the tenant, oldest first."""
    if asker.home is None:
        return []
    return REQUESTS.list_where(reading, asker.tenant_id, home_user_id=asker.home.user_id)


def cancel(work: UnitOfWork, asker: Asker, request_id: str) -> Record:
    """Withdraw a request of the person that still waits, and return it.

    Raises `NotFoundError` for somebody else's, `ConflictError` where it waits no longer.
    """
    request = REQUESTS.find(work, asker.tenant_id, request_id, lock=True)
    home_user_id = asker.home.user_id if asker.home else None
    if request is None or request["home_user_id"] != home_user_id:
        raise not_found(request_id)
    cancel_checked(work, asker.actor, request)
    return {**request, "state": "canceled", "completed_at": work.instant}
