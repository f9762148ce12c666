"""Inheritance: source users as they are once a target user that they share is left to them."""

from collections.abc import Collection, Sequence

import msgspec

from tenantry.collaboration.external_users import identity_of
from tenantry.sync.deciding import IDENTITY_ATTRIBUTE
from tenantry.sync.engine.surroundings import AsItStands
from tenantry.sync.job_rules import JobRules
from tenantry.sync.layouts import FOUND_VALUES
from tenantry.sync.matching import LinkState
from tenantry.sync.subject import Subject


class Inheriting(AsItStands):
    """The database as it stands, but for what *heirs* were left."""

    def __init__(self, heirs: Collection[str]) -> None:
        self._heirs = heirs

    def as_found(self, rules: JobRules, subjects: Sequence[Subject], /) -> list[Subject]:
        """Return *subjects* with the links that heirs find."""
        return [
            _as_heir(rules, each) if each.source_id in self._heirs else each for each in subjects
        ]


def _as_heir(rules: JobRules, subject: Subject) -> Subject:
    """Return *subject* as it is after the target user that it shares was left to it."""
    link, found = subject.link, subject.found
    if link is None or found is None:
        return subject
    inherited = tuple(
        identity_of(subject.source_id) if name == IDENTITY_ATTRIBUTE else value
        for name, value in zip(rules.mapping.targets, found[FOUND_VALUES:], strict=True)
    )
    return msgspec.structs.replace(
        subject,
        link=msgspec.structs.replace(link, state=LinkState.ACTIVE),
        found=(*found[:FOUND_VALUES], *inherited),
    )
