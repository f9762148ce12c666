"""The models of everything that is served; each resource adds its own here."""

from tenantry.graph.metadata import (
    applications,
    authentication,
    collaboration,
    conditional_access,
    directory,
    entitlement,
    federations,
    foundation,
    identity_providers,
    licences,
    policies,
    roles,
    sign_ins,
)

MODELS = (
    foundation.MODEL,
    applications.MODEL,
    authentication.MODEL,
    collaboration.MODEL,
    conditional_access.MODEL,
    directory.MODEL,
    entitlement.MODEL,
    federations.MODEL,
    identity_providers.MODEL,
    licences.MODEL,
    policies.MODEL,
    roles.MODEL,
    sign_ins.MODEL,
)
