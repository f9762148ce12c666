"""A synchronization as a scenario sees it: what the source's administrator can do with it."""

from collections.abc import Callable, Mapping

import httpx
import msgspec

from tests.support.tenants import Json, Tenant, done

SYNC_TEMPLATE = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"


def allow_sync(source: Tenant, target: Tenant) -> None:
    """Set what both tenants must say before users of *source* come into *target*."""
    target.allow_inbound_sync(source)
    target.consent(source, inboundAllowed=True)
    source.consent(target, outboundAllowed=True)


def configure_sync(source: Tenant, target: Tenant, *, scope: str = "assigned") -> "Configuration":
    """Set up and start a synchronization as documented (behaviour §1, steps 1 to 8 and 12).

    *scope* is `assigned` or `all`.
    """
    allow_sync(source, target)
    configuration = Configuration(source, target)
    configuration.validate()
    configuration.create_job()
    configuration.connect(scope=scope)
    configuration.start()
    return configuration


class Configuration:
    """A synchronization configuration in *source*, at first without a job."""

    def __init__(self, source: Tenant, target: Tenant) -> None:
        self.source = source
        self.target = target
        path = f"/applicationTemplates/{SYNC_TEMPLATE}/instantiate"
        made = source.post(path, {"displayName": f"To {target.domain}"})
        self.principal: Json = made["servicePrincipal"]
        self.role_id: str = self.principal["appRoles"][0]["id"]
        self.path = f"/servicePrincipals/{self.principal['id']}/synchronization"
        self.job_path = ""
        self.credentials = [
            {"key": "CompanyId", "value": target.tenant_id},
            {"key": "AuthenticationType", "value": "SyncPolicy"},
        ]

    def test_connection(self) -> httpx.Response:
        """Return the answer to `validateCredentials`, with credentials that are not saved."""
        body = {
            "useSavedCredentials": False,
            "templateId": "Azure2Azure",
            "credentials": self.credentials,
        }
        return self.source.ask("POST", f"{self.path}/jobs/validateCredentials", body)

    def validate(self) -> None:
        """Test the connection, which must succeed."""
        done(self.test_connection())

    def create_job(self) -> Json:
        job: Json = self.source.post(f"{self.path}/jobs", {"templateId": "Azure2Azure"})
        self.job_path = f"{self.path}/jobs/{job['id']}"
        return job

    def connect(self, *, scope: str) -> httpx.Response:
        """Save the target, and whether `all` users or only those `assigned` are in scope."""
        saved = [*self.credentials, {"key": "SyncAll", "value": str(scope == "all").lower()}]
        response = self.source.ask("PUT", f"{self.path}/secrets", {"value": saved})
        done(response)
        return response

    def assign(self, principal: Json) -> None:
        """Assign a user or a group, whose direct members come into scope."""
        values = {
            "appRoleId": self.role_id,
            "principalId": principal["id"],
            "resourceId": self.principal["id"],
        }
        self.source.post(f"/servicePrincipals/{self.principal['id']}/appRoleAssignedTo", values)

    def unassign(self, principal: Json) -> None:
        path = f"/servicePrincipals/{self.principal['id']}/appRoleAssignedTo"
        [assignment] = [
            each for each in self.source.list_all(path) if each["principalId"] == principal["id"]
        ]
        self.source.delete(f"{path}/{assignment['id']}")

    def start(self) -> None:
        self.source.post(f"{self.job_path}/start")

    def pause(self) -> None:
        self.source.post(f"{self.job_path}/pause")

    def restart(self, reset_scope: str = "") -> None:
        """Restart; without a scope as the portal does: watermark, escrows and quarantine."""
        criteria = {"criteria": {"resetScope": reset_scope}} if reset_scope else None
        self.source.post(f"{self.job_path}/restart", criteria)

    def job(self) -> Json:
        job: Json = self.source.get(self.job_path)
        return job

    def set_options(self, **settings: str) -> None:
        """Change job settings, `HealReferences="True"` for instance."""
        named = [{"name": name, "value": value} for name, value in settings.items()]
        self.source.patch(self.job_path, {"synchronizationJobSettings": named})

    def schema(self) -> Json:
        schema: Json = self.source.get(f"{self.job_path}/schema")
        return schema

    def mappings(self) -> Mapping[str, Json]:
        """Return the attribute mappings by the name of their target attribute."""
        mappings = _users_of(self.schema())["attributeMappings"]
        return {mapping["targetAttributeName"]: mapping for mapping in mappings}

    def map_groups(self, **changes: object) -> None:
        """Turn the object mapping of groups on, or change it."""
        done(self.ask_to_map_groups(**changes))

    def ask_to_map_groups(self, **changes: object) -> httpx.Response:
        """Return the answer to a schema whose object mapping of groups is on and so changed."""
        schema = self.schema()
        [rule] = schema["synchronizationRules"]
        [groups] = [each for each in rule["objectMappings"] if each["sourceObjectName"] == "Group"]
        groups.update({"enabled": True, **changes})
        return self.source.ask("PUT", f"{self.job_path}/schema", schema)

    def change_users_mapping(self, change: Callable[[Json], object]) -> None:
        """Send the schema back after *change* was made to its object mapping of users."""
        schema = self.schema()
        change(_users_of(schema))
        self.source.put(f"{self.job_path}/schema", schema)

    def ask_to_map(self, target_name: str, expression: str, **properties: object) -> httpx.Response:
        """Return the answer to a schema that maps *expression* instead of what was mapped."""
        schema = self.schema()
        mapping = {
            "targetAttributeName": target_name,
            "source": {"expression": expression},
            **properties,
        }
        _unmap(_users_of(schema), target_name)
        _users_of(schema)["attributeMappings"].append(mapping)
        return self.source.ask("PUT", f"{self.job_path}/schema", schema)

    def map(self, target_name: str, expression: str, **properties: object) -> None:
        """Map *expression*, `[city]` or `"Guest"` for instance, instead of what was mapped."""
        done(self.ask_to_map(target_name, expression, **properties))

    def unmap(self, target_name: str) -> None:
        """Take the mapping to a target attribute away, if there is one."""
        self.change_users_mapping(lambda users: _unmap(users, target_name))

    def act(self, *flow_types: str) -> None:
        """Tick these target object actions of the users, and no others."""
        flows = ", ".join(flow_types)
        self.change_users_mapping(lambda users: users.update(flowTypes=flows))

    def filter(self, attribute: str, operator: str, *values: str) -> None:
        """Let only users pass whose attribute meets this one clause."""
        clause = {
            "sourceOperandName": attribute,
            "operatorName": operator,
            "targetOperand": {"values": list(values)},
        }
        group = {"name": "The only group", "clauses": [clause]}
        self.change_users_mapping(lambda users: users.update(scope={"groups": [group]}))

    def provision(self, user: Json) -> Json:
        """Provision one user on demand; return the entry that the answer's text holds."""
        subject = {"objectId": user["id"], "objectTypeName": "User"}
        rule_id = self.schema()["synchronizationRules"][0]["id"]
        body = {"parameters": [{"ruleId": rule_id, "subjects": [subject]}]}
        answer = self.source.post(f"{self.job_path}/provisionOnDemand", body)
        [entry] = msgspec.json.decode(answer["value"], type=list[Json])
        return entry

    def log(self, user: Json) -> list[Json]:
        """Return the entries of the provisioning log on a source user, newest first."""
        asked = f"sourceIdentity/id eq '{user['id']}'"
        return self.source.list_all(f"/auditLogs/provisioning?$filter={asked}")


def _users_of(schema: Json) -> Json:
    [rule] = schema["synchronizationRules"]
    users: Json
    [users] = [each for each in rule["objectMappings"] if each["sourceObjectName"] == "User"]
    return users


def _unmap(users: Json, target_name: str) -> None:
    users["attributeMappings"] = [
        mapping
        for mapping in users["attributeMappings"]
        if mapping["targetAttributeName"] != target_name
    ]
