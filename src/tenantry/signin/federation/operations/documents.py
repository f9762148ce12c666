"""Documents of identity providers: parsed and their signatures checked by the SAML library.

Everything that is read is inside of an element whose signature was checked, in the tree in which
it was checked: a document has one assertion, signatures stand where they belong and refer to
their own parent, no id comes twice, and nothing but enveloping and exclusive canonicalization is
done before a digest is made.  So there is nothing to wrap (signature wrapping).
A document type, and with it every entity, is refused; comments are dropped by the parser.
"""

from collections.abc import Collection, Iterator
from typing import Any

from tenantry.signin.federation.assertions import unbelieved
from tenantry.signin.federation.operations.library import load_library

SAML_2 = "urn:oasis:names:tc:SAML:2.0:assertion"
SAML_1 = "urn:oasis:names:tc:SAML:1.0:assertion"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"

_SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_ENVELOPED = f"{_SIGNATURES}enveloped-signature"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_SIGNATURE_METHODS = frozenset(
    f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)
)
_DIGESTS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        f"{_MORE}sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
_PARTS = frozenset(
    f"{{{_SIGNATURES}}}{name}" for name in ("SignedInfo", "SignatureValue", "KeyInfo")
)
_SCHEMA = "saml-schema-protocol-2.0.xsd"

Element = Any  # of lxml, which is published without types


def parse(content: bytes) -> Element:
    """Return the root of a document; `SigninRefusedError` for what is none, or has a DOCTYPE."""
    library = load_library()
    try:
        return library.xml.to_etree(content)
    except (library.etree.XMLSyntaxError, ValueError) as fault:
        raise unbelieved("it is no XML, or has a document type") from fault


def check_schema(root: Element) -> None:
    """Raise `SigninRefusedError` unless the document is a message of the SAML 2.0 protocol."""
    if isinstance(load_library().xml.validate_xml(root, _SCHEMA), str):
        raise unbelieved("it is no message of the SAML protocol")


def signed_assertion(root: Element, parent: Element, certificates: Collection[str]) -> Element:
    """Return the one assertion of the document, a child of *parent* that is signed.

    It carries a signature itself, or the *root* around it does; every signature has to be right
    by one of *certificates*, DER in base64.
    """
    assertions = [each for each in _elements(root) if _local_name(each) == "Assertion"]
    if any(_local_name(each) == "EncryptedAssertion" for each in _elements(root)):
        raise unbelieved("its assertion is encrypted, which is not supported; send it signed only")
    if len(assertions) != 1 or assertions[0].getparent() is not parent:
        raise unbelieved("it has not one assertion where it belongs")
    [assertion] = assertions
    _check_ids(root)
    signatures = root.findall(f".//{{{_SIGNATURES}}}Signature")
    if not signatures:
        raise unbelieved("it is not signed")
    signed = [each.getparent() for each in signatures]
    if any(each is not root and each is not assertion for each in signed):
        raise unbelieved("it has a signature where none belongs")
    if len(signed) != len(set(signed)):
        raise unbelieved("it has two signatures of the same")
    for signature in signatures:
        _check_signature(root, signature, certificates)
    return assertion


def text_of(element: Element | None) -> str:
    """Return the whole text of an element without children; empty for none."""
    if element is None:
        return ""
    if len(element):
        raise unbelieved(f"`{_local_name(element)}` holds more than text")
    return "".join(element.itertext()).strip()


def only_child(element: Element, namespace: str, name: str) -> Element:
    """Return the one child with this name; `SigninRefusedError` for none or several."""
    found = element.findall(f"{{{namespace}}}{name}")
    if len(found) != 1:
        raise unbelieved(f"it has not one `{name}`")
    return found[0]


def _elements(root: Element) -> Iterator[Element]:
    return (each for each in root.iter() if isinstance(each.tag, str))


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _check_ids(root: Element) -> None:
    ids = [
        str(value)
        for each in _elements(root)
        for name, value in each.attrib.items()
        if str(name).rpartition("}")[2].lower() in {"id", "assertionid", "responseid"}
    ]
    if len(ids) != len(set(ids)):
        raise unbelieved("an id comes twice in it")


def _check_signature(root: Element, signature: Element, certificates: Collection[str]) -> None:
    signed = signature.getparent()
    name = next((each for each in ("ID", "AssertionID") if signed.get(each)), "")
    _check_shape(signature, signed.get(name) if name else "")
    library = load_library()
    library.signatures.tree.add_ids(root, [name])
    for certificate in certificates:
        pem = library.utilities.format_cert(certificate)
        if library.utilities.validate_node_sign(signature, root, cert=pem):
            return
    raise unbelieved("its signature is not of the identity provider")


def _check_shape(signature: Element, signed_id: str) -> None:
    """Raise `SigninRefusedError` unless the signature is plain, and over *signed_id*."""
    if any(each.tag not in _PARTS for each in signature):
        raise unbelieved("its signature holds more than a signature")
    about = only_child(signature, _SIGNATURES, "SignedInfo")
    reference = only_child(about, _SIGNATURES, "Reference")
    if not signed_id or reference.get("URI") != f"#{signed_id}":
        raise unbelieved("its signature is over something else")
    transforms = only_child(reference, _SIGNATURES, "Transforms")
    done = [each.get("Algorithm") for each in transforms]
    canonical = only_child(about, _SIGNATURES, "CanonicalizationMethod").get("Algorithm")
    if canonical != _EXCLUSIVE or done not in ([_ENVELOPED], [_ENVELOPED, _EXCLUSIVE]):
        raise unbelieved("its signature transforms what it is over")
    method = only_child(about, _SIGNATURES, "SignatureMethod").get("Algorithm")
    digest = only_child(reference, _SIGNATURES, "DigestMethod").get("Algorithm")
    if method not in _SIGNATURE_METHODS or digest not in _DIGESTS:
        used = " and ".join(f"`{str(each).rpartition('#')[2]}`" for each in (method, digest))
        raise unbelieved(f"it is signed by {used}; use SHA-256 or longer")
