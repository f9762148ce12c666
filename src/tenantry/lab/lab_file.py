"""`lab.json`: where the lab answers and who can sign in, for scripts and tests.

It holds secrets, so only its owner may read it, and it appears whole: a reader that finds it
finds a lab that answers.
"""

import os
from pathlib import Path

import msgspec

FILE_NAME = "lab.json"
_OWNER_ONLY = 0o600


class LabAdmin(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """A tenant's administrator."""

    id: str
    user_principal_name: str
    password: str


class LabApplication(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """A tenant's application that may do everything."""

    client_id: str
    client_secret: str


class LabTenant(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One tenant."""

    display_name: str
    tenant_id: str
    initial_domain: str
    admin: LabAdmin
    application: LabApplication


class LabJob(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One synchronization."""

    source_tenant_id: str
    target_tenant_id: str
    service_principal_id: str
    job_id: str


class LabUser(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Somebody who can sign in; ``totp_secret``, in Base32, gives one-time codes as well."""

    tenant_id: str
    id: str
    user_principal_name: str
    password: str
    totp_secret: str | None = None


class LabOperator(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """The operator of the installation."""

    token: str


class Lab(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What the lab consists of.  ``tenants`` of the preset `pair`: the source, then the target."""

    tenants: list[LabTenant]
    jobs: list[LabJob]
    users: list[LabUser]
    operator: LabOperator


class LabFile(Lab, rename="camel", frozen=True, kw_only=True):
    """`lab.json`: the lab, and the addresses where it answers now."""

    graph: str
    authority: str
    http: str
    ca_file: str


def write_owner_only(path: Path, value: msgspec.Struct) -> None:
    """Write *value* as JSON to *path*, which has it whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    content = msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
