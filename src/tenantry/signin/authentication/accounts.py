"""What a right password opens: nothing, for an account that is disabled or must change it."""

from dataclasses import dataclass
from enum import Enum


class PasswordRefusal(Enum):
    """Why a password is not enough, by AADSTS number."""

    WRONG = 50126  # or nobody has the name: the two are told alike
    LOCKED = 50053
    DISABLED = 50057
    MUST_CHANGE = 50055


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A user object as far as its password goes."""

    id: str
    user_principal_name: str
    display_name: str
    account_enabled: bool
    password_hash: str | None
    password_policies: str | None
    password_changed_at: str | None
    must_change: bool
    must_change_with_mfa: bool
    cloud: str  # the tenant's


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordOutcome:
    """What became of a password.

    ``refusal`` is None where it is right and opens the account.  ``needs_mfa`` goes with
    `MUST_CHANGE`: another proof comes before the change.
    """

    refusal: PasswordRefusal | None = None
    needs_mfa: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the password itself was right, so that it may be changed."""
        return self.refusal in {None, PasswordRefusal.MUST_CHANGE}


def judge(account: Account) -> PasswordOutcome:
    """Return what the right password of *account* opens.

    Disabled comes after the password, so that only its owner learns of it.
    """
    if not account.account_enabled:
        return PasswordOutcome(refusal=PasswordRefusal.DISABLED)
    if account.must_change or account.must_change_with_mfa:
        return PasswordOutcome(
            refusal=PasswordRefusal.MUST_CHANGE, needs_mfa=account.must_change_with_mfa
        )
    return PasswordOutcome()
