"""Which tenant a command is about: by id, by domain or by display name."""

from collections.abc import Sequence
from typing import Any

import click

from tenantry.actor import operator
from tenantry.directory.operations import tenants
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage.unit_of_work import Reading

tenant_option = click.option(
    "--tenant", required=True, help="Id, domain or display name of the tenant."
)


class Tenants:
    """The tenants of the installation, by everything people call them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.records: Sequence[dict[str, Any]] = tenants.list_tenants(reading, operator(""))

    def get(self, written: str) -> dict[str, Any]:
        """Return the tenant called *written*.

        Raises `NotFoundError`, or `InvalidValueError` where several tenants are called so.
        """
        found = tenants.find_tenant(self._reading, written)
        if found is not None:
            return found
        called = [each for each in self.records if _is_called(each, written)]
        if len(called) > 1:
            message = f"several tenants are called `{written}`; name one by its id or domain"
            raise InvalidValueError("tenant", message)
        if not called:
            message = f"no tenant `{written}`; `tenantry tenants list` shows them"
            raise NotFoundError(message, object_id=written)
        return called[0]

    def name_of(self, tenant_id: str | None) -> str:
        """Return the display name, or the id where the tenant is gone."""
        known = (each["display_name"] for each in self.records if each["id"] == tenant_id)
        return next(known, tenant_id or "none")


def _is_called(tenant: dict[str, Any], written: str) -> bool:
    """Return whether *written* is the display name, or its first word, in any casing."""
    name = str(tenant["display_name"]).lower()
    return written.lower() in {name, name.partition(" ")[0]}
