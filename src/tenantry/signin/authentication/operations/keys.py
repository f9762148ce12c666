"""Security keys: registered, and asked for a signature that counts once."""

import secrets
from dataclasses import dataclass
from typing import Any

from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tenantry.identifiers import new_id
from tenantry.signin.authentication.methods import KEYS, Method, ProofOutcome, ProofRefusal
from tenantry.signin.authentication.operations.registering import own_account, register
from tenantry.signin.authentication.stores.accounts import find_tenant_name
from tenantry.signin.authentication.stores.challenges import (
    add_challenge,
    end_challenge,
    find_challenge,
)
from tenantry.signin.authentication.stores.methods import is_key_known, list_methods, use_key
from tenantry.signin.authentication.webauthn import (
    RelyingParty,
    creation_options,
    credential_id_of,
    find_new_key,
    find_sign_count,
    request_options,
)
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import UnitOfWork

_REGISTER, _PROVE = "register fido2", "prove fido2"
_CHALLENGE_BYTES = 32
_UNNAMED = "Security key"

_WRONG = ProofOutcome(refusal=ProofRefusal.WRONG)
_EXPIRED = ProofOutcome(refusal=ProofRefusal.EXPIRED)
_TAKEN = ProofOutcome(refusal=ProofRefusal.TAKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChallenge:
    """What the browser is asked: ``options`` are those of `navigator.credentials`, as JSON."""

    id: str
    options: dict[str, Any]


class SecurityKeys:
    """The keys of all people.  One per process; safe to share between threads."""

    def __init__(self, database: Database, secret_box: SecretBox, party: RelyingParty) -> None:
        self._database = database
        self._secret_box = secret_box
        self._party = party

    def begin_registration(self, tenant_id: str, user_id: str) -> KeyChallenge:
        """Return what asks the user's browser for a new key."""
        with self._database.write() as work:
            user = own_account(work, tenant_id, user_id)[1]
            challenge_id, challenge = self._challenge(work, tenant_id, user["id"], _REGISTER)
            options = creation_options(
                self._party,
                tenant_name=find_tenant_name(work, tenant_id),
                user_handle=f"{tenant_id}{user['id']}".replace("-", "").encode(),
                user_name=user["user_principal_name"],
                display_name=user["display_name"],
                known_ids=_known_ids(list_methods(work, tenant_id, user["id"], KEYS)),
                challenge=challenge,
            )
        return KeyChallenge(id=challenge_id, options=options)

    def finish_registration(
        self,
        tenant_id: str,
        user_id: str,
        challenge_id: str,
        response: str,
        *,
        display_name: str = _UNNAMED,
        ip_address: str = "",
    ) -> ProofOutcome:
        """Register the key that *response*, the JSON of the browser's answer, brings."""
        with self._database.write() as work:
            challenge = self._answered(work, tenant_id, user_id, challenge_id, _REGISTER)
            if challenge is None:
                return _EXPIRED
            key = find_new_key(self._party, response=response, challenge=challenge)
            if key is None:
                return _WRONG
            if is_key_known(work, tenant_id, key.credential_id):
                return _TAKEN
            actor, user = own_account(work, tenant_id, user_id, ip_address)
            method = Method(
                id=new_id(),
                kind=KEYS,
                display_name=display_name,
                created_at=work.instant,
                credential_id=key.credential_id,
                public_key=key.public_key,
                sign_count=key.sign_count,
                aaguid=key.aaguid,
            )
            register(work, actor, user, method)
        return ProofOutcome(method_id=method.id)

    def begin_proof(self, tenant_id: str, user_id: str) -> KeyChallenge | None:
        """Return what asks the user's browser for a signature; None for a user without keys."""
        with self._database.write() as work:
            known = _known_ids(list_methods(work, tenant_id, user_id, KEYS))
            if not known:
                return None
            challenge_id, challenge = self._challenge(work, tenant_id, user_id, _PROVE)
            options = request_options(self._party, known_ids=known, challenge=challenge)
        return KeyChallenge(id=challenge_id, options=options)

    def finish_proof(
        self, tenant_id: str, user_id: str, challenge_id: str, response: str
    ) -> ProofOutcome:
        """Return whether *response*, the JSON of the browser's answer, is of one of the keys."""
        with self._database.write() as work:
            challenge = self._answered(work, tenant_id, user_id, challenge_id, _PROVE)
            if challenge is None:
                return _EXPIRED
            named = credential_id_of(response)
            for method in list_methods(work, tenant_id, user_id, KEYS):
                if method.credential_id != named:
                    continue
                count = find_sign_count(
                    self._party,
                    response=response,
                    challenge=challenge,
                    public_key=method.public_key or "",
                    sign_count=method.sign_count or 0,
                )
                if count is not None and use_key(work, tenant_id, user_id, method, count):
                    return ProofOutcome(method_id=method.id)
        return _WRONG

    def _challenge(
        self, work: UnitOfWork, tenant_id: str, user_id: str, purpose: str
    ) -> tuple[str, bytes]:
        challenge_id, challenge = new_id(), secrets.token_bytes(_CHALLENGE_BYTES)
        add_challenge(
            work,
            tenant_id,
            user_id,
            challenge_id=challenge_id,
            purpose=purpose,
            content_encrypted=self._secret_box.encrypt(bytes_to_base64url(challenge)),
        )
        return challenge_id, challenge

    def _answered(
        self, work: UnitOfWork, tenant_id: str, user_id: str, challenge_id: str, purpose: str
    ) -> bytes | None:
        """Return the challenge, which ends with any answer, right or wrong."""
        sealed = find_challenge(work, tenant_id, user_id, challenge_id, purpose)
        if sealed is None or not end_challenge(work, tenant_id, user_id, challenge_id):
            return None
        return base64url_to_bytes(self._secret_box.decrypt(sealed))


def _known_ids(methods: list[Method]) -> list[str]:
    return [method.credential_id for method in methods if method.credential_id]
