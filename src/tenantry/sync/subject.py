"""Subjects: everything that deciding needs of one object."""

from collections.abc import Sequence
from typing import Any

import msgspec

from tenantry.sync.layouts import Row
from tenantry.sync.matching import Holder, Link


class Subject(msgspec.Struct, frozen=True):
    """One user to decide on.

    ``row`` is a completed row of the source, None when the user is gone for good.  ``found`` is
    the linked (or the one matching) target user's
    (deleted_at, manager_id, left_at, whether mastered on premises, *target attributes*), None
    if none.
    ``manager`` is the target id of the source user's manager, None where it is not linked.
    ``has_vanished`` is whether the link's target user is gone for good; ``holder`` has the
    user's address in the target; ``heir`` is a source user in scope that shares the target user.
    """

    source_id: str
    row: Row | None
    link: Link | None = None
    candidates: Sequence[str] = ()
    found: tuple[Any, ...] | None = None
    manager: str | None = None
    has_vanished: bool = False
    holder: Holder | None = None
    heir: str | None = None
