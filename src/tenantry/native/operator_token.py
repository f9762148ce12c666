"""The operator's token: whoever holds it may do everything in the installation.

Only its hash is kept, so it is shown once; a new one replaces the old one.
"""

import hmac

from tenantry.errors import NotAuthenticatedError
from tenantry.storage.client_secrets import hash_secret, new_secret
from tenantry.storage.installation import find_setting, save_setting
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_SETTING = "operator_token_hash"


def issue_operator_token(work: UnitOfWork) -> str:
    """Return a new operator token; the former one is no longer valid."""
    token = new_secret()
    save_setting(work, _SETTING, hash_secret(token))
    return token


def is_operator(reading: Reading, token: str) -> bool:
    """Return whether *token* is the operator's."""
    stored = find_setting(reading, _SETTING)
    return stored is not None and hmac.compare_digest(stored, hash_secret(token))


def require_operator(reading: Reading, token: str) -> None:
    """Raise `NotAuthenticatedError` unless *token* is the operator's."""
    if not is_operator(reading, token):
        message = (
            "this needs the operator token as a bearer token; it is `operator.token` of"
            " `lab.json`, and `tenantry operator-token` makes a new one"
        )
        raise NotAuthenticatedError(message)
