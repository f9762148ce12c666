"""One-time codes for automation: a seed that the operator gives to somebody, shown once."""

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.tenants import require_tenant
from tenantry.signin.authentication.operations.codes import give_codes
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox


class CodeSeed(msgspec.Struct, rename="camel", kw_only=True):
    """What an authenticator app is set up with.

    ``secret`` is in Base32; ``uri`` is what a QR code holds (`otpauth://`).  Neither can be read
    again.
    """

    id: str
    secret: str
    uri: str


def give(database: Database, tenant: str, user: str, *, secret_box: SecretBox) -> CodeSeed:
    """Register a seed for the user, by id or sign-in name, and return it."""
    with database.write() as work:
        found = require_tenant(work, tenant)
        seed = give_codes(work, operator(found["id"]), user, secret_box=secret_box)
    return CodeSeed(id=seed.id, secret=seed.secret, uri=seed.uri)
