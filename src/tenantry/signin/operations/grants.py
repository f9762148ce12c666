"""The token endpoint's grants: Authlib's authorization server, bound to our clients.

Authlib finds the grant, authenticates the client and asks for a token; what we hand it are the
client, the meaning of a scope, and claims.  Our refusals pass through it as they are.
"""

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import replace

from authlib.oauth2 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientCredentialsGrant,
    ClientMixin,
    InvalidClientError,
    UnsupportedGrantTypeError,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from tenantry.signin import store
from tenantry.signin.claims import AccessToken
from tenantry.signin.client_authentication import Client, check_secret
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import Tenant
from tenantry.signin.operations.client_assertions import ClientAssertions, UsedAssertion
from tenantry.signin.reasons import Reason
from tenantry.signin.scopes import audience_of_default
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading

Issue = Callable[[Client, str], AccessToken]
"""Makes the claims for a client and an audience."""


class TokenRequest(OAuth2Request):  # type: ignore[misc]  # Authlib has no types
    """A POST to the token endpoint: *form* holds the client's credentials as well."""

    def __init__(self, url: str, form: Mapping[str, str]) -> None:
        super().__init__("POST", url)
        self.payload = BasicOAuth2Payload(form)

    @property
    def form(self) -> Mapping[str, str]:
        """The parameters of the body."""
        return self.payload.data  # type: ignore[no-any-return]


class TokenServer(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """The grants of one tenant, for one request."""

    def __init__(
        self,
        reading: Reading,
        tenant: Tenant,
        *,
        hosts: AbstractSet[str],
        assertions: ClientAssertions,
        issue: Issue,
    ) -> None:
        super().__init__()
        self._reading = reading
        self._tenant = tenant
        self._hosts = hosts
        self._assertions = assertions
        self._issue = issue
        self.used_assertion: UsedAssertion | None = None  # to be remembered after the reading
        self.register_client_auth_method("private_key_jwt", self._by_assertion)
        self.register_grant(_ClientCredentials)
        self.register_token_generator("default", self._claims)

    def grant(self, url: str, form: Mapping[str, str]) -> AccessToken:
        """Return the claims of the token that *form* asks for, or raise `SigninRefusedError`."""
        _check_parameters(form)
        try:
            grant = self.get_token_grant(TokenRequest(url, form))
            grant.validate_token_request()
            _, claims, _ = grant.create_token_response()
        except OAuth2Error as error:
            raise _refusal_of(error) from error
        return claims  # type: ignore[no-any-return]  # as `_claims` made them

    def query_client(self, client_id: str) -> "_RegisteredClient":
        """Return the application with this client id."""
        client = store.find_client(self._reading, self._tenant.id, client_id)
        if client is None:
            raise SigninRefusedError(
                Reason.UNKNOWN_CLIENT, app_id=client_id, tenant=self._tenant.id
            )
        return _RegisteredClient(client, now=self._reading.instant)

    def validate_requested_scope(self, scope: str | None) -> None:
        """Refuse a scope that names no resource of ours."""
        if not scope:
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter="scope")
        audience_of_default(scope, self._hosts)

    def save_token(self, token: AccessToken, request: TokenRequest) -> None:
        """Keep nothing: access tokens prove themselves by their signature."""

    def send_signal(self, name: str, *_: object, **__: object) -> None:
        """Tell nobody: the product has no listeners for Authlib's signals."""

    def _by_assertion(
        self, query_client: "Callable[[str], _RegisteredClient]", request: TokenRequest
    ) -> "_RegisteredClient | None":
        if "client_assertion" not in request.form:
            return None
        client = query_client(request.form["client_id"])
        self.used_assertion = self._assertions.check(
            self._reading, self._tenant, client.application, request.form
        )
        client.application = replace(client.application, appidacr="2")
        return client

    def _claims(self, *, client: "_RegisteredClient", scope: str, **_: object) -> AccessToken:
        return self._issue(client.application, audience_of_default(scope, self._hosts))


class _ClientCredentials(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib has no types
    # HTTP Basic has been moved into the form before (`with_credentials`): Authlib's reader of
    # the header fails on bytes that are no text, and leaves form-encoded blanks as `+`.
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_post", "private_key_jwt")


class _RegisteredClient(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    def __init__(self, application: Client, *, now: str) -> None:
        self.application = application
        self._now = now

    def check_client_secret(self, client_secret: str) -> bool:
        check_secret(self.application, hash_secret(client_secret), now=self._now)
        return True

    def check_endpoint_auth_method(self, _method: str, _endpoint: str) -> bool:
        return True  # every application may use every method that the grant names

    def check_grant_type(self, _grant_type: str) -> bool:
        return True  # the secret is what a confidential client needs for this grant


def _check_parameters(form: Mapping[str, str]) -> None:
    for parameter in ("grant_type", "client_id"):
        if not form.get(parameter):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=parameter)
    if "client_assertion" in form and "client_secret" in form:
        raise SigninRefusedError(Reason.SEVERAL_PROOFS)


def _refusal_of(error: OAuth2Error) -> SigninRefusedError:
    if isinstance(error, UnsupportedGrantTypeError):
        return SigninRefusedError(Reason.UNSUPPORTED_GRANT, grant_type=error.grant_type)
    if isinstance(error, InvalidClientError):
        return SigninRefusedError(Reason.MISSING_SECRET)
    return SigninRefusedError(Reason.MALFORMED, problem=str(error))
