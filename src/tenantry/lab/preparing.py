"""The lab's content, made once per folder and used again by every later start."""

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.tenants import list_tenants
from tenantry.errors import ConflictError
from tenantry.lab.folder import LabFolder
from tenantry.lab.lab_file import Lab, write_owner_only
from tenantry.lab.presets import PRESETS, Preset
from tenantry.lab.seeding import seed
from tenantry.lab.staffing import Progress
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database
from tenantry.storage.installation import find_setting, save_setting
from tenantry.storage.migrations import erase, migrate

_DEFAULT_PRESET = "merger"
_MARK = "lab"  # name of the setting by which a database is known as a lab's


class LabWish(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asked for; None is whatever is there, or the default."""

    preset: str | None = None
    people: int | None = None
    reset: bool = False

    @property
    def preset_to_make(self) -> Preset:
        """The preset of a lab that is made now."""
        return PRESETS[self.preset or _DEFAULT_PRESET]

    @property
    def people_to_make(self) -> int:
        """How many people a lab that is made now has in all."""
        return self.preset_to_make.people if self.people is None else self.people


class PreparedLab(Lab, rename="camel", frozen=True, kw_only=True):
    """The lab that a folder has, and what it was made for."""

    preset: str
    people: int
    database: str


def find_prepared(folder: LabFolder, settings: Settings, wish: LabWish) -> PreparedLab | None:
    """Return the folder's lab, None if it is still to be made, or is gone, or is to go.

    Raises `ConflictError` if it is another one than was asked for.
    """
    if wish.reset or not folder.prepared_file.exists():
        return None
    prepared = msgspec.json.decode(folder.prepared_file.read_bytes(), type=PreparedLab)
    asked = {"preset": wish.preset, "people": wish.people, "database": settings.database_url}
    for option, value in asked.items():
        if value not in {None, getattr(prepared, option)}:
            # The values stay untold: the address of a database may hold a password.
            message = (
                f"the lab in `{folder.path}` was made with another `--{option}`; make it anew"
                " with `--reset`, or another one with `--data`"
            )
            raise ConflictError(message)
    with open_services(settings) as services, services.database.read() as reading:
        is_there = find_setting(reading, _MARK) is not None
    return prepared if is_there else None


def prepare(
    folder: LabFolder, settings: Settings, wish: LabWish, *, on_progress: Progress
) -> PreparedLab:
    """Make the lab, in place of an unfinished or unwanted one.

    Raises `ConflictError` for a database that is in use and not by a lab.
    """
    preset, people = wish.preset_to_make, wish.people_to_make
    preset.staff(people)  # too few are refused before anything is written
    with open_services(settings) as services:
        _clear(services.database)
        with services.database.write() as work:
            save_setting(work, _MARK, preset.name)
        lab = seed(
            services.database,
            preset,
            people,
            hashing=services.hashing,
            secret_box=services.secret_box,
            on_progress=on_progress,
        )
    prepared = PreparedLab(
        **msgspec.structs.asdict(lab),
        preset=preset.name,
        people=people,
        database=settings.database_url,
    )
    write_owner_only(folder.prepared_file, prepared)
    return prepared


def _clear(database: Database) -> None:
    with database.read() as reading:
        is_lab = find_setting(reading, _MARK) is not None
        is_used = bool(list_tenants(reading, operator("")))
    if is_used and not is_lab:
        message = "the database holds tenants that no lab made; a lab needs one of its own"
        raise ConflictError(message)
    if is_lab:
        erase(database)
        migrate(database)
