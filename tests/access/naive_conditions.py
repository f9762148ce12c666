"""A second evaluator of Conditional Access: one question after another, on the written policies."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tenantry.access.applications import Application
from tenantry.access.conditional.conditions import Account, UserCategory
from tenantry.access.conditional.evaluation import Visit
from tenantry.access.conditional.strengths import BUILT_IN, MULTIFACTOR
from tests.access.conditional_policies import LOCATIONS, NOW
from tests.access.policies import HOME, RESOURCE, Json

OF_RESOURCE = {"sms", "voice", "microsoftAuthenticatorPush", "softwareOath"}
OF_HOME = {
    *OF_RESOURCE,
    "password",
    "hardwareOath",
    "fido2",
    "windowsHelloForBusiness",
    "deviceBasedPush",
    "x509CertificateMultiFactor",
    "x509CertificateSingleFactor",
}


def naive_names(users: Json, which: str, account: Account) -> bool:
    keywords = users.get(f"{which}Users", [])
    guests = users.get(f"{which}GuestsOrExternalUsers")
    if "All" in keywords or (account.id and account.id in keywords):
        return True
    if "GuestsOrExternalUsers" in keywords and account.category.value != "internalMember":
        return True
    if any(group in users.get(f"{which}Groups", []) for group in account.group_ids):
        return True
    if any(role in users.get(f"{which}Roles", []) for role in account.role_ids):
        return True
    if guests is None:
        return False
    tenants = guests.get("externalTenants", {"membershipKind": "all"})
    from_there = tenants["membershipKind"] == "all" or account.home_tenant_id in tenants["members"]
    return account.category.value in guests["guestOrExternalUserTypes"].split(",") and from_there


def naive_is_there(locations: Json | None, visit: Visit) -> bool:
    if locations is None:
        return True

    def covers(names: list[str]) -> bool:
        if "All" in names:
            return True
        for location_id, (addresses, is_trusted) in LOCATIONS.items():
            named = location_id in names or (is_trusted and "AllTrusted" in names)
            if named and visit.address in [(4, each) for each in addresses]:
                return True
        return False

    included, excluded = locations["includeLocations"], locations.get("excludeLocations", [])
    return covers(included) and not covers(excluded)


def naive_applies(policy: Json, visit: Visit, application: Application) -> bool:
    users, apps = policy["conditions"]["users"], policy["conditions"]["applications"]
    account = visit.visitor.account
    if not naive_names(users, "include", account) or naive_names(users, "exclude", account):
        return False
    if not naive_is_there(policy["conditions"].get("locations"), visit):
        return False
    if visit.user_action:
        return visit.user_action in apps.get("includeUserActions", [])
    if set(apps.get("includeAuthenticationContextClassReferences", [])) & visit.contexts:
        return True

    def covers(names: list[str]) -> bool:
        bundled = "Office365" in names and application.is_office_365
        return "All" in names or application.app_id in names or bundled

    return covers(apps["includeApplications"]) and not covers(apps.get("excludeApplications", []))


def naive_methods(visit: Visit, tenant_id: str, age: timedelta | None) -> set[str]:
    return {
        each.method
        for each in visit.visitor.proof.methods
        if each.tenant_id == tenant_id and (age is None or each.at >= NOW - age)
    }


def naive_multifactor(visit: Visit, allowed: Iterable[frozenset[str]], age: Any) -> str:
    visitor = visit.visitor
    kind = visitor.account.category.value

    def enough(methods: set[str]) -> bool:
        return any(each <= methods for each in allowed)

    if kind in {"internalMember", "internalGuest"}:
        return "met" if enough(naive_methods(visit, RESOURCE, age)) else "open"
    is_trusted = visitor.trust.mfa and kind != "otherExternalUser"
    if is_trusted and enough(naive_methods(visit, HOME, age) & OF_HOME):
        return "met"
    if kind != "b2bDirectConnectUser":
        here = naive_methods(visit, RESOURCE, age) & OF_RESOURCE
        if enough(here | {"password"}):
            return "met"
    if is_trusted:
        return "open" if enough(OF_HOME) else "refused"
    if kind == "b2bDirectConnectUser":
        return "refused"
    return "open" if enough(OF_RESOURCE | {"password"}) else "refused"


def naive_device(visit: Visit, control: str) -> str:
    visitor, device = visit.visitor, visit.visitor.proof.device
    kind = visitor.account.category.value
    if kind == "otherExternalUser":
        return "refused"
    trusted = {
        "compliantDevice": visitor.trust.compliant_device,
        "domainJoinedDevice": visitor.trust.hybrid_joined_device,
    }[control]
    if kind not in {"internalMember", "internalGuest"} and not trusted:
        return "refused"
    if device is None:
        return "open"
    fits = device.is_compliant if control == "compliantDevice" else device.is_hybrid_joined
    return "met" if fits and device.tenant_id == visitor.account.home_tenant_id else "refused"


def naive_control(control: str, visit: Visit, age: timedelta | None) -> str:
    if control == "mfa":
        return naive_multifactor(visit, MULTIFACTOR.combinations, age)
    if control in {"compliantDevice", "domainJoinedDevice"}:
        return naive_device(visit, control)
    return "refused"


def naive_policy(policy: Json, visit: Visit) -> str:
    grant = policy.get("grantControls") or {"operator": "OR", "builtInControls": []}
    kind = visit.visitor.account.category.value
    given = (policy.get("sessionControls") or {}).get("signInFrequency") or {}
    age = None
    if given.get("isEnabled") and kind != "b2bDirectConnectUser":
        age = timedelta(**{given["type"]: given["value"]})
        if given["frequencyInterval"] == "everyTime":
            age = timedelta(minutes=5)
    answers = [naive_control(each, visit, age) for each in grant["builtInControls"]]
    if strength := grant.get("authenticationStrength"):
        answers.append(naive_multifactor(visit, BUILT_IN[strength["id"]].combinations, age))
    ranks = ["met", "open", "refused"]
    if answers and grant["operator"] == "OR":
        answers = [min(answers, key=ranks.index)]
    primary = given.get("authenticationType") == "primaryAndSecondaryAuthentication"
    if age is not None and primary:
        begun = naive_methods(visit, visit.visitor.account.home_tenant_id, age)
        answers.append(
            "met" if begun & {"password", "fido2", "deviceBasedPush", "email"} else "open"
        )
    return max(answers, key=ranks.index, default="met")


def naive_decision(written: list[Json], visit: Visit, application: Application) -> str:
    said = ["met"]
    for policy in written:
        strength = (policy.get("grantControls") or {}).get("authenticationStrength")
        is_stranger = visit.visitor.account.category is UserCategory.OTHER_EXTERNAL
        if policy["state"] != "enabled" or (strength and is_stranger):
            continue
        if naive_applies(policy, visit, application):
            said.append(naive_policy(policy, visit))
    return max(said, key=["met", "open", "refused"].index)
