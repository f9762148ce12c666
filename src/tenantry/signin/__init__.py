"""The OpenID provider: who an application is, and the access token that says so.

Here live the discovery documents, the signing keys, the token endpoint with its grants, and
the verification of the tokens that come back to the API.  Rules of access between tenants do
not: they are `access`.

::

    routes → endpoints → operations → grants (Authlib) → claims → keys → JWT
    Authorization header → verification → actor

Start at `operations.OpenIdProvider` for tokens that go out, at `verification.TokenVerifier` for
those that come back.  `issuers`, `discovery`, `scopes`, `client_authentication`, `claims` and
`errors` are rules; SQL is in `store`.
"""
