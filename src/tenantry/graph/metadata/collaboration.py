"""CSDL of invitations (contract §6.4)."""

from tenantry.graph.metadata.entities import many
from tenantry.graph.metadata.model import ComplexType, EntityType, Model, Navigation, properties

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
    entity_sets={"invitations": "invitation"},
)
