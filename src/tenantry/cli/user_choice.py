"""Which person of a tenant a command is about: by id or by sign-in name."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import operator
from tenantry.directory.operations.users import get_user
from tenantry.directory.values import Record
from tenantry.errors import NotFoundError
from tenantry.storage.unit_of_work import Reading


def require_person(reading: Reading, tenant: Mapping[str, Any], written: str) -> Record:
    """Return the user of *tenant*, a record, whom *written* names; `NotFoundError` if none."""
    try:
        return get_user(reading, operator(tenant["id"]), written)
    except NotFoundError as fault:
        message = (
            f"nobody of {tenant['display_name']} is called `{written}`; name a person by the"
            " sign-in name or the id"
        )
        raise NotFoundError(message, object_id=written) from fault
