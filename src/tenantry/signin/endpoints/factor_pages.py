"""The page that asks for a second factor; who has none there sets one up on it.

It is a page of the tenant that wants the proof: the home tenant, or the resource tenant.
"""

from tenantry.signin.authentication.methods import CODES, KEYS, ProofOutcome
from tenantry.signin.authentication.operations.codes import check_code
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.page_requests import ANOTHER, PageRequest
from tenantry.signin.endpoints.provers import (
    Prover,
    find_prover,
    keep_proof,
    options_of,
    security_keys,
)
from tenantry.signin.endpoints.setting_up import new_nonce, offer, problem_of, set_up
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import sign_in_name
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.proofs import CODE, SECURITY_KEY
from tenantry.signin.refusals import Refusal


def mfa(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/mfa`: a code, or the signature of a key."""
    page = PageRequest(provider, request)
    if page.is_answered and ANOTHER in page.form:
        return page.go_on_as_another()
    prover = find_prover(page)
    left = prover.kinds - prover.shown_since(page.interaction.started_at)
    if not left:
        return _register(page, prover)
    if not page.is_answered:
        return _ask(page, prover, left)
    method = SECURITY_KEY if page.form.get("answer") else CODE
    outcome = _checked(page, prover, method)
    if outcome.refusal is not None:
        page.refuse(SigninRefusedError(Refusal.SECOND_FACTOR_FAILED))
        return _ask(page, prover, left, problem=problem_of(method, outcome.refusal))
    keep_proof(page, prover, method)
    return page.go_on()


def _register(page: PageRequest, prover: Prover) -> SigninResponse:
    """Let the person set something up: they have nothing, or nothing that is strong enough.

    What they have was shown in this sign-in, and the policy still asks.
    """
    lead = "mfa.stronger" if prover.methods else "mfa.asks"
    if prover.methods and (KEYS in prover.kinds or not prover.is_at_home):
        raise SigninRefusedError(Refusal.CONDITIONAL_ACCESS_BLOCKS, setting="strength")
    if not page.is_answered:
        return offer(page, prover, lead=lead)
    problem = set_up(page, prover)
    return offer(page, prover, problem=problem, lead=lead) if problem else page.go_on()


def _checked(page: PageRequest, prover: Prover, method: str) -> ProofOutcome:
    if method == SECURITY_KEY:
        return security_keys(page).finish_proof(
            *prover.tenant_and_user,
            page.form.get("challenge", ""),
            page.form.get("answer", ""),
        )
    return check_code(
        page.provider.database,
        *prover.tenant_and_user,
        page.form.get("code", ""),
        secret_box=page.provider.secret_box,
    )


def _ask(
    page: PageRequest, prover: Prover, kinds: frozenset[str], *, problem: str = ""
) -> SigninResponse:
    asked = security_keys(page).begin_proof(*prover.tenant_and_user) if KEYS in kinds else None
    return page.show(
        "mfa",
        nonce=new_nonce(),
        user_name=sign_in_name(prover.user),
        has_codes=CODES in kinds,
        options=options_of(asked),
        challenge=asked.id if asked else "",
        problem=page.text(problem) if problem else "",
    )
