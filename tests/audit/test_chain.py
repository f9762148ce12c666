"""What is hashed of entries: alike for who writes many at once and for who reads one by one."""

from itertools import accumulate, pairwise

from hypothesis import assume, given, strategies as st

from tenantry.audit.chain import Digest, Head, Values, parse_head
from tenantry.audit.logs import Log

VALUES = st.lists(st.none() | st.text(max_size=4) | st.integers(0, 9), min_size=4, max_size=4)
ACTS = st.sampled_from([[], ["added"], ["added", None], ["removed"]])
ENTRIES = st.lists(st.tuples(ACTS, VALUES), min_size=1, max_size=40)
Entries = list[tuple[Values, Values]]


def one_by_one(entries: Entries) -> str:
    digest = Digest()
    for act, values in entries:
        digest.add(act, [values])
    return str(digest)


def in_runs(entries: Entries, lengths: list[int]) -> str:
    """Return the digest where runs of one act are added together, cut at *lengths*."""
    digest = Digest()
    cuts = {0, len(entries), *accumulate(lengths)}
    acts = [act for act, _ in entries]
    cuts |= {place + 1 for place, (act, after) in enumerate(pairwise(acts)) if act != after}
    for start, end in pairwise(sorted(cut for cut in cuts if cut <= len(entries))):
        digest.add(entries[start][0], [values for _, values in entries[start:end]])
    return str(digest)


@given(ENTRIES, st.lists(st.integers(1, 20), max_size=5))
def test_it_makes_no_difference_how_many_entries_are_added_at_once(
    entries: Entries, lengths: list[int]
) -> None:
    assert one_by_one(entries) == in_runs(entries, lengths)


@given(ENTRIES, ENTRIES)
def test_other_entries_have_another_digest(entries: Entries, others: Entries) -> None:
    assume(entries != others)

    assert one_by_one(entries) != one_by_one(others)


@given(st.sampled_from(Log), st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_a_head_is_read_as_it_was_written(log: Log, sequence: int, value: bytes) -> None:
    head = Head(log=log, sequence=sequence, hash=value.hex())

    assert head == parse_head(str(head))
