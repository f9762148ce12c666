"""`…/authenticationMethodConfigurations/email`: passcodes by mail for guests.

One of the configurations of authentication methods; the others are of methods that are not
configured here.  The shape is Graph's, documented there alone.
"""

from tenantry.collaboration.operations import passcode_policy
from tenantry.graph.answers import Answer, entity, no_content
from tenantry.graph.odata.options import ITEM_OPTIONS, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import email_method as wire

_CONFIGURATIONS = "policies/authenticationMethodsPolicy/authenticationMethodConfigurations"
_EMAIL = f"{_CONFIGURATIONS}/email"


def get_configuration(request: GraphRequest) -> Answer:
    """Answer whether guests may use passcodes."""
    with request.read() as reading:
        allowance = passcode_policy.get_allowance(reading, request.actor)
    body = selected(request.options, wire.shown(allowance))
    return entity(body, context=f"{_CONFIGURATIONS}/$entity")


def update_configuration(request: GraphRequest) -> Answer:
    """Change whether they may."""
    values = wire.BODY.read(request.body)
    with request.write() as work:
        if "allowance" in values:
            passcode_policy.set_allowance(work, request.actor, str(values["allowance"]))
        else:
            request.actor.require(*passcode_policy.WRITE)
    return no_content()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="GET",
        pattern=_EMAIL,
        endpoint=get_configuration,
        permissions=passcode_policy.READ,
        query_options=ITEM_OPTIONS,
    ),
    Route(
        method="PATCH",
        pattern=_EMAIL,
        endpoint=update_configuration,
        permissions=passcode_policy.WRITE,
    ),
)
