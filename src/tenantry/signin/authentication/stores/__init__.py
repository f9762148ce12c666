"""SQL of authentication: accounts, failures, methods, and challenges that wait for an answer."""
