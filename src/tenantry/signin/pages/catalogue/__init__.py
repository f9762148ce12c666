"""The texts of the pages by language; each has the same keys, and a test compares them."""

from collections.abc import Mapping

from tenantry.signin.pages.catalogue import de, en

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": en.TEXTS, "de": de.TEXTS}
