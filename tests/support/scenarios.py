"""Scenarios in the words of their actors: administrators, who have HTTP and nothing else.

An `Installation` is the real product in this process: the web application on a migrated
database, the engine's worker, and the lab's clock.  Nothing happens by itself: `run_cycles` lets
forty minutes pass and then does what a worker would do, `advance` lets more time pass.

A `Tenant` (`tests.support.tenants`) is what its administrator can do with a token from the
token endpoint.  `get`, `post`, `patch` … take a path below `/v1.0` and return the JSON of the
answer; they fail the test unless it is a success.  `ask` returns any response, so that refusals
can be looked at.

A `Configuration` (`tests.support.configurations`) is a synchronization as the source's
administrator set it up.

The fixtures of `tests/scenarios/conftest.py` give an `installation` on each kind of database,
its `source` and `target`, and a configured and started `sync` between them, whose scope is
those who are assigned.  A third tenant, with people of the same names as LOOK_ALIKES, is
compared with itself after each test.  So most tests read like this::

    @pytest.mark.claim("CTS-048")
    def test_a_user_who_is_unassigned_lands_in_the_recycle_bin(
        installation: Installation, source: Tenant, target: Tenant, sync: Configuration
    ) -> None:
        ana = source.add_user("ana")
        sync.assign(ana)
        installation.run_cycles()
        twin = target.user_of(ana)

        sync.unassign(ana)
        installation.run_cycles()

        assert [] == target.users()
        assert [twin["id"]] == ids(target.deleted_users())

Objects are the raw JSON that the API answered, `user_of` looks one up by the name it must have.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage

import httpx
from click.testing import CliRunner, Result
from starlette.types import ASGIApp

from tenantry.cli.main import main
from tenantry.mail.sending import send_due
from tenantry.runtime.exporting import start_exporting
from tenantry.runtime.purging import Purging, retention_of
from tenantry.runtime.services import Services
from tenantry.runtime.web import web_application
from tenantry.sync.engine.dispatching import Dispatcher
from tests.support.browsers import Browser
from tests.support.databases import Databases
from tests.support.graph_api import InProcess
from tests.support.installations import (
    NEIGHBOUR,
    SOURCE,
    TARGET,
    Founded,
    Ground,
    client_of,
    found_tenant,
)
from tests.support.people import Person, user_token
from tests.support.rows import Rows, rows_of
from tests.support.tenants import Json, Tenant, done

_LOGS = ("directory_audits", "provisioning_events", "sign_ins", "log_seals")


class _Postbox:
    """Takes every mail."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    def send(self, _mail_id: str, mail: EmailMessage) -> None:
        self.received.append(mail)


class Installation:
    """The product over one database; *founded* is what was prepared there."""

    def __init__(self, services: Services, founded: Founded) -> None:
        self._services = services
        self._application = web_application(services)
        self.http = client_of(services)
        self._dispatcher = Dispatcher(services.database, "test")
        self._purging = Purging(services.database, retention_of(services.settings))
        self._operator = {"Authorization": f"Bearer {founded.operator_token}"}
        tenants = {name: Tenant(self.http, *each) for name, each in founded.tenants.items()}
        self.source, self.target = tenants[SOURCE], tenants[TARGET]
        self._neighbour_id = tenants[NEIGHBOUR].tenant_id
        self._look_alikes = founded.neighbour

    def browser(self, between: Callable[[ASGIApp], ASGIApp] | None = None) -> Browser:
        """Return a new browser of somebody; *between* is what stands before the application."""
        served = between(self._application) if between else self._application
        return Browser(InProcess(served), str(self.http.base_url).rstrip("/"))

    def signed_in(
        self, tenant: Tenant, user: Json, *scopes: str, contexts: Iterable[str] = ()
    ) -> Person:
        """Return a user of *tenant* at an application with *scopes*, all of them if not given.

        ``contexts`` are the authentication contexts that the sign-in satisfied.
        """
        token = user_token(self._services, tenant.tenant_id, user, scopes, contexts)
        return Person(self.http, token)

    def found(self, name: str, **given: object) -> Tenant:
        """Add one more tenant, `{name}.test`; *given* are its properties, `cloud` for one."""
        return found_tenant(self._services, self.http, name, **given)

    def advance(self, duration: str) -> None:
        """Let time pass, `P30D` for instance; what is due by then is done."""
        path = "/tenantry/v1.0/lab/clock"
        done(self.http.post(path, json={"advance": duration}, headers=self._operator))
        self.run_due()

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Return the response to the operator, whatever it is."""
        return self.http.request(method, path, json=body, headers=self._operator)

    def run_cycles(self) -> None:
        """Let the interval between cycles pass, so that every started job runs one."""
        self.advance("PT40M")

    def run_due(self) -> None:
        """Do what a worker does until nothing is due: purge, and run cycles."""
        self._purging.run_due()
        while self._dispatcher.run_due() == 0.0:
            pass

    def ask_as_operator(self, path: str) -> httpx.Response:
        """Return the response to a GET below `/tenantry/v1.0` with the operator's token."""
        return self.http.get(f"/tenantry/v1.0{path}", headers=self._operator)

    def redeem(self, tenant: Tenant, invitation: Json, person: Json | None = None) -> Json:
        """Redeem an invitation of *tenant* for the person of its address, or for *person*."""
        path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/invitations/{invitation['id']}/redeem"
        home = {"homeTenant": self.source.tenant_id, "homeUser": person["id"]} if person else {}
        guest: Json = done(self.http.post(path, json=home, headers=self._operator))
        return guest

    def add_contact(self, tenant: Tenant, name: str, mail: str) -> None:
        """Add a contact to the address book of *tenant*."""
        path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/contacts"
        contact = {"displayName": name, "mail": mail}
        done(self.http.post(path, json=contact, headers=self._operator))

    def leave(self, tenant: Tenant, user: Json) -> None:
        """Let an external user of *tenant* leave by their own will."""
        path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/users/{user['id']}/leave"
        done(self.http.post(path, headers=self._operator))

    def deliver_mail(self) -> list[EmailMessage]:
        """Send what is in the outbox of all tenants, and return it."""
        postbox = _Postbox()
        while send_due(self._services.database, postbox, "directory@tenantry.test"):
            pass
        return postbox.received

    def command(self, *arguments: str) -> None:
        """Run a command of `tenantry` on this installation; it must succeed."""
        result = self.run_command(*arguments)
        assert result.exit_code == 0, result.output

    def run_command(self, *arguments: str) -> Result:
        """Return how a command of `tenantry` ended on this installation."""
        settings = self._services.settings
        place = ("--data", str(settings.folder), "--database", settings.database_url)
        return CliRunner().invoke(main, [*arguments, *place])

    @contextmanager
    def exporting(self, webhook: str) -> Iterator[None]:
        """Export the logs to *webhook*, as the worker does."""
        stopping = threading.Event()
        told = replace(
            self._services.settings,
            export_webhook=webhook,
            export_webhook_secret="shared",  # a test's
        )
        threads = start_exporting(self._services.database, told, stopping)
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()

    def rows_of(self, tenant: Tenant) -> Rows:
        """Return every row of a tenant by table."""
        return rows_of(self._services.database, tenant.tenant_id)

    def check_neighbour(self) -> None:
        """Assert that nothing at all changed in the tenant that no scenario is about.

        Its logs may have lost what is no longer kept.
        """
        found = rows_of(self._services.database, self._neighbour_id)
        kept, before = (
            {**rows, "log_heads": [], "export_watermarks": []}
            for rows in (found, self._look_alikes)
        )
        for log in _LOGS:
            assert [] == [row for row in kept.pop(log) if row not in before[log]]
            del before[log]
        assert before == kept


@contextmanager
def open_installation(
    databases: Databases, ground: Ground, **given: object
) -> Iterator[Installation]:
    """Give an installation with the settings *given*; it leaves the neighbour as it is."""
    with (
        databases.prepared(ground.prepare) as (url, founded),
        ground.open(url, **given) as services,
    ):
        installation = Installation(services, founded)
        yield installation
        installation.check_neighbour()
