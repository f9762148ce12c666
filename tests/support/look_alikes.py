"""Tenants that look alike: the same people, groups and applications, each with words of its own.

Of two of them a test can say what one may learn of the other: nothing that only the other's rows
hold.
"""

import re
from collections.abc import Mapping

from tenantry.access.operations import partners, synchronizations
from tenantry.access.policy import IdentitySynchronization, UserSyncInbound
from tenantry.audit.sign_ins import (
    CrossTenantAccess,
    SignedInPerson,
    SignIn,
    SignInOrigin,
    UsedResource,
)
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.collaboration.operations.domain_lists import create_list
from tenantry.collaboration.operations.identity_providers import create_provider
from tenantry.directory import applications
from tenantry.directory.actions import PARTNERS_CREATE
from tenantry.directory.operations.applications import create_application, delete_application
from tenantry.directory.operations.certificates import replace_certificates
from tenantry.directory.operations.contacts import create_contact
from tenantry.directory.operations.device_people import add_person
from tenantry.directory.operations.domains import create_domain
from tenantry.directory.operations.extension_properties import create_extension_property
from tenantry.directory.operations.federated_credentials import create_federated_credential
from tenantry.directory.operations.licences import assign_licences, set_units
from tenantry.directory.operations.owners import add_owner
from tenantry.directory.operations.permission_grants import create_grant
from tenantry.directory.operations.role_definitions import create_definition
from tenantry.directory.operations.roles import create_role_assignment
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.sponsors import add_sponsor
from tenantry.directory.relations import Relation
from tenantry.directory.resource_actions import RESOURCE_ACTIONS
from tenantry.directory.roles import ROLE_TEMPLATES
from tenantry.directory.skus import SKUS
from tenantry.directory.values import Record
from tenantry.graph.wire.directory_roles import directory_role_id
from tenantry.identifiers import new_id
from tenantry.signin.authentication.methods import CODES, KEYS, Method
from tenantry.signin.authentication.stores.methods import add_method
from tenantry.storage.database import Database
from tenantry.sync.operations import connections
from tests.support.certificates import make_certificate
from tests.support.companies import Company
from tests.support.conditions import make_conditions, make_devices
from tests.support.directory import add_service_principal
from tests.support.federations import make_federation
from tests.support.marked_texts import marked_texts
from tests.support.package_bodies import make_packages
from tests.support.rows import rows_of
from tests.support.secret_boxes import SECRET_BOX
from tests.support.synchronization import Synchronization
from tests.support.units import make_unit

Names = Mapping[str, str]
"""What the objects of a tenant are called, by the names that paths have for them: `user` → id."""

ROLE = ROLE_TEMPLATES[-1]
"""The directory role that somebody has."""

P1 = next(iter(SKUS.values()))
"""The SKU that it has units of, one of which somebody has."""

CERTIFICATE = make_certificate()
"""The certificate of an application of each of them, since a partner may sign for several."""
PROTECTABLE = next(each for each in RESOURCE_ACTIONS if each.name == PARTNERS_CREATE)
"""An action that can be bound to an authentication context."""

_ASSIGNMENT = re.compile(r"[\w-]{43}(?:-1)?", re.ASCII)
_GUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")


class LookAlike(Company):
    """A tenant with one of everything; *word* is in each of its texts.

    It synchronizes users into *hub*, lets those of *friend* in, and has nothing to do with
    *stranger*.  ``names`` are what paths and bodies can name.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        word: str,
        *,
        hub: Company,
        friend: Company,
        stranger: Company,
    ) -> None:
        super().__init__(database, name, technical_notification_mails=[f"it@{word}.test"])
        self._word = word
        self._hub = hub
        self._friend = friend
        self.names = {
            "tenant": self.tenant_id,
            "initialDomain": self.domain,
            "directoryRole": directory_role_id(self.tenant_id, ROLE),
            "hub": hub.tenant_id,
            "partner": friend.tenant_id,
            "partnerDomain": friend.domain,
            "stranger": stranger.tenant_id,
        }
        self._make_applications()
        self._make_people()
        self._make_groups()
        self._make_policy()
        self.names.update(
            **make_conditions(self.database, self.actor, word),
            **make_devices(self.database, self.actor, word),
            **make_federation(self.database, self.actor, word),
        )
        self._synchronize()
        self._give_owners()
        self.names.update(make_packages(self.database, self.actor, word, self.names))
        self._sign_in()
        self._register_methods()
        self._consent()

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
            certificate = {"certificate": CERTIFICATE.der, "key_id": new_id(), **named}
            replace_certificates(work, self.actor, "application", application, [certificate])
            _, credential = create_federated_credential(
                work, self.actor, application["id"], _federated(self._word)
            )
            self._tool = add_service_principal(
                work, self.actor, f"Tool {self._word}", app_roles=[_role(self._word)]
            )
            domain = create_domain(work, self.actor, f"sub.{self.domain}")
        self._extension = str(extension["name"])
        self.names.update(
            domain=domain["name"],
            application=application["id"],
            appId=application["app_id"],
            extension=extension["id"],
            secret=secret["key_id"],
            certificate=certificate["key_id"],
            credential=credential["id"],
            credentialName=credential["name"],
            deletedApplication=gone["id"],
            tool=self._tool["id"],
            toolRole=self._tool["app_roles"][0]["id"],
        )

    def _make_people(self) -> None:
        texts = marked_texts(self._word, self.domain, self._extension)
        mira = self.add_user("mira", **texts)
        kim = self.add_user("kim", **{**texts, "display_name": f"Kim {self._word}"})
        ines = self.add_user("ines", department=f"{self._word} future")
        self.set_manager(kim, mira)
        self.set_manager(ines, kim)
        gone = self.add_user("noor", department=f"{self._word} past")
        self.delete(gone)
        guest = self.add_external_user(
            display_name=f"Visitor {self._word}",
            user_principal_name=f"visitor_{self._word}.test#EXT#@{self.domain}",
            external_user_state="PendingAcceptance",
        )
        contact = {"display_name": f"Supplier {self._word}", "mail": f"s@{self._word}.test"}
        with self.database.write() as work:
            self.names["contact"] = create_contact(work, self.actor, contact)["id"]
        self.names.update(
            user=kim,
            userPrincipalName=f"kim@{self.domain}",
            manager=mira,
            report=ines,
            deletedUser=gone,
            guest=guest,
        )
        with self.database.write() as work:
            role = {"principal_id": mira, "role_template_id": ROLE.id}
            held = create_role_assignment(work, self.actor, {**role, "directory_scope_id": "/"})
            set_units(work, self.actor, P1.part_number, 5)
            licence = {"sku_id": P1.id, "disabled_plans": []}
            assign_licences(work, self.actor, kim, [licence], [])
            own = create_definition(
                work,
                self.actor,
                {
                    "display_name": f"Role of {self._word}",
                    "description": f"A role of {self._word}",
                    "is_enabled": True,
                    "resource_actions": [PARTNERS_CREATE],
                },
            )
        self.names.update(roleAssignment=held["id"], customRole=own["id"])
        self.names.update(make_unit(self.database, self.actor, self._word, self.names))
        self.names["sku"] = f"{self.tenant_id}_{P1.id}"

    def _make_groups(self) -> None:
        inner = self.add_group("inner", [self.names["user"]])
        group = self.add_group(
            "design",
            [self.names["manager"], self.names["user"], inner],
            description=f"Designers of {self._word}",
        )
        gone = self.add_group("gone", description=f"{self._word} no longer")
        self.delete_group(gone)
        self.names.update(group=group, innerGroup=inner, deletedGroup=gone)

    def _make_policy(self) -> None:
        with self.database.write() as work:
            partners.add_partner(work, self.actor, self._friend.tenant_id, {})
            allowed = IdentitySynchronization(
                partner_tenant_id=self._friend.tenant_id,
                display_name=f"Friends of {self._word}",
                user_sync_inbound=UserSyncInbound(is_sync_allowed=True),
            )
            synchronizations.add_synchronization(work, self.actor, allowed)
            blocked = {"is_allow_list": False, "domains": [f"{self._word}.example"]}
            policy = create_list(work, self.actor, {"display_name": self._word, **blocked})
            google = {"type": "Google", "client_id": f"{self._word}.apps.google.example"}
            secret = {"client_secret": f"Secret of {self._word}", "display_name": self._word}
            create_provider(work, self.actor, {**google, **secret}, SECRET_BOX)
        self.names["b2bPolicy"] = policy.id

    def _synchronize(self) -> None:
        synchronization = Synchronization(self, self._hub)
        configuration = synchronization.configuration
        self.assign(configuration, self.names["user"])
        self.assign(configuration, self.names["group"])
        self.assign(self._tool, configuration["id"])
        self.add_member(self.names["group"], configuration["id"])
        with self.database.write() as work:
            told = {"SyncNotificationSettings": f'{{"Recipients":"{self._word}@{self.domain}"}}'}
            connections.save_connection(work, self.actor, configuration["id"], told)
        synchronization.run_cycle()
        rows = rows_of(self.database, self.tenant_id)
        assigned = {row["principal_id"]: row["id"] for row in rows["app_role_assignments"]}
        self.names.update(
            servicePrincipal=configuration["id"],
            syncAppId=configuration["app_id"],
            syncRole=configuration["app_roles"][0]["id"],
            job=synchronization.job_id,
            rule=synchronization.rule_id(),
            assignment=assigned[self.names["user"]],
            groupAssignment=assigned[self.names["group"]],
            clientAssignment=assigned[configuration["id"]],
            event=rows["provisioning_events"][0]["id"],
            audit=rows["directory_audits"][0]["id"],
        )

    def _give_owners(self) -> None:
        names = self.names
        with self.database.write() as work:
            for kind in ("group", "application", "servicePrincipal"):
                add_owner(work, self.actor, kind, names[kind], names["user"])
            add_owner(work, self.actor, "group", names["group"], names["guest"])
            add_sponsor(work, self.actor, names["user"], names["report"])
            add_owner(work, self.actor, "group", names["innerGroup"], names["tool"])
            for relation in (Relation.REGISTERED_OWNER, Relation.REGISTERED_USER):
                add_person(work, self.actor, relation, names["device"], names["user"])

    def _sign_in(self) -> None:
        names = self.names
        sign_in = SignIn(
            id=new_id(),
            correlation_id=new_id(),
            person=SignedInPerson(
                id=names["user"],
                display_name=f"Kim {self._word}",
                user_principal_name=names["userPrincipalName"],
                home_tenant_id=self.tenant_id,
            ),
            resource=UsedResource(
                tenant_id=self._friend.tenant_id,
                tenant_name=None,
                app_id=names["appId"],
                app_name=f"Board of {self._word}",
                resource_name=f"Tool {self._word}",
            ),
            origin=SignInOrigin(
                client_app=f"{self._word} browser",
                device={"browser": f"Browser of {self._word}"},
            ),
            cross_tenant_access=CrossTenantAccess.COLLABORATION,
            findings=[{"setting": f"setting of {self._word}"}],
            inputs={"user": f"question of {self._word}"},
        )
        with self.database.write() as work:
            add_sign_in(work, self.tenant_id, sign_in)
        names["signIn"] = sign_in.id

    def _register_methods(self) -> None:
        methods = {
            "codes": Method(
                id=new_id(),
                kind=CODES,
                display_name=f"Phone of {self._word}",
                created_at="2026-11-28T08:00:00.000000Z",
                secret_encrypted=f"Secret of {self._word}",
            ),
            "key": Method(
                id=new_id(),
                kind=KEYS,
                display_name=f"Key of {self._word}",
                created_at="2026-11-28T08:00:00.000000Z",
                credential_id=f"{self._word}-id",
                public_key=f"Public key of {self._word}",
                sign_count=1,
                aaguid=new_id(),
            ),
        }
        with self.database.write() as work:
            for name, method in methods.items():
                add_method(work, self.tenant_id, self.names["user"], method)
                self.names[name] = method.id

    def _consent(self) -> None:
        grant = {
            "client_id": self._tool["id"],
            "consent_type": "Principal",
            "principal_id": self.names["user"],
            "resource_id": self.names["servicePrincipal"],
            "scope": f"{self._word}.Read",
        }
        with self.database.write() as work:
            self.names["grant"] = create_grant(work, self.actor, grant)["id"]


def settle(url: str) -> Names:
    """Make a tenant with one of everything in the database at *url*; return its names."""
    with Database(url) as database:
        hub, friend, stranger = (Company(database, name) for name in ("hub", "fabrikam", "wingtip"))
        tenant = LookAlike(
            database, "northwind", "amber", hub=hub, friend=friend, stranger=stranger
        )
        return tenant.names


def names_of_nothing(names: Names) -> Names:
    """Return names of the same form that no object has."""
    return {name: unlike(value) for name, value in names.items()}


def unlike(value: str) -> str:
    """Return a value of the same form that nothing has."""
    if _GUID.search(value):
        return _GUID.sub(lambda found: _new_like(found.group()), value)
    if _ASSIGNMENT.fullmatch(value):
        return applications.assignment_id(new_id(), new_id()) + value[43:]
    return f"nothing-{value}"


def _federated(word: str) -> Record:
    return {
        "name": f"pipeline-{word}",
        "issuer": f"https://{word}.test",
        "subject": f"{word} main",
        "audiences": [f"api://{word}"],
        "description": f"Pipeline of {word}",
    }


def _role(word: str) -> Record:
    return {
        "id": new_id(),
        "allowed_member_types": ["User", "Application"],
        "description": f"{word} role",
        "display_name": f"{word} role",
        "is_enabled": True,
        "value": f"{word}.Use",
    }


def _new_like(guid: str) -> str:
    return new_id() if "-" in guid else new_id().replace("-", "")
