"""An application as access settings see it: its id, and the bundles it is in."""

from msgspec import Struct

from tenantry.access.first_party import is_microsoft, is_office_365, is_shared_channel

DIRECT_CONNECT_TAG = "DirectConnectApplication"
"""The tag of a service principal that marks what direct connect may reach (DC-006)."""


class Application(Struct, frozen=True, kw_only=True, gc=False):
    """What somebody wants to use: its application id, in lower case.

    ``connects_directly`` tells whether it is a shared channel, or stands for one.
    """

    app_id: str
    is_microsoft: bool = False
    is_office_365: bool = False
    connects_directly: bool = False


def application_of(app_id: str, tags: frozenset[str] = frozenset()) -> Application:
    """Return the application with this id; *tags* are those of its service principal."""
    return Application(
        app_id=app_id.lower(),
        is_microsoft=is_microsoft(app_id),
        is_office_365=is_office_365(app_id),
        connects_directly=is_shared_channel(app_id) or DIRECT_CONNECT_TAG in tags,
    )
