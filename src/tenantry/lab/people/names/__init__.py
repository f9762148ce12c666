"""The cultures of the lab's sample people, by region."""

from collections.abc import Sequence

from tenantry.lab.people.cultures import Culture
from tenantry.lab.people.names import (
    africa,
    americas_and_oceania,
    central_europe,
    eastern_asia,
    northern_europe,
    southern_asia,
    southern_europe,
    western_asia,
    western_europe,
)

CULTURES: Sequence[Culture] = (
    *western_europe.CULTURES,
    *northern_europe.CULTURES,
    *central_europe.CULTURES,
    *southern_europe.CULTURES,
    *western_asia.CULTURES,
    *southern_asia.CULTURES,
    *eastern_asia.CULTURES,
    *africa.CULTURES,
    *americas_and_oceania.CULTURES,
)
