"""The chain of hashes that seals a log: each transaction's entries, and all before them.

A seal holds the digest of the entries that one transaction wrote, and a hash of that digest and
of the seal before it.  So the newest hash, the head, stands for everything that was ever sealed:
whoever keeps one elsewhere can prove later that nothing up to it was changed, taken out or put
in (docs/logs.md; ADR 0023 tells what that proves, and what not).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tenantry.audit.logs import Log
from tenantry.errors import InvalidValueError

HASHED = frozenset({Log.AUDIT, Log.SIGN_INS})
"""The logs whose seals hold what entries say; of the others they hold which ones there are."""

Values = Sequence[Any]
"""Stored values, in the order of the log's columns."""

BEFORE_THE_FIRST = "0" * 64
"""What stands for the hash before the first seal."""

_HEAD = re.compile(r"(audit|provisioning|signIns):([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What seals the entries of one transaction; ``sequence`` counts seals from 1, without gaps.

    ``digest`` is None in logs that are not `HASHED`.
    """

    sequence: int
    sealed_at: str
    batch_id: str
    first_id: str
    last_id: str
    entries: int
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The place in a chain that a hash stands for: that seal and all before it."""

    log: Log
    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.log.value}:{self.sequence}:{self.hash}"


def parse_head(text: str) -> Head:
    """Return the head that *text* writes; raises `InvalidValueError` where it writes none."""
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        message = f"`{text}` is no head; write one as `tenantry audit head` prints it"
        raise InvalidValueError("head", message)
    log, sequence, value = found.groups()
    return Head(log=Log(log), sequence=int(sequence), hash=value)


class Digest:
    """The digest of the entries of one transaction, in the order of their ids.

    It is SHA-256 of MessagePack: what was done, written where it differs from the entry before,
    and then each entry's own values; there are more or fewer of these, so that the two are told
    apart.  MessagePack has one form of a text, so no more canonical
    one is needed; it takes half the time of JSON, which counts where a cycle of the engine does
    one thing to thousands of users.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._act: Values | None = None

    def add(self, act: Values, entries: Sequence[Values]) -> None:
        """Take in *entries* of one *act*."""
        if act != self._act:
            self._hash.update(msgspec.msgpack.encode(act))
            self._act = act
        packed = msgspec.msgpack.encode(entries)
        self._hash.update(memoryview(packed)[_size_of_header(len(entries)) :])

    def __str__(self) -> str:
        return self._hash.hexdigest()


def _size_of_header(length: int) -> int:
    """Return how many bytes MessagePack puts before *length* items."""
    return 1 if length < 1 << 4 else 3 if length < 1 << 16 else 5


def hash_of(tenant_id: str, log: Log, seal: Seal, previous: str) -> str:
    """Return the hash of *seal*, which *previous*, the hash of the seal before it, is part of."""
    sealed = (previous, tenant_id, log.value, *_values(seal))
    return hashlib.sha256(msgspec.json.encode(sealed)).hexdigest()


def _values(seal: Seal) -> tuple[object, ...]:
    return (
        seal.sequence,
        seal.sealed_at,
        seal.batch_id,
        seal.first_id,
        seal.last_id,
        seal.entries,
        seal.digest,
    )
