"""What a mapping can say beside its expression: when the value flows, and what if there is none."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def ana(source: Tenant, sync: Configuration) -> Json:
    """A user of the source who is in scope and not synchronized yet."""
    user = source.add_user("ana", city="Turku", jobTitle="Buyer")
    sync.assign(user)
    return user


@pytest.mark.parametrize(
    ("flow_type", "replaced", "filled"),
    [
        ("Always", True, True),
        ("ValueAddOnly", True, True),
        ("MultiValueAddOnly", False, True),
        ("AttributeAddOnly", False, True),
        ("ObjectAddOnly", False, False),
    ],
)
def test_the_flow_type_decides_what_an_update_may_write(
    installation: Installation,
    sync: Configuration,
    ana: Json,
    flow_type: str,
    *,
    replaced: bool,
    filled: bool,
) -> None:
    sync.map("city", "[city]", flowType=flow_type)
    installation.run_cycles()
    created = sync.target.user_of(ana)["city"]

    sync.source.change(ana, city="Tampere")
    installation.run_cycles()
    after_a_change = sync.target.user_of(ana)["city"]
    sync.target.change(sync.target.user_of(ana), city=None)
    sync.source.change(ana, city="Oulu")
    installation.run_cycles()

    assert ("Turku", flow_type) == (created, sync.mappings()["city"]["flowType"])
    assert ("Tampere" if replaced else "Turku") == after_a_change
    assert ("Oulu" if filled else None) == sync.target.user_of(ana)["city"]


def test_what_flows_always_is_exported_with_every_change_and_never_for_itself(
    installation: Installation, source: Tenant, sync: Configuration, ana: Json
) -> None:
    sync.map("city", "[city]", flowBehavior="FlowAlways")
    installation.run_cycles()

    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()
    source.change(ana, mobilePhone="+358 40 555 01")
    installation.run_cycles()

    unmapped, mapped, _ = sync.log(ana)
    assert ["city", "jobTitle"] == sorted(
        each["displayName"] for each in mapped["modifiedProperties"]
    )
    assert "skipped" == unmapped["provisioningStatusInfo"]["status"]


def test_a_default_value_is_for_a_new_user_without_the_source_value(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration, ana: Json
) -> None:
    sync.map("department", "[department]", defaultValue="Pool")
    sync.map("city", "[city]", defaultValue="Nowhere")

    installation.run_cycles()
    created = target.user_of(ana)
    target.change(created, department=None)
    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert ("Pool", "Turku") == (created["department"], created["city"])
    assert target.user_of(ana)["department"] is None


def test_without_a_source_the_default_value_fills_what_is_empty_and_touches_nothing_else(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration, ana: Json
) -> None:
    without_source = {"source": None, "defaultValue": "Pool"}
    sync.map("department", "[department]")
    sync.change_users_mapping(lambda users: users["attributeMappings"][-1].update(without_source))

    values = []
    installation.run_cycles()
    for edited in ("Theirs", None):
        values.append(target.user_of(ana)["department"])
        target.change(target.user_of(ana), department=edited)
        source.change(ana, department="Sales", jobTitle=f"Once {edited}")
        installation.run_cycles()
    values.append(target.user_of(ana)["department"])

    assert ["Pool", "Theirs", "Pool"] == values
    assert sync.mappings()["department"]["source"] is None


def test_a_constant_is_written_to_everybody(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration, ana: Json
) -> None:
    sync.map("companyName", '"Northwind Traders"')
    installation.run_cycles()
    created = target.user_of(ana)["companyName"]
    target.change(target.user_of(ana), companyName="Theirs")

    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert "Constant" == sync.mappings()["companyName"]["source"]["type"]
    assert ["Northwind Traders"] * 2 == [created, target.user_of(ana)["companyName"]]


def test_a_change_of_casing_alone_is_not_exported_where_casing_does_not_count(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration, ana: Json
) -> None:
    installation.run_cycles()

    source.change(ana, userPrincipalName="ANA@northwind.test")
    installation.run_cycles()
    renamed = target.user_of(ana)["userPrincipalName"]
    source.change(ana, city="TURKU")
    installation.run_cycles()

    assert "ana_northwind.test#EXT#@contoso.test" == renamed
    assert "TURKU" == target.user_of(ana)["city"]
    assert "skipped" == sync.log(ana)[1]["provisioningStatusInfo"]["status"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('Join("; ", [otherMails])', "ana@home.example; ana@club.example"),
        ("Item([otherMails], 2)", "ana@club.example"),
        ('Item(Split([userPrincipalName], "@"), 2)', "northwind.test"),
        ("Count([otherMails])", "2"),
        ("Item([proxyAddresses], 1)", "SMTP:ana@northwind.test"),
        ("[telephoneNumber]", "+358 2 555 01"),
    ],
)
def test_of_several_values_one_is_made_by_an_expression(
    installation: Installation,
    sync: Configuration,
    expression: str,
    expected: str,
) -> None:
    several = ["ana@home.example", "ana@club.example"]
    ana = sync.source.add_user(
        "ana", otherMails=several, mail="ana@northwind.test", businessPhones=["+358 2 555 01"]
    )
    sync.assign(ana)
    sync.map("streetAddress", expression)

    installation.run_cycles()

    assert expected == sync.target.user_of(ana)["streetAddress"]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (("userPrincipalName", "[mail]"), "MandatoryFieldsMissing"),
        (("userType", "[jobTitle]"), "InvitationCreationFailureInvalidPropertyValue"),
        (("accountEnabled", "[jobTitle]"), "AttributeMappingError"),
    ],
)
def test_a_value_that_the_target_cannot_take_is_the_failure_of_that_user_alone(
    installation: Installation,
    sync: Configuration,
    ana: Json,
    mapping: tuple[str, str],
    code: str,
) -> None:
    name, expression = mapping
    ben = sync.source.add_user("ben", mail="ben@northwind.test", department="IT")
    sync.assign(ben)
    good = {"userPrincipalName": "[mail]", "userType": '"Guest"', "accountEnabled": '"true"'}
    sync.map(name, f'Switch([department], {expression}, "IT", {good.get(name, "[city]")})')

    installation.run_cycles()

    assert [sync.target.user_of(ben)] == sync.target.users()
    [entry] = sync.log(ana)
    status = entry["provisioningStatusInfo"]
    assert ("failure", code) == (status["status"], status["errorInformation"]["errorCode"])


def test_an_expression_that_may_give_several_values_is_refused_where_one_is_taken(
    sync: Configuration,
) -> None:
    response = sync.ask_to_map("city", 'Split([userPrincipalName], "@")')

    assert 400 == response.status_code
    assert "choose one with 'Item'" in response.json()["error"]["message"]
