"""Passcodes by mail: how long, how often, and what the mail says.

Source: behaviour §14.2 (30 minutes; a session of 24 hours).  The number of digits, of tries and
of codes in half an hour are ours.
"""

from collections.abc import Mapping

from tenantry.mail.messages import Message

DIGITS = 8
LIFETIME_SECONDS = 30 * 60
TRIES = 5
MOST_AT_ONCE = 10
"""How many codes of one guest can be good at the same time: each sign-in has its own."""

_ENGLISH = {
    "subject": "{code} is your code for {tenant}",
    "body": "Your code to sign in to {tenant} as {address} is\n\n{code}\n\n"
    "It is good for 30 minutes, and only in the browser that asked for it.\n\n"
    "If you did not ask for it, do nothing; give it to nobody.\n",
}
_GERMAN = {
    "subject": "{code} ist Ihr Code für {tenant}",
    "body": "Ihr Code, um sich als {address} bei {tenant} anzumelden, ist\n\n{code}\n\n"
    "Er gilt 30 Minuten lang, und nur in dem Browser, der ihn angefordert hat.\n\n"
    "Wenn Sie ihn nicht angefordert haben, tun Sie nichts; geben Sie ihn niemandem.\n",
}
_LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "de": _GERMAN}


def passcode_of(number: int) -> str:
    """Return the code that the random *number* makes, which is below ten to the `DIGITS`."""
    return f"{number:0{DIGITS}d}"


def typed(text: str) -> str:
    """Return what a person typed without the blanks by which they read the digits."""
    return "".join(text.split())


def letter(code: str, address: str, tenant: str, language: str) -> Message:
    """Return the mail with the code."""
    texts = _LANGUAGES.get(language, _ENGLISH)
    named = {"code": code, "address": address, "tenant": tenant}
    return Message(
        kind="passcode",
        recipients=(address,),
        subject=texts["subject"].format(**named),
        body=texts["body"].format(**named),
    )
