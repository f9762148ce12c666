"""A request: as it arrived (`Call`), and as an endpoint gets it (`GraphRequest`)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus

from tenantry.actor import Actor
from tenantry.graph.odata.options import QueryOptions
from tenantry.graph.odata.routes import KeyValue
from tenantry.graph.services import Services
from tenantry.graph.wire.annotations import JsonObject
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_URL_CHARACTERS = "%$'(),:@!*;=&/?-._~+"
_PRINTABLE = re.compile(r"[!-~]{1,128}")


class Headers(Mapping[str, str]):
    """Header fields by name, in any casing."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = {name.lower(): value for name, value in fields}

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One HTTP request as it arrived, or one step of a batch.

    ``root`` is `scheme://host[:port]` as the client called it; ``path`` is what follows the
    version, ``path`` and ``query`` still percent-encoded.  ``body`` is bytes, or the decoded
    JSON of a batch step.  ``client_address`` is the IP address of the client.
    """

    root: str
    version: str
    method: str
    path: str
    query: str = ""
    headers: Headers = field(default_factory=Headers)
    body: object = b""
    client_address: str = ""
    request_id: str = field(default_factory=new_id)

    @property
    def base_url(self) -> str:
        """The service root of the version, without a slash at the end."""
        return f"{self.root}/{self.version}"

    @property
    def client_request_id(self) -> str:
        """The client's own id of the request, or ours if it gave none that can be echoed."""
        given = self.headers.get("client-request-id", "")
        return given if _PRINTABLE.fullmatch(given) else self.request_id

    @property
    def bearer(self) -> str:
        """The access token, empty if there is none."""
        scheme, _, token = self.headers.get("authorization", "").strip().partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def prefers(self, preference: str) -> bool:
        """Return whether the client sent `Prefer` with *preference*, such as `return=minimal`."""
        given = re.split(r"[,;]", self.headers.get("prefer", "").lower())
        return preference in {item.replace('"', "").replace(" ", "") for item in given}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRequest:
    """A request of an authenticated actor, parsed and matched to a route.

    ``keys`` are the keys of the path by the names that the route's pattern gives them;
    ``body`` is the decoded JSON, None if there was none; ``call`` has all that is raw.
    ``reading`` is the view of the database in which the token was checked, where the route
    only reads; it is None elsewhere.
    """

    services: Services
    actor: Actor
    call: Call
    keys: Mapping[str, KeyValue]
    options: QueryOptions
    body: JsonObject | None = None
    reading: Reading | None = None

    def read(self) -> AbstractContextManager[Reading]:
        """Give one consistent view of the database; where the route only reads, always the same."""
        return self.services.database.read() if self.reading is None else nullcontext(self.reading)

    def write(self, *, is_fleeting: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Give a write transaction, as `Database.write` does."""
        return self.services.database.write(is_fleeting=is_fleeting)

    @property
    def version(self) -> str:
        """`v1.0` or `beta`."""
        return self.call.version

    @property
    def headers(self) -> Headers:
        """The header fields."""
        return self.call.headers

    @property
    def base_url(self) -> str:
        """The service root as the client called it, `https://host/v1.0`."""
        return self.call.base_url

    @property
    def tenant_id(self) -> str:
        """The tenant that the token is for; the only one that the request sees."""
        return self.actor.tenant_id

    @property
    def is_eventual(self) -> bool:
        """Whether the client asked for advanced queries (contract §1.9)."""
        return self.options.eventual

    def prefers(self, preference: str) -> bool:
        """Return whether the client sent `Prefer` with *preference*, such as `return=minimal`."""
        return self.call.prefers(preference)

    def next_link(self, skip_token: str) -> str:
        """Return the URL of the next page: this one with another `$skiptoken` (§1.7)."""
        kept = [option for option in self.call.query.split("&") if not _is_skip_token(option)]
        options = "&".join([*filter(None, kept), f"$skiptoken={quote(skip_token, safe='')}"])
        return self.link_to(f"{self.call.path}?{options}")

    def link_to(self, path: str) -> str:
        """Return the absolute URL of *path* under the service root."""
        return f"{self.base_url}/{quote(path.lstrip('/'), safe=_URL_CHARACTERS)}"


def _is_skip_token(option: str) -> bool:
    return unquote_plus(option.partition("=")[0]).lower() in {"$skiptoken", "skiptoken"}
