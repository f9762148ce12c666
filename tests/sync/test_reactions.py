"""What the engine does with a user, for each scope and each situation it can be in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import pytest

from tenantry.collaboration.external_users import identity_of
from tenantry.directory.values import Record
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.matching import Situation
from tenantry.sync.planning import REACTIONS, Action, Scope
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tests.support.synchronization import Synchronization

Arrange = Callable[[Synchronization], str]


def _unmatched(sync: Synchronization) -> str:
    return sync.add_user("ana")


def _unlinked(sync: Synchronization) -> str:
    user_id = sync.add_user("ana")
    _add_guest(sync, user_id, "ana")
    return user_id


def _invited(sync: Synchronization) -> str:
    sync.target.invite("a@northwind.test")
    return sync.add_user("ana", mail="a@northwind.test")


def _occupied(sync: Synchronization) -> str:
    user_id = sync.add_user("ana", mail="a@northwind.test")
    sync.target.add_external_user(
        display_name="Somebody else",
        user_principal_name=f"a_northwind.test#EXT#@{sync.target.domain}",
        mail="a@northwind.test",
        external_user_state="Accepted",
        alternative_security_id=identity_of("somebody else"),
    )
    return user_id


def _shared(sync: Synchronization) -> str:
    user_id = _occupied(sync)
    sync.run_cycle()
    return user_id


def _inheritable(sync: Synchronization) -> str:
    user_id = sync.add_user("ana", mail="a@northwind.test")
    sync.add_user("ben", mail="a@northwind.test")
    sync.run_cycle()
    return user_id


def _linked(sync: Synchronization) -> str:
    user_id = sync.add_user("ana")
    sync.run_cycle()
    return user_id


def _inactive(sync: Synchronization) -> str:
    user_id = _linked(sync)
    sync.source.change(user_id, account_enabled=False)
    sync.run_cycle()
    return user_id


def _soft_deleted(sync: Synchronization) -> str:
    user_id = _linked(sync)
    sync.unassign(user_id)
    sync.run_cycle()
    return user_id


def _revived(sync: Synchronization) -> str:
    user_id = _soft_deleted(sync)
    sync.target.restore(sync.twin(user_id)["id"])
    return user_id


def _removed(sync: Synchronization) -> str:
    user_id = _linked(sync)
    sync.target.delete(sync.twin(user_id)["id"])
    return user_id


def _left(sync: Synchronization) -> str:
    user_id = _linked(sync)
    sync.target.let_leave(sync.twin(user_id)["id"])
    return user_id


def _vanished(sync: Synchronization) -> str:
    user_id = _removed(sync)
    sync.target.purge(sync.twin(user_id)["id"])
    return user_id


def _disputed(sync: Synchronization) -> str:
    user_id = _unlinked(sync)
    _add_guest(sync, user_id, "ana2")
    return user_id


def _out(arrange: Arrange) -> Arrange:
    """Arrange as for a user in scope, then take it out of scope."""

    def arranged(sync: Synchronization) -> str:
        user_id = arrange(sync)
        sync.source.change(user_id, user_type="Guest")
        return user_id

    return arranged


def _in_again(arrange: Arrange) -> Arrange:
    """Arrange as for a user that left the scope, then bring it back."""

    def arranged(sync: Synchronization) -> str:
        user_id = arrange(sync)
        sync.assign(user_id)
        return user_id

    return arranged


def _unread(arrange: Arrange) -> Arrange:
    """Arrange as for a user in scope, then let a filter keep it from being read."""

    def arranged(sync: Synchronization) -> str:
        user_id = arrange(sync)
        clause = FilterClause(attribute="jobTitle", operator="EQUALS", values=("Counsel",))
        scope = ScopingFilter(input_groups=(FilterGroup(title="Counsels", clauses=(clause,)),))
        sync.replace_schema(replace(sync.schema(), scope=scope))
        return user_id

    return arranged


# The product's table is repeated here on purpose: a row that changes there must change here.
_READ: Mapping[tuple[Scope, Situation], tuple[Arrange, Action]] = {
    (Scope.IN, Situation.UNMATCHED): (_unmatched, Action.CREATE),
    (Scope.IN, Situation.UNLINKED): (_unlinked, Action.UPDATE),
    (Scope.IN, Situation.INVITED): (_invited, Action.REDEEM),
    (Scope.IN, Situation.OCCUPIED): (_occupied, Action.SHARE),
    (Scope.IN, Situation.LINKED): (_linked, Action.UPDATE),
    (Scope.IN, Situation.SHARED): (_shared, Action.SKIP),
    (Scope.IN, Situation.INHERITABLE): (_inheritable, Action.UPDATE),
    (Scope.IN, Situation.INACTIVE): (_inactive, Action.UPDATE),
    (Scope.IN, Situation.SOFT_DELETED): (_in_again(_soft_deleted), Action.RESTORE),
    (Scope.IN, Situation.REVIVED): (_in_again(_revived), Action.UPDATE),
    (Scope.IN, Situation.REMOVED): (_removed, Action.SKIP),
    (Scope.IN, Situation.LEFT): (_left, Action.CREATE),
    (Scope.IN, Situation.VANISHED): (_vanished, Action.CREATE),
    (Scope.IN, Situation.DISPUTED): (_disputed, Action.ESCROW),
    (Scope.OUT, Situation.UNMATCHED): (_out(_unmatched), Action.SKIP),
    (Scope.OUT, Situation.UNLINKED): (_out(_unlinked), Action.SKIP),
    (Scope.OUT, Situation.INVITED): (_out(_invited), Action.SKIP),
    (Scope.OUT, Situation.OCCUPIED): (_out(_occupied), Action.SKIP),
    (Scope.OUT, Situation.LINKED): (_out(_linked), Action.DELETE),
    (Scope.OUT, Situation.SHARED): (_out(_shared), Action.UNLINK),
    (Scope.OUT, Situation.INHERITABLE): (_out(_inheritable), Action.BEQUEATH),
    (Scope.OUT, Situation.INACTIVE): (_out(_inactive), Action.SKIP),
    (Scope.OUT, Situation.SOFT_DELETED): (_soft_deleted, Action.SKIP),
    (Scope.OUT, Situation.REVIVED): (_revived, Action.SKIP),
    (Scope.OUT, Situation.REMOVED): (_out(_removed), Action.SKIP),
    (Scope.OUT, Situation.LEFT): (_out(_left), Action.SKIP),
    (Scope.OUT, Situation.VANISHED): (_out(_vanished), Action.UNLINK),
    (Scope.OUT, Situation.DISPUTED): (_out(_disputed), Action.SKIP),
}
_EXPECTED = {
    **_READ,
    **{
        (Scope.UNREAD, situation): (_unread(arrange), Action.SKIP)
        for (scope, situation), (arrange, _) in _READ.items()
        if scope is Scope.IN
    },
}


def test_every_pair_of_scope_and_situation_has_a_reaction() -> None:
    assert set(product(Scope, Situation)) == set(REACTIONS) == set(_EXPECTED)


@pytest.mark.claim("CTS-048", "CTS-107", "CTS-108")
@pytest.mark.parametrize(("scope", "situation"), _EXPECTED)
def test_the_engine_reacts_as_the_table_says(
    sync: Synchronization, scope: Scope, situation: Situation
) -> None:
    arrange, action = _EXPECTED[scope, situation]
    user_id = arrange(sync)
    sync.source.change(user_id, job_title="Pilot")
    before, position = sync.twins(user_id), sync.target.position()

    outcome = sync.run_cycle()

    assert Outcome.COMPLETED is outcome
    _EFFECTS[action](sync, user_id, before, position)


def _is_created(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    [created] = [row for row in sync.twins(user_id) if row not in before]
    assert (None, "Pilot") == (created["deleted_at"], created["job_title"])
    assert {user_id: (created["id"], "active")} == sync.links()
    assert [("user", created["id"], "created")] == _told(sync, position)
    assert ("create", "success") == _last_event(sync, user_id)


def _is_updated(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    [old], new = before, sync.twin(user_id)
    assert (old["id"], None, "Pilot") == (new["id"], new["deleted_at"], new["job_title"])
    assert old["user_type"] == new["user_type"]
    state = "active" if new["account_enabled"] else "inactive"
    assert (new["id"], state) == sync.links()[user_id]
    assert [("user", new["id"], "updated")] == _told(sync, position)
    assert ("update", "success") == _last_event(sync, user_id)


def _is_restored(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    [old], new = before, sync.twin(user_id)
    assert (old["id"], None, "Pilot") == (new["id"], new["deleted_at"], new["job_title"])
    assert {user_id: (new["id"], "active")} == sync.links()
    assert [("user", new["id"], "restored")] == _told(sync, position)
    assert ("update", "success") == _last_event(sync, user_id)


def _is_deleted(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    [old], new = before, sync.twin(user_id)
    assert {**old, "deleted_at": new["deleted_at"]} == new
    assert new["deleted_at"] is not None
    assert {user_id: (new["id"], "deleted")} == sync.links()
    assert [("user", new["id"], "deleted")] == _told(sync, position)
    assert ("delete", "success") == _last_event(sync, user_id)


def _is_left_alone(
    sync: Synchronization, user_id: str, before: list[Record], position: int
) -> None:
    assert before == sync.twins(user_id)
    assert [] == _told(sync, position)


def _is_in_escrow(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    _is_left_alone(sync, user_id, before, position)
    assert {user_id: "DuplicateTargetEntries"} == sync.escrows()
    assert ("other", "failure") == _last_event(sync, user_id)


def _is_forgotten(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    _is_left_alone(sync, user_id, before, position)
    assert {} == sync.links()


def _is_redeemed(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    [guest] = sync.target.users()
    assert ([], user_id, identity_of(user_id), "Accepted") == (
        before,
        guest["home_user_id"],
        guest["alternative_security_id"],
        guest["external_user_state"],
    )
    assert ("Pilot", "Guest") == (guest["job_title"], guest["user_type"])
    assert {user_id: (guest["id"], "invited")} == sync.links()
    assert [("user", guest["id"], "updated")] == _told(sync, position)
    assert ("update", "success") == _last_event(sync, user_id)
    assert guest["external_user_state_changed_at"] == sync.target.invitations()[0]["redeemed_at"]


def _is_shared(sync: Synchronization, user_id: str, before: list[Record], position: int) -> None:
    [other] = sync.target.users()
    assert (None, identity_of("somebody else")) == (
        other["job_title"],
        other["alternative_security_id"],
    )
    assert {user_id: (other["id"], "shared")} == sync.links()
    assert [] == _told(sync, position)
    assert ("other", "success") == _last_event(sync, user_id)


def _is_bequeathed(
    sync: Synchronization, user_id: str, before: list[Record], position: int
) -> None:
    [old], [new] = before, sync.target.users()
    [(heir, link)] = sync.links().items()
    assert (old["id"], "active") == link
    assert (heir, identity_of(heir), None, "Ben") == (
        new["home_user_id"],
        new["alternative_security_id"],
        new["deleted_at"],
        new["display_name"],
    )
    assert [("user", old["id"], "updated")] * 2 == _told(sync, position)
    assert ("update", "success") == _last_event(sync, user_id)


_EFFECTS = {
    Action.CREATE: _is_created,
    Action.UPDATE: _is_updated,
    Action.RESTORE: _is_restored,
    Action.DELETE: _is_deleted,
    Action.SKIP: _is_left_alone,
    Action.ESCROW: _is_in_escrow,
    Action.UNLINK: _is_forgotten,
    Action.REDEEM: _is_redeemed,
    Action.SHARE: _is_shared,
    Action.BEQUEATH: _is_bequeathed,
}


def _add_guest(sync: Synchronization, user_id: str, name: str) -> None:
    sync.target.add_external_user(
        display_name="Somebody",
        user_principal_name=f"{name}_invited.test#EXT#@{sync.target.domain}",
        user_type="Guest",
        external_user_state="Accepted",
        alternative_security_id=identity_of(user_id),
        home_tenant_id=sync.source.tenant_id,
        home_user_id=user_id,
    )


def _told(sync: Synchronization, position: int) -> list[tuple[str, str, str]]:
    changes = sync.target.changes(after=position)
    return [(change.object_type, change.object_id, change.kind) for change in changes]


def _last_event(sync: Synchronization, user_id: str) -> tuple[str, str]:
    event = sync.events(user_id)[-1]
    return event["action"], event["status"]
