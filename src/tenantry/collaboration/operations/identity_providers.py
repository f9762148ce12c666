"""The identity providers of a tenant: read, set up, changed and taken away by administrators."""

from collections.abc import Mapping

from msgspec import structs

from tenantry.actor import Actor
from tenantry.audit import activities, store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.collaboration.identity_providers import (
    BUILT_IN,
    IdentityProvider,
    SocialProvider,
    built_in_refusal,
    check_new,
    check_values,
)
from tenantry.collaboration.stores import identity_providers as store
from tenantry.directory.operations.lookups import not_found
from tenantry.errors import AlreadyExistsError
from tenantry.storage import feed
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("IdentityProvider.Read.All", "IdentityProvider.ReadWrite.All")
WRITE = ("IdentityProvider.ReadWrite.All",)

_SHOWN = {"display_name": "displayName", "client_id": "clientId"}
_SECRET = "clientSecret"  # noqa: S105  # the name of the property, whose value is never told


def list_providers(reading: Reading, actor: Actor) -> list[IdentityProvider]:
    """Return the built-in providers and those that the tenant set up."""
    actor.require(*READ)
    return [*BUILT_IN, *store.list_social(reading, actor.tenant_id)]


def list_social_providers(reading: Reading, actor: Actor) -> list[SocialProvider]:
    """Return the providers that the tenant set up."""
    actor.require(*READ)
    return store.list_social(reading, actor.tenant_id)


def get_provider(reading: Reading, actor: Actor, provider_id: str) -> IdentityProvider:
    """Return the provider with this id; `NotFoundError` if the tenant has none."""
    actor.require(*READ)
    return _require(reading, actor, provider_id)


def create_provider(
    work: UnitOfWork, actor: Actor, values: Mapping[str, str], secret_box: SecretBox
) -> SocialProvider:
    """Set up a provider; *values*: `type`, `client_id`, `client_secret`, maybe `display_name`.

    Raises `AlreadyExistsError` where the tenant has one of the type, `ConflictError` for a
    built-in type, `InvalidValueError` for values that cannot be.
    """
    actor.require(*WRITE)
    check_new(values)
    if store.find_social(work, actor.tenant_id, values["type"]) is not None:
        message = f"the tenant has a provider of type `{values['type']}`; change that one"
        raise AlreadyExistsError("identityProviderType", message)
    made = SocialProvider(
        type=values["type"],
        display_name=values.get("display_name") or values["type"],
        client_id=values["client_id"],
        secret_encrypted=secret_box.encrypt(values["client_secret"]),
    )
    _save(work, actor, activities.CREATE_IDENTITY_PROVIDER, None, made)
    return made


def update_provider(
    work: UnitOfWork,
    actor: Actor,
    provider_id: str,
    values: Mapping[str, str],
    secret_box: SecretBox,
) -> None:
    """Change what *values* name of a social provider."""
    actor.require(*WRITE)
    before = _require_social(work, actor, provider_id)
    check_values(values)
    changes = {name: value for name, value in values.items() if name != "client_secret"}
    if "client_secret" in values:
        changes["secret_encrypted"] = secret_box.encrypt(values["client_secret"])
    after = structs.replace(before, **changes)
    if after != before:
        _save(work, actor, activities.UPDATE_IDENTITY_PROVIDER, before, after)


def delete_provider(work: UnitOfWork, actor: Actor, provider_id: str) -> None:
    """Take a social provider away; guests who redeemed with it cannot sign in any more."""
    actor.require(*WRITE)
    before = _require_social(work, actor, provider_id)
    _save(work, actor, activities.DELETE_IDENTITY_PROVIDER, before, None)


def _require(reading: Reading, actor: Actor, provider_id: str) -> IdentityProvider:
    wanted = provider_id.lower()
    providers: list[IdentityProvider] = [*BUILT_IN, *store.list_social(reading, actor.tenant_id)]
    for provider in providers:
        if provider.id.lower() == wanted:
            return provider
    raise not_found(provider_id)


def _require_social(work: UnitOfWork, actor: Actor, provider_id: str) -> SocialProvider:
    provider = _require(work, actor, provider_id)
    if not isinstance(provider, SocialProvider):
        raise built_in_refusal(provider.id)
    return provider


def _save(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: SocialProvider | None,
    after: SocialProvider | None,
) -> None:
    target = after or before
    if target is None:
        return
    if after is None:
        store.remove_social(work, actor.tenant_id, target.type)
    else:
        store.save_social(work, actor.tenant_id, after)
    modified = tuple(_modified(before, after))
    kind = feed.UPDATED if before and after else feed.CREATED if after else feed.DELETED
    names = [name for name, _, _ in modified]
    work.record(actor.tenant_id, "identityProvider", target.id, kind, properties=names)
    told = AuditTarget(type="IdentityProvider", id=target.id, name=target.display_name)
    entry = AuditEntry(activity=activity, target=told, modified=modified)
    audit.add(work, actor, actor.tenant_id, entry)


def _modified(
    before: SocialProvider | None, after: SocialProvider | None
) -> list[tuple[str, str | None, str | None]]:
    """Return what changed, old and new; of the secret only that it did."""
    modified = []
    for attribute, name in _SHOWN.items():
        old, new = (getattr(each, attribute, None) for each in (before, after))
        if old != new:
            modified.append((name, old, new))
    secrets = [each.secret_encrypted if each else None for each in (before, after)]
    if secrets[0] != secrets[1]:
        modified.append((_SECRET, None, None))
    return modified
