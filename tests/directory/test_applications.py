"""Applications, service principals, their secrets, templates and extension properties."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from tenantry.actor import Actor
from tenantry.directory.applications import SYNC_TEMPLATE_ID
from tenantry.directory.operations.applications import (
    create_application,
    delete_application,
    get_application,
    list_applications,
    update_application,
)
from tenantry.directory.operations.extension_properties import (
    create_extension_property,
    delete_extension_property,
    list_extension_properties,
)
from tenantry.directory.operations.lookups import ByAppId
from tenantry.directory.operations.secrets import (
    add_application_secret,
    add_service_principal_secret,
    list_secrets,
    remove_application_secret,
)
from tenantry.directory.operations.service_principals import (
    create_service_principal,
    delete_service_principal,
    get_service_principal,
    list_service_principals,
    update_service_principal,
)
from tenantry.directory.operations.templates import instantiate_template
from tenantry.directory.operations.users import get_user, update_user
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.directory.stores.extensions import list_registered
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.identifiers import new_id
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.pages import PageQuery
from tenantry.storage.tables import application_secrets
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_service_principal, add_user, an_application

EVERYTHING = PageQuery()


def a_role(value: str, **given: Any) -> dict[str, Any]:
    return {
        "allowed_member_types": ["User"],
        "description": value,
        "display_name": value,
        "id": new_id(),
        "is_enabled": True,
        "value": value,
        **given,
    }


def test_an_application_is_found_by_its_id_and_by_its_application_id(
    work: UnitOfWork, home: Actor
) -> None:
    web = {"redirect_uris": ["https://board.test/signed-in"]}
    board = create_application(work, home, {"display_name": "Board", "web": web})

    assert board == get_application(work, home, board["id"])
    assert board == get_application(work, home, ByAppId(board["app_id"].upper()))
    assert (web, "AzureADMyOrg") == (board["web"], board["sign_in_audience"])


def test_a_change_keeps_the_properties_it_does_not_name(work: UnitOfWork, home: Actor) -> None:
    board = create_application(work, home, {"display_name": "Board", "tags": ["a"], "notes": "n"})

    update_application(work, home, board["id"], {"notes": None, "description": "d"})

    changed = get_application(work, home, board["id"])
    assert changed == {**board, "notes": None, "description": "d"}


def test_a_service_principal_shows_what_its_application_declares(
    work: UnitOfWork, home: Actor
) -> None:
    role = a_role("Reader")
    principal = add_service_principal(work, home, "Board", app_roles=[role])

    update_application(
        work, home, ByAppId(principal["app_id"]), {"display_name": "Board 2", "app_roles": [
            {**role, "is_enabled": False}]}
    )  # fmt: skip

    changed = get_service_principal(work, home, principal["id"])
    assert ("Board 2", [False]) == (
        changed["display_name"],
        [role["is_enabled"] for role in changed["app_roles"]],
    )
    assert [role] == principal["app_roles"]


def test_an_enabled_role_does_not_just_vanish(work: UnitOfWork, home: Actor) -> None:
    role = a_role("Reader")
    board = create_application(work, home, {"display_name": "Board", "app_roles": [role]})

    with pytest.raises(InvalidValueError, match="disable it"):
        update_application(work, home, board["id"], {"app_roles": []})

    update_application(work, home, board["id"], {"app_roles": [{**role, "is_enabled": False}]})
    update_application(work, home, board["id"], {"app_roles": []})
    assert [] == get_application(work, home, board["id"])["app_roles"]


@pytest.mark.parametrize(
    "roles",
    [
        [a_role("x", allowed_member_types=["Group"])],
        [a_role("x"), a_role("x")],
        [a_role("x", id="1"), a_role("y", id="1")],
        [a_role("x", display_name=None)],
    ],
)
def test_roles_that_contradict_each_other_are_refused(
    work: UnitOfWork, home: Actor, roles: list[dict[str, Any]]
) -> None:
    with pytest.raises(InvalidValueError):
        create_application(work, home, {"display_name": "Board", "app_roles": roles})


def test_a_service_principal_stands_for_an_application_of_the_tenant(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    theirs = list_applications(work, neighbour, EVERYTHING).records[0]

    for app_id in (new_id(), theirs["app_id"]):
        with pytest.raises(InvalidValueError) as refusal:
            create_service_principal(work, home, {"app_id": app_id})
        assert refusal.value.path == "app_id"


def test_an_application_has_one_service_principal_in_a_tenant(
    work: UnitOfWork, home: Actor
) -> None:
    principal = add_service_principal(work, home, "Board")
    for _ in ("live", "deleted"):
        with pytest.raises(AlreadyExistsError, match=principal["id"]):
            create_service_principal(work, home, {"app_id": principal["app_id"]})
        delete_service_principal(work, home, principal["id"]) if _ == "live" else None


def test_a_service_principal_is_changed_on_its_own(work: UnitOfWork, home: Actor) -> None:
    principal = add_service_principal(work, home, "Board")

    changes = {"app_role_assignment_required": True, "account_enabled": False, "notes": "n"}
    update_service_principal(work, home, ByAppId(principal["app_id"]), changes)

    changed = get_service_principal(work, home, principal["id"])
    assert changed == {**principal, **changes}
    with pytest.raises(InvalidValueError, match="read-only"):
        update_service_principal(work, home, principal["id"], {"app_roles": []})


def test_deleting_an_application_takes_its_service_principal_along(
    work: UnitOfWork, home: Actor
) -> None:
    principal = add_service_principal(work, home, "Board")

    delete_application(work, home, ByAppId(principal["app_id"]))

    for get in (get_application, get_service_principal):
        with pytest.raises(NotFoundError):
            get(work, home, ByAppId(principal["app_id"]))


def test_the_synchronization_template_makes_a_configuration(work: UnitOfWork, home: Actor) -> None:
    application, principal = instantiate_template(
        work, home, SYNC_TEMPLATE_ID, "Northwind to Tailwind"
    )

    [role] = principal["app_roles"]
    assert ("msiam_access", ["User"]) == (role["display_name"], role["allowed_member_types"])
    assert principal["app_role_assignment_required"]
    assert application["app_id"] == principal["app_id"]
    assert {SYNC_TEMPLATE_ID} == {
        application["application_template_id"],
        principal["application_template_id"],
    }
    assert home.tenant_id == principal["app_owner_organization_id"]


def test_an_unknown_template_is_not_found(work: UnitOfWork, home: Actor) -> None:
    with pytest.raises(NotFoundError):
        instantiate_template(work, home, new_id(), "Board")


def test_a_secret_is_shown_once_and_kept_as_a_hash(work: UnitOfWork, home: Actor) -> None:
    board = create_application(work, home, {"display_name": "Board"})

    secret = add_application_secret(work, home, board["id"], {"display_name": "CI"})

    hashes = work.connection.execute(select(application_secrets.c.secret_hash)).scalars().all()
    assert [hash_secret(secret["secret_text"])] == list(hashes)
    kept = list_secrets(work, home.tenant_id, [board["id"]])[board["id"]]
    assert [{**secret, "secret_text": None}] == [{**one, "secret_text": None} for one in kept]
    assert re.fullmatch(r"\w{40}", secret["secret_text"])
    assert secret["secret_text"][:3] == secret["hint"]


def test_a_secret_is_taken_away(work: UnitOfWork, home: Actor) -> None:
    board = create_application(work, home, {"display_name": "Board"})
    secret = add_application_secret(work, home, board["id"], {})

    remove_application_secret(work, home, board["id"], secret["key_id"])

    assert {} == list_secrets(work, home.tenant_id, [board["id"]])
    with pytest.raises(InvalidValueError):
        remove_application_secret(work, home, board["id"], secret["key_id"])


def test_a_service_principal_has_secrets_of_its_own(work: UnitOfWork, home: Actor) -> None:
    principal = add_service_principal(work, home, "Board")

    secret = add_service_principal_secret(work, home, principal["id"], {})

    [kept] = list_secrets(work, home.tenant_id, [principal["id"]])[principal["id"]]
    assert secret["key_id"] == kept["key_id"]


def test_a_secret_ends_after_it_starts(work: UnitOfWork, home: Actor) -> None:
    board = create_application(work, home, {"display_name": "Board"})

    with pytest.raises(InvalidValueError):
        add_application_secret(work, home, board["id"], {"end_at": "2001-01-01T00:00:00.000000Z"})


def test_registered_extensions_are_written_to_users(work: UnitOfWork, home: Actor) -> None:
    board = create_application(work, home, {"display_name": "Board"})
    extension = create_extension_property(
        work,
        home,
        board["id"],
        {"name": "costs", "data_type": "Integer", "target_objects": ["User"]},
    )
    mira = add_user(work, home, "mira")

    update_user(work, home, mira["id"], {"extensions": {extension["name"]: 7}})

    assert get_user(work, home, mira["id"])["extensions"] == {extension["name"]: 7}
    with pytest.raises(InvalidValueError):
        update_user(work, home, mira["id"], {"extensions": {extension["name"]: "seven"}})
    with pytest.raises(InvalidValueError, match="not registered"):
        update_user(work, home, mira["id"], {"extensions": {f"{extension['name']}x": 7}})


def test_extensions_belong_to_their_tenant(work: UnitOfWork, home: Actor, neighbour: Actor) -> None:
    theirs = list_applications(work, neighbour, EVERYTHING).records[0]
    values = {"name": "costs", "data_type": "Integer", "target_objects": ["User"]}
    extension = create_extension_property(work, neighbour, theirs["id"], values)
    mira = add_user(work, home, "mira")

    assert [] == list_registered(work, home.tenant_id, "User")
    assert [extension] == list_registered(work, neighbour.tenant_id, "User")
    with pytest.raises(InvalidValueError, match="not registered"):
        update_user(work, home, mira["id"], {"extensions": {extension["name"]: 7}})


def test_an_extension_is_registered_once_and_taken_away(work: UnitOfWork, home: Actor) -> None:
    board = create_application(work, home, {"display_name": "Board"})
    values = {"name": "costs", "data_type": "Integer", "target_objects": ["User"]}
    extension = create_extension_property(work, home, board["id"], values)

    with pytest.raises(AlreadyExistsError):
        create_extension_property(work, home, board["id"], values)

    delete_extension_property(work, home, board["id"], extension["id"])

    assert [] == list_extension_properties(work, home, board["id"])
    with pytest.raises(NotFoundError):
        delete_extension_property(work, home, board["id"], extension["id"])


def test_applications_of_another_tenant_are_out_of_reach(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    theirs = list_applications(work, neighbour, EVERYTHING).records[0]
    principal = get_service_principal(work, neighbour, ByAppId(theirs["app_id"]))

    assert [] == list_applications(work, home, EVERYTHING).records
    listed = list_service_principals(work, home, EVERYTHING).records
    assert [GRAPH_APP_ID] == [one["app_id"] for one in listed]
    for attempt in (
        lambda: get_application(work, home, theirs["id"]),
        lambda: get_application(work, home, ByAppId(theirs["app_id"])),
        lambda: update_application(work, home, theirs["id"], {"notes": "ours"}),
        lambda: delete_application(work, home, theirs["id"]),
        lambda: add_application_secret(work, home, theirs["id"], {}),
        lambda: get_service_principal(work, home, principal["id"]),
        lambda: update_service_principal(work, home, principal["id"], {"notes": "ours"}),
        lambda: delete_service_principal(work, home, principal["id"]),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_owned_by_is_for_what_the_caller_made(work: UnitOfWork, home: Actor) -> None:
    owner = an_application(home, "Application.ReadWrite.OwnedBy")
    own = create_application(work, owner, {"display_name": "Own"})
    other = create_application(work, home, {"display_name": "Other"})

    update_application(work, owner, own["id"], {"notes": "n"})

    with pytest.raises(NotPermittedError):
        update_application(work, owner, other["id"], {"notes": "n"})


def test_a_reader_changes_no_application(work: UnitOfWork, home: Actor) -> None:
    reader = an_application(home, "Application.Read.All")
    principal = add_service_principal(work, home, "Board")
    key = ByAppId(principal["app_id"])

    for attempt in (
        lambda: create_application(work, reader, {"display_name": "x"}),
        lambda: update_application(work, reader, key, {"notes": "n"}),
        lambda: delete_application(work, reader, key),
        lambda: add_application_secret(work, reader, key, {}),
        lambda: create_service_principal(work, reader, {"app_id": principal["app_id"]}),
        lambda: update_service_principal(work, reader, key, {"notes": "n"}),
        lambda: delete_service_principal(work, reader, key),
        lambda: instantiate_template(work, reader, SYNC_TEMPLATE_ID, "x"),
        lambda: list_applications(work, an_application(home), EVERYTHING),
    ):
        with pytest.raises(NotPermittedError):
            attempt()


def test_graphs_service_principal_has_the_published_roles(work: UnitOfWork, home: Actor) -> None:
    graph = get_service_principal(work, home, ByAppId(GRAPH_APP_ID))

    roles = {role["value"]: role["id"] for role in graph["app_roles"]}
    assert roles == ROLE_ID_OF
    assert roles["User.Read.All"] == "df021288-bdef-4463-88db-98f22de89214"
    assert len(set(roles.values())) == len(roles)
