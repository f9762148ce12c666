"""Sign-ins as the provider logs them."""

from dataclasses import replace
from typing import Any

from tenantry.audit.sign_ins import SignedInPerson, SignIn, SignInOrigin, UsedResource
from tenantry.identifiers import new_id

BOARD = "8b9c0d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e"


def a_sign_in(
    home_tenant_id: str, resource_tenant_id: str, *, person: str = "mira", **given: Any
) -> SignIn:
    """Return a sign-in of *person* to an application of the resource tenant."""
    sign_in = SignIn(
        id=new_id(),
        correlation_id=new_id(),
        person=SignedInPerson(
            id=f"id of {person}",
            display_name=person.title(),
            user_principal_name=f"{person}@northwind.test",
            home_tenant_id=home_tenant_id,
        ),
        resource=UsedResource(
            tenant_id=resource_tenant_id,
            tenant_name="Tailwind",
            app_id=BOARD,
            app_name="Design board",
        ),
        origin=SignInOrigin(ip_address="198.51.100.23", device={"browser": "Firefox"}),
    )
    return replace(sign_in, **given)
