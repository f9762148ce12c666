"""The OpenID provider: who an application and a person are, and the tokens that say so.

Here live the discovery documents, the signing keys, the pages on which people sign in, the token
endpoint with its grants, and the verification of the tokens that come back to the API.  Rules of
access between tenants do not: they are `access`.

::

    routes → authorize, sign_in_pages … → authorizing ⇄ dispatching → issuing → code
    routes → exchanges.token → redeeming (people), grants (applications) → keys → JWT
    Authorization header → verification → actor

Rules lie here; what acts is in `operations`, what reads requests and answers in `endpoints`,
SQL in `store` and `stores`, templates and their words in `pages`.  How people prove who they are
is `authentication`; by whose word those come whom no tenant here authenticates is `federation`,
`operations.relying` and `operations.passcodes`.  Why anybody is refused stands in two tables,
`reasons` and `refusals`.

Start at `dispatching` for a sign-in, at `operations.provider.OpenIdProvider` for tokens that go
out, at `operations.verification.TokenVerifier` for those that come back.
"""
