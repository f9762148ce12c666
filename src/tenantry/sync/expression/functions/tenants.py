"""Functions on the tenant whose users are mapped: the source of a synchronization.

What they tell comes with the `Inputs` of the evaluation.
"""

from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.inputs import Inputs
from tenantry.sync.expression.values import Value


def default_domain(inputs: Inputs) -> Value:
    """`DefaultDomain`: the name of the source tenant's default domain."""
    if not inputs.default_domain:
        raise EvaluationError("the tenant has no default domain; make a verified one the default")
    return inputs.default_domain
