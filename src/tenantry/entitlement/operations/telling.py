"""Telling by mail: approvers that somebody waits, and people what became of their request."""

from collections.abc import Iterator

from tenantry.collaboration.operations.arriving import find_person
from tenantry.directory.stores import memberships, tenants, users
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.entitlement.letters import DECISION, DELIVERED, letter
from tenantry.entitlement.operations.requestors import home_of
from tenantry.entitlement.policies import ApprovalStage, SubjectSet
from tenantry.entitlement.stores.records import PACKAGES
from tenantry.mail import store as outbox
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_MOST_APPROVERS = 50
_PAGE = "common/access-packages"


def tell_approvers(
    work: UnitOfWork, tenant_id: str, request: Record, stage: ApprovalStage, *, origin: str
) -> None:
    """Write to those who decide about *request*, as far as they have a mail address."""
    told = {**_told(work, tenant_id, request), "link": f"{origin}/{_PAGE}"}
    told["reason"] = request["justification"] or ""
    for person in _approvers(work, tenant_id, request, stage):
        mail = letter(DECISION, person["mail"], person["preferred_language"], told)
        outbox.add(work, tenant_id, mail)


def tell_requestor(
    work: UnitOfWork, tenant_id: str, request: Record, kind: str, *, origin: str, end: str | None
) -> None:
    """Write to whoever asked what became of it; they may be no guest yet, or never become one."""
    person = _requestor(work, tenant_id, request)
    if person is None or not person["mail"]:
        return
    told = {**_told(work, tenant_id, request), "link": f"{origin}/{_PAGE}"}
    if kind == DELIVERED:
        told["end"] = end or ""
    outbox.add(work, tenant_id, letter(kind, person["mail"], person["preferred_language"], told))


def _told(reading: Reading, tenant_id: str, request: Record) -> dict[str, str]:
    package = PACKAGES.find(reading, tenant_id, request["package_id"])
    tenant = tenants.find(reading, tenant_id)
    return {
        "person": request["display_name"],
        "name": request["principal_name"],
        "package": package["display_name"] if package else "",
        "tenant": tenant["display_name"] if tenant else "",
    }


def _requestor(reading: Reading, tenant_id: str, request: Record) -> Record | None:
    if request["home_user_id"] is not None:
        return find_person(reading, home_of(request))
    return USERS.find(reading, tenant_id, request["target_id"])


def _approvers(
    reading: Reading, tenant_id: str, request: Record, stage: ApprovalStage
) -> list[Record]:
    """Return the live people with a mail address who decide, each once, but the one who asked."""
    ids: dict[str, None] = {}
    for subjects in stage.primary_approvers:
        ids.update(dict.fromkeys(_ids(reading, tenant_id, request, subjects)))
    if not ids:
        for subjects in stage.fallback_primary_approvers:
            ids.update(dict.fromkeys(_ids(reading, tenant_id, request, subjects)))
    ids.pop(request["target_id"] or "", None)
    found = USERS.list_by_ids(reading, tenant_id, list(ids)[:_MOST_APPROVERS])
    return [each for each in found.values() if each["mail"]]


def _ids(reading: Reading, tenant_id: str, request: Record, subjects: SubjectSet) -> Iterator[str]:
    match subjects.kind:
        case "singleUser":
            yield subjects.id
        case "groupMembers":
            for _, member_id in memberships.list_member_references(
                reading,
                tenant_id,
                subjects.id,
                after="",
                limit=_MOST_APPROVERS,
                kinds=["user"],
                transitive=True,
            ):
                yield member_id
        case "requestorManager":
            target_ids = [request["target_id"]] if request["target_id"] else []
            yield from users.list_manager_ids(reading, tenant_id, target_ids).values()
        case "connectedOrganizationMembers":
            return
