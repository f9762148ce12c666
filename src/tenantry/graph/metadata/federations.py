"""CSDL of the identity providers of other organizations (contract §6.10)."""

from tenantry.graph.metadata.entities import many
from tenantry.graph.metadata.model import ComplexType, EntityType, EnumType, Model, properties
from tenantry.graph.wire.federations import FEDERATION_TYPE
from tenantry.graph.wire.home_federations import HOME_FEDERATION_TYPE

MODEL = Model(
    enum_types=(
        EnumType(
            name="authenticationProtocol",
            members={"wsFed": 0, "saml": 1, "unknownFutureValue": 2},
        ),
        EnumType(
            name="federatedIdpMfaBehavior",
            members={
                "acceptIfMfaDoneByFederatedIdp": 0,
                "enforceMfaByFederatedIdp": 1,
                "rejectMfaByFederatedIdp": 2,
                "unknownFutureValue": 3,
            },
        ),
        EnumType(
            name="promptLoginBehavior",
            members={
                "translateToFreshPasswordAuthentication": 0,
                "nativeSupport": 1,
                "disabled": 2,
                "unknownFutureValue": 3,
            },
        ),
    ),
    complex_types=(
        ComplexType(
            name="signingCertificateUpdateStatus",
            properties=properties("certificateUpdateResult", "lastRunDateTime: DateTimeOffset"),
        ),
    ),
    entity_types=(
        EntityType(
            name="samlOrWsFedProvider",
            base="identityProviderBase",
            abstract=True,
            properties=properties(
                "issuerUri",
                "metadataExchangeUri",
                "passiveSignInUri",
                "preferredAuthenticationProtocol: authenticationProtocol",
                "signingCertificate",
            ),
        ),
        EntityType(
            name=FEDERATION_TYPE,
            base="samlOrWsFedProvider",
            navigations=many("domains: externalDomainName", contained=True),
        ),
        EntityType(name="externalDomainName", base="entity"),
        EntityType(
            name=HOME_FEDERATION_TYPE,
            base="samlOrWsFedProvider",
            properties=properties(
                "activeSignInUri",
                "federatedIdpMfaBehavior: federatedIdpMfaBehavior",
                "isSignedAuthenticationRequestRequired: Boolean",
                "nextSigningCertificate",
                "passwordResetUri",
                "promptLoginBehavior: promptLoginBehavior",
                "signOutUri",
                "signingCertificateUpdateStatus: signingCertificateUpdateStatus",
            ),
        ),
    ),
)
