"""A request to the running lab, authorized by what `lab.json` says."""

import http.client
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from tenantry.errors import InvalidValueError, NotFoundError, UnavailableError
from tenantry.lab.lab_file import FILE_NAME, LabFile, LabTenant

_TIMEOUT_SECONDS = 60
_NATIVE = "/tenantry/"
_VERSIONS = ("/v1.0", "/beta")
_URL_CHARACTERS = "/?&=$%'(),:;@+*!~-._"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the lab answered."""

    status: int
    body: bytes


def read_lab_file(folder: Path) -> LabFile:
    """Return the `lab.json` of *folder*; `NotFoundError` if no lab runs there."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=LabFile)
    except FileNotFoundError as fault:
        message = f"no lab runs in `{folder}`; start one with `tenantry lab`"
        raise NotFoundError(message) from fault


def send(lab: LabFile, tenant: str | None, method: str, path: str, body: str | None) -> Answered:
    """Send a request to the lab and return the answer, whatever its status.

    *path* is one of Graph, `/v1.0` in front if it names no version, which the application of
    *tenant* asks for; or one under `/tenantry`, which the operator asks for.
    """
    if path.startswith(_NATIVE):
        token = lab.operator.token
    else:
        token = _access_token(lab, _tenant(lab, tenant))
        path = path if path.startswith(_VERSIONS) else f"/v1.0{path}"
    headers = {"Authorization": f"Bearer {token}", "ConsistencyLevel": "eventual"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return _exchange(lab, method, quote(path, safe=_URL_CHARACTERS), body, headers)


def _tenant(lab: LabFile, name: str | None) -> LabTenant:
    """Return the tenant called *name* by id, domain or display name; the first one for None."""
    for tenant in lab.tenants:
        display_name = tenant.display_name.lower()
        called = {tenant.tenant_id, tenant.initial_domain, display_name, display_name.split()[0]}
        if name is None or name.lower() in called:
            return tenant
    known = ", ".join(f"`{tenant.initial_domain}`" for tenant in lab.tenants)
    raise NotFoundError(f"no tenant `{name}` in this lab; it has {known}")


def _access_token(lab: LabFile, tenant: LabTenant) -> str:
    form = {
        "client_id": tenant.application.client_id,
        "client_secret": tenant.application.client_secret,
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    path = f"/{tenant.tenant_id}/oauth2/v2.0/token"
    answered = _exchange(lab, "POST", path, urlencode(form), headers)
    if answered.status != http.HTTPStatus.OK:
        message = f"the lab gave no token: {answered.body.decode(errors='replace')}"
        raise UnavailableError(message)
    return str(msgspec.json.decode(answered.body)["access_token"])


def _exchange(
    lab: LabFile, method: str, path: str, body: str | None, headers: dict[str, str]
) -> Answered:
    address = urlsplit(lab.http)
    connection = http.client.HTTPConnection(
        address.hostname or "", address.port, timeout=_TIMEOUT_SECONDS
    )
    try:
        connection.request(method, path, body=body and body.encode(), headers=headers)
        answered = connection.getresponse()
        return Answered(status=answered.status, body=answered.read())
    except OSError as fault:
        message = f"the lab does not answer at `{lab.http}`; start it with `tenantry lab`"
        raise UnavailableError(message) from fault
    except (ValueError, http.client.HTTPException) as fault:
        raise InvalidValueError("path", f"`{path}` cannot be requested: {fault}") from fault
    finally:
        connection.close()
