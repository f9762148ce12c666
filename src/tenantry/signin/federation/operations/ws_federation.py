"""WS-Federation: reading the token in an answer to `wsignin1.0`, an assertion of SAML 1.1 or 2.0.

Sources: WS-Federation 1.2 §13; WS-Trust 1.3 §3.1; SAML 1.1 core §2.
"""

from collections.abc import Collection

from tenantry.signin.federation.assertions import Assertion, unbelieved
from tenantry.signin.federation.operations.documents import (
    SAML_1,
    SAML_2,
    Element,
    only_child,
    parse,
    signed_assertion,
    text_of,
)
from tenantry.signin.federation.operations.saml_2 import read_assertion

_TRUST = (
    "http://schemas.xmlsoap.org/ws/2005/02/trust",
    "http://docs.oasis-open.org/ws-sx/ws-trust/200512",
)
_RESPONSE, _COLLECTION = "RequestSecurityTokenResponse", "RequestSecurityTokenResponseCollection"


def read_token(content: bytes, certificates: Collection[str]) -> Assertion:
    """Return the signed assertion of an answer; `SigninRefusedError` for anything else."""
    root = parse(content)
    namespace, _, name = root.tag.lstrip("{").rpartition("}")
    if namespace not in _TRUST or name not in {_RESPONSE, _COLLECTION}:
        raise unbelieved("it is no answer of WS-Trust")
    response = root if name == _RESPONSE else only_child(root, namespace, _RESPONSE)
    token = only_child(response, namespace, "RequestedSecurityToken")
    assertion = signed_assertion(root, token, certificates)
    version = assertion.tag.lstrip("{").rpartition("}")[0]
    if version == SAML_2:
        return read_assertion(assertion)
    if version != SAML_1 or (assertion.get("MajorVersion"), assertion.get("MinorVersion")) != (
        "1",
        "1",
    ):
        raise unbelieved("its assertion is neither of SAML 1.1 nor of SAML 2.0")
    return _read_first_version(assertion)


def _read_first_version(element: Element) -> Assertion:
    conditions = only_child(element, SAML_1, "Conditions")
    statement = only_child(element, SAML_1, "AuthenticationStatement")
    for each in conditions:
        if each.tag != f"{{{SAML_1}}}AudienceRestrictionCondition":
            raise unbelieved("it has a condition that is not known")
    name = only_child(statement, SAML_1, "Subject").find(f"{{{SAML_1}}}NameIdentifier")
    return Assertion(
        id=element.get("AssertionID"),
        issuer=element.get("Issuer", ""),
        audiences=tuple(tuple(text_of(each) for each in one) for one in conditions),
        not_before=conditions.get("NotBefore", ""),
        not_on_or_after=conditions.get("NotOnOrAfter", ""),
        subject=text_of(name),
        authenticated_at=statement.get("AuthenticationInstant", ""),
        attributes=_attributes(element),
    )


def _attributes(element: Element) -> dict[str, tuple[str, ...]]:
    """Return the claims; in SAML 1.1 the name of one is cut in two at its last slash."""
    found: dict[str, tuple[str, ...]] = {}
    for each in element.findall(f"{{{SAML_1}}}AttributeStatement/{{{SAML_1}}}Attribute"):
        name = f"{each.get('AttributeNamespace', '').rstrip('/')}/{each.get('AttributeName')}"
        values = tuple(text_of(one) for one in each if one.tag == f"{{{SAML_1}}}AttributeValue")
        found[name] = (*found.get(name, ()), *values)
    return found
