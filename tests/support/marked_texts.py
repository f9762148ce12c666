"""Properties of a user that all hold one word, so that a test finds it wherever they show."""

from tenantry.directory.values import Record

_NAMES = (
    *("city", "company_name", "country", "department", "employee_type"),
    *("fax_number", "given_name", "job_title", "mobile_phone", "office_location"),
    *("on_premises_immutable_id", "postal_code", "preferred_language", "state"),
    *("street_address", "surname", "telephone_number"),
)


def marked_texts(word: str, domain: str, extension: str) -> Record:
    """Return the properties with *word*, for a user of *domain* with that extension property."""
    return {
        **{name: f"{word} {name}" for name in _NAMES},
        "employee_id": f"{word}-7",
        "employee_org_data": {"cost_center": f"{word} 1", "division": f"{word} 2"},
        "extensions": {extension: f"{word} badge"},
        "mail": f"{word}@{domain}",
        "on_premises_extension_attributes": {"extension_attribute1": f"{word} 3"},
        "other_mails": [f"{word}@elsewhere.test"],
        "preferred_data_location": f"{word}-8",
        "usage_location": "NZ",
    }
