"""Who issues tokens and under which addresses: origins of this server, tenants, endpoint URLs."""

import re
from dataclasses import dataclass
from typing import Self

from tenantry.errors import InvalidValueError

TENANT_ALIASES = frozenset({"common", "organizations", "consumers"})
"""First path segments that mean any tenant (clients §0.1, 31)."""

_ORIGIN = re.compile(r"(https?)://([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A tenant as an issuer.  ``id`` is a tenant id, or an alias, which has no region.

    ``name`` is what the caller called it, if that was a domain.
    """

    id: str
    name: str = ""
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The addresses clients reach this server by, each `scheme://host[:port]`; made by `of`.

    The canonical one stands in for every address that is not listed, so that a forged Host
    header never ends in a document or a token.
    """

    canonical: str
    listed: frozenset[str]  # the canonical one among them
    hosts: frozenset[str]  # their names without ports

    @classmethod
    def of(cls, canonical: str, *others: str) -> Self:
        """Return the origins of these URLs; `InvalidValueError` for one that has a path."""
        listed = [_origin_of(url) for url in (canonical, *others)]
        return cls(
            canonical=listed[0],
            listed=frozenset(listed),
            hosts=frozenset(host_of(origin) for origin in listed),
        )

    def resolve(self, origin: str) -> str:
        """Return the base URL for a request that came to *origin*, `scheme://host[:port]`."""
        return origin.lower() if origin.lower() in self.listed else self.canonical

    def token_audiences(self, tenant: Tenant) -> frozenset[str]:
        """Return what may stand for the tenant's token endpoint as an audience.

        That is its address in both versions, and the issuer (RFC 7523 as it is being revised).
        """
        names = {tenant.id, tenant.name.lower() or tenant.id}
        return frozenset(
            f"{origin}/{name}/{path}"
            for origin in self.listed
            for name in names
            for path in ("oauth2/v2.0/token", "oauth2/token", "v2.0")
        )

    def is_issuer(self, text: str, tenant_id: str) -> bool:
        """Return whether *text* names the tenant's issuer at one of these addresses."""
        return any(text == issuer(origin, tenant_id) for origin in self.listed)


def issuer(base_url: str, tenant_id: str) -> str:
    """Return the issuer of a tenant; of an alias the template with `{tenantid}` to fill in."""
    return f"{base_url}/{'{tenantid}' if tenant_id in TENANT_ALIASES else tenant_id}/v2.0"


def host_of(url: str) -> str:
    """Return the lower-case host of an http(s) origin, slashes after it or not; else empty."""
    match = _ORIGIN.fullmatch(url.rstrip("/"))
    return match[2].lower() if match else ""


def _origin_of(url: str) -> str:
    match = _ORIGIN.fullmatch(url.rstrip("/"))
    if not match:
        message = f"`{url}` is not an address of a server; write it like `https://host:port`"
        raise InvalidValueError("base_url", message)
    scheme, host, port = match[1].lower(), match[2].lower(), match[3] or ""
    return f"{scheme}://{host}{'' if port == _DEFAULT_PORTS[scheme] else port}"
