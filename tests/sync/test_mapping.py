"""Mappings of a job: what they give, and when it flows (behaviour §5)."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from tenantry.sync.attributes import SOURCE_ATTRIBUTES
from tenantry.sync.expression import Row, Value, parse
from tenantry.sync.flows import FlowBehavior, FlowType
from tenantry.sync.mapping import AttributeMapping, CompiledMapping, MappingError
from tenantry.sync.mapping_compiler import compile_mappings

_NAMES = tuple(SOURCE_ATTRIBUTES)
_POSITIONS = {name: index for index, name in enumerate(_NAMES)}


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
        ("city", "Left([city], 0)", None),
        ("city", 'Word([city], 9, " ")', None),
        ("city", 'Mid(" ", 1, 1)', None),
        ("city", 'Switch([city], "", "Basel", "BS")', None),
        ("city", 'IIF([city]="Bern", "", "BS")', None),
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
    ("target", "expression", "reason", "code"),
    [
        (
            "accountEnabled",
            "[city]",
            "`accountEnabled`: `Bern` is neither `True` nor `False`",
            "AttributeMappingError",
        ),
        (
            "city",
            'Split("a,b", ",")',
            "`city`: one value is needed, but there are 2",
            "SchemaPropertyCanOnlyAcceptValue",
        ),
        (
            "city",
            "Item([otherMails], 0)",
            "`city`: `Item` counts from 1",
            "AttributeMappingError",
        ),
        ("userType", "ToLower([city])", "`userType`: `bern` is not", "InvalidPropertyValue"),
        ("mail", "Item([otherMails], 2)", "`mail`: `mail` must be", "InvalidPropertyValue"),
    ],
)
def test_a_value_that_cannot_be_computed_is_that_users_failure_at_its_target(
    target: str, expression: str, reason: str, code: str
) -> None:
    compiled = _compiled(_mapping("displayName", "[city]"), _mapping(target, expression))

    for map_user in (compiled.map_user, compiled.explain):
        with pytest.raises(MappingError) as caught:
            map_user(_row(city="Bern", otherMails=["a@x.com", "b"]))
        assert (target, code) == (caught.value.path, caught.value.code)
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
    assert compiled.changes(mapped, (None, True, "ZH")) == {}


@pytest.mark.parametrize(
    ("flow_type", "current", "flows"),
    [
        (FlowType.ALWAYS, None, True),
        (FlowType.ALWAYS, "", True),
        (FlowType.ALWAYS, "theirs", False),
        (FlowType.OBJECT_ADD_ONLY, None, False),
    ],
)
def test_a_mapping_without_source_fills_an_empty_attribute_with_its_default(
    flow_type: FlowType, current: Value, *, flows: bool
) -> None:
    compiled = _compiled(_mapping("city", None, default_value="Bern", flow_type=flow_type))
    mapped = compiled.map_user(_row(city="Basel"))

    assert flows == bool(compiled.changes(mapped, (current,)))
    assert compiled.for_create(mapped) == ("Bern",)
    assert _compiled(_mapping("city", None)).changes((None,), (current,)) == {}


def test_what_flows_always_is_exported_beside_what_differs_and_never_by_itself() -> None:
    compiled = _compiled(
        _mapping("city", "[city]"),
        _mapping("mail", "[mail]", flow_behavior=FlowBehavior.FLOW_ALWAYS),
        _mapping(
            "state",
            "[state]",
            flow_behavior=FlowBehavior.FLOW_ALWAYS,
            flow_type=FlowType.ATTRIBUTE_ADD_ONLY,
        ),
    )
    mapped = compiled.map_user(_row(city="Bern", mail="Anna@x.com", state="BE"))

    assert {} == compiled.changes(mapped, ("Bern", "anna@x.com", "ZH"))
    changes = compiled.changes(mapped, ("Basel", "anna@x.com", "ZH"))
    assert {"city": ("Basel", "Bern"), "mail": ("anna@x.com", "Anna@x.com")} == changes


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
        (FlowType.MULTI_VALUE_ADD_ONLY, "old", False),
        (FlowType.MULTI_VALUE_ADD_ONLY, None, True),
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
