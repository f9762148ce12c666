"""The routes of a tenant's logs."""

from tenantry.native import logs, sign_ins
from tenantry.native.routing import NativeRoute

LOG_ROUTES = (
    NativeRoute(
        method="GET",
        path="/tenants/{tenant}/logs",
        summary="The logs of a tenant and the heads of their chains",
        endpoint=logs.list_heads,
        answer=logs.LogHeads,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="GET",
        path="/tenants/{tenant}/logs/{log}/verification",
        summary="Whether a log is what was sealed, and where it first is not",
        endpoint=logs.verify,
        answer=logs.Verification,
        is_for_tenants=True,
        is_long=True,
        query={"head": "A head kept elsewhere, which the chain has to go through"},
    ),
    NativeRoute(
        method="GET",
        path="/tenants/{tenant}/signIns/{sign_in}",
        summary="One sign-in, with the findings that decided it",
        endpoint=sign_ins.read_sign_in,
        answer=sign_ins.SignInObject,
        is_for_tenants=True,
    ),
)
