"""`python -m tenantry`: the command line."""

from tenantry.cli.main import main

main(prog_name="tenantry")
