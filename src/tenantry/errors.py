"""The faults every package shares.

Refusals of a rule are values; what is here is raised.  A class's docstring is its message
when none is given; messages are lower case, name the input in backticks and the remedy.
Transport codes are not here: each edge maps these classes once (``graph/errors.py``,
``signin/errors.py``, ``cli/exit_codes.py``).

::

    TenantryError
    ├── NotFoundError           no such object in this tenant
    │   └── NotConfiguredError      no such settings in this tenant
    ├── AlreadyExistsError      another object holds the value at `path`
    ├── InvalidValueError       the value at `path` is not acceptable
    │   └── UnsupportedQueryError   the query option is valid only in another mode
    ├── NotPermittedError       the actor lacks `permission`
    ├── LicenceRequiredError    the tenant lacks a licence that this takes
    ├── NotAuthenticatedError   no or no valid token
    │   └── ContextRequiredError    a valid one, of a sign-in that proved too little
    ├── NotBuiltError           documented, not built here yet
    ├── ConflictError           the object's state forbids the operation
    ├── PolicyCheckError        the other tenant's or our own policy refuses
    │   └── InvitationRefusedError  it refuses a guest
    ├── ExpiredTokenError       a skip or delta token is no longer valid
    ├── TooManyRequestsError    a documented rate limit is reached
    └── UnavailableError        try again after `retry_after` seconds
"""

from collections.abc import Sequence


class TenantryError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").partition("\n")[0].rstrip("."))

    @property
    def message(self) -> str:
        """The sentence for the caller."""
        return str(self.args[0])


class NotFoundError(TenantryError):
    """No such object."""

    def __init__(self, message: str | None = None, *, object_id: str = "") -> None:
        super().__init__(message)
        self.object_id = object_id


class NotConfiguredError(NotFoundError):
    """No such settings; add them first."""


class AlreadyExistsError(TenantryError):
    """Another object holds the same value."""

    def __init__(self, path: str, message: str | None = None) -> None:
        super().__init__(
            message or f"another object with the same value for property `{path}` already exists"
        )
        self.path = path


class InvalidValueError(TenantryError):
    """The value is not acceptable.  ``path`` names the property or option."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class UnsupportedQueryError(InvalidValueError):
    """The query option needs another mode, such as `ConsistencyLevel: eventual`."""


class NotPermittedError(TenantryError):
    """The actor lacks every one of ``permissions``; any of them would do."""

    def __init__(self, permissions: Sequence[str], message: str | None = None) -> None:
        super().__init__(message or "insufficient privileges to complete the operation")
        self.permissions = tuple(permissions)


class LicenceRequiredError(TenantryError):
    """The tenant lacks a licence that this takes."""


class NotAuthenticatedError(TenantryError):
    """The access token is missing, expired or not for this service."""


class ContextRequiredError(NotAuthenticatedError):
    """The action takes a stronger sign-in.  ``context_id`` is the authentication context."""

    def __init__(self, context_id: str) -> None:
        super().__init__(
            f"the action takes the authentication context `{context_id}`;"
            " sign in again with the claims of the challenge"
        )
        self.context_id = context_id


class NotBuiltError(TenantryError):
    """A documented path or property that is not built.  ``path`` names it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"`{path}` is documented but not built here; see docs/conformance.md")
        self.path = path


class ConflictError(TenantryError):
    """The state of the object forbids the operation."""


class PolicyCheckError(TenantryError):
    """A cross-tenant policy refuses.  ``side`` is `source` or `target`, ``setting`` its name."""

    def __init__(self, message: str, *, side: str, setting: str) -> None:
        super().__init__(message)
        self.side = side
        self.setting = setting


class InvitationRefusedError(PolicyCheckError):
    """A cross-tenant policy refuses the guest.  ``side`` is `source` (home) or `target`."""


class ExpiredTokenError(TenantryError):
    """The skip or delta token is no longer valid; start again without it."""


class TooManyRequestsError(TenantryError):
    """Too many requests; try again later."""

    def __init__(self, retry_after: int) -> None:
        """Refuse for *retry_after* more seconds."""
        super().__init__()
        self.retry_after = retry_after


class UnavailableError(TenantryError):
    """The service is busy; try again later."""

    def __init__(self, message: str | None = None, *, retry_after: int = 1) -> None:
        """Refuse for *retry_after* more seconds."""
        super().__init__(message)
        self.retry_after = retry_after
