"""The page that asks for a second factor, and the one on which it is set up.

Both are pages of the tenant that wants the proof: the home tenant, or the resource tenant, where
a guest has methods of its own (behaviour §12, step 6).
"""

import secrets
from dataclasses import dataclass

import msgspec

from tenantry.directory.values import Record
from tenantry.errors import ConflictError
from tenantry.signin.accounts import add_proof, list_signed_in
from tenantry.signin.authentication.methods import CODES, KEYS, ProofOutcome, ProofRefusal
from tenantry.signin.authentication.operations.codes import (
    begin_codes,
    check_code,
    find_seed,
    finish_codes,
)
from tenantry.signin.authentication.operations.keys import KeyChallenge, SecurityKeys
from tenantry.signin.authentication.stores.methods import list_methods
from tenantry.signin.authentication.webauthn import relying_party
from tenantry.signin.authorizing import look
from tenantry.signin.endpoints import SigninRequest, SigninResponse
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations import OpenIdProvider
from tenantry.signin.page_requests import PageRequest
from tenantry.signin.pages.rendering import qr_code
from tenantry.signin.proofs import CODE, SECURITY_KEY, Proof
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import Session
from tenantry.signin.visits import find_user_here
from tenantry.storage.unit_of_work import Reading

_NONCE_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prover:
    """Whose proof it is: the user object in the page's tenant, and the session that waits.

    ``kinds`` are those of the methods that the object has.
    """

    tenant_id: str
    session: Session
    user: Record
    kinds: frozenset[str]

    @property
    def tenant_and_user(self) -> tuple[str, str]:
        """The ids of both."""
        return self.tenant_id, self.user["id"]


def mfa(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/mfa`: a second factor; who has none there sets one up first."""
    page = PageRequest(provider, request)
    prover = _prover(page)
    if not prover.kinds:
        return _register(page, prover)
    if not page.is_answered:
        return _ask(page, prover)
    if answer := page.form.get("answer"):
        challenge_id = page.form.get("challenge", "")
        outcome = _keys(page).finish_proof(*prover.tenant_and_user, challenge_id, answer)
        method = SECURITY_KEY
    else:
        outcome = check_code(
            provider.database,
            *prover.tenant_and_user,
            page.form.get("code", ""),
            secret_box=provider.secret_box,
        )
        method = CODE
    if outcome.refusal is not None:
        return _ask(page, prover, _problem_of(method, outcome.refusal))
    return _proved(page, prover, method)


def _register(page: PageRequest, prover: _Prover) -> SigninResponse:
    if not page.is_answered:
        return _offer(page, prover)
    is_key = bool(page.form.get("answer"))
    method = SECURITY_KEY if is_key else CODE
    try:
        outcome = _registered_key(page, prover) if is_key else _registered_codes(page, prover)
    except ConflictError:  # another page of the same person was faster
        outcome = ProofOutcome(refusal=ProofRefusal.EXPIRED)
    if outcome.refusal is not None:
        return _offer(page, prover, _problem_of(method, outcome.refusal))
    return _proved(page, prover, method)


def _registered_key(page: PageRequest, prover: _Prover) -> ProofOutcome:
    return _keys(page).finish_registration(
        *prover.tenant_and_user,
        page.form.get("challenge", ""),
        page.form.get("answer", ""),
        ip_address=page.request.client_address,
    )


def _registered_codes(page: PageRequest, prover: _Prover) -> ProofOutcome:
    return finish_codes(
        page.provider.database,
        *prover.tenant_and_user,
        page.form.get("seed", ""),
        page.form.get("code", ""),
        secret_box=page.provider.secret_box,
        ip_address=page.request.client_address,
    )


def _ask(page: PageRequest, prover: _Prover, problem: str = "") -> SigninResponse:
    has_keys = KEYS in prover.kinds
    asked = _keys(page).begin_proof(*prover.tenant_and_user) if has_keys else None
    return page.show(
        "mfa",
        nonce=secrets.token_urlsafe(_NONCE_BYTES),
        user_name=prover.user["user_principal_name"],
        has_codes=CODES in prover.kinds,
        options=_options(asked),
        challenge=asked.id if asked else "",
        problem=page.text(problem) if problem else "",
    )


def _offer(page: PageRequest, prover: _Prover, problem: str = "") -> SigninResponse:
    """Show how to set a method up; the picture stays the same while its code is tried."""
    provider = page.provider
    with provider.database.read() as reading:
        shown = page.form.get("seed", "")
        seed = find_seed(reading, *prover.tenant_and_user, shown, secret_box=provider.secret_box)
    if seed is None:
        seed = begin_codes(
            provider.database, *prover.tenant_and_user, secret_box=provider.secret_box
        )
    asked = _keys(page).begin_registration(*prover.tenant_and_user)
    return page.show(
        "register",
        nonce=secrets.token_urlsafe(_NONCE_BYTES),
        user_name=prover.user["user_principal_name"],
        seed=seed,
        picture=qr_code(seed.uri),
        options=_options(asked),
        challenge=asked.id,
        problem=page.text(problem) if problem else "",
    )


def _proved(page: PageRequest, prover: _Prover, method: str) -> SigninResponse:
    with page.provider.database.write() as work:
        proof = Proof(method=method, at=work.instant, tenant_id=prover.tenant_id)
        cookie = add_proof(work, prover.session, proof, page.browser.session)
    page.keep(cookie)
    return page.go_on()


def _prover(page: PageRequest) -> _Prover:
    """Return whose proof the page is about; `SigninRefusedError` if nobody's."""
    tenant_id = page.request.tenant
    with page.provider.database.read() as reading:
        for person in list_signed_in(reading, page.browser.session):
            if person.session.id != page.interaction.session_id:
                continue
            is_at_home = person.session.tenant_id == tenant_id
            user = person.user if is_at_home else _guest(page, reading)
            if user is not None:
                methods = list_methods(reading, tenant_id, user["id"])
                return _Prover(
                    tenant_id=tenant_id,
                    session=person.session,
                    user=user,
                    kinds=frozenset(method.kind for method in methods),
                )
    raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)


def _guest(page: PageRequest, reading: Reading) -> Record | None:
    """Return the object that stands for the person in the page's tenant, if they go there."""
    hosts = page.provider.origins.hosts
    arrival = look(reading, hosts, page.browser.session, page.interaction).arrival
    return find_user_here(reading, arrival) if arrival.tenant_id == page.request.tenant else None


def _keys(page: PageRequest) -> SecurityKeys:
    provider = page.provider
    party = relying_party(provider.origins)
    return SecurityKeys(provider.database, provider.secret_box, party)


def _options(asked: KeyChallenge | None) -> str:
    return msgspec.json.encode(asked.options).decode() if asked else ""


def _problem_of(method: str, refusal: ProofRefusal) -> str:
    """Return the key of the sentence."""
    is_key_wrong = method == SECURITY_KEY and refusal is ProofRefusal.WRONG
    return "key.wrong" if is_key_wrong else f"mfa.{refusal.value}"
