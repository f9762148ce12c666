"""Objects of the tenant that a test is about, beside a neighbour's look-alikes."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tenantry.actor import operator
from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.storage.database import Database
from tests.support.directory import add_group, add_user
from tests.support.graph_api import GraphApi

AddObject = Callable[..., str]
"""Adds an object by name, with properties, and returns its id."""


@pytest.fixture
def client(api: GraphApi, home: str, neighbour: str) -> httpx.Client:
    """A client that may do everything."""
    return api.client(home, *(permission.name for permission in GRAPH_PERMISSIONS))


@pytest.fixture
def new_user(database: Database, home: str) -> AddObject:
    """Adds a user to the tenant and returns its id."""

    def add(name: str, **given: Any) -> str:
        with database.write() as work:
            return str(add_user(work, operator(home), name, **given)["id"])

    return add


@pytest.fixture
def new_group(database: Database, home: str) -> AddObject:
    """Adds a security group to the tenant and returns its id."""

    def add(name: str, *member_ids: str, **given: Any) -> str:
        members = [{"id": member_id} for member_id in member_ids]
        with database.write() as work:
            return str(add_group(work, operator(home), name, members=members, **given)["id"])

    return add
