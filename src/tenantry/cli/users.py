"""`tenantry users`: the first administrators, and what the operator does for one person."""

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_row
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.cli.user_choice import require_person
from tenantry.directory.operations.founding import add_person, give_role
from tenantry.directory.operations.users import update_user
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.signin.authentication.operations.codes import give_codes
from tenantry.storage.client_secrets import new_secret

_PASSWORD_LENGTH = 16


class SeedRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """A seed as the command line tells it, once."""

    id: str
    secret: str
    uri: str


class PersonRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """A person with a new password, which is told once."""

    id: str
    user_principal_name: str
    password: str


_SEED_COLUMNS: Columns[SeedRow] = {
    "Secret": lambda row: row.secret,
    "Address": lambda row: row.uri,
}
_PERSON_COLUMNS: Columns[PersonRow] = {
    "Id": lambda row: row.id,
    "Sign-in name": lambda row: row.user_principal_name,
    "Password, to be changed": lambda row: row.password,
}


@click.group(cls=CommandGroup)
def users() -> None:
    """Make the first administrators; help one person.

    USER is an id or a sign-in name.  Whoever holds a role makes all further people through
    Microsoft Graph; `tenantry import users` takes many from a file.
    """


@users.command()
@click.argument("user")
@tenant_option
@click.option("--display-name", help="Name of the person.  [default: what is before the @]")
@click.option("--role", "roles", multiple=True, help="Directory role; may be repeated.")
@output_option
@installation_options
def create(  # one argument for each option
    settings: Settings,
    /,
    output: OutputForm,
    user: str,
    *,
    tenant: str,
    display_name: str | None,
    roles: tuple[str, ...],
) -> None:
    """Create a person who holds roles, such as the first administrator.

    `--role "Global Administrator"` lets them do everything in the tenant.  The password is shown
    this once; they choose their own when they first sign in.
    """
    values = {"user_principal_name": user, "display_name": display_name or user.partition("@")[0]}
    with open_services(settings) as services:
        password, credentials = _new_password(services)
        with services.database.write() as work:
            actor = operator(Tenants(work).get(tenant)["id"])
            made = add_person(work, actor, {**values, **credentials}, roles)
    print_row(
        output,
        PersonRow(
            id=made["id"], user_principal_name=made["user_principal_name"], password=password
        ),
        _PERSON_COLUMNS,
    )


@users.command()
@click.argument("user")
@click.argument("role")
@tenant_option
@installation_options
def assign(settings: Settings, /, user: str, role: str, *, tenant: str) -> None:
    """Let USER hold a directory role, by its name or id."""
    with open_services(settings) as services, services.database.write() as work:
        chosen = Tenants(work).get(tenant)
        person = require_person(work, chosen, user)
        give_role(work, operator(chosen["id"]), person["id"], role)
    click.echo(f"{person['user_principal_name']} holds {role}.")


@users.command()
@click.argument("user")
@tenant_option
@output_option
@installation_options
def password(settings: Settings, /, output: OutputForm, user: str, *, tenant: str) -> None:
    """Give USER a new password, to be changed at the next sign-in.

    For an administrator whom nobody of the tenant can help; it is shown this once.
    """
    with open_services(settings) as services:
        text, credentials = _new_password(services)
        with services.database.write() as work:
            chosen = Tenants(work).get(tenant)
            person = require_person(work, chosen, user)
            update_user(work, operator(chosen["id"]), person["id"], credentials)
    print_row(
        output,
        PersonRow(
            id=person["id"], user_principal_name=person["user_principal_name"], password=text
        ),
        _PERSON_COLUMNS,
    )


@users.command()
@click.argument("user")
@tenant_option
@output_option
@installation_options
def totp(settings: Settings, /, output: OutputForm, user: str, tenant: str) -> None:
    """Register one-time codes for USER and show their secret once.

    Scripts and CI compute codes from the secret, and authenticator apps take it too; people with
    an app of their own register it themselves.
    """
    with open_services(settings) as services, services.database.write() as work:
        chosen = Tenants(work).get(tenant)
        person = require_person(work, chosen, user)
        actor = operator(chosen["id"])
        seed = give_codes(work, actor, person["id"], secret_box=services.secret_box)
    print_row(output, SeedRow(id=seed.id, secret=seed.secret, uri=seed.uri), _SEED_COLUMNS)


def _new_password(services: Services) -> tuple[str, dict[str, object]]:
    """Return a password that meets every rule, and what a user keeps of it."""
    text = f"{new_secret()[:_PASSWORD_LENGTH]}-Aa7"
    hashed = services.hashing.hash(text)
    return text, {"password_hash": hashed, "force_change_password": True}
