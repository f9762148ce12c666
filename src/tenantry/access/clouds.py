"""The clouds that tenants live in, and the endpoints by which a policy names them."""

from collections.abc import Mapping
from types import MappingProxyType

from tenantry.access.policy import CloudEndpoint

CHINA = "china"

CLOUD_OF_ENDPOINT: Mapping[CloudEndpoint, str] = MappingProxyType(
    {
        "microsoftonline.com": "commercial",
        "microsoftonline.us": "usgov",
        "partner.microsoftonline.cn": CHINA,
    }
)

ENDPOINT_OF_CLOUD: Mapping[str, CloudEndpoint] = MappingProxyType(
    {cloud: endpoint for endpoint, cloud in CLOUD_OF_ENDPOINT.items()}
)
