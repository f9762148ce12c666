"""Passcodes by mail: how long, how often, and what the mail says.

Anybody who knows a guest's address can ask for codes, so asking must neither flood a mailbox,
nor add up to a guess, nor keep the guest out.  The first few sign-ins have a code of their own.
Whoever asks while those are good shares a longer one, which no number of tries finds and which
is mailed anew every few minutes: there always is a code in the mailbox that lets the guest in.
Source: behaviour §14.2 (30 minutes; a session of 24 hours).  The other numbers are ours.
"""

from collections.abc import Mapping
from enum import Enum, auto

from tenantry.clock import add_seconds
from tenantry.mail.messages import Message

LIFETIME_SECONDS = 30 * 60
OWN_DIGITS, OWN_TRIES = 8, 5
SHARED_DIGITS, SHARED_TRIES = 16, 1_000_000
MOST_OWN = 5
"""How many mails go to a guest at once; each may hold the code of one sign-in."""
PAUSE_SECONDS = 3 * 60
"""How long after a mail there is no further one, once so many were sent."""
_GROUP = 4


class Sending(Enum):
    """What becomes of a wish for a code."""

    MAIL_OWN = auto()
    """A new code of this sign-in is mailed."""
    MAIL_AGAIN = auto()
    """The code that the sign-in has is mailed once more."""
    KEEP = auto()
    """The code that the sign-in has stays the one, and was mailed."""
    MAIL_SHARED = auto()
    """A new code is mailed, for all who ask from now on."""
    SHARE = auto()
    """The code of the newest mail is that of this sign-in, too."""


def decide_sending(
    *, mailed: int, newest_at: str, is_newest_shared: bool, has_code: bool, instant: str
) -> Sending:
    """Return what becomes of a wish for a code, given the mails whose codes are still good.

    *has_code* says whether the sign-in has one of them already, with tries left.
    """
    may_mail = mailed < MOST_OWN or add_seconds(newest_at, PAUSE_SECONDS) <= instant
    if has_code:
        return Sending.MAIL_AGAIN if may_mail else Sending.KEEP
    if mailed < MOST_OWN:
        return Sending.MAIL_OWN
    return Sending.SHARE if is_newest_shared and not may_mail else Sending.MAIL_SHARED


_ENGLISH = {
    "subject": "{code} is your code for {tenant}",
    "body": "Your code to sign in to {tenant} as {address} is\n\n{code}\n\n"
    "It is good for 30 minutes, and only {where}.\n\n"
    "If you did not ask for it, do nothing; give it to nobody.\n",
    "own": "in the browser that asked for it",
    "shared": "in browsers that asked for one; it is so long because many codes were asked for",
}
_GERMAN = {
    "subject": "{code} ist Ihr Code für {tenant}",
    "body": "Ihr Code, um sich als {address} bei {tenant} anzumelden, ist\n\n{code}\n\n"
    "Er gilt 30 Minuten lang, und nur {where}.\n\n"
    "Wenn Sie ihn nicht angefordert haben, tun Sie nichts; geben Sie ihn niemandem.\n",
    "own": "in dem Browser, der ihn angefordert hat",
    "shared": "in Browsern, die einen angefordert haben; er ist so lang, weil viele Codes"
    " angefordert wurden",
}
_LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "de": _GERMAN}


def passcode_of(number: int, digits: int) -> str:
    """Return the code that the random *number* makes, which is below ten to the *digits*."""
    return f"{number:0{digits}d}"


def is_shared(code: str) -> bool:
    """Return whether the code is one of several sign-ins."""
    return len(code) == SHARED_DIGITS


def shown(code: str) -> str:
    """Return the code as people read it: a long one in groups."""
    if not is_shared(code):
        return code
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def typed(text: str) -> str:
    """Return what a person typed without the blanks by which they read the digits."""
    return "".join(text.split())


def letter(code: str, address: str, tenant: str, language: str) -> Message:
    """Return the mail with the code."""
    texts = _LANGUAGES.get(language, _ENGLISH)
    where = texts["shared" if is_shared(code) else "own"]
    named = {"code": shown(code), "address": address, "tenant": tenant, "where": where}
    return Message(
        kind="passcode",
        recipients=(address,),
        subject=texts["subject"].format(**named),
        body=texts["body"].format(**named),
    )
