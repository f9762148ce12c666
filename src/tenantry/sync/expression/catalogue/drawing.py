"""Functions whose value is another one each time (ADR 0011)."""

from tenantry.sync.expression.catalogue.parameters import DATE_TIME, INTEGER
from tenantry.sync.expression.functions import drawing
from tenantry.sync.expression.signatures import Parameter, Signature

SIGNATURES = (
    Signature(name="Guid", parameters=(), compute=drawing.guid, draws=True),
    Signature(name="Now", parameters=(), compute=drawing.now, returns=DATE_TIME, draws=True),
    Signature(
        name="RandomString",
        parameters=(
            *(
                Parameter(name=name, type=INTEGER)
                for name in (
                    "Length",
                    "MinimumNumbers",
                    "MinimumSpecialCharacters",
                    "MinimumCapital",
                    "MinimumLowerCase",
                )
            ),
            Parameter(name="CharactersToAvoid", required=False),
        ),
        compute=drawing.random_string,
        check=drawing.check,
        draws=True,
    ),
)
