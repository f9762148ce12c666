"""What a person proved, when and where: the events of a session, and what tokens tell of them."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tenantry.access.conditional import proofs as access
from tenantry.clock import add_seconds, parse_instant

PASSWORD, CODE, SECURITY_KEY, DEVICE = "pwd", "otp", "fido", "device"
MAIL, FEDERATED, FEDERATED_MFA = "mail", "fed", "fedmfa"
"""How people prove who they are whom no tenant here authenticates: by a code in their mail, or by
the word of an identity provider, which may say that there was more than one factor."""

METHODS = frozenset({PASSWORD, CODE, SECURITY_KEY, MAIL, FEDERATED, FEDERATED_MFA})
SECOND_FACTORS = frozenset({CODE, SECURITY_KEY})
MULTIFACTOR = "mfa"
"""What `amr` tells of more than one factor (RFC 8176)."""
_PRIMARY = METHODS - {CODE, FEDERATED_MFA}


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One event: its method, its stored instant, and the tenant whose secret was shown.

    ``device_id`` is the device that proved itself, where the method is `DEVICE`.
    """

    method: str
    at: str
    tenant_id: str
    device_id: str = ""


_NAMES_IN_POLICIES = {
    PASSWORD: "password",
    CODE: "softwareOath",
    SECURITY_KEY: "fido2",
    MAIL: "email",
    FEDERATED: "federatedSingleFactor",
    FEDERATED_MFA: "federatedMultiFactor",
}


def as_policies_see(proofs: Iterable[Proof]) -> access.Proof:
    """Return the proofs by the names that Conditional Access has for them."""
    return access.Proof(
        methods=tuple(
            access.MethodProof(
                method=_NAMES_IN_POLICIES[proof.method],
                tenant_id=proof.tenant_id,
                at=parse_instant(proof.at),
            )
            for proof in proofs
            if proof.method != DEVICE
        )
    )


def federated_proofs(at: str, home_tenant_id: str, is_multifactor: bool) -> tuple[Proof, ...]:  # noqa: FBT001  # what the issuer says
    """Return what somebody proved to their home in another installation, by its word."""
    methods = (FEDERATED, FEDERATED_MFA) if is_multifactor else (FEDERATED,)
    return tuple(Proof(method=method, at=at, tenant_id=home_tenant_id) for method in methods)


def device_of(proofs: Iterable[Proof]) -> str:
    """Return the id of the device that proved itself; empty for none."""
    return next((proof.device_id for proof in proofs if proof.method == DEVICE), "")


def is_multifactor(proofs: Iterable[Proof]) -> bool:
    """Return whether tokens tell of `mfa`."""
    return MULTIFACTOR in methods_of(proofs)


def methods_of(proofs: Iterable[Proof]) -> tuple[str, ...]:
    """Return the `amr` of a token: each method once, and `mfa` where there was a second one."""
    used = {proof.method for proof in proofs} - {DEVICE}
    methods = sorted(used - {FEDERATED_MFA})
    is_multiple = any(method in SECOND_FACTORS for method in methods) and len(methods) > 1
    is_multiple = is_multiple or FEDERATED_MFA in used
    return (*methods, MULTIFACTOR) if is_multiple or SECURITY_KEY in methods else tuple(methods)


def methods_here(proofs: Sequence[Proof], tenant_id: str) -> tuple[str, ...]:
    """Return which methods were proved in the tenant; none where all of them were."""
    here = {proof.method for proof in proofs if proof.tenant_id == tenant_id} - {DEVICE}
    is_all = all(proof.tenant_id == tenant_id for proof in proofs)
    return () if is_all else tuple(sorted(here))


def proofs_of(
    amr: Sequence[str], *, at: str, home: str, places: Mapping[str, str]
) -> tuple[Proof, ...]:
    """Return the proofs that `methods_of` made the `amr` of a token of.

    *places* says where a method was proved, if not at *home*.  Where no method explains `mfa`,
    the home has vouched for it.
    """
    methods = [method for method in amr if method in METHODS]
    proofs = [Proof(method=each, at=at, tenant_id=places.get(each, home)) for each in methods]
    if MULTIFACTOR in amr and not is_multifactor(proofs):
        proofs.append(Proof(method=FEDERATED_MFA, at=at, tenant_id=home))
    return tuple(proofs)


def authenticated_at(proofs: Sequence[Proof]) -> str:
    """Return the instant of the newest primary proof: the password, or what stands for it."""
    primary = [proof.at for proof in proofs if proof.method in _PRIMARY]
    return max(primary, default="")


PASSCODE_SECONDS = 24 * 3600
"""How long a passcode lets somebody in, whatever tokens came of it (behaviour §14.2)."""


def is_over(proofs: Sequence[Proof], *, instant: str) -> bool:
    """Return whether a passcode that the sign-in began with counts no more at *instant*."""
    is_by_mail = any(proof.method == MAIL for proof in proofs)
    return is_by_mail and instant >= add_seconds(authenticated_at(proofs), PASSCODE_SECONDS)
