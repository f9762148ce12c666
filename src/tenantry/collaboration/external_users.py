"""The shape of an external user: name, identity and state.

Source: behaviour §4 (names), contract §6.1 (identities, states); claims CTS-012, CTS-058.
"""

CREATION_TYPE = "Invitation"
ACCEPTED = "Accepted"


def external_user_principal_name(name: str, resource_initial_domain: str) -> str:
    """Return the `#EXT#` form of a home user principal name or an invited mail address.

    >>> external_user_principal_name("mira@northwind.test", "tailwind.tenantry.test")
    'mira_northwind.test#EXT#@tailwind.tenantry.test'
    """
    return f"{name.replace('@', '_')}#EXT#@{resource_initial_domain}"
