"""`addKey` and `removeKey`: applications roll their certificates by themselves (contract §6.9)."""

from collections.abc import Callable

from tenantry.directory import rights
from tenantry.directory.operations.certificates import (
    add_certificate,
    list_of,
    remove_certificate,
    require_roll,
)
from tenantry.directory.operations.lookups import (
    ApplicationKey,
    require_application,
    require_service_principal,
)
from tenantry.directory.values import Record
from tenantry.graph.answers import Answer, entity, no_content
from tenantry.graph.keys import application_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.certificates import key_credential, read_added_key, read_removed_key
from tenantry.signin.assertions import Certificate
from tenantry.signin.operations.possession import check_possession
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_Find = Callable[[Reading, str, ApplicationKey], Record]
_OWNERS: dict[str, tuple[str, _Find]] = {
    "application": ("applications", require_application),
    "servicePrincipal": ("servicePrincipals", require_service_principal),
}


def _add_key(kind: str) -> Callable[[GraphRequest], Answer]:
    def add_key(request: GraphRequest) -> Answer:
        given, proof = read_added_key(request.body)
        with request.write() as work:
            owner = _proved(work, request, kind, proof)
            added = add_certificate(work, request.actor, kind, owner, given)
        return entity(key_credential(added), context="microsoft.graph.keyCredential")

    return add_key


def _remove_key(kind: str) -> Callable[[GraphRequest], Answer]:
    def remove_key(request: GraphRequest) -> Answer:
        key_id, proof = read_removed_key(request.body)
        with request.write() as work:
            owner = _proved(work, request, kind, proof)
            remove_certificate(work, request.actor, kind, owner, key_id)
        return no_content()

    return remove_key


def _proved(work: UnitOfWork, request: GraphRequest, kind: str, proof: str) -> Record:
    """Return the owner, who signed *proof* with the key of one of its certificates."""
    actor = request.actor
    owner = _OWNERS[kind][1](work, actor.tenant_id, application_key(request, kind))
    certificates = [
        Certificate(
            key_id=one["key_id"],
            certificate=one["certificate"],
            start_at=one["start_at"],
            end_at=one["end_at"],
        )
        for one in list_of(work, actor.tenant_id, owner["id"])
    ]
    require_roll(work, actor, owner)
    check_possession(work, proof, owner_id=owner["id"], certificates=certificates)
    return owner


ROUTES: tuple[Route | NotBuiltRoute, ...] = tuple(
    Route(
        method="POST",
        pattern=f"{collection}/{{{kind}}}/{name}",
        endpoint=make(kind),
        permissions=(*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE),
    )
    for kind, (collection, _) in _OWNERS.items()
    for name, make in (("addKey", _add_key), ("removeKey", _remove_key))
)
