"""One sign-in, before it is stored: who wanted to use what, what was decided, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Document = Mapping[str, Any]
"""JSON, by the names of the wire."""


NOBODY = "00000000-0000-0000-0000-000000000000"
"""The user id of an attempt whose sign-in name nobody has; the name itself is not kept."""

FAILED_AT_HOME = frozenset({50034, 50053, 50055, 50126})
"""Numbers of attempts that the home tenant ended: the person never came to the application."""


class CrossTenantAccess(Enum):
    """How a sign-in crossed the border between two tenants; beta's `crossTenantAccessType`."""

    NONE = "none"  # no border was crossed
    COLLABORATION = "b2bCollaboration"
    DIRECT_CONNECT = "b2bDirectConnect"


class ConditionalAccessStatus(Enum):
    """What the policies of Conditional Access said together."""

    SUCCESS = "success"
    FAILURE = "failure"
    NOT_APPLIED = "notApplied"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInPerson:
    """Who signed in, as the tenant of the log knows them; across tenants both have an entry.

    ``id`` is the object id in that tenant, ``home_tenant_id`` where the account is at home.
    """

    id: str
    display_name: str | None
    user_principal_name: str | None
    home_tenant_id: str
    home_tenant_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedResource:
    """The tenant that was visited, the application that signed in, and what it asked for.

    ``app_id`` is the application's, ``resource_id`` the application id of the API that the
    token is for.
    """

    tenant_id: str
    tenant_name: str | None
    app_id: str
    app_name: str | None
    resource_id: str | None = None
    resource_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInOrigin:
    """Where the request came from; ``device`` is a `deviceDetail` of the wire."""

    ip_address: str | None = None
    user_agent: str | None = None
    client_app: str = "Browser"
    device: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """An attempt to sign in, however it ended.

    ``id`` is the trace id that pages and errors show.  ``error_code`` is the number of AADSTS,
    0 for success.  ``applied_policies`` are `appliedConditionalAccessPolicy` of the wire,
    ``findings`` those of the access decision: stage, side, source, setting, outcome.
    ``inputs`` is what the evaluator was asked, so that it can be asked again with another
    policy; None where it was not asked.
    """

    id: str
    correlation_id: str
    person: SignedInPerson
    resource: UsedResource
    origin: SignInOrigin
    cross_tenant_access: CrossTenantAccess = CrossTenantAccess.NONE
    is_interactive: bool = True
    error_code: int = 0
    failure_reason: str | None = None
    additional_details: str | None = None
    conditional_access: ConditionalAccessStatus = ConditionalAccessStatus.NOT_APPLIED
    applied_policies: Sequence[Document] = ()
    findings: Sequence[Document] = ()
    inputs: Document | None = None
