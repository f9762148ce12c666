"""The database: engine, tables, migrations, unit of work, change feed and filters.

Start at `database.py` (`Database.read`, `Database.write`); `unit_of_work.py` says what one
transaction holds, `feed.py` how changes get their order.  SQL lives here and in the
capabilities' ``store`` modules only.  Nothing here knows a rule of the product.
"""
