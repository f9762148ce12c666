"""Who proves something on a page of a tenant, and with what.

At home it is the account itself; in the resource tenant the object that stands for the person
there, which has methods of its own (behaviour §12, step 6).  Those of a visitor are codes alone:
no key counts there, whichever policy asks.
"""

from dataclasses import dataclass

import msgspec

from tenantry.directory.values import Record
from tenantry.signin.authentication.methods import CODES, KEYS, Method
from tenantry.signin.authentication.operations.keys import KeyChallenge, SecurityKeys
from tenantry.signin.authentication.stores.methods import list_methods
from tenantry.signin.authentication.webauthn import relying_party
from tenantry.signin.endpoints.page_requests import PageRequest
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import add_proof, get_signed_in
from tenantry.signin.operations.arrivals import find_user_here
from tenantry.signin.operations.seen import look
from tenantry.signin.proofs import CODE, SECURITY_KEY, Proof
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import Session
from tenantry.storage.unit_of_work import Reading

_KINDS = {CODE: CODES, SECURITY_KEY: KEYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prover:
    """The user object in the page's tenant, its methods, and the session that waits."""

    tenant_id: str
    session: Session
    user: Record
    methods: tuple[Method, ...]

    @property
    def tenant_and_user(self) -> tuple[str, str]:
        """The ids of both."""
        return self.tenant_id, self.user["id"]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the methods."""
        return frozenset(method.kind for method in self.methods)

    def shown_since(self, instant: str) -> frozenset[str]:
        """Return the kinds of which one was shown in the tenant at *instant* or later."""
        return frozenset(
            _KINDS[proof.method]
            for proof in self.session.proofs
            if proof.method in _KINDS and proof.tenant_id == self.tenant_id and proof.at >= instant
        )

    @property
    def is_at_home(self) -> bool:
        """Whether the tenant is the one that authenticates the person."""
        return self.session.tenant_id == self.tenant_id


def find_prover(page: PageRequest) -> Prover:
    """Return whose proof the page is about; `SigninRefusedError` if nobody's."""
    tenant_id = page.request.tenant
    with page.provider.database.read() as reading:
        person = get_signed_in(reading, page.browser.session, page.interaction.session_id)
        is_at_home = person.session.tenant_id == tenant_id
        user = person.user if is_at_home else _guest(page, reading)
        if user is None:
            raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
        methods = list_methods(reading, tenant_id, user["id"])
    return Prover(
        tenant_id=tenant_id,
        session=person.session,
        user=user,
        methods=tuple(each for each in methods if is_at_home or each.kind == CODES),
    )


def keep_proof(page: PageRequest, prover: Prover, method: str) -> None:
    """Note in the session what was proved just now."""
    with page.provider.database.write() as work:
        proof = Proof(method=method, at=work.instant, tenant_id=prover.tenant_id)
        cookie = add_proof(work, prover.session, proof, page.browser.session)
    page.keep(cookie)


def security_keys(page: PageRequest) -> SecurityKeys:
    """Return the keys that pages of this installation can ask for."""
    provider = page.provider
    party = relying_party(provider.origins)
    return SecurityKeys(provider.database, provider.secret_box, party)


def options_of(asked: KeyChallenge | None) -> str:
    """Return what the page's script hands to the browser; empty for nothing."""
    return msgspec.json.encode(asked.options).decode() if asked else ""


def _guest(page: PageRequest, reading: Reading) -> Record | None:
    """Return the object that stands for the person in the page's tenant, if they go there."""
    hosts = page.provider.origins.hosts
    address = page.request.client_address
    arrival = look(
        reading, hosts, page.browser.session, page.interaction, ip_address=address
    ).arrival
    return find_user_here(reading, arrival) if arrival.tenant_id == page.request.tenant else None
