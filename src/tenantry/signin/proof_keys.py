"""Proof keys (RFC 7636): whoever redeems a code is whoever asked for it."""

import base64
import hashlib
import hmac
import re

S256, PLAIN = "S256", "plain"
METHODS = (S256, PLAIN)

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def is_challenge(text: str) -> bool:
    """Return whether *text* has the form of a challenge, which is that of a verifier too."""
    return _VERIFIER.fullmatch(text) is not None


def is_proven(verifier: str, challenge: str, method: str) -> bool:
    """Return whether *verifier* is the one that *challenge* was made of by *method*."""
    if not is_challenge(verifier):
        return False
    if method == PLAIN:
        made = verifier
    else:
        digest = hashlib.sha256(verifier.encode()).digest()
        made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(made, challenge)
