"""Letters: the mails that ask for a decision, and that tell what became of a request."""

from collections.abc import Mapping

from tenantry.mail.messages import Message

DECISION, DELIVERED, DENIED = "accessDecision", "accessDelivered", "accessDenied"
_DEFAULT = "en"
_ENGLISH = {
    f"{DECISION}.subject": "{person} asks for {package}",
    f"{DECISION}.body": "{person} ({name}) asks {tenant} for the access package {package}.\n\n"
    "{reason}Approve or deny it here:\n\n{link}\n",
    f"{DELIVERED}.subject": "You have {package} now",
    f"{DELIVERED}.body": "{tenant} gave you the access package {package}.{end}\n\n"
    "What you asked for and have is shown here:\n\n{link}\n",
    f"{DENIED}.subject": "You do not get {package}",
    f"{DENIED}.body": "Nobody at {tenant} approved your request for the access package"
    " {package}.\n",
    "reason": "The reason given:\n\n{reason}\n\n",
    "end": " It ends on {end}.",
}
_GERMAN = {
    f"{DECISION}.subject": "{person} beantragt {package}",
    f"{DECISION}.body": "{person} ({name}) beantragt bei {tenant} das Zugriffspaket {package}.\n\n"
    "{reason}Genehmigen Sie es hier, oder lehnen Sie es ab:\n\n{link}\n",
    f"{DELIVERED}.subject": "Sie haben jetzt {package}",
    f"{DELIVERED}.body": "{tenant} hat Ihnen das Zugriffspaket {package} gegeben.{end}\n\n"
    "Was Sie beantragt haben, sehen Sie hier:\n\n{link}\n",
    f"{DENIED}.subject": "Sie bekommen {package} nicht",
    f"{DENIED}.body": "Bei {tenant} hat niemand Ihren Antrag auf das Zugriffspaket {package}"
    " genehmigt.\n",
    "reason": "Die angegebene Begründung:\n\n{reason}\n\n",
    "end": " Es endet am {end}.",
}
_LANGUAGES: Mapping[str, Mapping[str, str]] = {_DEFAULT: _ENGLISH, "de": _GERMAN}


def letter(kind: str, recipient: str, language: str | None, told: Mapping[str, str]) -> Message:
    """Return the mail of *kind* in the language of a tag such as `de-DE`.

    *told* has `person`, `name`, `package`, `tenant` and `link`; `reason` and `end`, an instant,
    may be empty.
    """
    tag = (language or _DEFAULT).partition("-")[0].lower()
    texts = _LANGUAGES.get(tag, _LANGUAGES[_DEFAULT])
    reason, end = told.get("reason", ""), told.get("end", "")[:10]
    named = {
        **told,
        "reason": texts["reason"].format(reason=reason) if reason else "",
        "end": texts["end"].format(end=end) if end else "",
    }
    return Message(
        kind=kind,
        recipients=(recipient,),
        subject=texts[f"{kind}.subject"].format(**named),
        body=texts[f"{kind}.body"].format(**named),
    )
