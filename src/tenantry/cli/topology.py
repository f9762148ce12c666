"""`tenantry topology`: hubs, spokes and meshes from one file, shown before they are made."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
import msgspec
from rich.text import Text

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import OutputForm, console, output_option, print_json
from tenantry.cli.tenant_choice import Tenants
from tenantry.directory.operations.groups import list_groups
from tenantry.directory.operations.tenants import create_tenant
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database
from tenantry.storage.filters.fields import Operator, make_field
from tenantry.storage.filters.tree import Comparison
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.jobs import RunMode
from tenantry.sync.operations.jobs import list_jobs
from tenantry.sync.operations.linking import link_tenants
from tenantry.sync.topology import Link, NewTenant, Topology, expand, read_topology

_NAME = make_field("displayName")


class LinkRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One link of the file; ``exists`` tells whether a job already joins the two."""

    source: str
    target: str
    groups: Sequence[str]
    everybody: bool
    exists: bool


class TopologyRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What the file would change, or changed; ``others`` are links that it does not name."""

    new_tenants: Sequence[str]
    links: Sequence[LinkRow]
    others: Sequence[str]
    applied: bool


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The file beside what there is: ``tenant_ids`` lacks the tenants that are still to be made."""

    topology: Topology
    new_tenants: Mapping[str, NewTenant]
    tenant_ids: Mapping[str, str]
    links: Sequence[Link]
    existing: frozenset[tuple[str, str]]  # ids of source and target
    others: Sequence[str]

    def exists(self, link: Link) -> bool:
        """Return whether a job already joins the two."""
        ids = self.tenant_ids
        return (ids.get(link.source, ""), ids.get(link.target, "")) in self.existing


@click.group(cls=CommandGroup)
def topology() -> None:
    """Link tenants: hubs with spokes, meshes and single links, declared in one file."""


@topology.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Make the links without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would be made.")
@output_option
@installation_options
def apply(
    settings: Settings, /, output: OutputForm, file: Path, *, yes: bool, dry_run: bool
) -> None:
    """Make every link of FILE that is not there yet; what is there stays as it is.

    \b
    [tenants]
    hub = "contoso.example"
    north = { domain = "north.example", display_name = "North" }
    [[hub_and_spokes]]
    hub = "hub"
    spokes = ["north"]
    direction = "in"          # or "out", "both"
    groups = ["Everyone"]     # security groups of each source, or everybody = true
    [[mesh]]
    tenants = ["a.example", "b.example", "c.example"]
    [[links]]
    source = "a.example"
    target = "hub"
    """  # noqa: D301  # `\b` is click's mark for lines that stay as they are
    declared = read_topology(_content(file))
    with open_services(settings) as services:
        database = services.database
        with database.read() as reading:
            wanted = _compare(reading, declared)
        missing = [link for link in wanted.links if not wanted.exists(link)]
        if output is OutputForm.TABLE:
            _tell(wanted)
        is_change = bool(missing or wanted.new_tenants) and not dry_run
        if is_change:
            if not yes:
                click.confirm("Make these?", abort=True, err=True)
            _make(database, settings, wanted, missing)
    if output is OutputForm.JSON:
        print_json(_row(wanted, applied=is_change))
    elif is_change:
        links = "1 link" if len(missing) == 1 else f"{len(missing)} links"
        click.echo(f"Made {links}; a worker runs the first cycles now.")


def _content(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InvalidValueError("file", f"`{file}` is not valid TOML: {fault}") from fault


def _compare(reading: Reading, declared: Topology) -> _Wanted:
    tenants, links = Tenants(reading), expand(declared)
    ids: dict[str, str] = {}
    new: dict[str, NewTenant] = {}
    for name in dict.fromkeys([*declared.tenants, *_names(links)]):
        told = declared.tenants.get(name, name)
        try:
            ids[name] = tenants.get(told.domain if isinstance(told, NewTenant) else told)["id"]
        except NotFoundError:
            if not isinstance(told, NewTenant):
                raise
            new[name] = told
    jobs = [
        (record["id"], job.target_tenant_id)
        for record in tenants.records
        for job in list_jobs(reading, operator(record["id"]))
        if job.target_tenant_id
    ]
    declared_pairs = {(ids.get(link.source), ids.get(link.target)) for link in links}
    _require_groups(reading, ids, links)
    return _Wanted(
        topology=declared,
        new_tenants=new,
        tenant_ids=ids,
        links=links,
        existing=frozenset(jobs),
        others=[
            f"{tenants.name_of(source)} \N{RIGHTWARDS ARROW} {tenants.name_of(target)}"
            for source, target in jobs
            if (source, target) not in declared_pairs
        ],
    )


def _names(links: Sequence[Link]) -> list[str]:
    return [name for link in links for name in (link.source, link.target)]


def _require_groups(reading: Reading, ids: Mapping[str, str], links: Sequence[Link]) -> None:
    """Raise `NotFoundError` for a group that its source does not have, before anything is made."""
    for link in links:
        if link.source in ids:
            _group_ids(reading, ids[link.source], link)


def _group_ids(reading: Reading, tenant_id: str, link: Link) -> list[str]:
    found = []
    for name in link.groups:
        query = PageQuery(condition=Comparison(_NAME, Operator.EQ, name), limit=2)
        groups = list_groups(reading, operator(tenant_id), query).records
        if len(groups) != 1:
            number = "no group is" if not groups else "several groups are"
            message = f"{number} called `{name}` in `{link.source}`"
            raise NotFoundError(message, object_id=name)
        found.append(str(groups[0]["id"]))
    return found


def _tell(wanted: _Wanted) -> None:
    shown = console()
    for line in _lines(wanted):
        shown.print(line, soft_wrap=True)


def _lines(wanted: _Wanted) -> Iterator[Text]:
    for name, tenant in wanted.new_tenants.items():
        told = f"tenant {tenant.display_name} ({tenant.domain}), here `{name}`"
        yield Text.assemble(("+ ", "green"), told)
    for link in wanted.links:
        mark = ("  ", "dim") if wanted.exists(link) else ("+ ", "green")
        scope = "everybody" if link.everybody else ", ".join(link.groups) or "nobody yet"
        is_there = "  is there" if wanted.exists(link) else ""
        pair = f"{link.source} \N{RIGHTWARDS ARROW} {link.target}"
        yield Text.assemble(mark, pair, (f"  {scope}{is_there}", "dim"))
    for other in wanted.others:
        yield Text(f"  {other}  is not in the file and stays", style="dim")
    count = sum(not wanted.exists(link) for link in wanted.links)
    tenants = f"{len(wanted.new_tenants)} tenants and " if wanted.new_tenants else ""
    yield Text(f"{tenants}{count} of {len(wanted.links)} links to make.", style="bold")


def _row(wanted: _Wanted, *, applied: bool) -> TopologyRow:
    return TopologyRow(
        new_tenants=list(wanted.new_tenants),
        links=[
            LinkRow(
                source=link.source,
                target=link.target,
                groups=link.groups,
                everybody=link.everybody,
                exists=wanted.exists(link),
            )
            for link in wanted.links
        ],
        others=wanted.others,
        applied=applied,
    )


def _make(database: Database, settings: Settings, wanted: _Wanted, missing: Sequence[Link]) -> None:
    """Make tenants and links, all of them or, where one is refused, none."""
    with database.write() as work:
        ids = dict(wanted.tenant_ids)
        for name, tenant in wanted.new_tenants.items():
            ids[name] = _create(work, tenant)
        names = {record["id"]: record["display_name"] for record in Tenants(work).records}
        for link in missing:
            link_tenants(
                work,
                ids[link.source],
                ids[link.target],
                name=f"{names[ids[link.source]]} to {names[ids[link.target]]}",
                group_ids=_group_ids(work, ids[link.source], link),
                everybody=link.everybody,
                percentage=wanted.topology.guard_percentage,
                run_mode=RunMode(wanted.topology.run_mode),
                may_cross_clouds=settings.sync_cross_cloud,
            )


def _create(work: UnitOfWork, tenant: NewTenant) -> str:
    values = {"display_name": tenant.display_name, "initial_domain": tenant.domain}
    if tenant.country is not None:
        values["country_letter_code"] = tenant.country
    return str(create_tenant(work, operator(""), values)["id"])
