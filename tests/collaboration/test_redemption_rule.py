"""The redemption order as one table (behaviour §14.2)."""

import pytest
from hypothesis import given, strategies as st

from tenantry.collaboration.outside_identities import IdentityProviderKind as Kind
from tenantry.collaboration.redemption import Known, RedemptionOrder, find_providers

AAD, FED, SOCIAL = Kind.AZURE_ACTIVE_DIRECTORY, Kind.EXTERNAL_FEDERATION, Kind.SOCIAL
MSA, MAIL = Kind.MICROSOFT_ACCOUNT, Kind.EMAIL_PASSCODE
_PRIMARY = (AAD, FED, SOCIAL)
_ORDERS = st.builds(
    RedemptionOrder,
    primary=st.permutations(_PRIMARY).flatmap(
        lambda order: st.integers(0, 3).map(lambda count: tuple(order[:count]))
    ),
    fallback=st.sampled_from(["defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"]),
    takes_passcodes=st.booleans(),
)
_KNOWN = st.builds(
    Known,
    knows_it=st.frozensets(st.sampled_from([AAD, FED, SOCIAL, MSA])),
    makes_accounts=st.booleans(),
    redeemed_by=st.none(),
)


def order(*primary: Kind, fallback: str = "defaultConfiguredIdp") -> RedemptionOrder:
    return RedemptionOrder(primary=primary or _PRIMARY, fallback=fallback)


def known(*kinds: Kind) -> Known:
    return Known(knows_it=frozenset(kinds))


@pytest.mark.parametrize(
    ("configured", "person", "expected"),
    [
        (order(), known(AAD, FED, SOCIAL), (AAD,)),
        (order(), known(FED, SOCIAL, MSA), (FED,)),
        (order(), known(SOCIAL, MSA), (SOCIAL,)),
        (order(), known(MSA), (MSA,)),
        (order(), known(), (MAIL,)),
        (order(FED, AAD, SOCIAL), known(AAD, FED), (FED,)),
        (order(SOCIAL), known(AAD, FED), (MAIL,)),
        (order(), known(AAD, MSA), (AAD, MSA)),
        (order(fallback="emailOneTimePasscode"), known(AAD, MSA), (AAD, MSA)),
        (order(FED, AAD), known(AAD, FED, MSA), (FED,)),
        (order(fallback="emailOneTimePasscode"), known(MSA), (MAIL,)),
        (order(fallback="microsoftAccount"), known(MSA), (MSA,)),
        (order(fallback="microsoftAccount"), known(), ()),
        (order(fallback="microsoftAccount"), Known(makes_accounts=True), (MSA,)),
        (order(), Known(makes_accounts=True), (MAIL,)),
        (order(fallback="emailOneTimePasscode"), Known(redeemed_by=MSA), (MSA,)),
        (order(FED), Known(redeemed_by=AAD, knows_it=frozenset({FED})), (AAD,)),
        (order(fallback="microsoftAccount"), Known(redeemed_by=MAIL), ()),
        (RedemptionOrder(primary=_PRIMARY, takes_passcodes=False), known(), ()),
        (
            RedemptionOrder(primary=_PRIMARY, takes_passcodes=False),
            Known(makes_accounts=True),
            (MSA,),
        ),
        (RedemptionOrder(primary=()), known(AAD, FED, SOCIAL), (MAIL,)),
    ],
)
def test_the_first_that_knows_the_person_authenticates_them(
    configured: RedemptionOrder, person: Known, expected: tuple[Kind, ...]
) -> None:
    assert expected == find_providers(configured, person)


@given(_ORDERS, _KNOWN)
def test_nobody_is_sent_to_a_provider_that_is_switched_off_or_knows_nothing_of_them(
    configured: RedemptionOrder, person: Known
) -> None:
    found = find_providers(configured, person)

    for kind in found:
        assert kind in person.knows_it or kind is MAIL or person.makes_accounts
        is_primary = kind in configured.primary
        assert is_primary or kind is MSA or (kind is MAIL and configured.takes_passcodes)
    assert (len(found) > 1) <= (found == (AAD, MSA))


@given(_ORDERS, _ORDERS, st.sampled_from([AAD, FED, SOCIAL, MSA]))
def test_whoever_redeemed_keeps_their_provider_whatever_the_order_is(
    before: RedemptionOrder, after: RedemptionOrder, kind: Kind
) -> None:
    person = Known(redeemed_by=kind)

    assert find_providers(before, person) == find_providers(after, person) == (kind,)
