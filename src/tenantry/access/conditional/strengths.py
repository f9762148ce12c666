"""Authentication strengths: which combinations of methods are strong enough.

The three built-in ones have the same ids in every tenant.  Source: behaviour §12, contract §6.11.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

Combination = frozenset[str]

PHISHING_RESISTANT_METHODS = (
    "windowsHelloForBusiness",
    "fido2",
    "x509CertificateMultiFactor",
)
PASSWORDLESS_METHODS = (*PHISHING_RESISTANT_METHODS, "deviceBasedPush")
MULTIFACTOR_METHODS = (
    *PASSWORDLESS_METHODS,
    "temporaryAccessPassOneTime",
    "temporaryAccessPassMultiUse",
    "password,microsoftAuthenticatorPush",
    "password,softwareOath",
    "password,hardwareOath",
    "password,sms",
    "password,voice",
    "federatedMultiFactor",
)
KNOWN_METHODS = frozenset(
    {
        *(method for each in MULTIFACTOR_METHODS for method in each.split(",")),
        "email",
        "federatedSingleFactor",
        "x509CertificateSingleFactor",
    }
)
"""Everything that a combination may be made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A named set of combinations, each enough by itself."""

    id: str
    display_name: str
    combinations: frozenset[Combination]


def combinations_of(written: tuple[str, ...]) -> frozenset[Combination]:
    """Return the combinations as sets, of the form `password,sms`."""
    return frozenset(frozenset(each.split(",")) for each in written)


def written_combinations(combinations: frozenset[Combination]) -> list[str]:
    """Return the combinations as they are written, what begins a sign-in first."""
    return sorted(
        ",".join(sorted(each, key=lambda method: (method not in _FIRST, method)))
        for each in combinations
    )


_FIRST = frozenset({"password", "federatedSingleFactor"})


@lru_cache(maxsize=4096)
def is_proved(combinations: frozenset[Combination], methods: frozenset[str]) -> bool:
    """Return whether the *methods* contain one of the combinations."""
    return any(each <= methods for each in combinations)


def _built_in(number: int, name: str, written: tuple[str, ...]) -> Strength:
    return Strength(
        id=f"00000000-0000-0000-0000-{number:012}",
        display_name=name,
        combinations=combinations_of(written),
    )


MULTIFACTOR = _built_in(2, "Multifactor authentication", MULTIFACTOR_METHODS)
PASSWORDLESS = _built_in(3, "Passwordless MFA", PASSWORDLESS_METHODS)
PHISHING_RESISTANT = _built_in(4, "Phishing-resistant MFA", PHISHING_RESISTANT_METHODS)

BUILT_IN: Mapping[str, Strength] = MappingProxyType(
    {each.id: each for each in (MULTIFACTOR, PASSWORDLESS, PHISHING_RESISTANT)}
)
