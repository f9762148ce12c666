"""Mappings that are refused before they are saved (behaviour §5, contract §4.9)."""

from dataclasses import replace

import pytest

from tenantry.sync.attributes import (
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    extension,
    is_extension_name,
    with_extensions,
)
from tenantry.sync.default_mappings import default_mappings
from tenantry.sync.expression import Attribute, Constant, Function, parse
from tenantry.sync.flows import FlowType
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.mapping_checks import SchemaError, check_mappings

_EXTENSION = f"extension_{'0' * 32}_costCentre"
_SEVERAL = extension(f"extension_{'0' * 32}_skills", multivalued=True)


def _mapping(target: str, expression: str | None, **options: object) -> AttributeMapping:
    source = None if expression is None else parse(expression)
    return replace(AttributeMapping(target=target, source=source), **options)  # type: ignore[arg-type]


def _check(*mappings: AttributeMapping) -> None:
    check_mappings(
        mappings,
        with_extensions(SOURCE_ATTRIBUTES, [extension(_EXTENSION), _SEVERAL]),
        with_extensions(TARGET_ATTRIBUTES, [extension(_EXTENSION), _SEVERAL]),
    )


@pytest.mark.claim("CTS-063")
def test_the_default_mappings_are_the_documented_ones_and_pass() -> None:
    mappings = default_mappings()

    _check(*mappings)

    assert len(mappings) == 22
    assert "mail" not in {mapping.target for mapping in mappings}
    by_target = {mapping.target: mapping for mapping in mappings}
    assert by_target["userType"].flow_type is FlowType.OBJECT_ADD_ONLY
    assert by_target["alternativeSecurityIds"].matching_priority == 1


def test_an_extension_attribute_can_be_mapped_on_both_sides() -> None:
    assert is_extension_name(_EXTENSION)
    _check(*default_mappings(), _mapping(_EXTENSION, f"[{_EXTENSION}]"))


@pytest.mark.parametrize(
    ("mapping", "path", "message"),
    [
        (_mapping("mial", "[mail]"), "targetAttributeName", "did you mean `mail`"),
        (_mapping("mail", "[Mail]"), "source", "there is no source attribute `Mail`"),
        (_mapping("mail", 'Append([mial], "x")'), "source", "did you mean `mail`"),
    ],
)
@pytest.mark.claim("CTS-074")
def test_an_unknown_attribute_is_refused_by_its_documented_code(
    mapping: AttributeMapping, path: str, message: str
) -> None:
    with pytest.raises(SchemaError, match=message) as caught:
        _check(*default_mappings(), mapping)

    assert caught.value.code == "SchemaAttributeNotFound"
    assert f"attributeMappings[22].{path}" == caught.value.path


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (_mapping("city", "[city]"), "`city` is mapped more than once"),
        (_mapping("otherMails", "[mail]"), "`otherMails` is computed in the target"),
        (_mapping("proxyAddresses", "[mail]"), "`proxyAddresses` is read-only"),
        (_mapping("id", "[mail]"), "the primary key `id`"),
        (_mapping("objectId", "[mail]"), "`objectId` is read-only"),
        (_mapping("mail", "[userType]"), "`userType` cannot be a source attribute"),
        (_mapping("mail", "[samAccountName]"), "`samAccountName` cannot be a source attribute"),
        (_mapping("mail", "[mail]", matching_priority=-1), "`matchingPriority` is 0 or"),
        (_mapping("mail", f"[{_SEVERAL.name}]"), "can be neither mapped nor filtered"),
        (_mapping("mail", f'Join(";", [{_SEVERAL.name}])'), "neither mapped nor filtered"),
        (_mapping(_SEVERAL.name, "[mail]"), "neither mapped nor filtered"),
        (_mapping("mail", "[manager]"), "`manager` can only be mapped directly"),
        (_mapping("mail", 'Append([manager], "x")'), "`manager` can only be mapped directly"),
        (_mapping("mail", 'Split([city], ",")'), "`mail` takes one value, but here may be several"),
        (_mapping("mail", 'IIF([city]="x", [mail], [otherMails])'), "`mail` takes one value"),
        (_mapping("mail", 'Append([otherMails], "x")'), "`source` of `Append` takes one value"),
        (_mapping("mail", "Left([mail], [accountEnabled])"), "`NumChars` of `Left` needs"),
        (_mapping("mail", "AltSecIdFromNetid([netId])"), "users are matched by"),
        (_mapping("mail", "[mail]", matching_priority=2), "users are matched by"),
        (_mapping("mail", "[mail]", default_value="nobody"), "must be an address"),
        (_mapping("employeeHireDate", '"soon"'), "`employeeHireDate` must be of type DateTime"),
        (_mapping("usageLocation", '"Switzerland"'), "`usageLocation` has 11 characters"),
        (_mapping("mail", "[mail]", default_value="nobody@contoso.test"), None),
    ],
)
def test_a_mapping_against_a_rule_is_refused(
    mapping: AttributeMapping, message: str | None
) -> None:
    mappings = (*default_mappings(), mapping)
    if message is None:
        _check(*mappings)
        return
    with pytest.raises(SchemaError, match=message) as caught:
        _check(*mappings)

    assert caught.value.code == "schemaInvalid"


@pytest.mark.parametrize("constant", ["Owner", "member"])
def test_a_user_type_that_nobody_can_have_is_refused(constant: str) -> None:
    others = [each for each in default_mappings() if each.target != "userType"]

    with pytest.raises(SchemaError, match="use `Member`, `Guest`"):
        _check(*others, _mapping("userType", f'"{constant}"'))


@pytest.mark.parametrize("source", ['"false"', "[accountEnabled]", "Not([IsSoftDeleted])"])
def test_whether_a_user_is_deleted_is_only_mapped_directly(source: str) -> None:
    others = [each for each in default_mappings() if each.target != "IsSoftDeleted"]

    with pytest.raises(SchemaError, match="`IsSoftDeleted` must be mapped directly"):
        _check(*others, _mapping("IsSoftDeleted", source))


@pytest.mark.parametrize("source", ["[otherMails]", "[proxyAddresses]"])
def test_several_values_cannot_be_mapped_directly_to_one(source: str) -> None:
    with pytest.raises(SchemaError, match="has several values; choose one") as caught:
        _check(*default_mappings(), _mapping("mail", source))

    assert "SchemaPropertyCanOnlyAcceptValue" == caught.value.code


@pytest.mark.claim("CTS-072", "CTS-073")
@pytest.mark.parametrize("name", ["photo", "thumbnailPhoto", "customSecurityAttributes"])
def test_photos_and_custom_security_attributes_are_refused_on_both_sides(name: str) -> None:
    for mapping in (_mapping(name, "[mail]"), _mapping("mail", f"[{name}]")):
        with pytest.raises(SchemaError, match="cannot be synchronized"):
            _check(*default_mappings(), mapping)


@pytest.mark.claim("CTS-070")
@pytest.mark.parametrize(
    "source", ['Switch([manager], , "a", "b")', "[mail]", '"constant"', "Coalesce([manager])"]
)
def test_the_manager_is_only_mapped_directly(source: str) -> None:
    with pytest.raises(SchemaError, match="`manager` must be mapped directly"):
        _check(*default_mappings()[:-1], _mapping("manager", source))


@pytest.mark.parametrize(
    "changed",
    [
        {"matching_priority": 0},
        {"matching_priority": 2},
        {"flow_type": FlowType.OBJECT_ADD_ONLY},
        {"default_value": "nobody"},
        {"source": parse("AltSecIdFromNetid([objectId])")},
        {"source": parse("[netId]")},
        {"target": "mail"},
    ],
    ids=[
        "no priority",
        "another priority",
        "another flow",
        "a default",
        "another attribute",
        "no function",
        "another target",
    ],
)
def test_the_matching_mapping_cannot_be_changed(changed: dict[str, object]) -> None:
    first, *others = default_mappings()

    with pytest.raises(SchemaError) as caught:
        _check(replace(first, **changed), *others)  # type: ignore[arg-type]

    assert caught.value.code == "schemaInvalid"


def test_the_matching_mapping_and_required_attributes_cannot_be_left_out() -> None:
    first, *others = default_mappings()

    with pytest.raises(SchemaError, match=r"matching mapping .* is missing"):
        _check(*others)
    with pytest.raises(SchemaError, match="`userPrincipalName` is not mapped"):
        _check(first, *(each for each in others if each.target != "userPrincipalName"))


def test_an_expression_built_beyond_the_limit_is_refused() -> None:
    long = Function(name="Append", arguments=(Attribute(name="mail"), Constant(text="x" * 10_000)))

    with pytest.raises(SchemaError, match="at most 10,000 characters"):
        _check(*default_mappings(), AttributeMapping(target="mail", source=long))


@pytest.mark.parametrize(
    "mapping",
    [
        _mapping("accountEnabled", '"maybe"'),
        _mapping("accountEnabled", "[accountEnabled]", default_value="maybe"),
    ],
)
def test_a_constant_that_its_target_cannot_hold_is_refused(mapping: AttributeMapping) -> None:
    others = [each for each in default_mappings() if each.target != "accountEnabled"]

    with pytest.raises(SchemaError, match="`maybe` is neither `True` nor `False`"):
        _check(*others, mapping)
