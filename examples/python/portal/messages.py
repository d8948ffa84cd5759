"""The messages of portal.xsd and common.xsd.

Values are dictionaries whose keys are the names of the schema in camelCase, as `schema/json` describes them. A key that
is absent is an element that is absent.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from .errors import MessageError
from .xml_text import document, element, text

NAMESPACE = "http://signering.posten.no/schema/v1"


# What the client writes


def write_request(request: dict[str, Any]) -> bytes:
    """`portal-signature-job-request`: the metadata of a job."""
    content = _leaf("reference", request.get("reference")) + _leaf("polling-queue", request.get("pollingQueue"))
    return document(element("portal-signature-job-request", content, {"xmlns": NAMESPACE}))


def write_manifest(manifest: dict[str, Any]) -> bytes:
    """`portal-signature-job-manifest`: manifest.xml of the document package."""
    content = (
        element("signers", "".join(map(_signer, manifest["signers"])))
        + element("sender", _leaf("organization-number", manifest["sender"]["organizationNumber"]))
        + _leaf("title", manifest["title"])
        + _leaf("nonsensitive-title", manifest.get("nonsensitiveTitle"))
        + _leaf("description", manifest.get("description"))
        + element("documents", "".join(map(_document, manifest["documents"])))
        + _leaf("required-authentication", manifest.get("requiredAuthentication"))
        + _availability(manifest.get("availability"))
        + _leaf("identifier-in-signed-documents", manifest.get("identifierInSignedDocuments"))
    )
    return document(element("portal-signature-job-manifest", content, {"xmlns": NAMESPACE}))


def _signer(signer: dict[str, Any]) -> str:
    content = (
        _leaf("personal-identification-number", signer.get("personalIdentificationNumber"))
        + _enabled("identified-by-contact-information", signer.get("identifiedByContactInformation"))
        + _leaf("signature-type", signer.get("signatureType"))
        + _lookup(signer.get("notificationsUsingLookup"))
        + _notifications(signer.get("notifications"))
        + _leaf("on-behalf-of", signer.get("onBehalfOf"))
    )
    return element("signer", content, {"order": str(signer["order"])} if "order" in signer else None)


def _lookup(lookup: dict[str, Any] | None) -> str:
    if lookup is None:
        return ""
    return element(
        "notifications-using-lookup",
        _enabled("email", lookup.get("email")) + _enabled("sms", lookup.get("sms")),
    )


def _notifications(notifications: dict[str, Any] | None) -> str:
    if notifications is None:
        return ""
    email, sms = notifications.get("email"), notifications.get("sms")
    content = element("email", "", {"address": email["address"]}) if email else ""
    content += element("sms", "", {"number": sms["number"]}) if sms else ""
    return element("notifications", content)


def _document(one: dict[str, Any]) -> str:
    return element("document", _leaf("title", one["title"]), {"href": one["href"], "mime": one["mime"]})


def _availability(availability: dict[str, Any] | None) -> str:
    if availability is None:
        return ""
    content = _leaf("activation-time", availability.get("activationTime"))
    return element("availability", content + _leaf("available-seconds", availability.get("availableSeconds")))


def _leaf(name: str, value: str | int | None) -> str:
    return "" if value is None else element(name, text(str(value)))


def _enabled(name: str, value: bool | None) -> str:
    """An element that says all by being there."""
    return element(name) if value else ""


# What the client reads. Names are looked up with their namespace, whatever its prefix, and what is not known is passed
# over: the service adds elements, attributes and signer statuses from time to time.


def read_job_response(content: bytes) -> dict[str, Any]:
    """`portal-signature-job-response`: a job was created."""
    root = _parse(content, "portal-signature-job-response")
    return _present(
        reference=_optional(root, "reference"),
        signatureJobId=_signature_job_id(root),
        cancellationUrl=_required(root, "cancellation-url"),
    )


def read_status_change(content: bytes) -> dict[str, Any]:
    """`portal-signature-job-status-change-response`: what became of a job and its signers."""
    root = _parse(content, "portal-signature-job-status-change-response")
    signatures = _child(root, "signatures")
    return _present(
        reference=_optional(root, "reference"),
        signatureJobId=_signature_job_id(root),
        status=_required(root, "status"),
        confirmationUrl=_required(root, "confirmation-url"),
        cancellationUrl=_optional(root, "cancellation-url"),
        deleteDocumentsUrl=_optional(root, "delete-documents-url"),
        signatures=_present(
            signature=[_signature(one) for one in signatures.findall(_name("signature"))],
            padesUrl=_optional(signatures, "pades-url"),
        ),
    )


def read_error(content: bytes) -> tuple[str, str | None] | None:
    """`error`: its code and its message. None for any other content: what refuses may be a proxy between."""
    try:
        root = _parse(content, "error")
        return _required(root, "error-code"), _optional(root, "error-message")
    except MessageError:
        return None


def _signature(signature: ElementTree.Element) -> dict[str, Any]:
    status = _child(signature, "status")
    identifier = signature.find(_name("identifier"))
    return _present(
        status={"value": status.text or "", "since": _attribute(status, "since").strip()},
        personalIdentificationNumber=_optional(signature, "personal-identification-number"),
        identifier=None if identifier is None else _identifier(identifier),
        xadesUrl=_optional(signature, "xades-url"),
    )


def _identifier(identifier: ElementTree.Element) -> dict[str, Any]:
    email, sms = identifier.find(_name("email")), identifier.find(_name("sms"))
    return _present(
        email=None if email is None else {"address": _attribute(email, "address")},
        sms=None if sms is None else {"number": _attribute(sms, "number")},
    )


def _signature_job_id(root: ElementTree.Element) -> str:
    """An xs:long: it stays a text, since many readers of JSON lose digits beyond 2^53."""
    written = _required(root, "signature-job-id").strip()
    try:
        return str(int(written))
    except ValueError:
        raise MessageError("signature-job-id is no integer") from None


class _WithoutDoctype(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise MessageError("a message has no document type")


def _parse(content: bytes, root_name: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(content, ElementTree.XMLParser(target=_WithoutDoctype()))
    except (ElementTree.ParseError, LookupError, ValueError):
        raise MessageError(f"the content is no {root_name}: it is not well-formed XML") from None
    if root.tag != _name(root_name):
        raise MessageError(f"the content is no {root_name}")
    return root


def _child(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    child = parent.find(_name(name))
    if child is None:
        raise MessageError(f"{name} is missing")
    return child


def _required(parent: ElementTree.Element, name: str) -> str:
    return _child(parent, name).text or ""


def _optional(parent: ElementTree.Element, name: str) -> str | None:
    child = parent.find(_name(name))
    return None if child is None else child.text or ""


def _attribute(one: ElementTree.Element, name: str) -> str:
    value = one.get(name)
    if value is None:
        raise MessageError(f"attribute {name} is missing")
    return value


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _present(**properties: Any) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
