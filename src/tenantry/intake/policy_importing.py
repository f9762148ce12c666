"""Importing a policy: what it would change in a tenant, and making it so.

Everything goes through the operations that Graph's writes call.  Partners that the export does
not name stay as they are; a partner that is no tenant of this installation is taken too, so that
a real tenant's policy can be looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tenantry.access import store
from tenantry.access.defaults import SYSTEM_DEFAULT, customized
from tenantry.access.operations import partners, policies, synchronizations
from tenantry.access.policy import DefaultSettings, Partner, Setting, merged
from tenantry.access.settings import check_default, check_settings
from tenantry.actor import Actor
from tenantry.errors import InvalidValueError
from tenantry.intake.policy_json import (
    ExportedDefault,
    ExportedPartner,
    PolicyExport,
    PolicyProblem,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSetting:
    """One property that changes.  ``place`` is a partner's tenant id, None the policy's own."""

    place: str | None
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPlan:
    """What an import would change; nothing where the tenant is so already.

    With *problems* it cannot be made.
    """

    changes: Sequence[PlannedSetting]
    new_partners: Mapping[str, ExportedPartner]
    problems: Sequence[PolicyProblem]


def plan_policy(reading: Reading, actor: Actor, export: PolicyExport) -> PolicyPlan:
    """Return what *export* would change in the actor's tenant."""
    policies.get_policy(reading, actor)  # refused now, for whoever may not and for who has none
    problems = list(export.problems)
    changes = list(_changes_of_policy(reading, actor, export, problems))
    new_partners: dict[str, ExportedPartner] = {}
    for exported in export.partners.values():
        known = store.find_partner(reading, actor.tenant_id, exported.tenant_id)
        if known is None:
            new_partners[exported.tenant_id] = exported
        changes += _changes_of_partner(reading, actor, exported, known, problems)
    return PolicyPlan(changes=changes, new_partners=new_partners, problems=problems)


def import_policy(work: UnitOfWork, actor: Actor, export: PolicyExport) -> PolicyPlan:
    """Make the actor's tenant say what *export* says; return what changed.

    Raises `InvalidValueError` where the export has a problem; then nothing is changed.
    """
    plan = plan_policy(work, actor, export)
    if plan.problems:
        first = plan.problems[0]
        message = f"`{first.file}` at `{first.path}`: {first.reason}"
        raise InvalidValueError(first.path, message)
    if export.clouds:
        policies.update_policy(work, actor, export.clouds)
    if export.default is not None and export.default.is_service_default:
        policies.reset_default(work, actor)
    elif export.default is not None and _default_after(work, actor, export.default)[2]:
        policies.update_default(work, actor, export.default.given)
    for exported in export.partners.values():
        _import_partner(work, actor, exported, is_new=exported.tenant_id in plan.new_partners)
    return plan


def _import_partner(
    work: UnitOfWork, actor: Actor, exported: ExportedPartner, *, is_new: bool
) -> None:
    if is_new:
        partners.add_partner(work, actor, exported.tenant_id, exported.given, may_be_unknown=True)
    else:
        partners.update_partner(work, actor, exported.tenant_id, exported.given)
    if exported.synchronization is None:
        return
    if store.find_synchronization(work, actor.tenant_id, exported.tenant_id) is None:
        synchronizations.add_synchronization(work, actor, exported.synchronization)
    else:
        given = msgspec.structs.asdict(exported.synchronization)
        del given["partner_tenant_id"]
        synchronizations.update_synchronization(work, actor, exported.tenant_id, given)


def _changes_of_policy(
    reading: Reading, actor: Actor, export: PolicyExport, problems: list[PolicyProblem]
) -> Iterator[PlannedSetting]:
    clouds, _ = store.get_policy(reading, actor.tenant_id)
    yield from _differences(None, clouds, merged(clouds, export.clouds))
    if export.default is None:
        return
    before, after, _ = _default_after(reading, actor, export.default)
    _check(lambda: check_default(after), export.default, problems)
    yield from _differences(None, before, after)


def _default_after(
    reading: Reading, actor: Actor, exported: ExportedDefault
) -> tuple[DefaultSettings, DefaultSettings, bool]:
    """Return the default before and after, and whether they differ but for its mark."""
    _, before = store.get_policy(reading, actor.tenant_id)
    if exported.is_service_default:
        return before, SYSTEM_DEFAULT, before != SYSTEM_DEFAULT
    after = customized(before, exported.given)
    return before, after, before != after


def _changes_of_partner(
    reading: Reading,
    actor: Actor,
    exported: ExportedPartner,
    known: Partner | None,
    problems: list[PolicyProblem],
) -> Iterator[PlannedSetting]:
    if exported.tenant_id == actor.tenant_id:
        path, reason = f"{exported.path}.tenantId", "the tenant cannot be its own partner"
        problems.append(PolicyProblem(file=exported.file, path=path, reason=reason))
        return
    after = merged(known or Partner(partner_tenant_id=exported.tenant_id), exported.given)
    _check(lambda: check_settings(after), exported, problems)
    yield from _differences(exported.tenant_id, known, after)
    if exported.synchronization is not None:
        allowed = store.find_synchronization(reading, actor.tenant_id, exported.tenant_id)
        yield from _differences(
            exported.tenant_id, allowed, exported.synchronization, "identitySynchronization."
        )


def _check(
    rules: Callable[[], None],
    exported: ExportedDefault | ExportedPartner,
    problems: list[PolicyProblem],
) -> None:
    """Add what the *rules* refuse to the problems, with its place in the file."""
    try:
        rules()
    except InvalidValueError as fault:
        path = f"{exported.path}.{fault.path}"
        problems.append(PolicyProblem(file=exported.file, path=path, reason=fault.message))


def _differences(
    place: str | None, before: Setting | None, after: Setting, prefix: str = ""
) -> Iterator[PlannedSetting]:
    old, new = _document(before), _document(after)
    for name, value in new.items():
        if name != "tenantId" and old.get(name) != value:
            yield PlannedSetting(
                place=place, name=f"{prefix}{name}", before=old.get(name), after=value
            )


def _document(setting: Setting | None) -> Mapping[str, Any]:
    document: Mapping[str, Any] = {} if setting is None else msgspec.to_builtins(setting)
    return document
