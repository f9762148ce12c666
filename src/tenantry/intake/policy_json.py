"""A cross-tenant access policy as Graph exports it: the default, partners, or both.

Taken are the answers of `crossTenantAccessPolicy/default`, of `…/partners` (a page, its items
or one of them) and of the policy itself, one a file or together under `default` and `partners`.
What Graph adds for readers alone is passed over; everything else is read like a body of Graph.
Source: contract §2.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import UNSET, structs

from tenantry.access.policy import IdentitySynchronization, Setting
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.bodies import BodyShape
from tenantry.graph.wire.policies import (
    DEFAULT_BODY,
    PARTNER_BODY,
    POLICY_BODY,
    SYNCHRONIZATION_BODIES,
)

Given = Mapping[str, Any]
"""Settings by their Python names, as the operations take them."""

_FOR_READERS = frozenset(
    {
        "automaticUserConsentSettings",  # of a default it never differs (AR-003)
        "deletedDateTime",
        "description",
        "id",
        "isServiceDefault",
    }
)
_FOR_READERS_OF_PARTNERS = frozenset({"deletedDateTime", "isInMultiTenantOrganization"})
_SYNCHRONIZATION = "identitySynchronization"
_OF_POLICIES = frozenset({"allowedCloudEndpoints", "default", "partners"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyProblem:
    """Something that cannot be taken: the file, the JSON path in it, and the reason."""

    file: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedDefault:
    """Settings towards all tenants.  ``is_service_default`` says that nobody changed them."""

    file: str
    path: str
    given: Given
    is_service_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPartner:
    """Settings towards one tenant, and whether it may synchronize its users in."""

    file: str
    path: str
    tenant_id: str
    given: Given
    synchronization: IdentitySynchronization | None


@dataclass(slots=True, kw_only=True)
class PolicyExport:
    """What the files say together; ``partners`` are by their tenant ids."""

    clouds: Given = field(default_factory=dict)
    default: ExportedDefault | None = None
    partners: dict[str, ExportedPartner] = field(default_factory=dict)
    problems: list[PolicyProblem] = field(default_factory=list)


def read_policy(files: Sequence[tuple[str, bytes]]) -> PolicyExport:
    """Return what *files*, by their names, say; what cannot be taken is among its problems."""
    export = PolicyExport()
    for name, content in files:
        try:
            document = msgspec.json.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            export.problems.append(PolicyProblem(file=name, path="$", reason=f"no JSON: {fault}"))
            continue
        _FileReading(name, export).read(document)
    return export


class _FileReading:
    """Reads one file into the export of all."""

    def __init__(self, name: str, export: PolicyExport) -> None:
        self._name = name
        self._export = export

    def read(self, document: object) -> None:
        """Take whatever form *document* has."""
        match document:
            case list():
                self._partners(document, "$")
            case {"value": list() as items}:
                self._partners(items, "$.value")
            case {"tenantId": _}:
                self._partner(document, "$")
            case dict() if _OF_POLICIES & document.keys():
                self._policy(document)
            case dict():
                self._default(document, "$")
            case _:
                self._tell("$", "an export of a policy is an object or an array")

    def _policy(self, document: Mapping[str, Any]) -> None:
        if "allowedCloudEndpoints" in document:
            clouds = {"allowedCloudEndpoints": document["allowedCloudEndpoints"]}
            self._export.clouds = self._given(POLICY_BODY, clouds, "$") or {}
        if document.get("default") is not None:
            self._default(document["default"], "$.default")
        match document.get("partners"):
            case None:
                pass
            case {"value": list() as items}:
                self._partners(items, "$.partners.value")
            case items:
                self._partners(items, "$.partners")

    def _default(self, document: object, path: str) -> None:
        if self._export.default is not None:
            self._tell(path, f"`{self._export.default.file}` has the default already")
            return
        plain = _without(document, _FOR_READERS)
        given = self._given(DEFAULT_BODY, plain, path)
        if given is not None:
            is_first = isinstance(document, dict) and document.get("isServiceDefault") is True
            self._export.default = ExportedDefault(
                file=self._name, path=path, given=given, is_service_default=is_first
            )

    def _partners(self, items: object, path: str) -> None:
        if not isinstance(items, list):
            self._tell(path, "partners are an array")
            return
        for index, item in enumerate(items):
            self._partner(item, f"{path}[{index}]")

    def _partner(self, document: object, path: str) -> None:
        plain = _without(document, _FOR_READERS_OF_PARTNERS | {_SYNCHRONIZATION})
        given = self._given(PARTNER_BODY, plain, path)
        if given is None:
            return
        tenant_id = given.pop("partner_tenant_id", None)
        if tenant_id is None:
            self._tell(f"{path}.tenantId", "`tenantId` is required: it names the partner")
            return
        if tenant_id in self._export.partners:
            self._tell(f"{path}.tenantId", f"`{tenant_id}` is a partner twice")
            return
        self._export.partners[tenant_id] = ExportedPartner(
            file=self._name,
            path=path,
            tenant_id=tenant_id,
            given=given,
            synchronization=self._synchronization(document, path, tenant_id),
        )

    def _synchronization(
        self, document: object, path: str, tenant_id: str
    ) -> IdentitySynchronization | None:
        found = document.get(_SYNCHRONIZATION) if isinstance(document, dict) else None
        if found is None:
            return None
        given = self._given(SYNCHRONIZATION_BODIES["beta"], found, f"{path}.{_SYNCHRONIZATION}")
        values = {name: value for name, value in (given or {}).items() if value is not None}
        return IdentitySynchronization(**{**values, "partner_tenant_id": tenant_id})

    def _given(self, shape: BodyShape, document: object, path: str) -> dict[str, Any] | None:
        """Return the settings of *document*, None where it has a problem."""
        try:
            read = shape.read(document, path)
        except (InvalidValueError, NotBuiltError) as fault:
            self._tell(fault.path, fault.message)
            return None
        return {name: _whole(value) for name, value in read.items()}

    def _tell(self, path: str, reason: str) -> None:
        problem = PolicyProblem(file=self._name, path=path, reason=reason)
        self._export.problems.append(problem)


def _without(document: object, names: frozenset[str]) -> object:
    if not isinstance(document, dict):
        return document
    return {name: value for name, value in document.items() if name not in names}


def _whole(value: object) -> object:
    """Return a complex value with null for each member that it lacks.

    An export tells everything, so nothing of what was there before is kept.
    """
    if not isinstance(value, Setting):
        return value
    members = dict(_members(value))
    return structs.replace(value, **members)


def _members(value: Setting) -> Iterator[tuple[str, object]]:
    for member in structs.fields(value):
        held = getattr(value, member.name)
        yield member.name, None if held is UNSET else _whole(held)
