"""What sign-in does with the database, the clock and the network: one module a step."""
