"""This server as a client of a provider elsewhere: what it asks, and which answers it believes."""

import base64
import hmac
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from tenantry.clock import add_seconds, system_now
from tenantry.identifiers import new_id
from tenantry.signin.authorization_requests import QUERY, AuthorizationRequest
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.operations.relying import RelyingClient, begin, prove, read_asked
from tenantry.signin.outside_tokens import OutsideClaims, check_foreign_claims, proved_address
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tests.support.outside_issuer import outside_issuer
from tests.support.outside_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    OutsideProvider,
    asked_at,
    outside_provider,
)

BROWSER = "the-binding-of-one-browser"
CALLBACK = "https://login.test/federation/oidc/Google"


@pytest.fixture(scope="module")
def running() -> Iterator[OutsideProvider]:
    """A provider outside of the installation."""
    with outside_provider() as provider:
        yield provider


@pytest.fixture
def there(running: OutsideProvider) -> OutsideProvider:
    """The provider as it is at first."""
    running.changed = {}
    running.publish()
    return running


class Asking:
    """A server and one browser at it."""

    def __init__(self, database: Database, box: SecretBox, there: OutsideProvider) -> None:
        self.issuers = OutsideIssuers(["localhost"], trust=there.issuer.trust)
        self.client = RelyingClient(
            name="Google",
            issuer=there.url,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            redirect_uri=CALLBACK,
        )
        self._database, self._box = database, box

    def begin(self, *, ago: int = 0, fresh_since: int | None = None) -> str:
        with self._database.read() as reading:
            started_at = add_seconds(reading.instant, -ago)
        return begin(
            self.issuers,
            self._box,
            self.client,
            Interaction(
                tenant=new_id(),
                request=_REQUEST,
                started_at=started_at,
                browser_hash=hash_secret(BROWSER),
            ),
            started_at=started_at,
            fresh_since=fresh_since,
            more={"login_hint": "ana@gmail.com"},
        )

    def end(self, address: str, *, browser: str = BROWSER, **changed: str) -> OutsideClaims:
        answer = asked_at(address) | changed
        asked = read_asked(self._database, self._box, answer["state"], browser=browser)
        return prove(self.issuers, self.client, asked, answer, now=system_now().timestamp())


_REQUEST = AuthorizationRequest(
    client_id=new_id(),
    redirect_uri="https://app.test",
    platform=Platform.WEB,
    response_types=("code",),
    response_mode=QUERY,
    scope="openid",
)


@pytest.fixture
def asking(database: Database, secret_box: SecretBox, there: OutsideProvider) -> Asking:
    return Asking(database, secret_box, there)


def refusal_of(asking: Asking, address: str, **changed: Any) -> Refusal:
    with pytest.raises(SigninRefusedError) as refused:
        asking.end(address, **changed)
    assert isinstance(refused.value.reason, Refusal)
    return refused.value.reason


def test_the_person_is_who_the_issuer_says(asking: Asking, there: OutsideProvider) -> None:
    address = asking.begin()
    claims = asking.end(
        there.sign_in(address, email="ana@gmail.com", email_verified=True, name="Ana")
    )

    assert ("ana@gmail.com", "openid profile email") == (
        asked_at(address)["login_hint"],
        asked_at(address)["scope"],
    )
    assert ("41", "Ana") == (claims.sub, claims.shown_name)
    assert "ana@gmail.com" == proved_address(claims, is_trusted=False)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://localhost:1"},
        {"aud": "another client"},
        {"aud": [CLIENT_ID, "another client"]},
        {"azp": "another client"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": ""},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_no_answer_to_the_question_is_not_believed(
    asking: Asking, there: OutsideProvider, changed: dict[str, Any]
) -> None:
    address = asking.begin()
    there.changed = changed

    assert Refusal.OUTSIDE_ANSWER_REFUSED is refusal_of(asking, there.sign_in(address))


@pytest.mark.parametrize(
    ("claim", "from_now"), [("exp", -301), ("iat", 600), ("iat", -1200), ("nbf", 600)]
)
def test_a_token_counts_in_its_time_only(
    asking: Asking, there: OutsideProvider, claim: str, from_now: int
) -> None:
    address = asking.begin()
    there.changed = {claim: int(system_now().timestamp()) + from_now}

    assert Refusal.OUTSIDE_ANSWER_REFUSED is refusal_of(asking, there.sign_in(address))


def test_only_the_issuers_own_keys_sign(
    asking: Asking, there: OutsideProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = there.issuer.key
    public = right.as_pem(private=False)
    for algorithm, signature in (
        ("RS256", lambda text: _rs256(rsa.generate_private_key(65537, 2048), text)),
        ("HS256", lambda text: hmac.digest(public, text, "sha256")),
        ("none", lambda _: b""),
    ):
        address = asking.begin()
        header = {"alg": algorithm, "kid": right.kid}
        monkeypatch.setattr(there.issuer, "sign", _signing(there.url, header, signature))

        assert Refusal.OUTSIDE_ANSWER_REFUSED is refusal_of(asking, there.sign_in(address))


def _signing(issuer: str, header: Any, signature: Callable[[bytes], bytes]) -> Any:
    def sign(**claims: Any) -> str:
        parts = [msgspec.json.encode(part) for part in (header, {"iss": issuer, **claims})]
        text = b".".join(_encoded(part) for part in parts)
        return b".".join((text, _encoded(signature(text)))).decode()

    return sign


def _rs256(key: rsa.RSAPrivateKey, text: bytes) -> bytes:
    return key.sign(text, PKCS1v15(), SHA256())


def _encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def test_an_issuer_may_take_a_new_key_at_any_time(asking: Asking, there: OutsideProvider) -> None:
    address = asking.begin()
    there.issuer.rotate()
    there.publish()

    assert "41" == asking.end(there.sign_in(address)).sub


def test_what_was_asked_is_answered_once_in_the_same_browser_and_soon(
    asking: Asking, there: OutsideProvider
) -> None:
    back = there.sign_in(asking.begin())

    assert Refusal.INTERACTION_EXPIRED is refusal_of(asking, back, browser="another-browser")
    assert Refusal.INTERACTION_EXPIRED is refusal_of(asking, back, state="made up")
    asking.end(back)
    assert Refusal.INTERACTION_EXPIRED is refusal_of(asking, back)
    late = there.sign_in(asking.begin(ago=1800))
    assert Refusal.INTERACTION_EXPIRED is refusal_of(asking, late)


def test_a_code_of_another_sign_in_is_worth_nothing(asking: Asking, there: OutsideProvider) -> None:
    theirs = asked_at(there.sign_in(asking.begin()))
    mine = there.sign_in(asking.begin())

    refusal = refusal_of(asking, mine, code=theirs["code"])
    assert Refusal.OUTSIDE_SIGN_IN_DECLINED is refusal


def test_an_answer_of_another_issuer_never_reaches_the_one_that_was_asked(
    asking: Asking, there: OutsideProvider
) -> None:
    back = there.sign_in(asking.begin())
    there.issuer.asked.clear()
    assert Refusal.OUTSIDE_ANSWER_REFUSED is refusal_of(asking, back, iss="https://evil.test")

    unsigned = there.sign_in(asking.begin()).replace("&iss=", "&was=")
    assert Refusal.OUTSIDE_ANSWER_REFUSED is refusal_of(asking, unsigned)
    assert "/token" not in there.issuer.asked


def test_who_is_turned_away_there_is_told_so(asking: Asking, there: OutsideProvider) -> None:
    asked = asked_at(asking.begin())
    back = f"{CALLBACK}?state={asked['state']}&error=access_denied&iss={there.url}"

    assert Refusal.OUTSIDE_SIGN_IN_DECLINED is refusal_of(asking, back)


def test_a_provider_that_does_not_answer_is_told_apart(
    asking: Asking, there: OutsideProvider
) -> None:
    back = there.sign_in(asking.begin())
    there.issuer.forms["/token"] = lambda _fields, _proof: (200, ["no object"])
    assert Refusal.OUTSIDE_PROVIDER_UNREACHABLE is refusal_of(asking, back)

    with outside_issuer() as another:
        gone = replace(asking.client, issuer=another.url)
    asking.client = gone
    with pytest.raises(SigninRefusedError) as refused:
        asking.begin()
    assert Refusal.OUTSIDE_PROVIDER_UNREACHABLE is refused.value.reason


@pytest.mark.parametrize(
    ("claims", "trust", "address"),
    [
        ({"email": "a@b.test"}, "", ""),
        ({"email": "a@b.test", "email_verified": False}, "", ""),
        ({"email": "a@b.test", "email_verified": "false"}, "", ""),
        ({"email": "a@b.test", "email_verified": True}, "", "a@b.test"),
        ({"email": "a@b.test", "email_verified": "true"}, "", "a@b.test"),
        ({"email": "a@b.test", "xms_edov": 1}, "", "a@b.test"),
        ({"email": "a@b.test"}, "trusted", "a@b.test"),
        ({"email_verified": True}, "trusted", ""),
    ],
)
def test_only_an_address_that_was_verified_is_the_persons_own(
    claims: dict[str, Any], trust: str, address: str
) -> None:
    told = OutsideClaims(iss="i", sub="s", aud="c", exp=1, iat=1, **claims)

    assert address == proved_address(told, is_trusted=trust == "trusted")


@pytest.mark.parametrize(
    "changed",
    [
        {"tid": "0d0fa0d4-7d2b-4a4c-8c6f-2f5f0f3c9a11"},
        {"tid": None},
        {"oid": None},
        {"oid": "a/b/c"},
        {"idp": "https://sts.test/another"},
    ],
    ids=str,
)
def test_only_members_of_the_tenant_that_was_asked_come_from_another_cloud(
    changed: dict[str, Any],
) -> None:
    tenant_id = new_id()
    right: dict[str, Any] = {"tid": tenant_id, "oid": new_id(), "idp": "i"}
    told = [
        OutsideClaims(iss="i", sub="s", aud="c", exp=1, iat=1, **each)
        for each in (right, right | changed)
    ]

    check_foreign_claims(told[0], home_tenant_id=tenant_id)
    with pytest.raises(SigninRefusedError):
        check_foreign_claims(told[1], home_tenant_id=tenant_id)


@pytest.mark.parametrize("told", [-3600, 3600, None], ids=["old", "to come", "untold"])
def test_an_old_session_at_the_issuer_is_not_fresh(
    asking: Asking, there: OutsideProvider, told: int | None
) -> None:
    now = int(system_now().timestamp())
    when = None if told is None else now + told

    fresh = asking.end(there.sign_in(asking.begin(fresh_since=now)))
    whenever = asking.end(there.sign_in(asking.begin(), auth_time=when))
    refused = refusal_of(asking, there.sign_in(asking.begin(fresh_since=now), auth_time=when))

    assert "41" == fresh.sub == whenever.sub
    assert Refusal.OUTSIDE_ANSWER_REFUSED is refused
