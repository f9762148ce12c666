"""Tenants of the installation and their domains."""

import pytest

from tenantry.actor import Actor, operator
from tenantry.directory.operations.domains import (
    create_domain,
    delete_domain,
    get_domain,
    list_domains,
    update_domain,
    verify_domain,
)
from tenantry.directory.operations.tenants import (
    create_tenant,
    find_tenant,
    get_tenant,
    list_tenants,
    update_tenant,
)
from tenantry.errors import (
    AlreadyExistsError,
    ConflictError,
    InvalidValueError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.storage.feed import position
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_tenant, add_user, an_application


def test_a_new_tenant_has_its_initial_domain_verified_and_default(
    work: UnitOfWork, home: Actor
) -> None:
    tenant = get_tenant(work, home)

    [domain] = tenant["domains"]
    assert ("workforce", "commercial", "EU") == (tenant["kind"], tenant["cloud"], tenant["region"])
    assert domain["name"] == "northwind.test"
    assert domain["is_initial"]
    assert domain["is_default"]
    assert domain["is_verified"]
    assert position(work.connection, home.tenant_id) > 0


def test_a_tenant_is_found_by_its_id_and_by_any_verified_domain(
    work: UnitOfWork, home: Actor
) -> None:
    create_domain(work, home, "claimed.example")

    for name in (home.tenant_id.upper(), "Northwind.Test"):
        found = find_tenant(work, name)
        assert found is not None
        assert found["id"] == home.tenant_id
    assert find_tenant(work, "claimed.example") is None


def test_a_verified_domain_belongs_to_one_tenant_of_the_installation(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    with pytest.raises(AlreadyExistsError):
        add_tenant(work, "tailwind")
    with pytest.raises(AlreadyExistsError):
        create_domain(work, home, "tailwind.test")

    create_domain(work, home, "labs.example")
    create_domain(work, neighbour, "labs.example")
    verify_domain(work, home, "labs.example")

    with pytest.raises(AlreadyExistsError):
        verify_domain(work, neighbour, "labs.example")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"kind": "b2c"}, "kind"),
        ({"cloud": "mars"}, "cloud"),
        ({"country_letter_code": "nz"}, "country_letter_code"),
        ({"initial_domain": "no domain"}, "id"),
        ({"display_name": None}, "display_name"),
        ({"id": "1"}, "id"),
    ],
)
def test_a_tenant_that_cannot_be_is_refused(
    work: UnitOfWork, given: dict[str, str], path: str
) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        add_tenant(work, "lamna", **given)
    assert path == refusal.value.path


def test_only_the_operator_makes_and_lists_tenants(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    stranger = an_application(home, "Directory.ReadWrite.All")

    assert [home.tenant_id, neighbour.tenant_id] == [
        tenant["id"] for tenant in list_tenants(work, operator(""))
    ]
    with pytest.raises(NotPermittedError):
        list_tenants(work, stranger)
    with pytest.raises(NotPermittedError):
        create_tenant(work, stranger, {"display_name": "x", "initial_domain": "x.test"})


def test_a_tenant_keeps_its_kind_cloud_and_region(work: UnitOfWork, home: Actor) -> None:
    before = get_tenant(work, home)

    update_tenant(work, home, {"technical_notification_mails": ["it@northwind.test"]})

    assert get_tenant(work, home) == {
        **before,
        "technical_notification_mails": ["it@northwind.test"],
    }
    for name in ("kind", "cloud", "region", "initial_domain"):
        with pytest.raises(InvalidValueError, match="read-only"):
            update_tenant(work, home, {name: "x"})


def test_a_domain_is_claimed_verified_made_the_default_and_given_up(
    work: UnitOfWork, home: Actor
) -> None:
    create_domain(work, home, "Labs.Example")
    assert not get_domain(work, home, "labs.example")["is_verified"]
    with pytest.raises(ConflictError, match="verify it"):
        update_domain(work, home, "labs.example", {"is_default": True})

    verify_domain(work, home, "labs.example")
    update_domain(work, home, "LABS.example", {"is_default": True})

    assert [("labs.example", True), ("northwind.test", False)] == [
        (domain["name"], domain["is_default"]) for domain in list_domains(work, home)
    ]
    for name in ("labs.example", "northwind.test"):
        with pytest.raises(ConflictError):
            delete_domain(work, home, name)


def test_a_domain_in_a_sign_in_name_is_not_given_up(work: UnitOfWork, home: Actor) -> None:
    create_domain(work, home, "labs.northwind.test")
    assert get_domain(work, home, "labs.northwind.test")["is_verified"]
    add_user(work, home, "mira", domain="Labs.Northwind.test")

    with pytest.raises(ConflictError, match="rename"):
        delete_domain(work, home, "labs.northwind.test")


def test_an_unused_domain_is_given_up(work: UnitOfWork, home: Actor) -> None:
    create_domain(work, home, "labs.example")

    delete_domain(work, home, "labs.example")

    with pytest.raises(NotFoundError):
        get_domain(work, home, "labs.example")


def test_a_domain_of_another_tenant_is_out_of_reach(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    assert [neighbour.tenant_id] == [
        domain["tenant_id"] for domain in list_domains(work, neighbour)
    ]
    for attempt in (
        lambda: get_domain(work, home, "tailwind.test"),
        lambda: verify_domain(work, home, "tailwind.test"),
        lambda: update_domain(work, home, "tailwind.test", {"is_default": True}),
        lambda: delete_domain(work, home, "tailwind.test"),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_domains_need_their_permission(work: UnitOfWork, home: Actor) -> None:
    reader = an_application(home, "Domain.Read.All")

    assert len(list_domains(work, reader)) == 1
    for attempt in (
        lambda: list_domains(work, an_application(home)),
        lambda: create_domain(work, reader, "labs.example"),
        lambda: verify_domain(work, reader, "northwind.test"),
        lambda: update_domain(work, reader, "northwind.test", {"is_default": True}),
        lambda: delete_domain(work, reader, "northwind.test"),
        lambda: get_tenant(work, an_application(home)),
        lambda: update_tenant(work, an_application(home, "Organization.Read.All"), {}),
    ):
        with pytest.raises(NotPermittedError):
            attempt()
