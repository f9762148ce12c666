"""What the functions of the expression language compute, by family.

Each is a plain callable over `Value`s; an empty argument position arrives as None.  A null
source gives null unless the documents say otherwise (behaviour §6).  Nothing but
`EvaluationError` is raised, whatever the arguments.
"""

from tenantry.sync.expression.functions.conversions import alternative_security_id

__all__ = ["alternative_security_id"]
