"""What look-alikes have of administrative units: one, with a member who looks after it."""

from collections.abc import Mapping

from tenantry.actor import Actor
from tenantry.directory.operations.scoped_roles import add_scoped_member
from tenantry.directory.operations.units import add_unit_member, create_unit
from tenantry.directory.roles import USER_ADMINISTRATOR
from tenantry.storage.database import Database


def make_unit(
    database: Database, actor: Actor, word: str, names: Mapping[str, str]
) -> Mapping[str, str]:
    """Make a unit of what *names* says; return the names of what there is."""
    given = {"display_name": f"Unit of {word}", "description": f"Those of {word}"}
    with database.write() as work:
        unit = create_unit(work, actor, given)
        add_unit_member(work, actor, unit["id"], names["user"])
        held = add_scoped_member(work, actor, unit["id"], USER_ADMINISTRATOR, names["user"])
    return {"unit": unit["id"], "scopedRole": held["id"]}
