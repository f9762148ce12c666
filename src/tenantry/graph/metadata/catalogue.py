"""The models of everything that is served; each resource adds its own here."""

from tenantry.graph.metadata import foundation, policies

MODELS = (foundation.MODEL, policies.MODEL)
