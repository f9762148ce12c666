"""CSV: the rows of the template of Entra's bulk creation of users."""

import re
from collections.abc import Iterator, Mapping

from tenantry.intake.csv_layout import COLUMNS, REQUIRED, Layout, find_layout, rows_below
from tenantry.intake.encoding import WINDOWS_1252, decode
from tenantry.intake.gathering import EXAMPLE_ROW, Gathering
from tenantry.intake.properties import with_domain
from tenantry.intake.records import ImportedUser

_BETWEEN_MAILS = re.compile(r"[;,\s]+")
_PLAIN = frozenset(COLUMNS.values()) - {"password", "manager", "other_mails", "account_enabled"}
_ENABLED_BY_ANSWER = {"yes": False, "no": True}  # to the question "Block sign in (Yes/No)"
_ENABLED_BY_VALUE = {"true": True, "false": False}


def read_csv(content: bytes, gathering: Gathering, *, upn_domain: str | None) -> None:
    """Read a CSV file; `InvalidValueError` if its first rows are not the template's."""
    text = decode(content, gathering, fallback=WINDOWS_1252)
    layout = find_layout(text, COLUMNS, REQUIRED)
    for title in layout.unread_titles:
        gathering.warn(
            layout.header_rows,
            f"the column is not read; the known properties are {', '.join(COLUMNS)}",
            title,
        )
    for number, line, row in rows_below(text, layout, gathering):
        if number == 0 and row[0].startswith("Example:"):
            gathering.skip(EXAMPLE_ROW)
        else:
            _read_row(line, row, layout, gathering, upn_domain)


def _read_row(
    line: int, row: list[str], layout: Layout, gathering: Gathering, upn_domain: str | None
) -> None:
    cells = {
        column: cell
        for column, place in layout.places.items()
        if place < len(row) and (cell := row[place].strip())
    }
    enabled = _answers(layout).get(cells.get("account_enabled", "").lower())
    faults = list(_find_faults(row, cells, layout, enabled=enabled))
    name = with_domain(cells.get("user_principal_name", ""), upn_domain)
    properties: dict[str, object] = {
        **{column: cell for column, cell in cells.items() if column in _PLAIN},
        "user_principal_name": name,
    }
    if enabled is not None:
        properties["account_enabled"] = enabled
    if "other_mails" in cells:
        properties["other_mails"] = list(filter(None, _BETWEEN_MAILS.split(cells["other_mails"])))
    manager = cells.get("manager")
    gathering.add(
        ImportedUser(
            line=line,
            own_key=name.lower(),
            manager_key=with_domain(manager, upn_domain).lower() if manager else None,
            properties=properties,
            # A password may begin or end with a space, so the cell is taken as it stands.
            password=row[layout.places["password"]] if "password" in cells else None,
        ),
        faults,
    )


def _find_faults(
    row: list[str], cells: Mapping[str, str], layout: Layout, *, enabled: bool | None
) -> Iterator[str]:
    if any(map(str.strip, row[layout.width :])):
        yield f"{len(row)} values for {layout.width} columns; is a separator not quoted?"
    if "password" not in cells:
        yield "`passwordProfile` is missing"
    if enabled is None:
        answer = cells.get("account_enabled", "")
        yield f"`accountEnabled` is `{answer}`, it must be {' or '.join(_answers(layout))}"


def _answers(layout: Layout) -> Mapping[str, bool]:
    """Return what the words of the column `accountEnabled` mean for the account."""
    return _ENABLED_BY_ANSWER if layout.asks_to_block else _ENABLED_BY_VALUE
