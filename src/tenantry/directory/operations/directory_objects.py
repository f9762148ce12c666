"""Objects of any kind by their ids (contract §6.1).

A record says what it is under `object_type`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from tenantry.actor import Actor, Standing
from tenantry.directory import rights
from tenantry.directory.operations.applications import delete_application
from tenantry.directory.operations.devices import delete_device
from tenantry.directory.operations.groups import delete_group
from tenantry.directory.operations.lookups import STORES, require_object
from tenantry.directory.operations.service_principals import delete_service_principal
from tenantry.directory.operations.users import delete_user
from tenantry.directory.operations.visibility import shown, visible_member_properties
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError, NotPermittedError
from tenantry.storage.unit_of_work import Reading, UnitOfWork

IDS_PER_REQUEST = 1000

_READ = {
    "user": (*rights.USERS_READ_BASIC, *rights.USERS_READ),
    "group": rights.GROUPS_READ,
    "application": rights.APPLICATIONS_READ,
    "servicePrincipal": rights.APPLICATIONS_READ,
    "device": rights.DEVICES_READ,
}
_OF_PEOPLE = ("user", "group")
_DELETIONS: Mapping[str, Callable[[UnitOfWork, Actor, str], None]] = {
    "user": delete_user,
    "group": delete_group,
    "application": delete_application,
    "servicePrincipal": delete_service_principal,
    "device": delete_device,
}


def get_object(reading: Reading, actor: Actor, object_id: str) -> Record:
    """Return the object with this id; `NotFoundError` if there is none."""
    kinds = _readable(actor, STORES)
    kind, record = require_object(reading, actor.tenant_id, object_id, kinds)
    return _shown(actor, kind, record)


def list_objects_by_ids(
    reading: Reading, actor: Actor, object_ids: Sequence[str], kinds: Collection[str] = ()
) -> list[Record]:
    """Return those of at most 1,000 objects that exist, of *kinds* if any are given."""
    if len(object_ids) > IDS_PER_REQUEST:
        message = f"at most {IDS_PER_REQUEST} ids can be asked for, not {len(object_ids)}"
        raise InvalidValueError("ids", message)
    found: dict[str, Record] = {}
    wanted = [object_id.lower() for object_id in object_ids]
    for kind in _readable(actor, kinds or STORES):
        records = STORES[kind].list_by_ids(reading, actor.tenant_id, wanted)
        found.update((key, _shown(actor, kind, record)) for key, record in records.items())
    return [found[object_id] for object_id in dict.fromkeys(wanted) if object_id in found]


def delete_object(work: UnitOfWork, actor: Actor, object_id: str) -> None:
    """Move an object of any kind to the recycle bin."""
    kind, record = require_object(work, actor.tenant_id, object_id)
    _DELETIONS[kind](work, actor, record["id"])


def _readable(actor: Actor, kinds: Collection[str]) -> list[str]:
    hidden = _OF_PEOPLE if actor.standing is Standing.RESTRICTED_GUEST else ()
    readable = [kind for kind in kinds if kind not in hidden and actor.may(*_READ[kind])]
    if not readable:
        raise NotPermittedError(rights.USERS_READ)
    return readable


def _shown(actor: Actor, kind: str, record: Record) -> Record:
    visible = visible_member_properties(actor, kind)
    return {**shown(record, visible), "object_type": kind}
