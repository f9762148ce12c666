"""What only groups have: a mail address that is theirs alone."""

from tenantry.directory.stores.objects import GROUPS
from tenantry.directory.values import Record
from tenantry.storage.filters.folding import fold
from tenantry.storage.unit_of_work import Reading


def find_by_mail(reading: Reading, tenant_id: str, mail: str) -> Record | None:
    """Return the live group with this mail address, in any casing."""
    return GROUPS.find_by(reading, tenant_id, mail_key=fold(mail))
