"""The built-in directory roles, by the template ids that scripts hard-code (contract §6.8)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTemplate:
    """A built-in role; its id is the same in every tenant."""

    id: str
    name: str
    description: str


_TABLE = (
    (
        "62e90394-69f5-4237-9190-012177145e10",
        "Global Administrator",
        "manages everything in the directory",
    ),
    (
        "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "Privileged Role Administrator",
        "manages role assignments",
    ),
    (
        "194ae4cb-b126-40b2-bd5b-6091b380977d",
        "Security Administrator",
        "manages security settings, cross-tenant access among them",
    ),
    (
        "5d6b6bb7-de71-4623-b4af-96380a352509",
        "Security Reader",
        "reads security settings and logs",
    ),
    (
        "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
        "Hybrid Identity Administrator",
        "manages provisioning and synchronization",
    ),
    (
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "Application Administrator",
        "manages applications and their assignments",
    ),
    (
        "158c047a-c907-4556-b7ef-446551a6b5f7",
        "Cloud Application Administrator",
        "manages cloud applications and their assignments",
    ),
    (
        "fe930be7-5e62-47db-91af-98c3a49a38b1",
        "User Administrator",
        "manages users and groups",
    ),
    (
        "95e79109-95c0-4d8e-aee3-d01accf2d47b",
        "Guest Inviter",
        "invites guests",
    ),
    (
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
        "Global Reader",
        "reads everything in the directory",
    ),
    (
        "4a5d8f65-41da-4de4-8968-e035b65339cf",
        "Reports Reader",
        "reads sign-in and audit logs",
    ),
    (
        "69091246-20e8-4a56-aa4d-066075b2a7a8",
        "Teams Administrator",
        "manages teams",
    ),
    (
        "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
        "Directory Readers",
        "reads basic directory objects",
    ),
)

ROLE_TEMPLATES: tuple[RoleTemplate, ...] = tuple(
    RoleTemplate(id=role_id, name=name, description=description)
    for role_id, name, description in _TABLE
)

_BY_ID = {template.id: template for template in ROLE_TEMPLATES}


def find_role_template(role_id: str) -> RoleTemplate | None:
    """Return the role with the template id *role_id*, in any casing."""
    return _BY_ID.get(role_id.lower())
