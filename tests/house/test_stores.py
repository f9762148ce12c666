"""Every query carries its tenant."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source_files import PRODUCT, module_name, parse, python_files

_REACHING = frozenset({"reading", "work", "connection"})  # what statements are executed on
_CARRIERS = frozenset({"connection", "job", "plan", "rows"})  # arguments that hold the tenant's id
_OF_THE_INSTALLATION = frozenset(
    {
        "collaboration.stores.federations.list_due_of_all_tenants",  # the worker reads metadata
        "directory.stores.tenants.add",  # the tenant is what is added
        "directory.stores.tenants.is_claimed",  # see find_owner
        "directory.stores.tenants.list_expired",  # the worker erases for the installation
        "directory.stores.tenants.list_removed",  # for the operator
        "directory.stores.tenants.find_owner",  # of a domain: the tenant is what is asked for
        "directory.stores.tenants.list_all",  # for the operator
        "signin.store.find_tenant",  # the tenant is what is asked for
        "signin.store.list_public_keys_of_all_tenants",  # a token says too late whose it is
        "signin.stores.device_codes.find_typed",  # nobody types a tenant
        "signin.stores.registrations.find",  # an application is asked for before its tenant
        "signin.stores.sessions.list_of_browser",  # a cookie says nothing of tenants
        "signin.stores.sessions.move",  # see list_of_browser
        "signin.stores.sessions.remove_of_browser",  # see list_of_browser
        "mail.store.list_due_of_all_tenants",  # the worker sends for every tenant
        "mail.store.list_newest_of_all_tenants",  # the lab shows the mail of every tenant
        "audit.stores.watermarks.list_waiting_of_all_tenants",  # the worker exports for all
        "sync.stores.leases.list_due",  # the worker serves every tenant
        "sync.stores.leases.release_all",  # see list_due
    }
)


def test_every_store_function_is_told_the_tenant() -> None:
    untold = {
        f"{module_name(path)}.{function.name}"
        for path in python_files(PRODUCT)
        if not {"store", "stores"}.isdisjoint(module_name(path).split("."))
        for function in _public_functions(path)
        if not _REACHING.isdisjoint(_names(function))
        if not any(name.endswith("tenant_id") or name in _CARRIERS for name in _names(function))
    }

    assert _OF_THE_INSTALLATION == untold


def _public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in parse(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _names(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [each.arg for each in every]
