"""Mappings of a job: what they give, when it flows, and which are refused (behaviour §5)."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from tenantry.sync.attributes import (
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    AttributeType,
    is_extension_name,
    with_extensions,
)
from tenantry.sync.default_mappings import default_mappings
from tenantry.sync.expression import Attribute, Constant, Function, Row, Value, parse
from tenantry.sync.mapping import (
    AttributeMapping,
    CompiledMapping,
    FlowType,
    MappingError,
    compile_mappings,
)
from tenantry.sync.mapping_checks import SchemaError, check_mappings

_NAMES = tuple(SOURCE_ATTRIBUTES)
_POSITIONS = {name: index for index, name in enumerate(_NAMES)}
_EXTENSION = f"extension_{'0' * 32}_costCentre"


def _row(**values: Value) -> Row:
    return tuple(values.get(name) for name in _NAMES)


def _mapping(target: str, expression: str | None, **options: object) -> AttributeMapping:
    source = None if expression is None else parse(expression)
    return replace(AttributeMapping(target=target, source=source), **options)  # type: ignore[arg-type]


def _compiled(*mappings: AttributeMapping) -> CompiledMapping:
    return compile_mappings(mappings, _POSITIONS)


def _value(target: str, expression: str, **user: Value) -> Value:
    value: Value = _compiled(_mapping(target, expression)).map_user(_row(**user))[0]
    return value


def test_a_user_is_mapped_to_a_tuple_in_the_order_of_the_targets() -> None:
    compiled = _compiled(
        _mapping("displayName", 'Join(", ", [surname], [givenName])'),
        _mapping("city", "[city]"),
        _mapping("userType", '"Guest"'),
        _mapping("mail", None),
    )

    mapped = compiled.map_user(_row(surname="Doe", givenName="Jo", city="Bern"))

    assert compiled.targets == ("displayName", "city", "userType", "mail")
    assert mapped == ("Doe, Jo", "Bern", "Guest", None)


@pytest.mark.parametrize(
    ("target", "expression", "expected"),
    [
        ("showInAddressList", '"true"', True),
        ("showInAddressList", '"False"', False),
        ("accountEnabled", "[accountEnabled]", True),
        ("accountEnabled", 'Switch([city], "False", "Bern", "True")', True),
        ("accountEnabled", "IsPresent([mail])", False),
        ("city", "[accountEnabled]", "True"),
        ("city", "Count([otherMails])", "1"),
        ("city", "[otherMails]", "a@x.com"),
        ("city", "IgnoreFlowIfNullOrEmpty([mail])", None),
        ("city", 'Append(IIF([mail]="", "a", "b"), "c")', None),
        ("accountEnabled", "[mail]", None),
    ],
)
def test_a_value_has_the_type_of_its_target(target: str, expression: str, expected: Value) -> None:
    value = _value(
        target, expression, accountEnabled=True, city="Bern", otherMails=["a@x.com"], mail=None
    )

    assert (expected, type(expected)) == (value, type(value))


@pytest.mark.parametrize(
    ("target", "expression", "reason"),
    [
        ("accountEnabled", "[city]", "`accountEnabled`: `Bern` is neither `True` nor `False`"),
        ("city", 'Split("a,b", ",")', "`city`: one value is needed, but there are 2"),
        ("city", "Item([otherMails], 0)", "`city`: `Item` counts from 1"),
    ],
)
def test_a_value_that_cannot_be_computed_is_that_users_failure_at_its_target(
    target: str, expression: str, reason: str
) -> None:
    compiled = _compiled(_mapping("displayName", "[city]"), _mapping(target, expression))

    for map_user in (compiled.map_user, compiled.explain):
        with pytest.raises(MappingError) as caught:
            map_user(_row(city="Bern", otherMails=["a@x.com"]))
        assert target == caught.value.path
        assert caught.value.message.startswith(reason)


def test_a_rendering_is_the_last_step_of_its_target() -> None:
    compiled = compile_mappings(
        [_mapping("userPrincipalName", "ToLower([userPrincipalName])"), _mapping("city", "[city]")],
        _POSITIONS,
        renderings={"userPrincipalName": lambda name: name and f"{name}#EXT#"},
    )

    assert compiled.map_user(_row(userPrincipalName="A@x", city="B")) == ("a@x#EXT#", "B")
    assert compiled.map_user(_row()) == (None, None)


def test_references_are_no_part_of_a_mapped_user() -> None:
    compiled = _compiled(_mapping("city", "[city]"), _mapping("manager", "[manager]"))

    assert compiled.targets == ("city",)
    assert compiled.references == {"manager": _POSITIONS["manager"]}


def test_a_default_is_written_on_creation_where_the_value_is_null() -> None:
    compiled = _compiled(
        _mapping("city", "[city]", default_value="Bern"),
        _mapping("showInAddressList", None, default_value="true"),
        _mapping("state", "[state]", default_value="BE"),
    )
    mapped = compiled.map_user(_row(state="ZH"))

    assert compiled.for_create(mapped) == ("Bern", True, "ZH")
    assert compiled.changes(mapped, (None, None, "ZH")) == {}


def test_an_update_writes_only_what_flows_and_differs() -> None:
    compiled = _compiled(
        _mapping("city", "[city]"),
        _mapping("state", "[state]"),
        _mapping("department", "[department]"),
    )
    mapped = compiled.map_user(_row(city="Bern", state="BE"))

    assert compiled.changes(mapped, ("Basel", "BE", "kept")) == {"city": ("Basel", "Bern")}


@pytest.mark.parametrize(
    ("flow_type", "current", "flows"),
    [
        (FlowType.ALWAYS, "old", True),
        (FlowType.MULTI_VALUE_ADD_ONLY, "old", True),
        (FlowType.VALUE_ADD_ONLY, "old", True),
        (FlowType.OBJECT_ADD_ONLY, "old", False),
        (FlowType.OBJECT_ADD_ONLY, None, False),
        (FlowType.ATTRIBUTE_ADD_ONLY, "old", False),
        (FlowType.ATTRIBUTE_ADD_ONLY, None, True),
        (FlowType.ATTRIBUTE_ADD_ONLY, "", True),
    ],
)
def test_the_flow_type_decides_whether_an_update_writes(
    flow_type: FlowType, current: Value, *, flows: bool
) -> None:
    compiled = _compiled(_mapping("city", "[city]", flow_type=flow_type))
    mapped = compiled.map_user(_row(city="new"))

    assert flows == ("city" in compiled.changes(mapped, (current,)))
    assert compiled.for_create(mapped) == ("new",)


@pytest.mark.parametrize(
    ("target", "flows"), [("userPrincipalName", False), ("mail", False), ("displayName", True)]
)
def test_a_change_of_casing_flows_only_where_casing_counts(target: str, *, flows: bool) -> None:
    compiled = _compiled(_mapping(target, "[city]"))

    assert flows == bool(compiled.changes(("ANNA@x.com",), ("anna@x.com",)))
    assert compiled.changes(("berta@x.com",), ("anna@x.com",))


@given(
    st.lists(st.none() | st.sampled_from(["a", "A", "b"]), min_size=3, max_size=3),
    st.lists(st.none() | st.sampled_from(["a", "A", "b"]), min_size=3, max_size=3),
)
def test_after_its_changes_are_written_a_user_has_no_more(
    source: list[str | None], current: list[str | None]
) -> None:
    compiled = _compiled(
        _mapping("city", "[city]"),
        _mapping("mail", "[mail]"),
        _mapping("state", "[state]", flow_type=FlowType.ATTRIBUTE_ADD_ONLY),
    )
    mapped = compiled.map_user(_row(**dict(zip(("city", "mail", "state"), source, strict=True))))
    changes = compiled.changes(mapped, tuple(current))
    written = tuple(
        changes[name][1] if name in changes else old
        for name, old in zip(compiled.targets, current, strict=True)
    )

    assert compiled.changes(mapped, written) == {}


def test_an_explanation_tells_why_an_attribute_does_not_flow_and_what_logs_must_hide() -> None:
    compiled = _compiled(
        _mapping("city", 'IIF([country]="USA", [city], "abroad")'),
        _mapping("state", "Redact([state])"),
        _mapping("department", "IgnoreFlowIfNullOrEmpty([department])"),
    )

    city, state, department = compiled.explain(_row(city="Bern", state="BE"))

    assert (city.value, state.value, department.value) == (None, "BE", None)
    assert "the condition of `IIF` reads `[country]`" in city.warning
    assert (state.warning, department.warning) == ("", "")
    assert [city.is_redacted, state.is_redacted] == [False, True]
    assert compiled.redacted == {"state"}


def _check(*mappings: AttributeMapping) -> None:
    check_mappings(
        mappings,
        with_extensions(SOURCE_ATTRIBUTES, {_EXTENSION: AttributeType.STRING}),
        with_extensions(TARGET_ATTRIBUTES, {_EXTENSION: AttributeType.STRING}),
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
        (_mapping("mail", "[otherMails]"), "`otherMails` has several values; choose one"),
        (_mapping("mail", "[manager]"), "`manager` can only be mapped directly"),
        (_mapping("mail", 'Append([manager], "x")'), "`manager` can only be mapped directly"),
        (_mapping("mail", "AltSecIdFromNetid([netId])"), "users are matched by"),
        (_mapping("mail", "[mail]", matching_priority=2), "users are matched by"),
        (_mapping("mail", "[mail]", default_value="x" * 5), None),
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
        {"source": parse("AltSecIdFromNetid([objectId])")},
        {"source": parse("[netId]")},
        {"target": "mail"},
    ],
    ids=["no priority", "another attribute", "no function", "another target"],
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
