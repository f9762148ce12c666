"""Authentication strengths on the wire; of the two API versions beta alone has them (§6.11)."""

from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, list_of, text
from tenantry.graph.wire.entities import Entity, constant, declare

STRENGTH_BODY = BodyShape(
    {
        "displayName": Property("display_name", filled_text, nullable=False),
        "description": Property("description", text),
        "allowedCombinations": Property("combinations", list_of(text), nullable=False),
    },
    required=("displayName", "allowedCombinations"),
    read_only=("id", "createdDateTime", "modifiedDateTime", "policyType", "requirementsSatisfied"),
    not_built=("combinationConfigurations",),
)
STRENGTH_CHANGES = BodyShape(
    {
        "displayName": Property("display_name", filled_text, nullable=False),
        "description": Property("description", text),
    },
    read_only=(
        "allowedCombinations",
        "id",
        "createdDateTime",
        "modifiedDateTime",
        "policyType",
        "requirementsSatisfied",
    ),
)
COMBINATIONS_BODY = BodyShape(
    {"allowedCombinations": Property("combinations", list_of(text), nullable=False)},
    required=("allowedCombinations",),
)

STRENGTH = Entity(
    "authenticationStrengthPolicy",
    "policies/authenticationStrengthPolicies",
    (
        declare("id: String!"),
        declare("displayName: String!"),
        declare("description: String"),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", column="modified_at"),
        declare(
            "policyType: authenticationStrengthPolicyType!",
            read=lambda record: "custom" if record["created_at"] else "builtIn",
            columns=("created_at",),
        ),
        constant("requirementsSatisfied: authenticationStrengthRequirements!", "mfa"),
        declare("allowedCombinations: [String]!", column="combinations"),
    ),
)
