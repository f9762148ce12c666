"""The peer: OpenLDAP's syncrepl copies the same people from one server to an empty one.

Both servers are Debian's `slapd` (`apt-get install slapd ldap-utils`) with LMDB, listen on the
loopback only, and live in a temporary folder.  The consumer may keep what a synchronized tenant
has as well: a log of every write, a change feed, and the same look-ups.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from benchmarks.source_people import BenchmarkJob
from tenantry.storage.database import Database
from tenantry.storage.tables import users

_SUFFIX = "dc=source,dc=tenantry,dc=test"
_LIMIT_SECONDS = 600.0
_POLL_SECONDS = 0.05
_ATTRIBUTES: Mapping[str, str] = {
    "cn": "display_name",
    "givenName": "given_name",
    "sn": "surname",
    "mail": "mail",
    "title": "job_title",
    "departmentNumber": "department",
    "employeeNumber": "employee_id",
    "street": "street_address",
    "l": "city",
    "st": "state",
    "postalCode": "postal_code",
    "physicalDeliveryOfficeName": "office_location",
    "telephoneNumber": "telephone_number",
    "preferredLanguage": "preferred_language",
}
_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload syncprov
moduleload accesslog
sizelimit unlimited
{log}
database mdb
suffix "{suffix}"
rootdn "cn=admin,{suffix}"
rootpw benchmark
directory {folder}/data
maxsize 8589934592
index objectClass,entryUUID,entryCSN,uid eq
{role}
"""
_LOG = """\
database mdb
suffix "cn=log"
rootdn "cn=admin,cn=log"
directory {folder}/log
maxsize 8589934592
index objectClass,entryCSN,reqStart,reqDN eq
{durability}
"""
_LOGGING = """
index cn,mail,manager eq
overlay accesslog
logdb "cn=log"
logops writes
overlay syncprov
"""
_CONSUMER = """\
syncrepl rid=001 provider={url} type=refreshAndPersist retry="1 +" searchbase="{suffix}"
  bindmethod=simple binddn="cn=admin,{suffix}" credentials=benchmark
{durability}"""


def is_installed() -> bool:
    """Return whether the peer can be measured here."""
    return Path("/usr/sbin/slapd").exists() and shutil.which("ldapsearch") is not None


def syncrepl_seconds(
    database: Database,
    job: BenchmarkJob,
    folder: Path,
    *,
    is_durable: bool,
    keeps_log: bool = False,
) -> float:
    """Return how long an empty consumer takes to have everybody; not durable is `dbnosync`."""
    provider, consumer = folder / "provider", folder / "consumer"
    _configure(provider, "overlay syncprov")
    people = folder / "people.ldif"
    _write_people(database, job, people)
    _run("slapadd", "-q", "-w", "-f", f"{provider}/slapd.conf", "-l", str(people))
    with _server(provider) as url:
        durability = "" if is_durable else "dbnosync"
        role = _CONSUMER.format(url=url, suffix=_SUFFIX, durability=durability)
        log = _LOG.format(folder=consumer, durability=durability)
        _configure(consumer, *((role + _LOGGING, log) if keeps_log else (role,)))
        state = _settled_state(url)
        began = time.perf_counter()
        with _server(consumer) as copy:
            while _state(copy) != state:
                if time.perf_counter() - began > _LIMIT_SECONDS:
                    raise TimeoutError(f"the consumer was not done in {_LIMIT_SECONDS} s")
                time.sleep(_POLL_SECONDS)
            seconds = time.perf_counter() - began
    shutil.rmtree(provider)
    shutil.rmtree(consumer)
    return seconds


def _configure(folder: Path, role: str, log: str = "") -> None:
    for name in ("data", "log"):
        (folder / name).mkdir(parents=True)
    text = _CONFIGURATION.format(folder=folder, suffix=_SUFFIX, role=role, log=log)
    (folder / "slapd.conf").write_text(text)


def _write_people(database: Database, job: BenchmarkJob, path: Path) -> None:
    columns = [users.c[name] for name in ("id", "manager_id", *_ATTRIBUTES.values())]
    query = select(*columns).where(users.c.tenant_id == job.source_tenant_id).order_by(users.c.id)
    with path.open("w") as file, database.read() as reading:
        file.write(f"dn: {_SUFFIX}\nobjectClass: domain\ndc: source\n\n")
        for user_id, manager_id, *values in reading.connection.execute(query):
            file.write(f"dn: uid={user_id},{_SUFFIX}\nobjectClass: inetOrgPerson\nuid: {user_id}\n")
            if manager_id:
                file.write(f"manager: uid={manager_id},{_SUFFIX}\n")
            file.writelines(
                f"{name}: {value}\n" for name, value in zip(_ATTRIBUTES, values, strict=True)
            )
            file.write("\n")


def _state(url: str) -> str:
    """Return the server's newest change, empty while it has none or does not answer."""
    command = ["ldapsearch", "-x", "-LLL", "-H", url, "-s", "base", "-b", _SUFFIX, "contextCSN"]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return next((line for line in found.splitlines() if line.startswith("contextCSN")), "")


def _settled_state(url: str) -> str:
    """Return the state of a server that has people, as soon as it answers."""
    while not (state := _state(url)):
        time.sleep(_POLL_SECONDS)
    return state


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    url = f"ldap://127.0.0.1:{_free_port()}"
    command = ["/usr/sbin/slapd", "-d", "0", "-h", url, "-f", f"{folder}/slapd.conf"]
    server = subprocess.Popen(command)
    try:
        while not (folder / "slapd.pid").exists():
            time.sleep(_POLL_SECONDS)
        yield url
    finally:
        server.terminate()
        server.wait()


def _run(program: str, *arguments: str) -> None:
    subprocess.run([f"/usr/sbin/{program}", *arguments], check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
