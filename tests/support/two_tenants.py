"""A tenant and its neighbour: what is asked of them, and what no answer may show."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote, unquote

import httpx
from sqlalchemy import delete

from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.graph.batch import MOST_STEPS
from tenantry.storage import tables
from tenantry.storage.database import Database
from tests.support.companies import Company
from tests.support.graph_api import GraphApi
from tests.support.graph_requests import Template, built_routes, templates_of
from tests.support.look_alikes import LookAlike, Names, names_of_nothing
from tests.support.rows import marks_of, rows_of

ALL_PERMISSIONS = tuple(permission.name for permission in GRAPH_PERMISSIONS)

_EVENTUAL = {"ConsistencyLevel": "eventual"}
_OWN_TO_EACH_ANSWER = {"request-id", "client-request-id", "content-length", "date"}
_INTERNALS = re.compile(
    r"Traceback|sqlite|psycopg|sqlalchemy|SELECT .* FROM|INSERT INTO|\.py\b|site-packages|/tmp/"
)
_PLACE = re.compile(r"((?:skip|delta)token)=[\w%.~-]+")
_QUERIES = ("", "$count=true&$top=1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a request, alone or as a step of a batch; ``body`` is decoded JSON or text."""

    request: Template
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def text(self) -> str:
        """Everything that is told, without what is each answer's own."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        kept = {name: headers[name] for name in sorted({*headers} - _OWN_TO_EACH_ANSWER)}
        body = self.body
        if self.is_error:
            error = {**body["error"], "innerError": None}
            body = {**body, "error": error}
        text = json.dumps([self.status, kept, body], ensure_ascii=False)
        return _PLACE.sub(r"\1=…", text)

    @property
    def is_error(self) -> bool:
        """Whether it tells an error."""
        return self.status >= httpx.codes.BAD_REQUEST

    def with_names(self, names: Names) -> str:
        """Return everything that is told, with what *names* call things by their names."""
        text = self.text
        for name, value in sorted(names.items(), key=lambda pair: -len(pair[1])):
            for written in {value, quote(value), quote(value, safe="")}:
                text = text.replace(written, f"<{name}>")
        return text


class TwoTenants:
    """The tenant ``own``, its neighbour ``other``, and names that ``nothing`` has.

    ``alone`` and ``beside`` are what the own tenant saw before the neighbour was there, and
    after.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        names = ("hub", "fabrikam", "contoso", "wingtip", "adatum")
        hub, fabrikam, contoso, wingtip, adatum = [Company(database, name) for name in names]
        self.own = LookAlike(
            database, "northwind", "amber", hub=hub, friend=fabrikam, stranger=wingtip
        )
        self.alone = list(self._views())
        self.other = LookAlike(
            database, "tailwind", "kestrel", hub=hub, friend=contoso, stranger=adatum
        )
        self.beside = list(self._views())
        self.nothing = names_of_nothing(self.other.names)
        self._rows = rows_of(database, self.other.tenant_id)
        self._marks = marks_of(database, self.other.tenant_id, beside=self.own.tenant_id)

    def ask(self, request: Template, tenant: LookAlike | None = None) -> Reply:
        """Return the answer to *request* in the own tenant, or in *tenant*."""
        url = f"/{request.version}/{request.path}"
        client = self._client(tenant)
        response = client.request(request.method, url, json=request.body, headers=_EVENTUAL)
        is_json = "json" in response.headers.get("content-type", "")
        return Reply(
            request=request,
            status=response.status_code,
            headers=response.headers,
            body=response.json() if is_json else response.text or None,
        )

    def ask_together(
        self, requests: Iterable[Template], tenant: LookAlike | None = None
    ) -> list[Reply]:
        """Return the answers to *requests*, as many in one batch as it takes."""
        replies: list[Reply] = []
        for _, alike in groupby(requests, key=lambda request: request.version):
            waiting = list(alike)
            for start in range(0, len(waiting), MOST_STEPS):
                replies += self._ask_batch(waiting[start : start + MOST_STEPS], tenant)
        return replies

    def foreign_names(self, request: Template) -> Iterator[tuple[Names, Names]]:
        """Yield names for *request* of which one is the neighbour's, or all are.

        Beside them are the same names with nothing in the neighbour's place.
        """
        each = [{name} for name in request.names]
        for foreign in {frozenset(names): None for names in [*each, {*request.names}] if names}:
            yield (
                {**self.own.names, **{name: self.other.names[name] for name in foreign}},
                {**self.own.names, **{name: self.nothing[name] for name in foreign}},
            )

    def is_only_the_neighbours(self, text: str) -> bool:
        """Return whether *text* stands in the neighbour's rows and not in our own."""
        return text in self._marks

    def check_neighbour_is_unchanged(self) -> None:
        """Assert that everything stored of the neighbour is what it was at first."""
        assert self._rows == rows_of(self._database, self.other.tenant_id)

    def check_shows_nothing(self, reply: Reply) -> None:
        """Assert that *reply* holds nothing of the neighbour that was not asked with."""
        shown = reply.text
        asked = f"{unquote(reply.request.path)} {json.dumps(reply.request.body)}".lower()
        leaked = [mark for mark in self._marks if mark in shown and mark.lower() not in asked]
        assert [] == leaked, f"{reply.request}: {shown}"
        internal = _INTERNALS.search(shown) if reply.is_error else None
        assert internal is None, f"{reply.request}: {shown}"

    def _ask_batch(self, requests: Sequence[Template], tenant: LookAlike | None) -> list[Reply]:
        steps = [
            {
                "id": str(place),
                "method": request.method,
                "url": request.path,
                "headers": {**_EVENTUAL, "Content-Type": "application/json"},
                "body": request.body,
            }
            for place, request in enumerate(requests)
        ]
        response = self._client(tenant).post(
            f"/{requests[0].version}/$batch", json={"requests": steps}
        )
        assert response.is_success, response.text
        answers = {step["id"]: step for step in response.json()["responses"]}
        return [
            Reply(
                request=request,
                status=answers[str(place)]["status"],
                headers=answers[str(place)]["headers"],
                body=answers[str(place)]["body"],
            )
            for place, request in enumerate(requests)
        ]

    def _client(self, tenant: LookAlike | None) -> httpx.Client:
        """Return a client to which no request on demand was counted yet: too many are refused."""
        tenant_id = (tenant or self.own).tenant_id
        counted = tables.on_demand_requests
        with self._database.write() as work:
            work.connection.execute(delete(counted).where(counted.c.tenant_id == tenant_id))
        return GraphApi(self._database).client(tenant_id, *ALL_PERMISSIONS)

    def _views(self) -> Iterator[str]:
        """Yield what the own tenant sees: the request, and what it is told."""
        for route in built_routes():
            if route.method == "GET":
                for query in _QUERIES:
                    request = next(templates_of(route)).filled(self.own.names).with_query(query)
                    yield f"{request.path}: {self.ask(request).text}"
