"""The routes of plans."""

from http import HTTPStatus

from tenantry.native import plans
from tenantry.native.limits import LIMIT
from tenantry.native.routing import NativeRoute
from tenantry.sync.plans.plan import ACTIONS

_PLANS = "/servicePrincipals/{service_principal}/synchronization/jobs/{job}/plans"
_PLAN = f"{_PLANS}/{{plan}}"

PLAN_ROUTES = (
    NativeRoute(
        method="POST",
        path=_PLANS,
        summary="Make a plan of the job's next cycle; nothing else changes",
        endpoint=plans.make_plan,
        answer=plans.PlanObject,
        status=HTTPStatus.CREATED,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="GET",
        path=_PLANS,
        summary="The job's plans, the newest first",
        endpoint=plans.list_plans,
        answer=plans.PlanList,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="GET",
        path=_PLAN,
        summary="One plan, with its counts by action",
        endpoint=plans.get_plan,
        answer=plans.PlanObject,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="GET",
        path=f"{_PLAN}/changes",
        summary="What the plan would change, whom it would skip, and why",
        endpoint=plans.list_plan_changes,
        answer=plans.PlannedChangePage,
        is_for_tenants=True,
        query={
            "action": f"Only these, separated by commas: {', '.join(ACTIONS)}",
            "limit": LIMIT,
            "after": "Where the page begins, from the page before",
        },
    ),
    NativeRoute(
        method="POST",
        path=f"{_PLAN}/apply",
        summary="Let the next cycle do what the plan shows; 409 when the world moved since",
        endpoint=plans.apply_plan,
        answer=plans.PlanObject,
        status=HTTPStatus.ACCEPTED,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="DELETE",
        path=_PLAN,
        summary="Discard the plan",
        endpoint=plans.discard_plan,
        answer=None,
        status=HTTPStatus.NO_CONTENT,
        is_for_tenants=True,
    ),
)
