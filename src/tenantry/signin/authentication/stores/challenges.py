"""What waits for an answer: a seed whose first code is asked for, a challenge to a key."""

from sqlalchemy import delete, insert, select

from tenantry.clock import add_seconds
from tenantry.storage.tables import authentication_challenges
from tenantry.storage.unit_of_work import Reading, UnitOfWork

LIFETIME_SECONDS = 600

_challenges = authentication_challenges.c


def add_challenge(
    work: UnitOfWork,
    tenant_id: str,
    user_id: str,
    *,
    challenge_id: str,
    purpose: str,
    content_encrypted: str,
) -> None:
    """Keep a challenge for ten minutes; those of the user that are older go."""
    work.connection.execute(
        delete(authentication_challenges).where(
            _challenges.tenant_id == tenant_id,
            _challenges.user_id == user_id,
            _challenges.expires_at <= work.instant,
        )
    )
    row = {
        "tenant_id": tenant_id,
        "user_id": user_id,
        "id": challenge_id,
        "purpose": purpose,
        "content_encrypted": content_encrypted,
        "expires_at": add_seconds(work.instant, LIFETIME_SECONDS),
    }
    work.connection.execute(insert(authentication_challenges), row)


def find_challenge(
    reading: Reading, tenant_id: str, user_id: str, challenge_id: str, purpose: str
) -> str | None:
    """Return the content of a challenge that still holds, sealed."""
    return reading.connection.scalar(
        select(_challenges.content_encrypted).where(
            _challenges.tenant_id == tenant_id,
            _challenges.user_id == user_id,
            _challenges.id == challenge_id,
            _challenges.purpose == purpose,
            _challenges.expires_at > reading.instant,
        )
    )


def end_challenge(work: UnitOfWork, tenant_id: str, user_id: str, challenge_id: str) -> bool:
    """Forget a challenge; return whether it was there, so that it is answered only once."""
    ended = work.connection.execute(
        delete(authentication_challenges).where(
            _challenges.tenant_id == tenant_id,
            _challenges.user_id == user_id,
            _challenges.id == challenge_id,
        )
    )
    return ended.rowcount > 0
