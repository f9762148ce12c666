"""The addresses of sign-in: each reads a request, lets the operations act, and answers."""
