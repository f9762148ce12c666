"""Invented people for the lab: names of many languages, work, places and who reports to whom.

`people_of` makes the people of a company in `COMPANIES`; the same arguments always give the same
people.  `names` has the names by region, `work` the departments and titles.  No user is written
here, and no time or chance is taken from outside.
"""

from tenantry.lab.people.companies import COMPANIES, Company
from tenantry.lab.people.sampling import SamplePerson, people_of

__all__ = ["COMPANIES", "Company", "SamplePerson", "people_of"]
