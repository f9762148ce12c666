"""The built-in directory roles, by the template ids that scripts hard-code (contract §6.8)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTemplate:
    """A built-in role; its id is the same in every tenant."""

    id: str
    name: str
    description: str


GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814"
SECURITY_ADMINISTRATOR = "194ae4cb-b126-40b2-bd5b-6091b380977d"
SECURITY_READER = "5d6b6bb7-de71-4623-b4af-96380a352509"
HYBRID_IDENTITY_ADMINISTRATOR = "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"
APPLICATION_ADMINISTRATOR = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
CLOUD_APPLICATION_ADMINISTRATOR = "158c047a-c907-4556-b7ef-446551a6b5f7"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
GUEST_INVITER = "95e79109-95c0-4d8e-aee3-d01accf2d47b"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"
TEAMS_ADMINISTRATOR = "69091246-20e8-4a56-aa4d-066075b2a7a8"
DIRECTORY_READERS = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
SECURITY_OPERATOR = "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"
CONDITIONAL_ACCESS_ADMINISTRATOR = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
GLOBAL_SECURE_ACCESS_ADMINISTRATOR = "ac434307-12b9-4fa1-a708-88bf58caabc1"
EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR = "be2f45a1-457d-42af-a067-6ec1fa63bc45"
GROUPS_ADMINISTRATOR = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
LICENSE_ADMINISTRATOR = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
HELPDESK_ADMINISTRATOR = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
AUTHENTICATION_ADMINISTRATOR = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
PRIVILEGED_AUTHENTICATION_ADMINISTRATOR = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
IDENTITY_GOVERNANCE_ADMINISTRATOR = "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e"

_TABLE = (
    (GLOBAL_ADMINISTRATOR, "Global Administrator", "manages everything in the directory"),
    (PRIVILEGED_ROLE_ADMINISTRATOR, "Privileged Role Administrator", "manages role assignments"),
    (
        SECURITY_ADMINISTRATOR,
        "Security Administrator",
        "manages security settings, cross-tenant access among them",
    ),
    (SECURITY_READER, "Security Reader", "reads security settings and logs"),
    (
        HYBRID_IDENTITY_ADMINISTRATOR,
        "Hybrid Identity Administrator",
        "manages provisioning and synchronization",
    ),
    (
        APPLICATION_ADMINISTRATOR,
        "Application Administrator",
        "manages applications and their assignments",
    ),
    (
        CLOUD_APPLICATION_ADMINISTRATOR,
        "Cloud Application Administrator",
        "manages cloud applications and their assignments",
    ),
    (USER_ADMINISTRATOR, "User Administrator", "manages users and groups"),
    (GUEST_INVITER, "Guest Inviter", "invites guests"),
    (GLOBAL_READER, "Global Reader", "reads everything in the directory"),
    (REPORTS_READER, "Reports Reader", "reads sign-in and audit logs"),
    (TEAMS_ADMINISTRATOR, "Teams Administrator", "manages teams"),
    (DIRECTORY_READERS, "Directory Readers", "reads basic directory objects"),
    (SECURITY_OPERATOR, "Security Operator", "responds to security events"),
    (
        CONDITIONAL_ACCESS_ADMINISTRATOR,
        "Conditional Access Administrator",
        "manages Conditional Access",
    ),
    (
        GLOBAL_SECURE_ACCESS_ADMINISTRATOR,
        "Global Secure Access Administrator",
        "manages network access",
    ),
    (
        EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR,
        "External Identity Provider Administrator",
        "manages identity providers for guests",
    ),
    (GROUPS_ADMINISTRATOR, "Groups Administrator", "manages groups"),
    (LICENSE_ADMINISTRATOR, "License Administrator", "manages licences"),
    (
        HELPDESK_ADMINISTRATOR,
        "Helpdesk Administrator",
        "resets passwords and redemptions of people who are no administrators",
    ),
    (
        AUTHENTICATION_ADMINISTRATOR,
        "Authentication Administrator",
        "manages how people who are no administrators sign in",
    ),
    (
        PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
        "Privileged Authentication Administrator",
        "manages how everybody signs in",
    ),
    (
        IDENTITY_GOVERNANCE_ADMINISTRATOR,
        "Identity Governance Administrator",
        "manages access packages",
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
