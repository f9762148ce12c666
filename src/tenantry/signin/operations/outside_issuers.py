"""The signing keys of issuers elsewhere, found by their discovery documents and kept a while."""

import ssl
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog

from tenantry.clock import monotonic_ms
from tenantry.signin.errors import Reason, SigninRefusedError
from tenantry.signin.operations.assertion_keys import NamedKey, keys_in_set
from tenantry.signin.operations.fetching import FetchError, fetch_json

_FRESH_MS = 3_600_000.0
_RETRY_MS = 30_000.0  # after a failure, or for a key that is not in the set
_ISSUERS_KEPT = 256

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
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
        self._allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self._trust = trust or ssl.create_default_context()
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def prepare(self, issuer: str, kid: str) -> None:
        """Fetch the issuer's keys unless they are known, and *kid* among them.

        Never while a transaction is open: it takes as long as the other side likes, up to some
        seconds.
        """
        known = self._find(issuer)
        if known and monotonic_ms() - known.at_ms < known.good_for_ms(kid):
            return
        fetched = self._fetch(issuer)
        if known and known.keys and not fetched.keys:  # better the ones from before
            fetched = _Known(keys=known.keys, problem="", at_ms=fetched.at_ms)
        with self._lock:
            self._known[issuer] = fetched
            self._known.move_to_end(issuer)
            while len(self._known) > _ISSUERS_KEPT:
                self._known.popitem(last=False)

    def get_keys(self, issuer: str) -> tuple[NamedKey, ...]:
        """Return the keys that `prepare` fetched; `SigninRefusedError` where it could not."""
        known = self._find(issuer)
        problem = known.problem if known else "they were not asked for"
        if known is None or problem:
            raise SigninRefusedError(Reason.ISSUER_UNREACHABLE, issuer=issuer, problem=problem)
        return known.keys

    def _find(self, issuer: str) -> _Known | None:
        with self._lock:
            return self._known.get(issuer)

    def _fetch(self, issuer: str) -> _Known:
        try:
            keys = self._keys_of(issuer)
        except FetchError as fault:
            _log.warning("keys of an issuer were not fetched", issuer=issuer, reason=str(fault))
            return _Known(keys=(), problem=str(fault), at_ms=monotonic_ms())
        return _Known(keys=tuple(keys), problem="", at_ms=monotonic_ms())

    def _keys_of(self, issuer: str) -> list[NamedKey]:
        document = self._object_at(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != issuer:
            raise FetchError("its discovery document names another issuer")
        keys = self._object_at(str(document.get("jwks_uri", ""))).get("keys")
        if not isinstance(keys, list):
            raise FetchError("its key set has no `keys`")
        found = keys_in_set(key for key in keys if isinstance(key, dict))
        if not found:
            raise FetchError("its key set has no key for signatures")
        return found

    def _object_at(self, url: str) -> Mapping[str, object]:
        found = fetch_json(url, trust=self._trust, allowed_hosts=self._allowed_hosts)
        if not isinstance(found, dict):
            raise FetchError("its answer is no JSON object")
        return found
