"""What a change of the policy leaves in the feed and in the audit."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tenantry.access.operations import partners, synchronizations
from tenantry.access.policy import (
    AutomaticConsent,
    IdentitySynchronization,
    InboundTrust,
    UserSyncInbound,
)
from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.errors import InvalidValueError
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tests.support.directory import add_tenant


@pytest.fixture
def home(database: Database) -> Actor:
    with database.write() as work:
        return add_tenant(work, "northwind")


@pytest.fixture
def partner_id(database: Database) -> str:
    with database.write() as work:
        return add_tenant(work, "tailwind").tenant_id


def audited(database: Database, actor: Actor, category: str) -> list[dict[str, Any]]:
    with database.read() as reading:
        page = audit.list_directory_audits(reading, actor.tenant_id, PageQuery())
    return [record for record in page.records if record["category"] == category]


def changes(database: Database, actor: Actor) -> list[feed.Change]:
    with database.read() as reading:
        position = feed.position(reading.connection, actor.tenant_id)
        found = feed.since(reading.connection, actor.tenant_id, 0, until=position, limit=100)
    return [change for change in found if change.object_type == "policy"]


def test_each_change_of_a_partner_is_audited(
    database: Database, home: Actor, partner_id: str
) -> None:
    trust = InboundTrust(is_mfa_accepted=True)
    with database.write() as work:
        partners.add_partner(work, home, partner_id, {})
    with database.write() as work:
        partners.update_partner(work, home, partner_id, {"inbound_trust": trust})
    with database.write() as work:
        partners.delete_partner(work, home, partner_id)

    records = audited(database, home, "CrossTenantAccessSettings")
    assert [record["activity"] for record in records] == [
        "Add a partner to cross-tenant access setting",
        "Update a partner cross-tenant access setting",
        "Delete partner specific cross-tenant access setting",
    ]
    assert records[1]["target_id"] == partner_id
    assert records[1]["modified_properties"] == [["inboundTrust", None, {"isMfaAccepted": True}]]


def test_each_change_of_identity_synchronization_is_audited(
    database: Database, home: Actor, partner_id: str
) -> None:
    given = IdentitySynchronization(partner_tenant_id=partner_id)
    with database.write() as work:
        partners.add_partner(work, home, partner_id, {})
        synchronizations.add_synchronization(work, home, given)
        synchronizations.update_synchronization(
            work, home, partner_id, {"display_name": "Tailwind"}
        )
        synchronizations.delete_synchronization(work, home, partner_id)

    records = audited(database, home, "CrossTenantIdentitySyncSettings")
    assert [record["activity"] for record in records] == [
        "Create a partner cross-tenant identity sync setting",
        "Update a partner cross-tenant identity sync setting",
        "Delete a partner cross-tenant identity sync setting",
    ]
    assert records[1]["modified_properties"] == [["displayName", None, "Tailwind"]]


def test_each_change_is_an_entry_of_the_feed(
    database: Database, home: Actor, partner_id: str
) -> None:
    consent = AutomaticConsent(inbound_allowed=True)
    with database.write() as work:
        partners.add_partner(work, home, partner_id, {})
        given = {"automatic_user_consent_settings": consent}
        partners.update_partner(work, home, partner_id, given)

    added, updated = changes(database, home)
    assert added.object_id == updated.object_id == partner_id
    assert (added.kind, updated.kind) == (feed.CREATED, feed.UPDATED)
    assert updated.properties == ("automaticUserConsentSettings",)


def test_a_change_to_what_already_is_leaves_no_trace(
    database: Database, home: Actor, partner_id: str
) -> None:
    given = {"user_sync_inbound": UserSyncInbound(is_sync_allowed=None)}
    with database.write() as work:
        partners.add_partner(work, home, partner_id, {})
        synchronizations.add_synchronization(
            work, home, IdentitySynchronization(partner_tenant_id=partner_id)
        )
    before = changes(database, home)

    with database.write() as work:
        synchronizations.update_synchronization(work, home, partner_id, given)

    assert before == changes(database, home)


def test_a_refused_change_leaves_no_trace(database: Database, home: Actor, partner_id: str) -> None:
    given = IdentitySynchronization(partner_tenant_id=partner_id)
    with database.write() as work:
        partners.add_partner(work, home, partner_id, {})
        synchronizations.add_synchronization(work, home, given)
    before = changes(database, home), audited(database, home, "CrossTenantAccessSettings")

    with pytest.raises(InvalidValueError), database.write() as work:
        partners.delete_partner(work, home, partner_id)

    assert before == (changes(database, home), audited(database, home, "CrossTenantAccessSettings"))


def test_changes_made_at_the_same_time_are_all_kept(
    database: Database, home: Actor, partner_id: str
) -> None:
    changes_of_settings: list[dict[str, object]] = [
        {"inbound_trust": InboundTrust(is_mfa_accepted=True)},
        {"inbound_trust": InboundTrust(is_compliant_device_accepted=True)},
        {"is_service_provider": True},
        {"automatic_user_consent_settings": AutomaticConsent(inbound_allowed=True)},
    ]
    with database.write() as work:
        partners.add_partner(work, home, partner_id, {})

    def change(given: dict[str, object]) -> None:
        with database.write() as work:
            partners.update_partner(work, home, partner_id, given)

    with ThreadPoolExecutor(len(changes_of_settings)) as pool:
        list(pool.map(change, changes_of_settings))

    with database.read() as reading:
        partner = partners.get_partner(reading, home, partner_id)
    assert partner.inbound_trust == InboundTrust(
        is_mfa_accepted=True, is_compliant_device_accepted=True
    )
    assert partner.is_service_provider
    assert partner.is_inbound_consent_automatic
