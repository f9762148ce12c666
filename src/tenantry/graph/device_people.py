"""Whose a device is, and the devices of a user (contract §6.1, §6.7)."""

from functools import partial

from tenantry.directory import rights
from tenantry.directory.operations import device_people
from tenantry.directory.relations import Relation
from tenantry.graph.answers import Answer, no_content
from tenantry.graph.devices import device_id
from tenantry.graph.keys import object_key, user_key
from tenantry.graph.mixed_pages import (
    MIXED_OPTIONS,
    REFERENCE_OPTIONS,
    FindRelated,
    answer_related,
    answer_related_count,
    answer_related_references,
)
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.references import USER_KEY, referred_key

_DEVICE, _USER = "devices/{device}", "users/{user}"
_PEOPLE = (
    ("registeredOwners", Relation.REGISTERED_OWNER),
    ("registeredUsers", Relation.REGISTERED_USER),
)
_DEVICES = (
    ("ownedDevices", Relation.REGISTERED_OWNER),
    ("registeredDevices", Relation.REGISTERED_USER),
)


def list_people(request: GraphRequest, *, relation: Relation) -> Answer:
    """Answer a page of a device's registered owners or users."""
    return answer_related(request, _people(request, relation))


def list_references(request: GraphRequest, *, relation: Relation) -> Answer:
    """Answer a page of references to a device's registered owners or users."""
    return answer_related_references(request, _people(request, relation))


def count_people(request: GraphRequest, *, relation: Relation) -> Answer:
    """Answer how many registered owners or users a device has, as text."""
    return answer_related_count(request, _people(request, relation))


def add_person(request: GraphRequest, *, relation: Relation) -> Answer:
    """Register the user that the body refers to."""
    user_id = referred_key(request.body, USER_KEY)
    with request.write() as work:
        key = device_id(request, work)
        device_people.add_person(work, request.actor, relation, key, user_id)
    return no_content()


def remove_person(request: GraphRequest, *, relation: Relation) -> Answer:
    """End a registration."""
    user_id = object_key(request, "person", "id")
    with request.write() as work:
        key = device_id(request, work)
        device_people.remove_person(work, request.actor, relation, key, user_id)
    return no_content()


def list_devices(request: GraphRequest, *, relation: Relation) -> Answer:
    """Answer a page of the devices that a user is a registered owner or user of."""
    return answer_related(request, _devices(request, relation))


def count_devices(request: GraphRequest, *, relation: Relation) -> Answer:
    """Answer how many devices a user is a registered owner or user of, as text."""
    return answer_related_count(request, _devices(request, relation))


def _people(request: GraphRequest, relation: Relation) -> FindRelated:
    return lambda reading, actor: device_people.people_of(
        reading, actor, relation, device_id(request, reading)
    )


def _devices(request: GraphRequest, relation: Relation) -> FindRelated:
    key = user_key(request)
    return lambda reading, actor: device_people.devices_of(reading, actor, relation, key)


ROUTES: tuple[Route, ...] = (
    *(
        Route(
            method="GET",
            pattern=f"{_DEVICE}/{name}{ending}",
            endpoint=partial(endpoint, relation=relation),
            permissions=rights.DEVICES_READ,
            query_options=query_options,
        )
        for name, relation in _PEOPLE
        for ending, endpoint, query_options in (
            ("", list_people, MIXED_OPTIONS),
            ("/$ref", list_references, REFERENCE_OPTIONS),
            ("/$count", count_people, ()),
        )
    ),
    *(
        Route(
            method=method,
            pattern=f"{_DEVICE}/{name}{ending}",
            endpoint=partial(endpoint, relation=relation),
            permissions=rights.DEVICES_WRITE,
        )
        for name, relation in _PEOPLE
        for method, ending, endpoint in (
            ("POST", "/$ref", add_person),
            ("DELETE", "/{person}/$ref", remove_person),
        )
    ),
    *(
        Route(
            method="GET",
            pattern=f"{_USER}/{name}{ending}",
            endpoint=partial(endpoint, relation=relation),
            permissions=rights.USERS_READ,
            query_options=query_options,
        )
        for name, relation in _DEVICES
        for ending, endpoint, query_options in (
            ("", list_devices, MIXED_OPTIONS),
            ("/$count", count_devices, ()),
        )
    ),
)
