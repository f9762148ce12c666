"""The functions of the expression language: what each takes, and what computes it.

Names and parameters are those of the documents (behaviour §6, contract §4.10), by family.  A
documented name that has no meaning here is known and refused with its reason.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tenantry.sync.expression.catalogue import dates, drawing, tenants, texts, values
from tenantry.sync.expression.catalogue.values import MATCHING_FUNCTION
from tenantry.sync.expression.errors import ExpressionError
from tenantry.sync.expression.signatures import Signature
from tenantry.sync.suggestions import did_you_mean

__all__ = ["MATCHING_FUNCTION", "REFUSED", "SIGNATURES", "WORDS", "find_signature"]

_OTHER_SPELLINGS = {"AltSecIdFromNetId": MATCHING_FUNCTION}  # decision 29

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "SelectUniqueValue": "`SelectUniqueValue` serves only the provisioning of Active Directory "
        "from Workday and SuccessFactors; a synchronization between tenants cannot use it"
    }
)
"""Documented functions that are refused, and why."""

SIGNATURES: Mapping[str, Signature] = MappingProxyType(
    {
        signature.name: signature
        for signature in sorted(
            (
                *texts.SIGNATURES,
                *values.SIGNATURES,
                *dates.SIGNATURES,
                *drawing.SIGNATURES,
                *tenants.SIGNATURES,
            ),
            key=lambda each: each.name.casefold(),
        )
    }
)
"""Every function, by name, in alphabetical order."""

WORDS = frozenset(word for signature in SIGNATURES.values() for word in signature.words)
"""The bare words that some function knows."""


def find_signature(name: str) -> Signature:
    """Return the function called *name*; names are case-sensitive.

    Raises:
        ExpressionError: there is none, or it is documented but refused.
    """
    signature = SIGNATURES.get(_OTHER_SPELLINGS.get(name, name))
    if signature is not None:
        return signature
    if name in REFUSED:
        raise ExpressionError(REFUSED[name])
    raise ExpressionError(f"there is no function `{name}`{did_you_mean(name, SIGNATURES)}")
