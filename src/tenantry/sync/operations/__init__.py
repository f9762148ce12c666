"""What a caller can do with synchronization: jobs, connection settings, schemas, on-demand runs.

Each operation authorizes, loads, decides and writes inside the transaction that it is given.
"""
