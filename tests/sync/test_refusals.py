"""What the target directory would not take is that user's escrow, with its documented code."""

from tests.support.synchronization import Synchronization


def test_an_address_that_cannot_be_invited_is_not_created(sync: Synchronization) -> None:
    ana = sync.add_user("ana", mail="ana+sales@northwind.test")

    sync.run_cycle()

    assert {ana: "InvitationCreationFailureInvalidPropertyValue"} == sync.escrows()


def test_a_user_who_was_converted_and_is_mastered_on_premises_is_not_written(
    sync: Synchronization,
) -> None:
    hybrid = sync.target.add_user("hybrid", on_premises_sync_enabled=True)
    sync.target.invite("ana@northwind.test", user_id=hybrid)
    before = sync.target.users()
    ana = sync.add_user("ana", mail="ana@northwind.test")

    sync.run_cycle()

    assert {ana: "AzureActiveDirectoryCannotUpdateObjectsMasteredOnPremises"} == sync.escrows()
    assert before == sync.target.users()
