"""The first schema."""

from alembic import op

from tenantry.storage.filters.functions import postgresql_functions_ddl
from tenantry.storage.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(postgresql_functions_ddl())
    metadata.create_all(connection)


def downgrade() -> None:
    """Drop every table."""
    metadata.drop_all(op.get_bind())
