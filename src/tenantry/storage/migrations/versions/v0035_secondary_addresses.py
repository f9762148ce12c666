"""Who holds which further address is found by a look-up; it was in no index."""

import msgspec
from alembic import op
from sqlalchemy import column, insert, select, table

from tenantry.storage.filters.folding import fold
from tenantry.storage.tables.columns import TABLE_OPTIONS, key

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_users = table("users", column("tenant_id"), column("id"), column("proxy_addresses"))


def upgrade() -> None:
    """Add the table, with the addresses that there are."""
    added = op.create_table(
        "secondary_addresses",
        key("tenant_id"),
        key("user_id"),
        key("address_key"),
        **TABLE_OPTIONS,
    )
    op.create_index(
        "ix_secondary_addresses_address", "secondary_addresses", ["tenant_id", "address_key"]
    )
    listed = select(_users).where(_users.c.proxy_addresses.like('%"smtp:%'))
    rows = [
        {"tenant_id": tenant_id, "address_key": address_key, "user_id": user_id}
        for tenant_id, user_id, stored in op.get_bind().execute(listed)
        for address_key in {
            fold(each[5:]) for each in msgspec.json.decode(stored) if each.startswith("smtp:")
        }
    ]
    if rows:
        op.get_bind().execute(insert(added), rows)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("secondary_addresses")
