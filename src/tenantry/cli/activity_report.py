"""`tenantry report cross-tenant`: who came from and went where, by partner."""

from collections.abc import Iterator

import click
import msgspec

from tenantry.audit.activity import PartnerActivity
from tenantry.audit.operations.reporting import report_activity
from tenantry.audit.stores.visits import Period
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.clock import add_seconds
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings

_DAY_SECONDS = 24 * 3600.0


class ActivityRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Use of one application between the tenant and a partner, in one direction."""

    direction: str
    partner_id: str
    partner: str | None
    application_id: str
    application: str | None
    users: int
    sign_ins: int
    refused: int
    last_seen: str


_COLUMNS: Columns[ActivityRow] = {
    "Direction": lambda row: row.direction,
    "Partner": lambda row: row.partner or row.partner_id,
    "Application": lambda row: row.application or row.application_id,
    "Users": lambda row: f"{row.users:,}",
    "Sign-ins": lambda row: f"{row.sign_ins:,}",
    "Refused": lambda row: f"{row.refused:,}",
    "Last": lambda row: row.last_seen[:19],
}


@click.command("cross-tenant")
@click.argument("tenant")
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True)
@output_option
@installation_options
def cross_tenant(settings: Settings, tenant: str, days: int, output: OutputForm) -> None:
    """Show who came into a tenant and where its people went, by partner and application."""
    with open_services(settings) as services, services.database.read() as reading:
        chosen = Tenants(reading).get(tenant)
        since = add_seconds(reading.instant, -days * _DAY_SECONDS)
        period = Period(since=since, until=reading.instant)
        rows = [
            row
            for partner in report_activity(reading, chosen["id"], period)
            for row in _rows(partner)
        ]
    print_rows(output, rows, _COLUMNS, nothing="Nobody crossed the border.")


def _rows(partner: PartnerActivity) -> Iterator[ActivityRow]:
    for direction, traffic in (("inbound", partner.inbound), ("outbound", partner.outbound)):
        for each in traffic.applications if traffic else ():
            yield ActivityRow(
                direction=direction,
                partner_id=partner.tenant_id,
                partner=partner.tenant_name,
                application_id=each.app_id,
                application=each.name,
                users=each.users,
                sign_ins=each.sign_ins,
                refused=each.refused,
                last_seen=each.last_seen,
            )
