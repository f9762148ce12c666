"""Templates and schemas of synchronization jobs: mappings, filters, operators and functions.

Source: contract §4.6, §4.9, §4.10, §4.11.
"""

from typing import Any

from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.graph.answers import Answer, collection, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.synchronization import JOB, ROOT, configuration_of
from tenantry.graph.wire.directory_bodies import read_extensions
from tenantry.graph.wire.expressions import (
    answer_test,
    function_object,
    operator_object,
    read_test,
)
from tenantry.graph.wire.schema_bodies import read_schema
from tenantry.graph.wire.schemas import directories, schema_object, template_schema
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.attributes import Attributes
from tenantry.sync.engine.connecting import draw_inputs
from tenantry.sync.expression import SIGNATURES
from tenantry.sync.jobs import TEMPLATE_ID, Job
from tenantry.sync.operations import schemas
from tenantry.sync.operations.authorization import READ, WRITE, check_read
from tenantry.sync.operations.discovery import discover_source, known_attributes
from tenantry.sync.schema import JobSchema, default_schema
from tenantry.sync.scoping_operators import OPERATORS

_SCHEMA = f"{JOB}/schema"
_TEMPLATE_RULE = "00000000-0000-0000-0000-000000000000"


def list_templates(request: GraphRequest) -> Answer:
    """Return the one template of a cross-tenant synchronization."""
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        check_read(request.actor)
        body = _template(request, reading)
    context = f"servicePrincipals('{service_principal_id}')/synchronization/templates"
    return collection(request, [body], context=context)


def get_template(request: GraphRequest) -> Answer:
    """Return the template."""
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        _require_template(request)
        body = _template(request, reading)
    context = f"servicePrincipals('{service_principal_id}')/synchronization/templates/$entity"
    return entity(body, context=context)


def get_template_schema(request: GraphRequest) -> Answer:
    """Return the schema that new jobs start with."""
    with request.read() as reading:
        configuration_of(request, reading)
        _require_template(request)
        attributes = discover_source(reading, request.tenant_id).attributes()
    body = template_schema(default_schema(_TEMPLATE_RULE), *attributes)
    return entity(body, context="microsoft.graph.synchronizationSchema")


def get_schema(request: GraphRequest) -> Answer:
    """Return the job's schema with its directories."""
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        job_id = object_key(request, "job")
        job, schema = schemas.read_schema(reading, request.actor, service_principal_id, job_id)
        attributes = _attributes(request, reading, job, schema)
    context = f"servicePrincipals('{service_principal_id}')/synchronization/jobs('{job.id}')"
    return entity(schema_object(job, schema, *attributes), context=f"{context}/schema/$entity")


def replace_schema(request: GraphRequest) -> Answer:
    """Replace the schema by the whole document that the client sends."""
    mappings = read_schema(request.body)
    if mappings is None:
        message = "`synchronizationRules` is required; send the whole schema"
        raise InvalidValueError("synchronizationRules", message)
    listed = read_extensions(request.body)
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        schemas.replace_schema(
            work,
            request.actor,
            service_principal_id,
            object_key(request, "job"),
            mappings.users,
            groups=mappings.groups,
            listed=listed,
            may_cross_clouds=request.services.may_cross_clouds,
        )
    return no_content()


def reset_schema(request: GraphRequest) -> Answer:
    """Return to the default mappings."""
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        job_id = object_key(request, "job")
        schemas.reset_schema(work, request.actor, service_principal_id, job_id)
    return no_content()


def list_directories(request: GraphRequest) -> Answer:
    """Return both directories with their attributes."""
    return collection(request, _directories(request), context="directories")


def discover(request: GraphRequest) -> Answer:
    """Return one directory anew, with the extension attributes it has now."""
    wanted = object_key(request, "directory")
    for directory in _directories(request):
        if directory["id"] == wanted:
            found = {**directory, "discoverabilities": "AttributeNames, AttributeDataTypes"}
            return entity(found, context="microsoft.graph.directoryDefinition")
    raise NotFoundError(f"directory `{wanted}` does not exist", object_id=wanted)


def list_filter_operators(request: GraphRequest) -> Answer:
    """Return the operators of scoping filters."""
    _require_job(request)
    items = [operator_object(operator) for operator in OPERATORS.values()]
    return collection(request, items, context="filterOperators")


def list_functions(request: GraphRequest) -> Answer:
    """Return the functions of the expression language that are built."""
    _require_job(request)
    items = [function_object(signature) for signature in SIGNATURES.values()]
    return collection(request, items, context="functions")


def parse_expression(request: GraphRequest) -> Answer:
    """Parse an expression and evaluate it for the given properties; failures are in the body."""
    test = read_test(request.body)
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        job_id = object_key(request, "job")
        job, schema = schemas.read_schema(reading, request.actor, service_principal_id, job_id)
        known, _ = _attributes(request, reading, job, schema)
        inputs = draw_inputs(reading, request.tenant_id)
    body = answer_test(test, known, inputs)
    return entity(body, context="microsoft.graph.parseExpressionResponse")


def _template(request: GraphRequest, reading: Reading) -> dict[str, object]:
    attributes = discover_source(reading, request.tenant_id).attributes()
    return {
        "id": TEMPLATE_ID,
        "applicationId": None,
        "default": True,
        "description": None,
        "discoverable": True,
        "factoryTag": TEMPLATE_ID,
        "metadata": [{"key": "IsSynchronizationInPreview", "value": "False"}],
        "schema": template_schema(default_schema(_TEMPLATE_RULE), *attributes),
    }


def _require_job(request: GraphRequest) -> None:
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        job_id = object_key(request, "job")
        schemas.read_schema(reading, request.actor, service_principal_id, job_id)


def _require_template(request: GraphRequest) -> None:
    check_read(request.actor)
    template_id = object_key(request, "template")
    if template_id != TEMPLATE_ID:
        raise NotFoundError(f"template `{template_id}` does not exist", object_id=template_id)


def _attributes(
    request: GraphRequest, reading: Reading, job: Job, schema: JobSchema
) -> tuple[Attributes, Attributes]:
    may_cross_clouds = request.services.may_cross_clouds
    return known_attributes(reading, job, schema, may_cross_clouds=may_cross_clouds)


def _directories(request: GraphRequest) -> list[Any]:
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        job_id = object_key(request, "job")
        job, schema = schemas.read_schema(reading, request.actor, service_principal_id, job_id)
        attributes = _attributes(request, reading, job, schema)
    return directories(*attributes)


ROUTES = (
    Route(method="GET", pattern=f"{ROOT}/templates", endpoint=list_templates, permissions=READ),
    Route(
        method="GET",
        pattern=f"{ROOT}/templates/{{template}}",
        endpoint=get_template,
        permissions=READ,
    ),
    Route(
        method="GET",
        pattern=f"{ROOT}/templates/{{template}}/schema",
        endpoint=get_template_schema,
        permissions=READ,
    ),
    Route(method="GET", pattern=_SCHEMA, endpoint=get_schema, permissions=READ),
    Route(method="PUT", pattern=_SCHEMA, endpoint=replace_schema, permissions=WRITE),
    Route(method="PATCH", pattern=_SCHEMA, endpoint=replace_schema, permissions=WRITE),
    Route(method="DELETE", pattern=_SCHEMA, endpoint=reset_schema, permissions=WRITE),
    Route(
        method="GET",
        pattern=f"{_SCHEMA}/directories",
        endpoint=list_directories,
        permissions=READ,
    ),
    Route(
        method="POST",
        pattern=f"{_SCHEMA}/directories/{{directory}}/discover",
        endpoint=discover,
        permissions=READ,
        reads=True,
    ),
    Route(
        method="GET",
        pattern=f"{_SCHEMA}/filterOperators",
        endpoint=list_filter_operators,
        permissions=READ,
    ),
    Route(method="GET", pattern=f"{_SCHEMA}/functions", endpoint=list_functions, permissions=READ),
    Route(
        method="POST",
        pattern=f"{_SCHEMA}/parseExpression",
        endpoint=parse_expression,
        permissions=READ,
        reads=True,
    ),
)
