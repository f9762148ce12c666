"""Which side sets what: the source consents and configures, the target permits."""

import pytest

from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Tenant

_CONSENT = "automaticUserConsentSettings"
_NO_SETTINGS = {"@odata.context", "tenantId", "isInMultiTenantOrganization", _CONSENT}


@pytest.mark.claim("CTS-023")
def test_the_source_sets_outbound_consent_the_job_and_its_scope(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    sync = configure_sync(source, target)
    ana = source.add_user("ana")
    sync.assign(ana)

    installation.run_cycles()

    path = f"{PARTNERS}/{target.tenant_id}"
    partner = source.get(path)
    assert {"inboundAllowed": None, "outboundAllowed": True} == partner[_CONSENT]
    assert {None} == {value for name, value in partner.items() if name not in _NO_SETTINGS}
    assert 404 == source.ask("GET", f"{path}/identitySynchronization").status_code
    assert [target.user_of(ana)] == target.users()


@pytest.mark.claim("CTS-024")
def test_the_target_sets_inbound_consent_and_the_permission_and_nothing_else(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    principals = target.list_all("/servicePrincipals")
    sync = configure_sync(source, target)
    ana = source.add_user("ana")
    sync.assign(ana)

    installation.run_cycles()

    path = f"{PARTNERS}/{source.tenant_id}"
    partner = target.get(path)
    assert {"inboundAllowed": True, "outboundAllowed": None} == partner[_CONSENT]
    assert {None} == {value for name, value in partner.items() if name not in _NO_SETTINGS}
    permission = target.get(f"{path}/identitySynchronization")
    assert {"isSyncAllowed": True} == permission["userSyncInbound"]
    assert principals == target.list_all("/servicePrincipals")
    assert [target.user_of(ana)] == target.users()


@pytest.mark.claim("CTS-025")
def test_the_permission_to_synchronize_exists_inbound_only(source: Tenant, target: Tenant) -> None:
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"

    outbound = target.ask("PUT", path, {"userSyncOutbound": {"isSyncAllowed": True}})
    inbound = target.ask("PUT", path, {"userSyncInbound": {"isSyncAllowed": True}})

    assert (400, 204) == (outbound.status_code, inbound.status_code)
    assert "userSyncOutbound" in outbound.json()["error"]["message"]
    permission = target.get(path)
    assert {"@odata.context", "tenantId", "displayName", "userSyncInbound"} == set(permission)


@pytest.mark.claim("CTS-026")
def test_without_the_permission_of_the_target_the_connection_test_names_it(
    source: Tenant, target: Tenant
) -> None:
    source.consent(target, outboundAllowed=True)
    target.consent(source, inboundAllowed=True)
    configuration = Configuration(source, target)

    absent = configuration.test_connection()
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
    target.put(path, {"userSyncInbound": {"isSyncAllowed": False}})
    denied = configuration.test_connection()

    assert (400, 400) == (absent.status_code, denied.status_code)
    for response in (absent, denied):
        message = response.json()["error"]["message"]
        assert "userSyncInbound.isSyncAllowed" in message
        assert f"target tenant '{target.tenant_id}'" in message


@pytest.mark.claim("CTS-029")
def test_the_permission_is_changed_by_patch(source: Tenant, target: Tenant) -> None:
    target.allow_inbound_sync(source)
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"

    changed = target.ask("PATCH", path, {"userSyncInbound": {"isSyncAllowed": False}})

    assert 204 == changed.status_code
    permission = target.get(path)
    assert (source.domain, {"isSyncAllowed": False}) == (
        permission["displayName"],
        permission["userSyncInbound"],
    )


@pytest.mark.claim("CTS-030")
def test_nobody_is_synchronized_into_a_tenant_by_default(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    source.consent(target, outboundAllowed=True)
    configuration = Configuration(source, target)
    configuration.create_job()
    configuration.connect(scope="all")
    ana = source.add_user("ana")

    configuration.start()
    installation.run_cycles()

    assert [] == target.list_all(PARTNERS)
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
    assert 404 == target.ask("GET", path).status_code
    assert "Quarantine" == configuration.job()["status"]["code"]
    assert ([], []) == (target.users(), configuration.log(ana))
