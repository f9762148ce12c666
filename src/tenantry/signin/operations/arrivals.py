"""Who comes from where to which application, and who stands for both in the resource tenant.

Home and resource tenant meet here: the person is known by what they are at home, and found in
the resource tenant as the object that stands for them there.
"""

from dataclasses import dataclass

from tenantry.access.inheritance import Mode
from tenantry.access.operations.deciding import SignInQuestion
from tenantry.collaboration import store as external_users
from tenantry.collaboration.external_users import PENDING, identity_of
from tenantry.collaboration.operations.homes import find_home
from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.directory.stores.applications import find_service_principal
from tenantry.directory.values import Record
from tenantry.signin.asked_scopes import AskedScopes
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.authorities import may_redeem
from tenantry.signin.proofs import Proof, as_policies_see
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.registrations import Registration
from tenantry.storage.unit_of_work import Reading

_AAD = IdentityProviderKind.AZURE_ACTIVE_DIRECTORY


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who comes from where to which application; ``home_user`` is their record at home.

    ``contexts`` are the authentication contexts that the application asks for, ``platform`` is
    what kind of client it is, ``ip_address`` where the person is.
    """

    tenant_id: str
    home_tenant_id: str
    home_user: Record
    proofs: tuple[Proof, ...]
    registration: Registration
    asked: AskedScopes
    contexts: tuple[str, ...] = ()
    platform: Platform = Platform.WEB
    ip_address: str = ""

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether another tenant is the home."""
        return self.home_tenant_id != self.tenant_id


def find_client_principal(
    reading: Reading, tenant_id: str, registration: Registration
) -> Record | None:
    """Return the client's service principal in the tenant.

    None stands for a first-party client, and for one of another tenant until somebody consents.
    Raises `SigninRefusedError` where the tenant can have none, or has disabled it.
    """
    principal = find_service_principal(reading, tenant_id, registration.app_id)
    if principal is not None:
        if not principal["account_enabled"]:
            raise SigninRefusedError(Reason.DISABLED_CLIENT, app_id=registration.app_id)
        return principal
    is_at_home = registration.owner_tenant_id == tenant_id
    if registration.is_first_party or (registration.is_multitenant and not is_at_home):
        return None
    raise SigninRefusedError(
        Refusal.UNKNOWN_APPLICATION, app_id=registration.app_id, tenant=tenant_id
    )


def find_user_here(reading: Reading, arrival: Arrival) -> Record | None:
    """Return the object that stands for the person in the resource tenant; None if there is none.

    Who has not redeemed yet is found by the address that was invited.  Only an address whose
    domain the home tenant has verified counts: a mail attribute can be set to anything.  It
    counts nothing where the redemption order puts another provider before the home tenant.
    """
    if not arrival.is_from_elsewhere:
        return arrival.home_user
    known = find_redeemed(reading, arrival)
    if known is not None:
        return known
    addresses = (arrival.home_user["user_principal_name"], arrival.home_user["mail"])
    for address in filter(None, addresses):
        home = find_home(reading, address)
        if home is None or home["id"] != arrival.home_tenant_id:
            continue
        invited = external_users.find_external_user(reading, arrival.tenant_id, address)
        if invited is not None and invited["external_user_state"] == PENDING:
            is_in_order = may_redeem(reading, arrival.tenant_id, address, _AAD)
            return invited if is_in_order else None
    return None


def find_redeemed(reading: Reading, arrival: Arrival) -> Record | None:
    """Return the external user that is the person's own in the resource tenant."""
    identity = identity_of(arrival.home_user["id"])
    known = external_users.find_by_identity(reading, arrival.tenant_id, identity)
    if known is not None and known["home_tenant_id"] == arrival.home_tenant_id:
        return known
    return None


def question_of(arrival: Arrival, mode: Mode) -> SignInQuestion:
    """Return what is asked about an arrival of which no more is known."""
    return SignInQuestion(
        user_id=arrival.home_user["id"],
        home_tenant_id=arrival.home_tenant_id,
        resource_tenant_id=arrival.tenant_id,
        application_id=arrival.registration.app_id,
        mode=mode,
        proof=as_policies_see(arrival.proofs),
        contexts=frozenset(arrival.contexts),
        ip_address=arrival.ip_address,
    )
