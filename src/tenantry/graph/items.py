"""Records as items of an answer, with what their own table does not say."""

from collections.abc import Sequence

from tenantry.actor import Actor
from tenantry.collaboration.stores.outside_identities import list_issuers
from tenantry.directory.operations.certificates import list_certificates
from tenantry.directory.operations.extension_properties import find_extensions
from tenantry.directory.operations.secrets import list_secrets
from tenantry.directory.operations.tenants import get_initial_domain
from tenantry.graph.listing import Show
from tenantry.graph.requests import GraphRequest
from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.application_secrets import SECRETS
from tenantry.graph.wire.applications import APPLICATION, SERVICE_PRINCIPAL
from tenantry.graph.wire.certificates import CERTIFICATES, CERTIFICATES_WITH_KEYS
from tenantry.graph.wire.directory_objects import ENTITIES
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.names import extensions_in
from tenantry.graph.wire.showing import Record
from tenantry.graph.wire.users import USER, extension_field
from tenantry.storage.filters.fields import Fields
from tenantry.storage.unit_of_work import Reading

_WITH_CREDENTIALS = (APPLICATION, SERVICE_PRINCIPAL)


def show(
    reading: Reading,
    actor: Actor,
    entity: Entity,
    records: Sequence[Record],
    selected: Sequence[str] = (),
) -> list[JsonObject]:
    """Return records of *entity* on the wire."""
    if entity is USER and "identities" in selected:
        records = _with_issuers(reading, actor, records)
    if entity in _WITH_CREDENTIALS:
        if not selected or "passwordCredentials" in selected:
            records = _with_secrets(reading, actor, records)
        if not selected or "keyCredentials" in selected:
            records = _with_certificates(reading, actor, records, with_keys=bool(selected))
    return entity.shown_all(records, selected)


def show_one(
    reading: Reading, actor: Actor, entity: Entity, record: Record, selected: Sequence[str] = ()
) -> JsonObject:
    """Return one record of *entity* on the wire."""
    return show(reading, actor, entity, [record], selected)[0]


def show_any(
    reading: Reading, actor: Actor, record: Record, selected: Sequence[str] = ()
) -> JsonObject:
    """Return a record of the kind in its `object_type` on the wire, with its type.

    Of *selected* it shows what its kind has.
    """
    return show_mixed(reading, actor, [record], selected)[0]


def show_mixed(
    reading: Reading, actor: Actor, records: Sequence[Record], selected: Sequence[str] = ()
) -> list[JsonObject]:
    """Return records of several kinds, in their order, as `show_any` does each."""
    of_kind: dict[str, list[Record]] = {}
    for record in records:
        of_kind.setdefault(record["object_type"], []).append(record)
    shown = {
        kind: iter(_show_kind(reading, actor, ENTITIES[kind], alike, selected))
        for kind, alike in of_kind.items()
    }
    return [next(shown[record["object_type"]]) for record in records]


def _show_kind(
    reading: Reading,
    actor: Actor,
    entity: Entity,
    records: Sequence[Record],
    selected: Sequence[str],
) -> list[JsonObject]:
    known = entity.known(selected)
    if selected and not known:
        return [typed(entity.name, {}) for _ in records]
    return [typed(entity.name, item) for item in show(reading, actor, entity, records, known)]


def shower(request: GraphRequest, entity: Entity, *, is_typed: bool = False) -> Show:
    """Return what shows the items of a page of *entity*, with their type if *is_typed*."""

    def items(
        reading: Reading, records: Sequence[Record], selected: Sequence[str]
    ) -> list[JsonObject]:
        shown = show(reading, request.actor, entity, records, selected)
        return [typed(entity.name, item) for item in shown] if is_typed else shown

    return items


def fields_of(request: GraphRequest, entity: Entity) -> Fields:
    """Return what filters on *entity* may name, the extensions that this one names among it."""
    names = extensions_in(request.options.filter or "") if entity is USER else ()
    if not names:
        return entity.fields
    with request.read() as reading:
        registered = find_extensions(reading, request.actor, names)
    return entity.fields_with(
        extension_field(name, extension["data_type"]) for name, extension in registered.items()
    )


def _with_issuers(reading: Reading, actor: Actor, records: Sequence[Record]) -> list[Record]:
    domain = get_initial_domain(reading, actor)
    issuers = list_issuers(reading, actor.tenant_id, [record["id"] for record in records])
    return [
        {**record, "initial_domain": domain, "outside_issuer": issuers.get(record["id"])}
        for record in records
    ]


def _with_secrets(reading: Reading, actor: Actor, records: Sequence[Record]) -> list[Record]:
    secrets = list_secrets(reading, actor.tenant_id, [record["id"] for record in records])
    return [{**record, SECRETS: secrets.get(record["id"], [])} for record in records]


def _with_certificates(
    reading: Reading, actor: Actor, records: Sequence[Record], *, with_keys: bool
) -> list[Record]:
    """Return *records* with their certificates, with the certificates themselves for one only."""
    name = CERTIFICATES_WITH_KEYS if with_keys and len(records) == 1 else CERTIFICATES
    found = list_certificates(reading, actor.tenant_id, [record["id"] for record in records])
    return [{**record, name: found.get(record["id"], [])} for record in records]
