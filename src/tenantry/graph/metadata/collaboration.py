"""CSDL of invitations and contacts (contract §6.4, §6.7)."""

from tenantry.graph.metadata.entities import entity_type, many
from tenantry.graph.metadata.model import ComplexType, EntityType, Model, Navigation, properties
from tenantry.graph.wire.contacts import CONTACT

MODEL = Model(
    complex_types=(
        ComplexType(name="emailAddress", properties=properties("address", "name")),
        ComplexType(name="recipient", properties=properties("emailAddress: emailAddress")),
        ComplexType(
            name="invitedUserMessageInfo",
            properties=properties(
                "ccRecipients: [recipient]", "customizedMessageBody", "messageLanguage"
            ),
        ),
    ),
    entity_types=(
        entity_type(CONTACT),
        EntityType(
            name="invitation",
            base="entity",
            properties=properties(
                "inviteRedeemUrl",
                "inviteRedirectUrl: String!",
                "invitedUserDisplayName",
                "invitedUserEmailAddress: String!",
                "invitedUserMessageInfo: invitedUserMessageInfo",
                "invitedUserType",
                "resetRedemption: Boolean",
                "sendInvitationMessage: Boolean",
                "status",
            ),
            navigations=(
                Navigation(name="invitedUser", type="user"),
                *many("invitedUserSponsors"),
            ),
        ),
    ),
    entity_sets={"contacts": "orgContact", "invitations": "invitation"},
)
