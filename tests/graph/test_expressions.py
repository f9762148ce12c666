"""The expression language over HTTP: `parseExpression`, `functions` and `filterOperators`."""

from typing import Any

import httpx
import pytest

from tenantry.storage.database import Database
from tenantry.sync.expression import SIGNATURES, parse
from tenantry.sync.scoping_operators import OPERATORS
from tests.support.companies import Company
from tests.support.graph_api import GraphApi
from tests.support.synchronization import Synchronization

Json = dict[str, Any]


class Schema:
    """A job's schema as the administrator of its source asks about it."""

    def __init__(self, api: GraphApi, sync: Synchronization) -> None:
        self._client = api.client(sync.source.tenant_id, "Synchronization.ReadWrite.All")
        job = f"synchronization/jobs/{sync.job_id}"
        self._path = f"/v1.0/servicePrincipals/{sync.configuration['id']}/{job}/schema"

    def post(self, action: str, body: Json) -> Json:
        return self._json(self._client.post(f"{self._path}/{action}", json=body))

    def get(self, function: str) -> list[Json]:
        listed: list[Json] = self._json(self._client.get(f"{self._path}/{function}"))["value"]
        return listed

    @staticmethod
    def _json(response: httpx.Response) -> Json:
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer


@pytest.fixture
def schema(api: GraphApi, database: Database) -> Schema:
    source, target = Company(database, "northwind"), Company(database, "contoso")
    return Schema(api, Synchronization(source, target))


def _parse(schema: Schema, expression: str, **asked: object) -> Json:
    """Return the answer, which is 200 whatever was asked."""
    answer = schema.post("parseExpression", {"expression": expression, **asked})
    assert "$metadata#microsoft.graph.parseExpressionResponse" in answer.pop("@odata.context")
    return answer


def _tried(schema: Schema, expression: str, **values: object) -> Json:
    properties = [{"key": key, "value": value} for key, value in values.items()]
    return _parse(
        schema, expression, testInputObject={"definition": None, "properties": properties}
    )


def test_an_expression_is_parsed_and_evaluated_as_the_contract_shows(schema: Schema) -> None:
    answer = _parse(
        schema,
        'Append([mailNickname], "-ext")',
        targetAttributeDefinition=None,
        testInputObject={
            "definition": None,
            "properties": [
                {"key": "mailNickname", "value": "mira"},
                {
                    "key": "appRoleAssignments",
                    "value@odata.type": "#Collection(String)",
                    "value": ["msiam_access"],
                },
            ],
        },
    )

    attribute = {
        "expression": "[mailNickname]",
        "name": "mailNickname",
        "type": "Attribute",
        "parameters": [],
    }
    constant = {"expression": '"-ext"', "name": "-ext", "type": "Constant", "parameters": []}
    assert answer == {
        "error": None,
        "parsingSucceeded": True,
        "evaluationSucceeded": True,
        "evaluationResult": ["mira-ext"],
        "parsedExpression": {
            "expression": 'Append([mailNickname], "-ext")',
            "name": "Append",
            "type": "Function",
            "parameters": [
                {"key": "source", "value": attribute},
                {"key": "suffix", "value": constant},
            ],
        },
    }


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ('Split([city], "-")', {"city": "a-b"}, ["a", "b"]),
        ("IsPresent([city])", {}, ["False"]),
        ("[city]", {}, []),
        ("IgnoreFlowIfNullOrEmpty([city])", {}, []),
        ("SingleAppRoleAssignment([roles])", {"roles": ["msiam_access"]}, ["msiam_access"]),
        ('DateDiff("yyyy", Now(), Now())', {}, ["0"]),
        ("BitAnd([flags], &HF)", {"flags": 21}, ["5"]),
        ("AppRoleAssignments([roles])", {"roles": ["editor", "owner"]}, ["editor", "owner"]),
        ("Len([city])", {}, ["0"]),
        ("DefaultDomain()", {}, ["northwind.test"]),
    ],
)
def test_results_are_texts(
    schema: Schema, expression: str, values: Json, expected: list[str]
) -> None:
    answer = _tried(schema, expression, **values)

    assert (True, expected) == (answer["evaluationSucceeded"], answer["evaluationResult"])


def test_a_malformed_expression_is_told_with_its_place_and_what_was_meant(
    schema: Schema,
) -> None:
    answer = _tried(schema, 'Join(" ", Apend([city], "x"))', city="Bern")

    message = "there is no function `Apend`; did you mean `Append`? (at character 11)"
    excerpt = 'Join(" ", Apend([city], "x"))\n          ^'
    assert answer == {
        "error": {
            "code": "InvalidExpression",
            "message": message,
            "target": "expression",
            "details": [{"code": "Excerpt", "message": excerpt, "target": "expression"}],
            "innerError": None,
        },
        "parsingSucceeded": False,
        "parsedExpression": None,
        "evaluationSucceeded": False,
        "evaluationResult": [],
    }


@pytest.mark.parametrize(
    ("expression", "asked", "code", "message"),
    [
        ("[DisplayName]", {}, "EvaluationFailed", "did you mean `displayName`?"),
        ("Item([city], 0)", {}, "EvaluationFailed", "`Item` counts from 1"),
        ('Append([otherMails], "x")', {}, "EvaluationFailed", "may be several"),
        ('IIF([city]="x", "a", "b")', {}, "ConditionFailed", "the condition of `IIF` reads"),
        (
            "IsNull([city])",
            {"targetAttributeDefinition": {"name": "badge", "type": "Integer"}},
            "EvaluationFailed",
            "`badge` needs a whole number, but here stands true or false",
        ),
        (
            '"maybe"',
            {"targetAttributeDefinition": {"name": "badge", "type": "Boolean"}},
            "EvaluationFailed",
            "`maybe` is neither `True` nor `False`",
        ),
        (
            'Append([roles], "x")',
            {
                "testInputObject": {
                    "definition": {
                        "name": "User",
                        "attributes": [{"name": "roles", "type": "String", "multivalued": True}],
                    }
                }
            },
            "EvaluationFailed",
            "may be several",
        ),
    ],
)
def test_what_has_no_result_is_parsed_and_tells_why(
    schema: Schema, expression: str, asked: Json, code: str, message: str
) -> None:
    answer = _parse(schema, expression, **asked)

    assert (True, False) == (answer["parsingSucceeded"], answer["evaluationSucceeded"])
    assert code == answer["error"]["code"]
    assert message in answer["error"]["message"]


def test_a_result_is_the_one_that_its_target_would_get(schema: Schema) -> None:
    target = {"name": "hired", "type": "DateTime", "multivalued": False, "caseExact": False}

    answer = _parse(schema, 'CDate("2020-03-16-07:00")', targetAttributeDefinition=target)

    assert ["2020-03-16T07:00:00Z"] == answer["evaluationResult"]


def test_each_function_that_can_be_used_is_listed_with_its_parameters(schema: Schema) -> None:
    listed = schema.get("functions")

    assert list(SIGNATURES) == [each["name"] for each in listed]
    assert all(each["id"] == each["name"] for each in listed)
    parameters = {each["name"]: each["parameters"] for each in listed}
    for function, names in {
        "Append": ("source", "suffix"),
        "AppRoleAssignments": ("source",),
        "DefaultDomain": (),
    }.items():
        assert parameters[function] == [
            {"name": name, "type": "String", "required": True, "allowMultipleOccurrences": False}
            for name in names
        ]
    for each in listed:
        parse(f"{each['name']}({', '.join('[city]' for _ in each['parameters'])})")


def test_each_operator_that_a_filter_can_use_is_listed(schema: Schema) -> None:
    listed = schema.get("filterOperators")

    assert list(OPERATORS) == [each["name"] for each in listed]
    equals, is_null = (
        next(each for each in listed if each["name"] == name) for name in ("EQUALS", "IS NULL")
    )
    assert equals == {
        "id": "EQUALS",
        "name": "EQUALS",
        "arity": "Binary",
        "multivaluedComparisonType": "All",
        "supportedAttributeTypes": ["String", "Integer"],
    }
    assert is_null["arity"] == "Unary"
    assert len(is_null["supportedAttributeTypes"]) == 6
