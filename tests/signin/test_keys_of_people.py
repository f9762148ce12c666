"""Security keys: registered, and asked for a signature that counts once."""

import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tenantry.errors import ConflictError
from tenantry.signin.authentication.methods import ProofOutcome, ProofRefusal
from tenantry.signin.authentication.operations.keys import KeyChallenge, SecurityKeys
from tenantry.signin.authentication.webauthn import (
    RelyingParty,
    find_new_key,
    find_sign_count,
    relying_party,
)
from tenantry.signin.issuers import Origins
from tests.signin.people import People
from tests.support.authenticator import Authenticator, tampered
from tests.support.directory import add_guest

_ORIGIN = "https://id.northwind.test:8443"
_PARTY = RelyingParty(id="id.northwind.test", origins=(_ORIGIN,))


@pytest.fixture
def keys(people: People) -> SecurityKeys:
    return SecurityKeys(people.database, people.secret_box, _PARTY)


@pytest.fixture
def key() -> Authenticator:
    return Authenticator(origin=_ORIGIN)


def test_a_registered_key_proves_its_user(
    people: People, keys: SecurityKeys, key: Authenticator
) -> None:
    registered = _register(people, keys, key)

    for _ in range(2):
        assert registered == _prove(people, keys, key)


def test_a_passkey_without_a_counter_is_good(people: People, keys: SecurityKeys) -> None:
    passkey = Authenticator(origin=_ORIGIN, counts=False)
    registered = _register(people, keys, passkey)

    for _ in range(2):
        assert registered == _prove(people, keys, passkey)


def test_a_copy_of_a_key_is_refused(people: People, keys: SecurityKeys, key: Authenticator) -> None:
    _register(people, keys, key)
    _prove(people, keys, key)
    key.uses -= 1

    assert ProofRefusal.WRONG is _prove(people, keys, key).refusal


def test_an_answer_counts_once(people: People, keys: SecurityKeys) -> None:
    passkey = Authenticator(origin=_ORIGIN, counts=False)
    _register(people, keys, passkey)
    asked = _asked(people, keys)
    answer = passkey.sign(asked.options)

    assert _answer(people, keys, asked, answer).refusal is None
    assert ProofRefusal.EXPIRED is _answer(people, keys, asked, answer).refusal


def test_a_challenge_waits_for_ten_minutes(
    people: People, keys: SecurityKeys, key: Authenticator
) -> None:
    _register(people, keys, key)
    asked = _asked(people, keys)
    people.move_clock(601)

    assert ProofRefusal.EXPIRED is _answer(people, keys, asked, key.sign(asked.options)).refusal


def test_refusals_have_the_numbers_of_entra() -> None:
    numbers = {refusal.aadsts for refusal in ProofRefusal if refusal is not ProofRefusal.LOCKED}

    assert {500121} == numbers
    assert 50053 == ProofRefusal.LOCKED.aadsts


def test_an_answer_to_another_challenge_is_refused(
    people: People, keys: SecurityKeys, key: Authenticator
) -> None:
    _register(people, keys, key)
    first, second = _asked(people, keys), _asked(people, keys)

    assert ProofRefusal.WRONG is _answer(people, keys, first, key.sign(second.options)).refusal


@pytest.mark.parametrize(
    "origin", ["https://id.northwind.test", "http://id.northwind.test:8443", "https://evil.test"]
)
def test_a_page_at_another_origin_gets_no_proof(
    people: People, keys: SecurityKeys, key: Authenticator, origin: str
) -> None:
    _register(people, keys, key)
    key.origin = origin

    assert ProofRefusal.WRONG is _prove(people, keys, key).refusal


def test_a_key_that_does_not_verify_its_user_is_refused(people: People, keys: SecurityKeys) -> None:
    key = Authenticator(origin=_ORIGIN, verifies=False)
    asked = keys.begin_registration(people.tenant_id, people.mira["id"])
    assert ProofRefusal.WRONG is _finish(people, keys, asked, key.create(asked.options)).refusal

    key.verifies = True
    _register(people, keys, key)
    key.verifies = False
    assert ProofRefusal.WRONG is _prove(people, keys, key).refusal


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_an_answer_that_was_changed_is_refused(
    people: People, keys: SecurityKeys, key: Authenticator, part: str
) -> None:
    _register(people, keys, key)
    asked = _asked(people, keys)

    answer = tampered(key.sign(asked.options), part)

    assert ProofRefusal.WRONG is _answer(people, keys, asked, answer).refusal


def test_the_browser_is_told_which_keys_and_to_verify_the_user(
    people: People, keys: SecurityKeys, key: Authenticator
) -> None:
    assert keys.begin_proof(people.tenant_id, people.mira["id"]) is None
    _register(people, keys, key)

    known = json.loads(key.sign(_asked(people, keys).options))["id"]
    creating = keys.begin_registration(people.tenant_id, people.mira["id"]).options
    asking = _asked(people, keys).options
    assert [known] == [each["id"] for each in asking["allowCredentials"]]
    assert [known] == [each["id"] for each in creating["excludeCredentials"]]
    assert "required" == asking["userVerification"]
    assert "required" == creating["authenticatorSelection"]["userVerification"]
    assert ("id.northwind.test", "Northwind") == (creating["rp"]["id"], creating["rp"]["name"])


def test_a_key_is_registered_by_one_user_of_a_tenant(
    people: People, keys: SecurityKeys, key: Authenticator
) -> None:
    _register(people, keys, key)
    with people.database.write() as work:
        guest = str(add_guest(work, people.actor, "guest")["id"])

    asked = keys.begin_registration(people.tenant_id, guest)
    taken = keys.finish_registration(people.tenant_id, guest, asked.id, key.create(asked.options))

    assert ProofRefusal.TAKEN is taken.refusal
    assert keys.begin_proof(people.tenant_id, guest) is None


def test_a_user_has_at_most_ten_keys(people: People, keys: SecurityKeys) -> None:
    for _ in range(10):
        _register(people, keys, Authenticator(origin=_ORIGIN))

    with pytest.raises(ConflictError, match="delete one first"):
        _register(people, keys, Authenticator(origin=_ORIGIN))


def test_a_key_proves_nothing_in_another_tenant(
    people: People, keys: SecurityKeys, key: Authenticator
) -> None:
    _register(people, keys, key)

    assert keys.begin_proof(people.neighbour.tenant_id, people.mira["id"]) is None


def test_the_party_is_the_host_of_the_address_and_its_pages_are_there() -> None:
    origins = Origins.of(_ORIGIN, "http://id.northwind.test:8080", "https://alias.test")

    assert RelyingParty(
        id="id.northwind.test",
        origins=("http://id.northwind.test:8080", _ORIGIN),
    ) == relying_party(origins)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_JSON.map(json.dumps) | st.text(max_size=50))
def test_whatever_a_browser_sends_is_refused_and_nothing_more(response: str) -> None:
    assert find_new_key(_PARTY, response=response, challenge=b"x") is None
    assert (
        find_sign_count(_PARTY, response=response, challenge=b"x", public_key="", sign_count=0)
        is None
    )


@settings(max_examples=200)
@given(
    part=st.sampled_from(["clientDataJSON", "attestationObject"]),
    place=st.integers(0, 400),
    byte=st.integers(0, 255),
)
def test_a_damaged_registration_is_refused_and_nothing_more(
    part: str, place: int, byte: int
) -> None:
    challenge = b"0123456789abcdef"
    options = {"rp": {"id": _PARTY.id}, "challenge": "MDEyMzQ1Njc4OWFiY2RlZg"}
    answer = json.loads(Authenticator(origin=_ORIGIN).create(options))
    text = answer["response"][part]
    at = place % len(text)
    answer["response"][part] = text[:at] + chr(byte) + text[at + 1 :]

    find_new_key(_PARTY, response=json.dumps(answer), challenge=challenge)


def _register(people: People, keys: SecurityKeys, key: Authenticator) -> ProofOutcome:
    asked = keys.begin_registration(people.tenant_id, people.mira["id"])
    outcome = _finish(people, keys, asked, key.create(asked.options))
    assert outcome.refusal is None
    return outcome


def _finish(people: People, keys: SecurityKeys, asked: KeyChallenge, response: str) -> ProofOutcome:
    return keys.finish_registration(people.tenant_id, people.mira["id"], asked.id, response)


def _asked(people: People, keys: SecurityKeys) -> KeyChallenge:
    asked = keys.begin_proof(people.tenant_id, people.mira["id"])
    assert asked is not None
    return asked


def _answer(people: People, keys: SecurityKeys, asked: KeyChallenge, response: str) -> ProofOutcome:
    return keys.finish_proof(people.tenant_id, people.mira["id"], asked.id, response)


def _prove(people: People, keys: SecurityKeys, key: Authenticator) -> ProofOutcome:
    asked = _asked(people, keys)
    return _answer(people, keys, asked, key.sign(asked.options))
