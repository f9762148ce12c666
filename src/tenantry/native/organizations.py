"""The caller's organizations: where they have a user object, and what they can do there.

Only people have any; the token is one of their home tenant.
"""

import msgspec

from tenantry.collaboration.operations import organizations
from tenantry.collaboration.organizations import Obstacle, Organization
from tenantry.native.callers import NativeCall
from tenantry.native.external_users import Departure


class Possibility(msgspec.Struct, rename="camel", kw_only=True):
    """Whether something can be done, and what stands in its way where it cannot.

    ``obstacle`` is `homeOrganization`, `notJoined`, `disabledAccount`,
    `notAllowedByOrganization`, `blockedByHomeOrganization` or `blockedByOrganization`.
    """

    is_allowed: bool
    obstacle: str | None


class SponsorObject(msgspec.Struct, rename="camel", kw_only=True):
    """Somebody who answers for the person there."""

    display_name: str
    mail: str | None


class PrivacyObject(msgspec.Struct, rename="camel", kw_only=True):
    """What an organization published about privacy."""

    contact_email: str | None
    statement_url: str | None


class OrganizationObject(msgspec.Struct, rename="camel", kw_only=True):
    """One organization.  ``external_user_state`` is null at home."""

    tenant_id: str
    display_name: str
    default_domain: str
    is_home: bool
    user_id: str
    user_principal_name: str
    user_type: str
    external_user_state: str | None
    sign_in: Possibility
    leave: Possibility
    privacy: PrivacyObject
    sponsors: list[SponsorObject]


class OrganizationList(msgspec.Struct, kw_only=True):
    """The home organization, then the others by name."""

    value: list[OrganizationObject]


class DirectoryObject(msgspec.Struct, rename="camel", kw_only=True):
    """A tenant that a token can be asked for."""

    tenant_id: str
    display_name: str
    default_domain: str
    country_letter_code: str | None
    is_home: bool
    user_type: str


class DirectoryList(msgspec.Struct, kw_only=True):
    """The home tenant, then the others by name."""

    value: list[DirectoryObject]


def list_own_organizations(call: NativeCall) -> OrganizationList:
    """Return where the caller has a user object."""
    return OrganizationList(value=[_shown(each) for each in _listed(call)])


def list_own_directories(call: NativeCall) -> DirectoryList:
    """Return the tenants that the caller can switch to."""
    return DirectoryList(
        value=[
            DirectoryObject(
                tenant_id=each.tenant_id,
                display_name=each.display_name,
                default_domain=each.default_domain,
                country_letter_code=each.country_letter_code,
                is_home=each.is_home,
                user_type=each.user_type,
            )
            for each in _listed(call)
            if each.entering is None
        ]
    )


def leave_own_organization(call: NativeCall, tenant: str) -> Departure:
    """Take the caller out of an organization, by its id."""
    actor = call.require_actor()
    with call.database.write() as work:
        left = organizations.leave_organization(work, actor, tenant)
        return Departure(id=left["id"], deleted_date_time=work.instant)


def _listed(call: NativeCall) -> list[Organization]:
    with call.database.read() as reading:
        return organizations.list_organizations(reading, call.require_actor())


def _shown(found: Organization) -> OrganizationObject:
    return OrganizationObject(
        tenant_id=found.tenant_id,
        display_name=found.display_name,
        default_domain=found.default_domain,
        is_home=found.is_home,
        user_id=found.user_id,
        user_principal_name=found.user_principal_name,
        user_type=found.user_type,
        external_user_state=found.state,
        sign_in=_possibility(found.entering),
        leave=_possibility(found.leaving),
        privacy=PrivacyObject(contact_email=found.contact_email, statement_url=found.statement_url),
        sponsors=[
            SponsorObject(display_name=each.display_name, mail=each.mail) for each in found.sponsors
        ],
    )


def _possibility(obstacle: Obstacle | None) -> Possibility:
    return Possibility(
        is_allowed=obstacle is None, obstacle=None if obstacle is None else obstacle.value
    )
