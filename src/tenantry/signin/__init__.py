"""The OpenID provider: who an application and a person are, and the tokens that say so.

Here live the discovery documents, the signing keys, the pages on which people sign in, the token
endpoint with its grants, and the verification of the tokens that come back to the API.  Rules of
access between tenants do not: they are `access`.

::

    routes → authorize_endpoint, page_endpoints → authorizing ⇄ dispatching → issuing → code
    routes → endpoints → redeeming (users), grants (Authlib: applications) → claims → keys → JWT
    Authorization header → verification → actor

How people prove who they are is `authentication`; the pages that ask for it are
`password_pages`, `factor_pages` and `security_pages`.

Start at `dispatching` for a sign-in, at `operations.OpenIdProvider` for tokens that go out, at
`verification.TokenVerifier` for those that come back.  SQL is in `store` and `stores`.
"""
