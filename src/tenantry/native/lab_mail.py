"""The mail of the lab: what was sent to whom, for programs and on a page for people.

Mails hold what lets somebody in, so programs need the operator's token, and the page is shown
only to a browser on the lab's own machine; outside the lab there is neither.
"""

from ipaddress import ip_address

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.errors import NotFoundError, TenantryError
from tenantry.mail import store
from tenantry.native.routing import Deployment, Refuse, Run
from tenantry.signin.pages.languages import choose_language
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.storage.database import Database

PATH = "/lab/mail"
_SHOWN = 100  # of the newest


class MailObject(msgspec.Struct, rename="camel", kw_only=True):
    """One mail.  ``sent_date_time`` is null while it waits, or where it was given up."""

    id: str
    tenant_id: str
    kind: str
    recipients: list[str]
    subject: str
    body: str
    created_date_time: str
    sent_date_time: str | None
    last_error: str | None


class MailList(msgspec.Struct, kw_only=True):
    """The newest mails of all tenants, the newest first."""

    value: list[MailObject]


def list_mail(database: Database) -> MailList:
    """Return the newest mails; `NotFoundError` outside the lab."""
    if not database.movable_clock:
        raise NotFoundError("this installation is no lab, its mail is its recipients' alone")
    with database.read() as reading:
        mails = store.list_newest_of_all_tenants(reading, _SHOWN)
    return MailList(
        value=[
            MailObject(
                id=mail.id,
                tenant_id=mail.tenant_id,
                kind=mail.message.kind,
                recipients=list(mail.message.recipients),
                subject=mail.message.subject,
                body=mail.message.body,
                created_date_time=mail.created_at,
                sent_date_time=mail.sent_at,
                last_error=mail.last_error,
            )
            for mail in mails
        ]
    )


def mail_page_route(database: Database, deployment: Deployment, read: Run, refuse: Refuse) -> Route:
    """Return the route of the page."""

    async def serve(request: Request) -> Response:
        language = choose_language("", request.headers.get("accept-language", ""))
        try:
            _require_own_machine(request, deployment)
            page = await read(lambda: _page(database, language))
        except TenantryError as fault:
            return refuse(request, fault)
        return Response(page, headers=page_headers(), media_type="text/html")

    return Route(PATH, serve, methods=["GET"])


def _page(database: Database, language: str) -> str:
    return render("lab_mail", language, mails=list_mail(database).value, tenant_name="", problem="")


def _require_own_machine(request: Request, deployment: Deployment) -> None:
    """Raise `NotFoundError` for a browser elsewhere, or one that another site sends here by name.

    The name is looked at because a site can let its own name lead to this machine.
    """
    host = request.client.host if request.client else ""
    if not (_is_loopback(host) and request.url.hostname in deployment.hosts):
        raise NotFoundError(f"`{PATH}` is shown on the lab's own machine only")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
