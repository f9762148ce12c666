"""Exporting: writes the planned changes of a chunk to the target, with their links.

Applying never decides: it does what each `PlannedChange` says, everything in the caller's
transaction, together with change-feed entries and audit records of the target tenant.
"""

from tenantry.sync.exporting.changes import export
from tenantry.sync.exporting.references import export_references, plan_references

__all__ = ["export", "export_references", "plan_references"]
