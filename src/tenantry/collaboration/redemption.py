"""The redemption order: which identity provider authenticates a guest.

Source: behaviour §14.2, steps 1 to 7, and the configuration of the order; claims RO-002 to
RO-012, RO-018 to RO-023.  Whose domain a tenant here verified counts as having an account there:
whether a single account exists is nothing that another tenant may learn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.errors import InvalidValueError

_AAD = IdentityProviderKind.AZURE_ACTIVE_DIRECTORY
_MSA = IdentityProviderKind.MICROSOFT_ACCOUNT
_PASSCODE = IdentityProviderKind.EMAIL_PASSCODE

DEFAULT_FALLBACK = "defaultConfiguredIdp"

DEFAULT_ALLOWANCE, DISABLED = "default", "disabled"
"""Of passcodes, in the policy of the method `email`; they are on by default (behaviour §14.2)."""

_ALLOWANCES = (DEFAULT_ALLOWANCE, "enabled", DISABLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionOrder:
    """What the tenant configured: its primary providers in their order, and the fallback.

    ``fallback`` is a member of Graph's `b2bIdentityProvidersType`.
    """

    primary: Sequence[IdentityProviderKind]
    fallback: str = DEFAULT_FALLBACK
    takes_passcodes: bool = True
    """Whether the tenant lets guests sign in by passcodes sent to their mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an address in a tenant.

    ``knows_it`` are the kinds of providers that have the address, or its whole domain.
    ``makes_accounts`` says that somebody without a Microsoft account could get one.
    ``redeemed_by`` is the kind by which the guest with the address redeemed, if one did.
    """

    knows_it: frozenset[IdentityProviderKind] = frozenset()
    makes_accounts: bool = False
    redeemed_by: IdentityProviderKind | None = None


def check_allowance(allowance: str) -> None:
    """Raise `InvalidValueError` unless passcodes can be allowed so."""
    if allowance not in _ALLOWANCES:
        path = "allowExternalIdToUseEmailOtp"
        known = ", ".join(f"`{each}`" for each in _ALLOWANCES)
        raise InvalidValueError(path, f"`{path}` must be one of {known}, not `{allowance}`")


def find_providers(order: RedemptionOrder, known: Known) -> tuple[IdentityProviderKind, ...]:
    """Return who authenticates the person: one, two of which they choose, or nobody.

    Who redeemed keeps their provider, whatever the order says since, until the redemption is
    reset; only passcodes can be switched off for them too.
    """
    if known.redeemed_by is not None:
        is_off = known.redeemed_by is _PASSCODE and not _takes_passcodes(order)
        return () if is_off else (known.redeemed_by,)
    for kind in order.primary:
        if kind not in known.knows_it:
            continue
        if kind is _AAD and _MSA in known.knows_it:
            return (_AAD, _MSA)  # RO-011, RO-012: also where Microsoft accounts are off
        return (kind,)
    return _fallback(order, known)


def _fallback(order: RedemptionOrder, known: Known) -> tuple[IdentityProviderKind, ...]:
    takes_accounts = order.fallback in {DEFAULT_FALLBACK, _MSA.value}
    if takes_accounts and _MSA in known.knows_it:
        return (_MSA,)
    if _takes_passcodes(order):
        return (_PASSCODE,)
    return (_MSA,) if takes_accounts and known.makes_accounts else ()


def _takes_passcodes(order: RedemptionOrder) -> bool:
    return order.takes_passcodes and order.fallback in {DEFAULT_FALLBACK, _PASSCODE.value}
