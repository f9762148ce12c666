"""What proves something in one place proves nothing in another."""

import base64
import hmac
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import (
    VERIFIER,
    RelyingParty,
    challenge_of,
    claims_of,
    sign_in,
)
from tests.support.tenants import Json, Tenant

_DEEP = '{"a":' + "[" * 5_000 + "]" * 5_000 + "}"
_HEADER = '{"alg":"RS256","kid":"x"}'
_OBO = {
    "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "requested_token_use": "on_behalf_of",
    "scope": "User.Read",
}


@pytest.fixture
def tokens(board: RelyingParty, browser: Browser, landed: Page) -> Json:
    """What the application was given for the person."""
    return board.tokens(browser, landed)


def me(browser: Browser, token: str) -> int:
    """Return the status of Graph's answer to who the token is of."""
    bearer = {"Authorization": f"Bearer {token}"}
    return browser.http.get("/v1.0/me", headers=bearer).status_code


def test_only_the_access_token_opens_graph(
    board: RelyingParty, browser: Browser, landed: Page, tokens: Json
) -> None:
    assert 200 == me(browser, tokens["access_token"])
    for kind in ("id_token", "refresh_token"):
        assert 401 == me(browser, tokens[kind])
        bearer = {"Authorization": f"Bearer {tokens[kind]}"}
        assert 401 == browser.http.get("/oidc/userinfo", headers=bearer).status_code
    assert 401 == me(browser, landed.answer["code"])


def test_no_token_passes_for_another_at_the_token_endpoint(
    board: RelyingParty, browser: Browser, landed: Page, tokens: Json
) -> None:
    for kind in ("access_token", "id_token", "refresh_token"):
        asked = [
            board.redeem(browser, tokens[kind]),
            board.ask(browser, assertion=tokens[kind], **_OBO),
        ]
        if kind != "refresh_token":
            asked.append(board.ask(browser, grant_type="refresh_token", refresh_token=tokens[kind]))
        for answer in asked:
            assert 400 == answer.status_code
            assert "invalid_grant" == answer.json()["error"]
    code = landed.answer["code"]
    answer = board.ask(browser, grant_type="refresh_token", refresh_token=code)
    assert "invalid_grant" == answer.json()["error"]


def test_the_token_of_one_tenant_is_none_at_another(
    resource: Tenant, board: RelyingParty, browser: Browser, tokens: Json
) -> None:
    refreshed = board.ask(
        browser,
        tenant=resource.tenant_id,
        grant_type="refresh_token",
        refresh_token=tokens["refresh_token"],
    )
    acted = board.ask(browser, tenant=resource.tenant_id, assertion=tokens["access_token"], **_OBO)

    assert "unauthorized_client" == refreshed.json()["error"]  # the application is of one tenant
    assert "invalid_grant" == acted.json()["error"]
    assert 401 == me(browser, _with(tokens["access_token"], tid=resource.tenant_id))


def test_a_signature_counts_only_by_the_tenants_key_and_algorithm(
    home: Tenant, board: RelyingParty, browser: Browser, tokens: Json
) -> None:
    claims = claims_of(tokens["access_token"])
    kid = _header(tokens["access_token"])["kid"]
    published = browser.http.get(f"/{home.tenant_id}/discovery/v2.0/keys").json()["keys"]
    [key] = [RSAKey.import_key(each) for each in published if each["kid"] == kid]
    own = RSAKey.generate_key(2048)
    forged = [
        _unsigned(claims, kid),
        _by_secret(claims, kid, key.as_pem(private=False)),
        jwt.encode({"alg": "RS256", "kid": kid}, claims, own),
        jwt.encode({"alg": "RS256", "kid": kid, "jwk": own.as_dict(private=False)}, claims, own),
        _with(tokens["access_token"], scp="User.Read.All"),
    ]

    for token in forged:
        assert 401 == me(browser, token)
        answer = board.ask(browser, assertion=token, **_OBO)
        assert "invalid_grant" == answer.json()["error"]


def test_brackets_in_brackets_are_refused_like_any_other_nonsense(
    board: RelyingParty, browser: Browser
) -> None:
    token = f"{_part(_HEADER)}.{_part(_DEEP)}.AAAA"
    federated = {
        "client_assertion": token,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_secret": "",
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
    }

    assert 401 == me(browser, token)
    assert 400 == board.ask(browser, assertion=token, **_OBO).status_code
    assert 401 == board.ask(browser, **federated).status_code
    page = browser.open(board.address(claims=_DEEP[:2000]))
    assert "invalid_request" == page.answer["error"]
    shown = browser.open(board.address(), **{"Tenantry-Device": token})
    assert "Sign in" == shown.heading


def test_a_code_asked_for_with_a_hash_is_not_had_for_the_hash(
    board: RelyingParty, browser: Browser, landed: Page
) -> None:
    """PKCE downgrade: who saw the request knows the challenge, but not the verifier."""
    challenge = challenge_of(VERIFIER)

    plain = board.redeem(
        browser, landed.answer["code"], code_verifier=challenge, code_challenge_method="plain"
    )

    assert "invalid_grant" == plain.json()["error"]


def test_of_those_who_redeem_a_code_at_once_one_gets_tokens(
    board: RelyingParty, browser: Browser, landed: Page
) -> None:
    code = landed.answer["code"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: board.redeem(browser, code), range(4)))

    assert [200, 400, 400, 400] == sorted(answer.status_code for answer in answers)


def test_a_new_sign_in_that_was_asked_for_is_not_passed_by_choosing_somebody_else(
    home: Tenant, board: RelyingParty, browser: Browser, landed: Page, ana: Json
) -> None:
    """Ana left her session in a shared browser; Ben signs in anew, and turns to her account."""
    ben = home.add_user(f"ben-{ana['id']}")
    choice = browser.open(board.address(prompt="select_account"))
    [account] = [value for name, value in choice.form.buttons if value != "another"]
    fresh = sign_in(browser, browser.open(board.address(prompt="login")), ben)

    turned = browser.post(
        f"/{home.tenant_id}/accounts", {"ctx": fresh.form.fields["ctx"], "account": account}
    )

    assert "Permissions requested" == fresh.heading
    assert "Enter your password" == turned.heading
    assert ana["userPrincipalName"] in turned.text


def _header(token: str) -> Json:
    head = token.split(".", maxsplit=1)[0]
    header: Json = msgspec.json.decode(base64.urlsafe_b64decode(f"{head}=="))
    return header


def _part(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _with(token: str, **changed: str) -> str:
    head, _, signature = token.split(".")
    claims = {**claims_of(token), **changed}
    return f"{head}.{_part(msgspec.json.encode(claims).decode())}.{signature}"


def _unsigned(claims: Json, kid: str, algorithm: str = "none") -> str:
    head = msgspec.json.encode({"alg": algorithm, "kid": kid}).decode()
    return f"{_part(head)}.{_part(msgspec.json.encode(claims).decode())}."


def _by_secret(claims: Json, kid: str, secret: bytes) -> str:
    """Return a token for whoever takes the published key for a shared secret."""
    signed = _unsigned(claims, kid, "HS256").rstrip(".")
    digest = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
