"""The texts of the pages by language; each has the same keys, and a test compares them."""

from collections.abc import Mapping

from tenantry.signin.pages.catalogue import de, en, permissions_de

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": en.TEXTS, "de": de.TEXTS}
PERMISSION_TITLES: Mapping[str, Mapping[str, str]] = {"en": {}, "de": permissions_de.TITLES}
"""What permissions of Microsoft Graph are called, by their English titles.

Those of other resources are called what their owners call them.
"""
