"""Parameters that many functions share."""

from tenantry.sync.attributes import AttributeType
from tenantry.sync.expression.signatures import Parameter

INTEGER = AttributeType.INTEGER
BOOLEAN = AttributeType.BOOLEAN
DATE_TIME = AttributeType.DATE_TIME

SOURCE = Parameter(name="source")
ATTRIBUTE = Parameter(name="attribute", several=True)
ANYTHING = Parameter(name="Expression", several=True)
