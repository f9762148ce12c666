"""SAML 2.0: reading a response and its assertion.

Sources: SAML 2.0 core §2 and §3, profiles §4.1.4.
"""

from collections.abc import Collection

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.assertions import Assertion, Confirmation, unbelieved
from tenantry.signin.federation.operations.documents import (
    PROTOCOL,
    SAML_2,
    Element,
    check_schema,
    only_child,
    parse,
    signed_assertion,
    text_of,
)
from tenantry.signin.refusals import Refusal

_SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_KNOWN_CONDITIONS = frozenset({"AudienceRestriction", "OneTimeUse", "ProxyRestriction"})


def read_response(content: bytes, certificates: Collection[str], *, recipient: str) -> Assertion:
    """Return the signed assertion of a response that was sent to *recipient*.

    Raises `SigninRefusedError` for anything else, and where the provider signed nobody in.
    """
    root = parse(content)
    if root.tag != f"{{{PROTOCOL}}}Response":
        raise unbelieved("it is no response of the SAML protocol")
    check_schema(root)
    _check_status(root)
    if root.get("Destination", recipient) != recipient:
        raise unbelieved("it was sent to another address")
    assertion = signed_assertion(root, root, certificates)
    issuer = text_of(only_child(assertion, SAML_2, "Issuer"))
    responder = root.find(f"{{{SAML_2}}}Issuer")
    if responder is not None and text_of(responder) != issuer:
        raise unbelieved("response and assertion are of different issuers")
    return read_assertion(assertion)


def read_assertion(element: Element) -> Assertion:
    """Return what a SAML 2.0 assertion says."""
    subject = only_child(element, SAML_2, "Subject")
    name = only_child(subject, SAML_2, "NameID")
    conditions = only_child(element, SAML_2, "Conditions")
    for each in conditions:
        if each.tag.rpartition("}")[2] not in _KNOWN_CONDITIONS:
            raise unbelieved("it has a condition that is not known")
    statement = element.find(f"{{{SAML_2}}}AuthnStatement")
    if statement is None:
        raise unbelieved("it does not say that anybody authenticated")
    return Assertion(
        id=element.get("ID"),
        issuer=text_of(only_child(element, SAML_2, "Issuer")),
        audiences=tuple(
            tuple(text_of(each) for each in restriction)
            for restriction in conditions.findall(f"{{{SAML_2}}}AudienceRestriction")
        ),
        not_before=conditions.get("NotBefore", ""),
        not_on_or_after=conditions.get("NotOnOrAfter", ""),
        subject=text_of(name),
        subject_format=name.get("Format", ""),
        confirmations=tuple(_confirmations(subject)),
        authenticated_at=statement.get("AuthnInstant", ""),
        attributes=_attributes(element),
    )


def _check_status(root: Element) -> None:
    code = only_child(only_child(root, PROTOCOL, "Status"), PROTOCOL, "StatusCode")
    if code.get("Value") == _SUCCESS:
        return
    inner = code.find(f"{{{PROTOCOL}}}StatusCode")
    told = (code if inner is None else inner).get("Value", "").rpartition(":")[2]
    provider = text_of(root.find(f"{{{SAML_2}}}Issuer"))
    raise SigninRefusedError(Refusal.OUTSIDE_SIGN_IN_DECLINED, provider=provider, error=told)


def _confirmations(subject: Element) -> list[Confirmation]:
    found = []
    for each in subject.findall(f"{{{SAML_2}}}SubjectConfirmation"):
        told = each.find(f"{{{SAML_2}}}SubjectConfirmationData")
        if each.get("Method") == _BEARER and told is not None:
            found.append(
                Confirmation(
                    recipient=told.get("Recipient", ""),
                    in_response_to=told.get("InResponseTo", ""),
                    not_before=told.get("NotBefore", ""),
                    not_on_or_after=told.get("NotOnOrAfter", ""),
                )
            )
    return found


def _attributes(element: Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in element.findall(f"{{{SAML_2}}}AttributeStatement/{{{SAML_2}}}Attribute"):
        values = tuple(text_of(one) for one in each if one.tag == f"{{{SAML_2}}}AttributeValue")
        found[each.get("Name")] = (*found.get(each.get("Name"), ()), *values)
    return found
