"""Setting a second factor up: what the page offers, and what comes back from it."""

import secrets

from tenantry.access.conditional.conditions import REGISTER_SECURITY
from tenantry.access.decisions import Outcome, Stage
from tenantry.access.first_party import MY_SIGN_INS
from tenantry.access.operations.deciding import SignInQuestion, decide_access
from tenantry.errors import ConflictError
from tenantry.signin.authentication.methods import ProofOutcome, ProofRefusal
from tenantry.signin.authentication.operations.codes import begin_codes, find_seed, finish_codes
from tenantry.signin.endpoints.exchanges import SigninResponse
from tenantry.signin.endpoints.page_requests import PageRequest
from tenantry.signin.endpoints.provers import Prover, keep_proof, options_of, security_keys
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import sign_in_name
from tenantry.signin.pages.rendering import qr_code
from tenantry.signin.proofs import CODE, SECURITY_KEY, as_policies_see
from tenantry.signin.refusals import Refusal

_NONCE_BYTES = 16
_HINDERING = frozenset({Outcome.BLOCKED, Outcome.CHALLENGED})


def offer(
    page: PageRequest, prover: Prover, *, problem: str = "", lead: str = "mfa.asks"
) -> SigninResponse:
    """Show how to set a method up; the picture stays the same while its code is tried.

    *lead* is the key of the sentence that says why.  Raises `SigninRefusedError` where
    Conditional Access does not let the person register anything.
    """
    _require_permitted(page, prover)
    provider = page.provider
    with provider.database.read() as reading:
        shown = page.form.get("seed", "")
        seed = find_seed(reading, *prover.tenant_and_user, shown, secret_box=provider.secret_box)
    if seed is None:
        seed = begin_codes(
            provider.database, *prover.tenant_and_user, secret_box=provider.secret_box
        )
    keys = security_keys(page) if prover.is_at_home else None
    asked = keys.begin_registration(*prover.tenant_and_user) if keys else None
    return page.show(
        "register",
        nonce=new_nonce(),
        lead=page.text(lead, tenant=page.tenant_name),
        user_name=sign_in_name(prover.user),
        seed=seed,
        picture=qr_code(seed.uri),
        options=options_of(asked),
        challenge=asked.id if asked else "",
        problem=page.text(problem) if problem else "",
    )


def set_up(page: PageRequest, prover: Prover) -> str:
    """Register what was answered, which is proved by that; return the key of what went wrong."""
    _require_permitted(page, prover)
    is_key = bool(page.form.get("answer"))
    method = SECURITY_KEY if is_key else CODE
    try:
        outcome = _registered_key(page, prover) if is_key else _registered_codes(page, prover)
    except ConflictError:
        return "mfa.full"
    if outcome.refusal is not None:
        return problem_of(method, outcome.refusal)
    keep_proof(page, prover, method)
    return ""


def problem_of(method: str, refusal: ProofRefusal) -> str:
    """Return the key of the sentence that tells a refusal."""
    is_key_wrong = method == SECURITY_KEY and refusal is ProofRefusal.WRONG
    return "key.wrong" if is_key_wrong else f"mfa.{refusal.value}"


def new_nonce() -> str:
    """Return what lets the script of one page run."""
    return secrets.token_urlsafe(_NONCE_BYTES)


def _require_permitted(page: PageRequest, prover: Prover) -> None:
    """Raise unless the tenant's policies for the registration of security info are met.

    Settings between tenants are not asked: the sign-in that led here was let through them.
    """
    question = SignInQuestion(
        user_id=prover.session.user_id,
        home_tenant_id=prover.session.tenant_id,
        resource_tenant_id=prover.tenant_id,
        application_id=MY_SIGN_INS,
        proof=as_policies_see(prover.session.proofs),
        user_action=REGISTER_SECURITY,
        ip_address=page.request.client_address,
    )
    with page.provider.database.read() as reading:
        findings = decide_access(reading, question).findings
    for finding in findings:
        if finding.stage is Stage.CONDITIONAL_ACCESS and finding.outcome in _HINDERING:
            setting = finding.name or finding.setting
            raise SigninRefusedError(Refusal.CONDITIONAL_ACCESS_BLOCKS, setting=setting)


def _registered_key(page: PageRequest, prover: Prover) -> ProofOutcome:
    return security_keys(page).finish_registration(
        *prover.tenant_and_user,
        page.form.get("challenge", ""),
        page.form.get("answer", ""),
        ip_address=page.request.client_address,
    )


def _registered_codes(page: PageRequest, prover: Prover) -> ProofOutcome:
    return finish_codes(
        page.provider.database,
        *prover.tenant_and_user,
        page.form.get("seed", ""),
        page.form.get("code", ""),
        secret_box=page.provider.secret_box,
        ip_address=page.request.client_address,
    )
