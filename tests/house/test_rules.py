"""Rules are pure: they import nothing that reads a clock, makes an id, logs or does I/O.

Every module of a capability is a rule, and so is the filter tree of storage, unless it is a store,
an operation or listed here.
"""

import re
import sys
from itertools import accumulate
from pathlib import Path

from tests.house.source_files import PRODUCT, imported_names, module_name, python_files

_HOMES = (
    "access",
    "audit",
    "collaboration",
    "directory",
    "entitlement",
    "mail",
    "signin",
    "storage.filters",
    "sync",
)
_ACTING = frozenset({"endpoints", "engine", "exporting", "operations", "store", "stores"})
_ALSO_ACTING = frozenset(
    {
        "access.recording",
        "mail.senders",
        "mail.sending",
        "signin.pages.rendering",
        "storage.filters.dialects",
        "storage.filters.functions",
        "storage.filters.keyset",
        "storage.filters.sql",
    }
)

_LIBRARIES = frozenset({"msgspec", "pyotp", "regex", "webauthn"})
_SHARED_WORDS = frozenset(
    {
        "tenantry.actor",
        "tenantry.clock",
        "tenantry.decoding",
        "tenantry.durations",
        "tenantry.errors",
        "tenantry.identifiers",
    }
)
_IMPURE_WORDS = frozenset(
    {
        "tenantry.clock.monotonic_ms",
        "tenantry.clock.system_now",
        "tenantry.identifiers.new_id",
        "tenantry.identifiers.new_ids",
    }
)
_IMPURE_LIBRARY = re.compile(
    "asyncio|glob|http|io|logging|multiprocessing|os|pathlib|random|secrets|select|shutil|signal"
    "|socket|sqlite3|ssl|subprocess|tempfile|threading|time"
)


def test_rules_import_only_what_is_pure() -> None:
    impure = [
        f"`{module_name(path)}` imports `{name}`"
        for path in python_files(PRODUCT)
        if is_rule(module_name(path))
        for name in imported_names(path)
        if not is_pure(name)
    ]

    assert [] == impure


def test_every_module_listed_as_acting_exists() -> None:
    modules = {module_name(path) for path in python_files(PRODUCT)}

    assert set() == _ALSO_ACTING - modules


def is_rule(module: str) -> bool:
    """Return whether *module* (`sync.scoping`) may only decide."""
    if module in _ALSO_ACTING or not _ACTING.isdisjoint(module.split(".")):
        return False
    return any(module == home or module.startswith(f"{home}.") for home in _HOMES)


def is_pure(name: str) -> bool:
    """Return whether a rule may import *name* (`tenantry.sync.scoping.Scope`)."""
    library = name.partition(".")[0]
    if library != "tenantry":
        is_standard = library in sys.stdlib_module_names and not _IMPURE_LIBRARY.fullmatch(library)
        return is_standard or library in _LIBRARIES
    module = _module_of(name)
    if module in _SHARED_WORDS:
        # Of a module with impure words, a rule imports the pure ones by name.
        return name not in _IMPURE_WORDS and name != module
    return is_rule(module.removeprefix("tenantry."))


def _module_of(name: str) -> str:
    """Return the module that *name* is, or is in."""
    prefixes = list(accumulate(name.split("."), "{}.{}".format))
    return next((each for each in reversed(prefixes) if _exists(each)), name)


def _exists(module: str) -> bool:
    path = Path(PRODUCT.parent, *module.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()
