"""Tenants that look alike: the same people, groups and applications, each with words of its own.

Of two of them a test can say what one may learn of the other: nothing that only the other's rows
hold.
"""

import re
from collections.abc import Mapping

from tenantry.access import operations as access
from tenantry.access.policy import IdentitySynchronization, UserSyncInbound
from tenantry.directory import applications
from tenantry.directory.operations.applications import create_application, delete_application
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.domains import create_domain
from tenantry.directory.operations.extension_properties import create_extension_property
from tenantry.directory.operations.roles import create_role_assignment
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.sync.operations import connections
from tests.support.companies import Company
from tests.support.directory import add_service_principal
from tests.support.rows import rows_of
from tests.support.synchronization import Synchronization

Names = Mapping[str, str]
"""What the objects of a tenant are called, by the names that paths have for them: `user` → id."""

_SECURITY_READER = "5d6b6bb7-de71-4623-b4af-96380a352509"
_GUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")


class LookAlike(Company):
    """A tenant with one of everything; *word* is in each of its texts.

    It synchronizes users into *hub* and lets those of *friend* in.  ``names`` are what paths
    and bodies can name.
    """

    def __init__(
        self, database: Database, name: str, word: str, *, hub: Company, friend: Company
    ) -> None:
        super().__init__(database, name, technical_notification_mails=[f"it@{word}.test"])
        self._word = word
        self._hub = hub
        self._friend = friend
        self.names: dict[str, str] = {}
        self._make_applications()
        self._make_people()
        self._make_groups()
        self._make_policy()
        self._synchronize()

    def _make_applications(self) -> None:
        with self.database.write() as work:
            gone = create_application(work, self.actor, {"display_name": f"Gone {self._word}"})
            delete_application(work, self.actor, gone["id"])
            application = create_application(work, self.actor, {"display_name": "Board"})
            extension = create_extension_property(
                work,
                self.actor,
                application["id"],
                {"name": "badge", "data_type": "String", "target_objects": ["User"]},
            )
            named = {"display_name": f"A secret of {self._word}"}
            secret = add_application_secret(work, self.actor, application["id"], named)
            self._tool = add_service_principal(
                work, self.actor, f"Tool {self._word}", app_roles=[_role(self._word)]
            )
            domain = create_domain(work, self.actor, f"sub.{self.domain}")
        self._extension = str(extension["name"])
        self.names.update(
            tenant=self.tenant_id,
            domain=domain["name"],
            application=application["id"],
            appId=application["app_id"],
            extension=extension["id"],
            secret=secret["key_id"],
            tool=self._tool["id"],
            toolAppId=self._tool["app_id"],
            deletedApplication=gone["id"],
        )

    def _make_people(self) -> None:
        mira = self.add_user("mira", **self._texts())
        kim = self.add_user("kim", **{**self._texts(), "display_name": f"Kim {self._word}"})
        self.set_manager(kim, mira)
        gone = self.add_user("noor", department=f"{self._word} past")
        self.delete(gone)
        guest = self.add_external_user(
            display_name=f"Visitor {self._word}",
            user_principal_name=f"visitor_{self._word}.test#EXT#@{self.domain}",
            external_user_state="PendingAcceptance",
        )
        self.names.update(
            user=kim,
            userPrincipalName=f"kim@{self.domain}",
            manager=mira,
            deletedUser=gone,
            guest=guest,
        )
        with self.database.write() as work:
            role = {"principal_id": mira, "role_template_id": _SECURITY_READER}
            held = create_role_assignment(work, self.actor, {**role, "directory_scope_id": "/"})
            assigned = {
                "principal_id": mira,
                "resource_id": self._tool["id"],
                "app_role_id": self._tool["app_roles"][0]["id"],
            }
            assignment = create_assignment(work, self.actor, assigned)
        self.names.update(
            roleAssignment=held["id"],
            assignment=assignment["id"],
            appRole=assigned["app_role_id"],
        )

    def _make_groups(self) -> None:
        inner = self.add_group("inner", [self.names["user"]])
        group = self.add_group(
            "design",
            [self.names["manager"], self.names["user"], inner, self._tool["id"]],
            description=f"Designers of {self._word}",
        )
        gone = self.add_group("gone", description=f"{self._word} no longer")
        self.delete_group(gone)
        self.names.update(group=group, innerGroup=inner, deletedGroup=gone)

    def _make_policy(self) -> None:
        with self.database.write() as work:
            access.add_partner(work, self.actor, self._friend.tenant_id, {})
            allowed = IdentitySynchronization(
                partner_tenant_id=self._friend.tenant_id,
                display_name=f"Friends of {self._word}",
                user_sync_inbound=UserSyncInbound(is_sync_allowed=True),
            )
            access.add_synchronization(work, self.actor, allowed)
        self.names["partner"] = self._friend.tenant_id

    def _synchronize(self) -> None:
        synchronization = Synchronization(self, self._hub)
        configuration = synchronization.configuration
        with self.database.write() as work:
            told = {"SyncNotificationSettings": f'{{"to":"{self._word}"}}'}
            connections.save_connection(work, self.actor, configuration["id"], told)
        synchronization.assign(self.names["group"])
        synchronization.run_cycle()
        self.names.update(
            servicePrincipal=configuration["id"],
            syncAppId=configuration["app_id"],
            job=synchronization.job_id,
            rule=synchronization.rule_id(),
            event=str(synchronization.events()[0]["id"]),
            audit=str(rows_of(self.database, self.tenant_id)["directory_audits"][0]["id"]),
        )

    def _texts(self) -> Record:
        """Return properties of a user that all hold the word."""
        marked = {
            name: f"{self._word} {name}"
            for name in (
                *("city", "company_name", "country", "department", "employee_type"),
                *("fax_number", "given_name", "job_title", "mobile_phone", "office_location"),
                *("on_premises_immutable_id", "postal_code", "preferred_language", "state"),
                *("street_address", "surname", "telephone_number"),
            )
        }
        return {
            **marked,
            "employee_id": f"{self._word}-7",
            "employee_org_data": {"cost_center": f"{self._word} 1", "division": f"{self._word} 2"},
            "extensions": {self._extension: f"{self._word} badge"},
            "mail": f"{self._word}@{self.domain}",
            "on_premises_extension_attributes": {"extension_attribute1": f"{self._word} 3"},
            "other_mails": [f"{self._word}@elsewhere.test"],
            "preferred_data_location": f"{self._word}-8",
            "usage_location": "NZ",
        }


def names_of_nothing(names: Names) -> Names:
    """Return names of the same form that no object has."""
    return {name: _unlike(value) for name, value in names.items()}


def _role(word: str) -> Record:
    return {
        "id": new_id(),
        "allowed_member_types": ["User"],
        "description": f"{word} role",
        "display_name": f"{word} role",
        "is_enabled": True,
        "value": f"{word}.Use",
    }


def _unlike(value: str) -> str:
    if _GUID.search(value):
        return _GUID.sub(lambda found: _like(found.group()), value)
    if "@" in value or "." in value:
        return f"nothing-{value}"
    return applications.assignment_id(new_id(), new_id()) + value[43:]


def _like(guid: str) -> str:
    return new_id() if "-" in guid else new_id().replace("-", "")
