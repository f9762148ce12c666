"""Federation: people whom the identity provider of another organization authenticates.

Here live the rules (`assertions`: what must hold of what the provider says; `requests`: what it is
asked; `service_provider`: how this side introduces itself) and ``operations/``, which read and
check documents with the SAML library and keep certificates fresh.  Which provider is whose is
`collaboration.federations`; the pages are in `endpoints.federation_pages`.

Start at `operations.answers.identity_in`.
"""
