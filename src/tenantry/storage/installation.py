"""What the installation remembers about itself: a few named texts, of no tenant."""

from sqlalchemy import delete, insert, select

from tenantry.storage.tables import installation_settings
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_settings = installation_settings.c


def find_setting(reading: Reading, name: str) -> str | None:
    """Return what was saved as *name*."""
    query = select(_settings.value).where(_settings.name == name)
    return reading.connection.execute(query).scalar()


def save_setting(work: UnitOfWork, name: str, value: str) -> None:
    """Save *value* as *name*, in place of what was there."""
    work.connection.execute(delete(installation_settings).where(_settings.name == name))
    work.connection.execute(insert(installation_settings).values(name=name, value=value))
