"""The parts that requests use; the runtime builds them once."""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry.actor import Actor
from tenantry.collaboration.operations.foreign_homes import DiscoverHome
from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading

Verify = Callable[[Reading, str, str], Actor]
"""Returns the actor of a bearer token who calls from an IP address, or raises
`NotAuthenticatedError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What an endpoint may use beside its request.

    ``authorization_uri`` is where a client without a token is sent to sign in;
    ``is_tenant_elsewhere`` tells, over the network, whether another cloud has a tenant of this id;
    ``instances_per_pair`` and ``may_cross_clouds`` are the deployment settings of decisions 4
    and 18.
    """

    database: Database
    verify: Verify
    authorization_uri: str
    hashing: PasswordHashing
    secret_box: SecretBox
    instances_per_pair: str = "one"
    may_cross_clouds: bool = False
    discover_home: DiscoverHome | None = None
    is_tenant_elsewhere: Callable[[str], bool] | None = None
