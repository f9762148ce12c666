"""The models of everything that is served; each resource adds its own here."""

from tenantry.graph.metadata import applications, directory, foundation, policies, roles

MODELS = (
    foundation.MODEL,
    applications.MODEL,
    directory.MODEL,
    policies.MODEL,
    roles.MODEL,
)
