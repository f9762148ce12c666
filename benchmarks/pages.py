"""A page of users over Graph, beside a bare handler that runs the same SQL and encodes as much.

The bare handler is an ASGI application of one function: the statements of a real request as the
driver got them, and the same number of properties for each user in JSON.  There are two of it:
one runs them through SQLAlchemy, the other one through nothing but the driver.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.asking import asking_asgi, best_rates
from benchmarks.databases import benchmark_database
from benchmarks.tokens import say, settle
from tenantry.actor import operator
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.users import create_user
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.directory.stores.applications import find_service_principal
from tenantry.graph.wire.users import USER
from tenantry.runtime.logs import configure_logs
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tenantry.signin.operations.provider import issue_token

Statement = tuple[str, Any]
Rows = Sequence[Sequence[Any]]

_PAGE = 100
_SECONDS = 2.0


def main() -> None:
    """Parse the command line, measure, print; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=_SECONDS)
    options = parser.parse_args()
    configure_logs("warning", "json")
    with (
        tempfile.TemporaryDirectory() as folder,
        benchmark_database(options.database, Path(folder)) as url,
        open_services(Settings(folder=Path(folder), database=url)) as services,
        asyncio.Runner() as runner,
    ):
        rates = _measure(services, runner, options.seconds)
    for name, rate in rates.items():
        say(f"{name:24} {rate:8,.0f} a second")
    found = {
        "pagesPerSecond": round(rates["ours"]),
        "barePageRatio": round(rates["ours"] / rates["bare"], 2),
        "driverPageRatio": round(rates["ours"] / rates["driver"], 2),
    }
    print(json.dumps(found))


def _measure(services: Services, runner: asyncio.Runner, seconds: float) -> dict[str, float]:
    bearer = _settle(services)
    asking = partial(
        asking_asgi,
        runner=runner,
        method="GET",
        path="/v1.0/users",
        query=f"$top={_PAGE}",
        headers={"authorization": f"Bearer {bearer}"},
    )
    ours = asking(web_application(services))
    with _recorded(services.database.engine) as statements:
        ours()
    engine = services.database.engine
    asked = {
        "bare": asking(_bare(lambda: _through_sqlalchemy(engine, statements))),
        "driver": asking(_bare(lambda: _through_driver(engine, statements))),
        "ours": ours,
    }
    return best_rates(asked, seconds)


def _settle(services: Services) -> str:
    """Make a tenant with twice as many people as a page has; return a token that reads them."""
    tenant_id, client_id, secret = settle(services)
    actor = operator(tenant_id)
    with services.database.write() as work:
        for number in range(2 * _PAGE):
            create_user(work, actor, _person(number))
        client = find_service_principal(work, tenant_id, client_id)
        graph = find_service_principal(work, tenant_id, GRAPH_APP_ID)
        if client is None or graph is None:
            raise SystemExit("the tenant was not made")
        assignment = {
            "principal_id": client["id"],
            "resource_id": graph["id"],
            "app_role_id": ROLE_ID_OF["User.Read.All"],
        }
        create_assignment(work, actor, assignment)
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
        "scope": "https://graph.microsoft.com/.default",
    }
    answer = issue_token(services.provider, "http://localhost:8080", tenant_id, form)
    return str(answer["access_token"])


def _person(number: int) -> dict[str, Any]:
    return {
        "account_enabled": True,
        "display_name": f"Person {number}",
        "given_name": "Person",
        "surname": f"Number {number}",
        "job_title": "Engineer",
        "office_location": "Oslo 1",
        "password_hash": "none",
        "mail_nickname": f"person{number}",
        "user_principal_name": f"person{number}@contoso.test",
    }


@contextmanager
def _recorded(engine: Engine) -> Iterator[list[Statement]]:
    """Give the statements that run until the end of the block, without those of transactions."""
    statements: list[Statement] = []

    def note(_connection: object, _cursor: object, text: str, values: Any, *_: object) -> None:  # noqa: ANN401  # of any driver
        if text.lstrip().upper().startswith("SELECT"):
            statements.append((text, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _through_sqlalchemy(engine: Engine, statements: Sequence[Statement]) -> list[Rows]:
    with engine.connect() as connection:
        return [connection.exec_driver_sql(text, values).fetchall() for text, values in statements]


def _through_driver(engine: Engine, statements: Sequence[Statement]) -> list[Rows]:
    with closing(engine.raw_connection()) as connection:
        answers: list[Rows] = []
        for text, values in statements:
            with closing(connection.cursor()) as cursor:
                cursor.execute(text, values)
                answers.append(cursor.fetchall())
        return answers


def _bare(read: Callable[[], list[Rows]]) -> ASGIApp:
    names = USER.default_names

    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        # The page is the longest of them; the other looks up the token.
        rows = max(read(), key=len)
        items = [dict(zip(names, row, strict=False)) for row in rows]
        body = msgspec.json.encode({"@odata.context": "users", "value": items})
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return application


if __name__ == "__main__":
    main()
