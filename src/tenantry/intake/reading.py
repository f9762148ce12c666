"""Read the users of a file, whatever of the three formats it is in."""

import re
from pathlib import PurePath
from typing import BinaryIO

from tenantry.errors import InvalidValueError
from tenantry.intake.csv_template import read_csv
from tenantry.intake.encoding import is_utf_16
from tenantry.intake.gathering import Gathering
from tenantry.intake.graph_json import read_graph_json
from tenantry.intake.ldif import read_ldif
from tenantry.intake.properties import is_domain
from tenantry.intake.records import FileFormat, ImportReading

_SAMPLE = 4096  # bytes that are looked at to tell the format
_BEGINNINGS: tuple[tuple[FileFormat, re.Pattern[str]], ...] = (
    ("json", re.compile(r"\{|\[(?!\s*\w+\s*\])")),  # `[displayName]` is a title
    ("ldif", re.compile(r"version:\s*[0-9]|dn:", re.IGNORECASE)),
    ("csv", re.compile(r'"?version:v|.*(?:\[\s*\w+\s*\]|userPrincipalName)', re.IGNORECASE)),
)
_EXTENSIONS: dict[str, FileFormat] = {
    ".csv": "csv",
    ".txt": "csv",
    ".ldif": "ldif",
    ".ldf": "ldif",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}


def read_users(
    source: bytes | BinaryIO,
    *,
    name: str,
    file_format: FileFormat | None = None,
    default_domain: str | None = None,
    upn_domain: str | None = None,
) -> ImportReading:
    """Read the users of *source*, a file called *name*.

    Without *file_format* the content decides, then the extension of *name*.  *upn_domain*
    replaces the domain of every sign-in name, of managers too; *default_domain* completes a
    `uid` of LDIF.  What concerns one person is a problem of the reading; `InvalidValueError`
    says that the file as a whole cannot be read.
    """
    for option, domain in (("default_domain", default_domain), ("upn_domain", upn_domain)):
        if domain is not None and not is_domain(domain):
            raise InvalidValueError(option, f"`{domain}` is no domain name, such as `a.example`")
    content = source if isinstance(source, bytes) else source.read()
    gathering = Gathering(name)
    match file_format or detect_format(content, name):
        case "csv":
            read_csv(content, gathering, upn_domain=upn_domain)
        case "ldif":
            read_ldif(content, gathering, default_domain=default_domain, upn_domain=upn_domain)
        case "json":
            read_graph_json(content, gathering, upn_domain=upn_domain)
    return gathering.reading


def detect_format(content: bytes, name: str) -> FileFormat:
    """Return the format of a file; `InvalidValueError` if neither content nor name tells it."""
    line = _first_line(content)
    for file_format, beginning in _BEGINNINGS:
        if beginning.match(line):
            return file_format
    extension = PurePath(name).suffix.lower()
    if extension not in _EXTENSIONS:
        raise InvalidValueError(
            "format", f"`{name}` looks like none of csv, ldif and json; name the format"
        )
    return _EXTENSIONS[extension]


def _first_line(content: bytes) -> str:
    """Return the first line that is neither empty nor, as LDIF writes it, a comment or its fold."""
    encoding = "utf-16" if is_utf_16(content) else "utf-8-sig"
    sample = content[:_SAMPLE].decode(encoding, errors="ignore")
    in_comment = False
    for line in sample.splitlines():
        in_comment = line.startswith("#") or (in_comment and line.startswith(" "))
        if line.strip() and not in_comment:
            return line.lstrip()
    return ""
