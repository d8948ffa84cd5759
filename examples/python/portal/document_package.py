"""The document package: an ASiC-E archive with the documents, manifest.xml and one XAdES signature over all of them.

Sources: the document package page; ETSI TS 102 918 (ASiC), TS 101 903 (XAdES), TS 103 171 (its B-level); XML Signature.
"""

from __future__ import annotations

import base64
import hashlib
import io
import urllib.parse
import zipfile
from dataclasses import dataclass
from datetime import datetime, timezone

from .certificate import Identity, issuer_and_serial_number
from .xml_text import document, element, text

_ASIC = "http://uri.etsi.org/2918/v1.2.1#"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_CANONICAL_XML = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass(frozen=True)
class File:
    """A file of the package."""

    name: str
    mime: str
    content: bytes


def write_document_package(documents: list[File], manifest: bytes, identity: Identity, signing_time: datetime) -> bytes:
    """The package. The service wants `signing_time` to be within 5 seconds of true time."""
    files = [*documents, File("manifest.xml", "application/xml", manifest)]
    signatures = _write_signatures(files, identity, signing_time)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for name, content in [
            *((one.name, one.content) for one in files),
            ("META-INF/signatures.xml", signatures),
        ]:
            # Without a time of its own, so that the same files make the same archive.
            opened.writestr(zipfile.ZipInfo(name), content)
    return archive.getvalue()


def _write_signatures(files: list[File], identity: Identity, signing_time: datetime) -> bytes:
    chain = identity.chain()
    properties = _signed_properties(files, chain[0], signing_time)
    info = _signed_info(files, properties)
    certificates = "".join(element("X509Certificate", _base64(one)) for one in chain)
    qualifying = element("QualifyingProperties", properties, {"xmlns": _XADES, "Target": "#Signature"})
    signature = (
        info
        # What is written is canonical already: these are the bytes that a verifier will hash.
        + element("SignatureValue", _base64(identity.sign(info.encode("utf-8"))))
        + element("KeyInfo", element("X509Data", certificates))
        + element("Object", qualifying)
    )
    signature = element("Signature", signature, {"xmlns": _DS, "Id": "Signature"})
    return document(element("XAdESSignatures", signature, {"xmlns": _ASIC}))


def _signed_info(files: list[File], signed_properties: str) -> str:
    """What the key signs. It declares its namespace itself, as its canonical form does."""
    references = "".join(
        element(
            "Reference",
            _digest(_SHA256, one.content),
            {"Id": f"ID_{index}", "URI": urllib.parse.quote(one.name)},
        )
        for index, one in enumerate(files)
    )
    canonical = {"Algorithm": _CANONICAL_XML}
    content = element("Transforms", element("Transform", "", canonical))
    content += _digest(_SHA256, signed_properties.encode("utf-8"))
    target = {"Type": "http://uri.etsi.org/01903#SignedProperties", "URI": "#SignedProperties"}
    return element(
        "SignedInfo",
        element("CanonicalizationMethod", "", canonical)
        + element("SignatureMethod", "", {"Algorithm": _RSA_SHA256})
        + references
        + element("Reference", content, target),
        {"xmlns": _DS},
    )


def _signed_properties(files: list[File], certificate: bytes, signing_time: datetime) -> str:
    issuer, serial_number = issuer_and_serial_number(certificate)
    ds = {"xmlns": _DS}
    issuer_serial = element("X509IssuerName", text(issuer), ds) + element("X509SerialNumber", serial_number, ds)
    # SHA-1 names the certificate here, and protects nothing.
    digest = element("CertDigest", _digest(_SHA1, certificate, ds))
    cert = element("Cert", digest + element("IssuerSerial", issuer_serial))
    formats = "".join(
        element("DataObjectFormat", element("MimeType", text(one.mime)), {"ObjectReference": f"#ID_{index}"})
        for index, one in enumerate(files)
    )
    time = signing_time.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return element(
        "SignedProperties",
        element("SignedSignatureProperties", element("SigningTime", time) + element("SigningCertificate", cert))
        + element("SignedDataObjectProperties", formats),
        {"xmlns": _XADES, "Id": "SignedProperties"},
    )


def _digest(algorithm: str, content: bytes, namespace: dict[str, str] | None = None) -> str:
    declared = namespace or {}
    value = hashlib.new({_SHA1: "sha1", _SHA256: "sha256"}[algorithm], content).digest()
    method = element("DigestMethod", "", {**declared, "Algorithm": algorithm})
    return method + element("DigestValue", _base64(value), declared)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
