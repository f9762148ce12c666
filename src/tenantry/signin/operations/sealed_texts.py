"""What a page carries from one request to the next: sealed, and bound to the browser.

The text can be neither read nor made elsewhere, and is worth something only together with the
cookie of the browser that it was made for.
"""

import hmac
from typing import TypeVar

import msgspec

from tenantry.errors import UnavailableError
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.refusals import Refusal
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.encryption import SecretBox


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed; ``browser_hash`` is of the browser's cookie."""

    browser_hash: str


_Carried = TypeVar("_Carried", bound=Carried)


def seal(box: SecretBox, purpose: str, carried: Carried) -> str:
    """Return the text.  What was sealed for one *purpose* is good for no other."""
    return box.encrypt(f"{purpose}:{msgspec.json.encode(carried).decode()}")


def unseal(
    box: SecretBox, purpose: str, text: str, kind: type[_Carried], *, browser: str
) -> _Carried:
    """Return what *text* holds; `SigninRefusedError` if it was not made for this *browser*."""
    try:
        opened = box.decrypt(text)
        carried = msgspec.json.decode(opened.removeprefix(f"{purpose}:"), type=kind)
    except (UnavailableError, ValueError) as fault:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED) from fault
    is_of_browser = hmac.compare_digest(carried.browser_hash, hash_secret(browser))
    if not (opened.startswith(f"{purpose}:") and is_of_browser):
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    return carried
