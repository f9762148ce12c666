"""Functions on the tenant whose users are mapped."""

from tenantry.sync.expression.functions import tenants
from tenantry.sync.expression.signatures import Signature

SIGNATURES = (
    Signature(
        name="DefaultDomain", parameters=(), compute=tenants.default_domain, reads_inputs=True
    ),
)
