"""Who reports to whom among imported people: the second step, when everybody is known."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass

from tenantry.intake.records import ImportedUser, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerLinks:
    """The links that can be written, and a problem for each that cannot."""

    links: dict[str, str]  # own key → manager key, without a circle
    problems: list[Problem]


def find_manager_links(
    records: Sequence[ImportedUser], *, known: Container[str] = frozenset()
) -> ManagerLinks:
    """Find the manager of everybody in *records*.

    *known* are the keys of people outside the file whom the directory knows.  Of a circle the
    link that stands last in the file is left out, so that the rest of it is kept.
    """
    keys = {record.own_key for record in records}
    links: dict[str, str] = {}
    problems: list[Problem] = []
    for record in records:
        key = record.manager_key
        if key is None:
            continue
        if key in keys or key in known:
            links[record.own_key] = key
        else:
            problems.append(_problem(record, f"the manager `{key}` is not known"))
    closing = _links_closing_a_circle(links)
    for record in records:
        if record.own_key in closing:
            key = links.pop(record.own_key)
            problems.append(_problem(record, f"the manager `{key}` would close a circle"))
    return ManagerLinks(links=links, problems=problems)


def _links_closing_a_circle(links: dict[str, str]) -> Collection[str]:
    """Return the own key of the last link of every circle, in one walk over all links."""
    position = {key: place for place, key in enumerate(links)}
    walk_of: dict[str, str] = {}  # key → the person whose walk upwards met it first
    closing = []
    for start in links:
        key = start
        while key in links and key not in walk_of:
            walk_of[key] = start
            key = links[key]
        if key in links and walk_of[key] == start:
            closing.append(max(_circle(links, key), key=position.__getitem__))
    return closing


def _circle(links: dict[str, str], member: str) -> list[str]:
    circle = [member]
    while links[circle[-1]] != member:
        circle.append(links[circle[-1]])
    return circle


def _problem(record: ImportedUser, reason: str) -> Problem:
    subject = record.user_principal_name
    return Problem(line=record.line, reason=reason, subject=subject, left_out=False)
