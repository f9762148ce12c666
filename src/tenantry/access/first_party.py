"""Applications that come with the cloud, and the bundles they are in (contract §2.4)."""

from tenantry.directory.permissions import GRAPH_APP_ID

EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000"
SHAREPOINT_ONLINE = "00000003-0000-0ff1-ce00-000000000000"
TEAMS = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"
RIGHTS_MANAGEMENT = "00000012-0000-0000-c000-000000000000"
AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
MY_APPS = "2793995e-0a7d-40d7-bd35-6968ba142197"
MY_PROFILE = "8c59ead7-d703-4a27-9e55-c96a0054c8d2"
MY_ACCESS = "810dcf14-1858-4bf2-8134-4c369fa3235b"
MY_SIGN_INS = "19db86c3-b2b9-44cc-b339-36da233a3be2"

_OFFICE_365 = frozenset({EXCHANGE_ONLINE, SHAREPOINT_ONLINE, TEAMS})
_OWN_PAGES = frozenset({MY_ACCESS, MY_APPS, MY_PROFILE, MY_SIGN_INS})
_MICROSOFT = _OFFICE_365 | _OWN_PAGES | {GRAPH_APP_ID, RIGHTS_MANAGEMENT, AZURE_CLI}


def is_office_365(app_id: str) -> bool:
    """Return whether `Office365` in a list covers the application."""
    return app_id.lower() in _OFFICE_365


def is_microsoft(app_id: str) -> bool:
    """Return whether `AllMicrosoftApps` in a list covers the application."""
    return app_id.lower() in _MICROSOFT


def is_shared_channel(app_id: str) -> bool:
    """Return whether the application has shared channels, which direct connect is for (DC-006)."""
    return app_id.lower() == TEAMS
