"""The Graph permissions that this product knows, and Microsoft Graph as an application.

Scripts look up Graph's service principal by its application id and grant its roles by their
published ids, so both are fixed (contract §6.9).  Where no published id is known, the id is made
of the name, the same in every installation.
"""

import uuid
from dataclasses import dataclass

GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
GRAPH_DISPLAY_NAME = "Microsoft Graph"

_NAMESPACE = uuid.UUID(GRAPH_APP_ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPermission:
    """A permission.  An id is None where the permission does not exist for that kind of caller.

    ``role_id`` is the application permission, ``scope_id`` the delegated one.
    """

    name: str
    description: str
    role_id: str | None
    scope_id: str | None


_UNPUBLISHED = ""

_TABLE: tuple[tuple[str, str, str | None, str | None], ...] = (
    (
        "AdministrativeUnit.Read.All",
        "read all administrative units",
        "134fd756-38ce-4afd-ba33-e9623dbe66c2",
        "3361d15d-be43-4de6-b441-3c746d05163d",
    ),
    (
        "AdministrativeUnit.ReadWrite.All",
        "read and write all administrative units",
        "5eb59dd3-1da2-4329-8733-9dabdc435916",
        "7b8a2d34-6b3f-4542-a343-54651608ad81",
    ),
    (
        "AppRoleAssignment.ReadWrite.All",
        "manage permission grants and app role assignments",
        "06b708a9-e830-4db3-a914-8e69da51d44f",
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
    ),
    (
        "Application.Read.All",
        "read all applications",
        "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
        "c79f8feb-a9db-4090-85f9-90d820caa0eb",
    ),
    (
        "Application.ReadWrite.All",
        "read and write all applications",
        "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
    ),
    (
        "Application.ReadWrite.OwnedBy",
        "manage applications that this application made or owns",
        "18a4783c-866b-4cc7-a460-3d5e5662c884",
        None,
    ),
    (
        "AuditLog.Read.All",
        "read all audit logs",
        "b0afded3-3588-46d8-8b3d-9842eff778da",
        "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20",
    ),
    (
        "Channel.Create",
        "create channels",
        "f3a65bd4-b703-46df-8f7e-0174fea562aa",
        "101147cf-4178-4455-9d58-02b5c164e759",
    ),
    (
        "ChannelMember.Read.All",
        "read the members of all channels",
        "3b55498e-47ec-484f-8136-9013221c06a9",
        "2eadaff8-0bce-4198-a6b9-2cfc35a30075",
    ),
    (
        "ChannelMember.ReadWrite.All",
        "add and remove members of all channels",
        "35930dcf-aceb-4bd1-b99a-8ffed403c974",
        "0c3e411a-ce45-4cd1-8f30-f99a3efa7b11",
    ),
    (
        "CrossTenantInformation.ReadBasic.All",
        "read basic facts about other tenants",
        "cac88765-0581-4025-9725-5ebc13f729ee",
        "81594d25-e88e-49cf-ac8c-fecbff49f994",
    ),
    (
        "DelegatedPermissionGrant.ReadWrite.All",
        "manage all delegated permission grants",
        "8e8e4742-1d95-4f68-9d56-6ee75648c72a",
        "41ce6ca6-6826-4807-84f1-1c82854f7ee5",
    ),
    (
        "Device.Read.All",
        "read all devices",
        "7438b122-aefc-4978-80ed-43db9fcc7715",
        "951183d1-1a61-466f-a6d1-1fde911bfd95",
    ),
    (
        "Device.ReadWrite.All",
        "read and write all devices",
        "1138cb37-bd11-4084-a2b7-9f71582aeddb",
        None,
    ),
    (
        "Directory.Read.All",
        "read directory objects",
        "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
        "06da0dbc-49e2-44d2-8312-53f166ab848a",
    ),
    (
        "Directory.ReadWrite.All",
        "read and write directory objects",
        "19dbc75e-c2e2-444c-a770-ec69d8559fc7",
        "c5366453-9fb0-48a5-a156-24f0c49a4b84",
    ),
    (
        "Domain.Read.All",
        "read domains",
        "dbb9058a-0e50-45d7-ae91-66909b5d4664",
        "2f9ee017-59c1-4f1d-9472-bd5529a7b311",
    ),
    (
        "Domain.ReadWrite.All",
        "read and write domains",
        "7e05723c-0bb0-42da-be95-ae9f08a6e53c",
        "0b5d694c-a244-4bde-86e6-eb5cd07730fe",
    ),
    (
        "EntitlementManagement.Read.All",
        "read access packages and all that belongs to them",
        "c74fd47d-ed3c-45c3-9a9e-b8676de685d2",
        "5449aa12-1393-4ea2-a7c7-d0e06c1a56b2",
    ),
    (
        "EntitlementManagement.ReadWrite.All",
        "read and write access packages and all that belongs to them",
        "9acd699f-1e81-4958-b001-93b1d2506e19",
        "ae7a573d-81d7-432b-ad44-4ed5c9d89038",
    ),
    (
        "EntitlementMgmt-SubjectAccess.ReadWrite",
        "ask for access packages and decide about requests",
        None,
        "e9fdcbbb-8807-410f-b9ec-8d5468c7c2ac",
    ),
    ("Group.Create", "create groups", "bf7b1a76-6e77-406b-b258-bf5c7720e98f", None),
    (
        "Group.Read.All",
        "read all groups",
        "5b567255-7703-4780-807c-7be8301ae99b",
        "5f8c59db-677d-491f-a6b8-5f174b11ec1d",
    ),
    (
        "Group.ReadWrite.All",
        "read and write all groups",
        "62a82d76-70ea-41e2-9197-370581804d09",
        "4e46008b-f24c-477d-8fff-7bb4ec7aafe0",
    ),
    (
        "GroupMember.Read.All",
        "read all group memberships",
        "98830695-27a2-44f7-8c18-0c3ebc9698f6",
        "bc024368-1153-4739-b217-4326f2e966d0",
    ),
    (
        "GroupMember.ReadWrite.All",
        "read and write all group memberships",
        "dbaae8cf-10b5-4b86-a4a1-f871c94c6695",
        "f81125ac-d3b7-4573-a3b2-7099cc39df9e",
    ),
    (
        "IdentityProvider.Read.All",
        "read identity providers",
        "e321f0bb-e7f7-481e-bb28-e3b0b32d4bd0",
        "43781733-b5a7-4d1b-98f4-e8edff23e1a9",
    ),
    (
        "IdentityProvider.ReadWrite.All",
        "read and write identity providers",
        "90db2b9a-d928-4d33-a4dd-8442ae3d41e4",
        "f13ce604-1677-429f-90bd-8a10b9f01325",
    ),
    ("LicenseAssignment.Read.All", "read all licence assignments", _UNPUBLISHED, _UNPUBLISHED),
    (
        "LicenseAssignment.ReadWrite.All",
        "manage all licence assignments",
        "5facf0c1-8979-4e95-abcf-ff3d079771c0",
        "f55016cc-149c-447e-8f21-7cf3ec1d6350",
    ),
    (
        "MultiTenantOrganization.Read.All",
        "read the multitenant organization",
        "4f994bc0-31bb-44bb-b480-7a7c1be8c02e",
        "526aa72a-5878-49fe-bf4e-357973af9b06",
    ),
    (
        "MultiTenantOrganization.ReadBasic.All",
        "read basic facts about the multitenant organization",
        "f9c2b2a7-3895-4b2e-80f6-c924b456e50b",
        "225db56b-15b2-4daa-acb3-0eec2bbe4849",
    ),
    (
        "MultiTenantOrganization.ReadWrite.All",
        "read and write the multitenant organization",
        "920def01-ca61-4d2d-b3df-105b46046a70",
        "77af1528-84f3-4023-8d90-d219cd433108",
    ),
    (
        "Organization.Read.All",
        "read the organization",
        "498476ce-e0fe-48b0-b801-37ba7e2685c6",
        "4908d5b9-3fb2-4b1e-9336-1888b7937185",
    ),
    (
        "Organization.ReadWrite.All",
        "read and write the organization",
        "292d869f-3427-49a8-9dab-8c70152b74e9",
        "46ca0847-7e6b-426e-9775-ea810a948356",
    ),
    (
        "OrgContact.Read.All",
        "read all contacts",
        "e1a88a34-94c4-4418-be12-c87b00e26bea",
        "08432d1b-5911-483c-86df-7980af5cdee0",
    ),
    (
        "Policy.Read.All",
        "read all policies",
        "246dd0d5-5bd0-4def-940b-0421030a5b68",
        "572fea84-0151-49b2-9301-11cb16974376",
    ),
    (
        "Policy.ReadWrite.AuthenticationMethod",
        "read and write the policies of authentication methods",
        "29c18626-4985-4dcd-85c0-193eef327366",
        "7e823077-d88e-468f-a337-e18f1f0e6c7c",
    ),
    (
        "Policy.ReadWrite.Authorization",
        "read and write the authorization policy",
        "fb221be6-99f2-473f-bd32-01c6a0e9ca3b",
        "edd3c878-b384-41fd-95ad-e7407dd775be",
    ),
    (
        "Policy.ReadWrite.ConditionalAccess",
        "read and write Conditional Access policies",
        "01c0a623-fc9b-48e9-b794-0756f8e8f067",
        "ad902697-1014-4ef5-81ef-2b4301988e8c",
    ),
    (
        "Policy.ReadWrite.CrossTenantAccess",
        "read and write cross-tenant access policies",
        "338163d7-f101-4c92-94ba-ca46fe52447c",
        "014b43d0-6ed4-4fc6-84dc-4b6f7bae7d85",
    ),
    (
        "Policy.ReadWrite.ExternalIdentities",
        "read and write the external identities policy",
        "03cc4f92-788e-4ede-b93f-199424d144a5",
        "b5219784-1215-45b5-b3f1-88fe1081f9c0",
    ),
    ("ProvisioningLog.Read.All", "read all provisioning logs", _UNPUBLISHED, _UNPUBLISHED),
    ("RemoteTenantGroups.Read.All", "read groups of other tenants", _UNPUBLISHED, _UNPUBLISHED),
    (
        "RoleManagement.Read.Directory",
        "read directory role assignments",
        "483bed4a-2ad3-4361-a73b-c83ccdbdc53c",
        "741c54c3-0c1e-44a1-818b-3f97ab4e8c83",
    ),
    (
        "RoleManagement.ReadWrite.Directory",
        "read and write directory role assignments",
        "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
        "d01b97e9-cbc0-49fe-810a-750afd5527a3",
    ),
    (
        "Synchronization.Read.All",
        "read all synchronization configuration",
        "5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce",
        "7aa02aeb-824f-4fbe-a3f7-611f751f5b55",
    ),
    (
        "Synchronization.ReadWrite.All",
        "read and write all synchronization configuration",
        "9b50c33d-700f-43b1-b2eb-87e89b703581",
        "7bb27fa3-ea8f-4d67-a916-87715b6188bd",
    ),
    (
        "Team.ReadBasic.All",
        "read the names and descriptions of teams",
        "2280dda6-0bfd-44ee-a2f4-cb867cfc4c1e",
        _UNPUBLISHED,
    ),
    (
        "User-PasswordProfile.ReadWrite.All",
        "read and write all password profiles, and change the user's own password",
        "cc117bb9-00cf-4eb8-b580-ea2a878fe8f7",
        "56760768-b641-451f-8906-e1b8ab31bca7",
    ),
    (
        "User.Invite.All",
        "invite guests",
        "09850681-111b-4a89-9bed-3f2cae46d706",
        "63dd7cd9-b489-4adf-a28c-ac38b9a0f962",
    ),
    ("User.Read", "sign in, read the user's profile", None, "e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
    (
        "User.Read.All",
        "read all users' full profiles",
        "df021288-bdef-4463-88db-98f22de89214",
        "a154be20-db9c-4678-8ab7-66f6cc099a59",
    ),
    (
        "User.ReadBasic.All",
        "read all users' basic profiles",
        "97235f07-e226-4f63-ace3-39588e11d3a1",
        "b340eb25-3456-403f-be2f-af7a0d370277",
    ),
    (
        "User.ReadWrite",
        "read and write the user's own profile",
        None,
        "b4e74841-8e56-480b-be8b-910348b18b4c",
    ),
    (
        "User.ReadWrite.All",
        "read and write all users' full profiles",
        "741f803b-c850-494e-b5df-cde7c675a1ca",
        "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4",
    ),
    (
        "User.ReadWrite.CrossCloud",
        "read and write users of other clouds",
        _UNPUBLISHED,
        _UNPUBLISHED,
    ),
    (
        "UserAuthenticationMethod.Read",
        "read the user's own authentication methods",
        None,
        "1f6b61c5-2f65-4135-9c9f-31c0f8d32b52",
    ),
    (
        "UserAuthenticationMethod.Read.All",
        "read all users' authentication methods",
        "38d9df27-64da-44fd-b7c5-a6fbac20248f",
        "aec28ec7-4d02-4e8c-b864-50163aea77eb",
    ),
    (
        "UserAuthenticationMethod.ReadWrite",
        "read and write the user's own authentication methods",
        None,
        "48971fc1-70d7-4245-af77-0beb29b53ee2",
    ),
    (
        "UserAuthenticationMethod.ReadWrite.All",
        "read and write all users' authentication methods",
        "50483e42-d915-4231-9639-7fdb7fd190e5",
        "b7887744-6746-4312-813d-72daeaee7e2d",
    ),
    ("openid", "sign the user in", None, "37f7f235-527c-4136-accd-4a02d197296e"),
    ("profile", "read the user's basic profile", None, "14dad69e-099b-42c9-810b-d002981feec1"),
    ("email", "read the user's mail address", None, "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0"),
    ("offline_access", "keep the access given", None, "7427e0e9-2fba-42fe-b0c0-848c9e6a8182"),
)


def _fixed_id(published: str | None, name: str, kind: str) -> str | None:
    return str(uuid.uuid5(_NAMESPACE, f"{kind}:{name}")) if published == _UNPUBLISHED else published


GRAPH_PERMISSIONS: tuple[GraphPermission, ...] = tuple(
    GraphPermission(
        name=name,
        description=description,
        role_id=_fixed_id(role_id, name, "role"),
        scope_id=_fixed_id(scope_id, name, "scope"),
    )
    for name, description, role_id, scope_id in _TABLE
)

ROLE_ID_OF = {one.name: one.role_id for one in GRAPH_PERMISSIONS if one.role_id}
"""Name of an application permission → id of its app role on Graph's service principal."""
