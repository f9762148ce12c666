"""The stage of the table of sign-ins: two tenants that say what a row says."""

from collections.abc import Mapping
from typing import Any

from tests.scenarios.sign_in_table import TableRow
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, done

Json = dict[str, Any]

PARTNERS = "/policies/crossTenantAccessPolicy/partners"
DEFAULT = "/policies/crossTenantAccessPolicy/default"
POLICIES = "/identity/conditionalAccess/policies"
MODES = {"C": "b2bCollaboration", "D": "b2bDirectConnect"}
APPLICATIONS = {
    "tool": "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11",
    "chan": "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
    "mail": "00000012-0000-0000-c000-000000000000",
}
CONTROLS = {
    "mfa": "mfa",
    "comp": "compliantDevice",
    "join": "domainJoinedDevice",
    "approv": "approvedApplication",
    "block": "block",
}
DEVICES = {"none": "none", "comp": "compliant", "join": "hybridJoined"}
FLAGS = {
    "mfa": "isMfaAccepted",
    "comp": "isCompliantDeviceAccepted",
    "join": "isHybridAzureADJoinedDeviceAccepted",
}


class Stage:
    """Two tenants and Ana, who is a guest of the second; each row sets them up anew.

    *applications* are the ids of those that the table calls `tool`, `chan` and `mail`.
    """

    def __init__(
        self,
        installation: Installation,
        home: Tenant,
        resource: Tenant,
        applications: Mapping[str, str] = APPLICATIONS,
        *,
        is_guest: bool = True,
    ) -> None:
        self._installation = installation
        self._applications = applications
        self._home, self._resource = home, resource
        self.ana = home.add_user("ana", mail=f"ana@{home.domain}")
        ben = home.add_user("ben")
        group = home.add_group("Auditors", [self.ana])
        self._targets = {
            "ana": ("user", self.ana["id"]),
            "ben": ("user", ben["id"]),
            "auditors": ("group", group["id"]),
        }
        if is_guest:
            invitation = resource.invite(self.ana["mail"])
            self.guest = installation.redeem(resource, invitation, self.ana)
        for tenant, other in ((home, resource), (resource, home)):
            tenant.post(PARTNERS, {"tenantId": other.tenant_id})
        self._policy_id: str | None = None
        self._asked = ""

    def answer(self, row: TableRow) -> tuple[str, str]:
        """Return the decision on the row's sign-in, and the finding that decides."""
        self.set_up(row)
        question = {
            "user": self.ana["id"],
            "homeTenantId": self._home.tenant_id,
            "resourceTenantId": self._resource.tenant_id,
            "applicationId": self._applications[row.application],
            "mode": MODES[row.mode],
            "mfa": row.mfa.replace("here", "resource"),
            "device": DEVICES[row.device],
        }
        answer = done(self._installation.ask("POST", "/tenantry/v1.0/access/explain", question))
        return self._decision(answer), _decider(answer)

    def set_up(self, row: TableRow) -> None:
        """Make both tenants say what the row says."""
        name = MODES[row.mode]
        towards = f"{PARTNERS}/{self._resource.tenant_id}"
        self._home.patch(DEFAULT, {f"{name}Outbound": self._setting(row.home_default)})
        self._home.patch(towards, {f"{name}Outbound": self._setting(row.home_partner)})
        by_default, trust = row.trust.startswith("d:"), _trust(row.trust.removeprefix("d:"))
        inbound = f"{name}Inbound"
        self._resource.patch(
            DEFAULT,
            {
                inbound: self._setting(row.resource_default),
                "inboundTrust": trust if by_default else None,
            },
        )
        self._resource.patch(
            f"{PARTNERS}/{self._home.tenant_id}",
            {
                inbound: self._setting(row.resource_partner),
                "inboundTrust": None if by_default else trust,
            },
        )
        self._ask_for(row.policy)

    def _ask_for(self, written: str) -> None:
        if written == self._asked:
            return
        if self._policy_id is not None:
            self._resource.delete(f"{POLICIES}/{self._policy_id}")
            self._policy_id = None
        self._asked = written
        if written != "-":
            self._policy_id = self._resource.post(POLICIES, _policy(written))["id"]

    def _setting(self, written: str) -> Json | None:
        """Return what `all`, `!auditors` or `in tool` stands for, None for `-`."""
        if written == "-":
            return None
        if written in {"all", "none"}:
            access = "allowed" if written == "all" else "blocked"
            return _lists((access, "user", "AllUsers"), (access, "application", "AllApplications"))
        access = "blocked" if written.startswith("!") else "allowed"
        name = written.removeprefix("!")
        if name.startswith("in "):
            app_id = self._applications[name.removeprefix("in ")]
            return _lists(("allowed", "user", "AllUsers"), (access, "application", app_id))
        kind, target = self._targets[name]
        if access == "blocked":
            return _lists((access, kind, target), ("blocked", "application", "AllApplications"))
        return _lists((access, kind, target), ("allowed", "application", "AllApplications"))

    def _decision(self, answer: Json) -> str:
        if answer["decision"] != "challenged":
            return str(answer["decision"]).removesuffix("ed")
        places = {self._home.tenant_id: "?home", self._resource.tenant_id: "?here"}
        return "/".join(sorted({places[each["tenantId"]] for each in answer["challenges"]}))


def _lists(people: tuple[str, str, str], applications: tuple[str, str, str]) -> Json:
    return {
        name: {"accessType": access, "targets": [{"targetType": kind, "target": target}]}
        for name, (access, kind, target) in (
            ("usersAndGroups", people),
            ("applications", applications),
        )
    }


def _trust(written: str) -> Json | None:
    if written == "-":
        return None
    return {flag: written in {name, "all"} for name, flag in FLAGS.items()}


def _policy(written: str) -> Json:
    names = written.removeprefix("~").replace("+", "/").split("/")
    return {
        "displayName": written,
        "state": "enabledForReportingButNotEnforced" if written.startswith("~") else "enabled",
        "conditions": {
            "users": {"includeUsers": ["GuestsOrExternalUsers"]},
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {
            "operator": "AND" if "+" in written else "OR",
            "builtInControls": [CONTROLS[name] for name in names],
        },
    }


def _decider(answer: Json) -> str:
    """Return the first finding that keeps Ana out, in the words of the table."""
    for finding in answer["findings"]:
        if finding["outcome"] not in {"blocked", "challenged"}:
            continue
        if finding["stage"] == "conditionalAccess":
            return next(name for name, each in CONTROLS.items() if each == finding["control"])
        if finding["stage"] == "sharedChannel":
            return "no channel"
        half = finding["setting"].rpartition(".")[2]
        word = {"usersAndGroups": "users", "applications": "apps"}[half]
        return f"{finding['side']} {finding['source']} {word}"
    return "-"
