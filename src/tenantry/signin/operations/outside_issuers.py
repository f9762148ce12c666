"""Issuers elsewhere: their discovery documents and signing keys, fetched and kept a while."""

import ssl
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

import structlog

from tenantry.clock import monotonic_ms
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.assertion_keys import NamedKey, keys_in_set
from tenantry.signin.operations.fetching import (
    FetchError,
    Reach,
    fetch_document,
    fetch_json,
    post_form,
    try_fetch,
)
from tenantry.signin.reasons import Reason

_FRESH_MS = 3_600_000.0
_RETRY_MS = 30_000.0  # after a failure, or for a key that is not in the set
_ISSUERS_KEPT = 256
_NOTHING_THERE = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    document: Mapping[str, object]
    keys: tuple[NamedKey, ...]
    problem: str  # why there are none; empty where there are
    at_ms: float

    def good_for_ms(self, kid: str) -> float:
        is_known = any(kid in key.names for key in self.keys) if kid else bool(self.keys)
        return _FRESH_MS if is_known else _RETRY_MS


class OutsideIssuers:
    """Keys of other issuers.  One per process; safe to share between threads."""

    def __init__(
        self, allowed_hosts: Iterable[str] = (), *, trust: ssl.SSLContext | None = None
    ) -> None:
        self._reach = Reach(
            trust=trust,
            known_hosts=frozenset(host.lower() for host in allowed_hosts),
        )
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def prepare(self, issuer: str, kid: str, *, is_believed: bool = False) -> None:
        """Fetch the issuer's keys unless they are known, and *kid* among them.

        Where the issuer itself named *kid*, and no caller, ``is_believed``: it has a new key,
        which is fetched at once, and not only when it is a while since the last time.

        Never while a transaction is open: it takes as long as the other side likes, up to some
        seconds.
        """
        known = self._find(issuer)
        good_for_ms = known.good_for_ms(kid) if known else 0.0
        if known and is_believed and kid and good_for_ms < _FRESH_MS and known.keys:
            good_for_ms = 0.0
        if known and monotonic_ms() - known.at_ms < good_for_ms:
            return
        fetched = self._fetch(issuer)
        if known and known.keys and not fetched.keys:  # better the ones from before
            fetched = replace(known, at_ms=fetched.at_ms)
        with self._lock:
            self._known[issuer] = fetched
            self._known.move_to_end(issuer)
            while len(self._known) > _ISSUERS_KEPT:
                self._known.popitem(last=False)

    def get_keys(self, issuer: str) -> tuple[NamedKey, ...]:
        """Return the keys that `prepare` fetched; `SigninRefusedError` where it could not."""
        return self._get(issuer).keys

    def get_document(self, issuer: str) -> Mapping[str, object]:
        """Return the discovery document that `prepare` fetched; raises as `get_keys` does."""
        return self._get(issuer).document

    def fetch_object(self, url: str) -> Mapping[str, object]:
        """Return the JSON object at *url* as it is now; `FetchError` where there is none."""
        found = fetch_json(url, self._reach)
        if not isinstance(found, dict):
            raise FetchError("its answer is no JSON object")
        return found

    def fetch_document(self, url: str) -> bytes:
        """Return what is at *url* now; `FetchError` where there is nothing."""
        return fetch_document(url, self._reach)

    def find_object(self, url: str) -> Mapping[str, object] | None:
        """Return the JSON object at *url*; None where the answer says that there is nothing.

        Raises `FetchError` where there is no answer, or another one.
        """
        status, found = try_fetch(url, self._reach)
        if status in _NOTHING_THERE:
            return None
        if status != HTTPStatus.OK or not isinstance(found, dict):
            raise FetchError(f"it answers {status}")
        return found

    def post(
        self, url: str, fields: Mapping[str, str], *, authorization: str = ""
    ) -> tuple[int, Mapping[str, object]]:
        """Return status and JSON object of the answer to a form; `FetchError` where is none."""
        status, found = post_form(url, fields, self._reach, authorization=authorization)
        if not isinstance(found, dict):
            raise FetchError("its answer is no JSON object")
        return status, found

    def _get(self, issuer: str) -> _Known:
        known = self._find(issuer)
        problem = known.problem if known else "they were not asked for"
        if known is None or problem:
            raise SigninRefusedError(Reason.ISSUER_UNREACHABLE, issuer=issuer, problem=problem)
        return known

    def _find(self, issuer: str) -> _Known | None:
        with self._lock:
            return self._known.get(issuer)

    def _fetch(self, issuer: str) -> _Known:
        try:
            document = self._document_of(issuer)
            keys = self._keys_at(str(document.get("jwks_uri", "")))
        except FetchError as fault:
            _log.warning("keys of an issuer were not fetched", issuer=issuer, reason=str(fault))
            return _Known(document={}, keys=(), problem=str(fault), at_ms=monotonic_ms())
        return _Known(document=document, keys=tuple(keys), problem="", at_ms=monotonic_ms())

    def _document_of(self, issuer: str) -> Mapping[str, object]:
        document = self.fetch_object(discovery_address(issuer))
        if document.get("issuer") != issuer:
            raise FetchError("its discovery document names another issuer")
        return document

    def _keys_at(self, url: str) -> list[NamedKey]:
        keys = self.fetch_object(url).get("keys")
        if not isinstance(keys, list):
            raise FetchError("its key set has no `keys`")
        found = keys_in_set(key for key in keys if isinstance(key, dict))
        if not found:
            raise FetchError("its key set has no key for signatures")
        return found


def discovery_address(issuer: str) -> str:
    """Return where the discovery document of an issuer is (OpenID Connect Discovery §4)."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"
