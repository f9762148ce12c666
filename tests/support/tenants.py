"""A tenant as a scenario sees it: what its administrator can do over HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]

PARTNERS = "/policies/crossTenantAccessPolicy/partners"

_USER = (
    "id,accountEnabled,city,companyName,creationType,department,displayName,employeeId,externalUserState,"
    "givenName,identities,jobTitle,mail,officeLocation,showInAddressList,streetAddress,surname,"
    "userPrincipalName,userType"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What an administrator's script knows: its tenant, and an application to sign in with."""

    tenant_id: str
    domain: str
    client_id: str
    client_secret: str


class Tenant:
    """A tenant in the hands of its administrator; *token* is one that may have expired."""

    def __init__(self, http: httpx.Client, credentials: Credentials, token: str) -> None:
        self.tenant_id = credentials.tenant_id
        self.domain = credentials.domain
        self._http = http
        self._credentials = credentials
        self._token = token

    def seen_by(self, http: httpx.Client) -> "Tenant":
        """Return the tenant as another client sees it, with the same token."""
        return Tenant(http, self._credentials, self._token)

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Return the response, whatever it is; an expired token is replaced."""
        response = self._send(method, path, body)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self._token = new_token(self._http, self._credentials)
            response = self._send(method, path, body)
        return response

    def get(self, path: str) -> Any:
        return done(self.ask("GET", path))

    def get_native(self, path: str) -> Any:
        """Return what an address below `/tenantry/v1.0` answers."""
        return done(self.ask_native(path))

    def ask_native(self, path: str) -> httpx.Response:
        """Return the response to a GET below `/tenantry/v1.0`; the token is made anew."""
        token = new_token(self._http, self._credentials)
        headers = {"Authorization": f"Bearer {token}"}
        return self._http.get(f"/tenantry/v1.0{path}", headers=headers)

    def send_file(self, path: str, content: str) -> httpx.Response:
        """Return the response to a CSV file that is posted to a whole *path*."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "text/csv"}
        return self._http.post(path, content=content.encode(), headers=headers)

    def replay(self, **asked: object) -> Json:
        """Return how the visits to this tenant would end by a draft of its policy."""
        path = "/tenantry/v1.0/access/replay"
        replayed: Json = self.post(path, {"resourceTenantId": self.tenant_id, **asked})
        return replayed

    def post(self, path: str, body: object = None) -> Any:
        return done(self.ask("POST", path, body))

    def put(self, path: str, body: object) -> Any:
        return done(self.ask("PUT", path, body))

    def patch(self, path: str, body: object) -> Any:
        return done(self.ask("PATCH", path, body))

    def delete(self, path: str) -> None:
        done(self.ask("DELETE", path))

    def list_all(self, path: str) -> list[Json]:
        """Return the items of a collection, of all its pages."""
        page = self.get(path)
        items: list[Json] = page["value"]
        while link := page.get("@odata.nextLink"):
            page = self.get(link.partition("/v1.0")[2])
            items += page["value"]
        return items

    def add_user(self, name: str, **given: object) -> Json:
        """Add `{name}@{domain}`; *given* are properties by their names in Graph."""
        values = {
            "accountEnabled": True,
            "displayName": name.capitalize(),
            "mailNickname": name,
            "passwordProfile": {"password": "Correct-Horse-7"},
            "userPrincipalName": f"{name}@{self.domain}",
        }
        user: Json = self.post("/users", {**values, **given})
        return user

    def invite(self, address: str, **given: object) -> Json:
        """Invite *address*; *given* are properties by their names in Graph."""
        body = {"invitedUserEmailAddress": address, "inviteRedirectUrl": "https://apps.test"}
        made: Json = self.post("/invitations", {**body, **given})
        return made

    def change(self, user: Json, **changes: object) -> None:
        self.patch(f"/users/{user['id']}", changes)

    def remove(self, user: Json) -> None:
        """Move a user to the recycle bin."""
        self.delete(f"/users/{user['id']}")

    def restore(self, user: Json) -> None:
        self.post(f"/directory/deletedItems/{user['id']}/restore")

    def set_manager(self, user: Json, manager: Json) -> None:
        reference = f"{self._http.base_url}/v1.0/users/{manager['id']}"
        self.put(f"/users/{user['id']}/manager/$ref", {"@odata.id": reference})

    def manager_id_of(self, user: Json) -> str | None:
        """Return the id of a user's manager, None where there is none."""
        response = self.ask("GET", f"/users/{user['id']}/manager")
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return str(done(response)["id"])

    def add_group(self, name: str, members: Iterable[Json] = ()) -> Json:
        values = {
            "displayName": name.capitalize(),
            "mailEnabled": False,
            "mailNickname": name,
            "securityEnabled": True,
        }
        group: Json = self.post("/groups", values)
        for member in members:
            self.add_member(group, member)
        return group

    def add_member(self, group: Json, member: Json) -> None:
        reference = f"{self._http.base_url}/v1.0/directoryObjects/{member['id']}"
        self.post(f"/groups/{group['id']}/members/$ref", {"@odata.id": reference})

    def remove_member(self, group: Json, member: Json) -> None:
        self.delete(f"/groups/{group['id']}/members/{member['id']}/$ref")

    def give_role(self, principal: Json, role_id: str) -> Json:
        """Assign a directory role, built-in or custom; return the assignment."""
        body = {"principalId": principal["id"], "roleDefinitionId": role_id}
        path = "/roleManagement/directory/roleAssignments"
        assignment: Json = self.post(path, {**body, "directoryScopeId": "/"})
        return assignment

    def define_role(self, name: str, *actions: str) -> Json:
        """Add a custom role of these actions, without their common beginning."""
        names = [f"microsoft.directory/{action}" for action in actions]
        permissions = [{"allowedResourceActions": names}]
        body = {"displayName": name, "isEnabled": True, "rolePermissions": permissions}
        role: Json = self.post("/roleManagement/directory/roleDefinitions", body)
        return role

    def groups(self) -> list[Json]:
        """Return all groups that are not in the recycle bin."""
        return self.list_all("/groups")

    def members(self, group: Json) -> list[Json]:
        """Return the direct members of a group."""
        return self.list_all(f"/groups/{group['id']}/members")

    def user(self, user: Json) -> Json:
        """Return a user as it is now."""
        found: Json = self.get(f"/users/{user['id']}?$select={_USER}")
        return found

    def users(self) -> list[Json]:
        """Return all users that are not in the recycle bin."""
        return self.list_all(f"/users?$select={_USER}")

    def user_of(self, home_user: Json) -> Json:
        """Return the one user here that a user of another tenant has become."""
        home_name = home_user["userPrincipalName"].replace("@", "_")
        name = f"{home_name}#EXT#@{self.domain}"
        [found] = [user for user in self.users() if user["userPrincipalName"] == name]
        return found

    def purge(self, user: Json) -> None:
        """Delete a user in the recycle bin for good."""
        self.delete(f"/directory/deletedItems/{user['id']}")

    def deleted_users(self) -> list[Json]:
        """Return what is in the recycle bin."""
        return self.list_all("/directory/deletedItems/microsoft.graph.user")

    def allow_inbound_sync(self, source: "Tenant") -> None:
        """Let *source* synchronize its users into this tenant (behaviour §1, steps 1 and 2)."""
        self._add_partner(source)
        allowed = {"userSyncInbound": {"isSyncAllowed": True}}
        path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
        self.put(path, {"displayName": source.domain, **allowed})

    def allow_inbound_groups(self, source: "Tenant", *, is_allowed: bool = True) -> None:
        """Let *source* synchronize its groups, too, which only beta can say."""
        path = f"/beta{PARTNERS}/{source.tenant_id}/identitySynchronization"
        self.patch(path, {"groupSyncInbound": {"isSyncAllowed": is_allowed}})

    def consent(self, partner: "Tenant", **directions: bool) -> None:
        """Set automatic consent: `inboundAllowed` or `outboundAllowed` (steps 3 and 4)."""
        self._add_partner(partner)
        consent = {"automaticUserConsentSettings": directions}
        self.patch(f"{PARTNERS}/{partner.tenant_id}", consent)

    def _add_partner(self, partner: "Tenant") -> None:
        if self.ask("GET", f"{PARTNERS}/{partner.tenant_id}").is_error:
            self.post(PARTNERS, {"tenantId": partner.tenant_id})

    def _send(self, method: str, path: str, body: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"}
        versioned = path if path.startswith(("/beta/", "/tenantry/")) else f"/v1.0{path}"
        return self._http.request(method, versioned, json=body, headers=headers)


def new_token(http: httpx.Client, credentials: Credentials) -> str:
    """Return a token from the token endpoint."""
    form = {
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
    }
    path = f"/{credentials.tenant_id}/oauth2/v2.0/token"
    return str(done(http.post(path, data=form))["access_token"])


def ids(objects: Iterable[Json]) -> list[str]:
    """Return the ids of *objects*."""
    return [each["id"] for each in objects]


def done(response: httpx.Response) -> Any:
    """Return the JSON of a success, None where it has no body."""
    request = response.request
    assert response.is_success, f"{request.method} {request.url}: {response.text}"
    return response.json() if response.content else None
