"""What a certificate says, read by the command `openssl`, and the signatures that its key makes."""

from __future__ import annotations

import re
import ssl
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: The attribute types that have a keyword in RFC 2253; all others are numbers there, with their value in hexadecimal.
_KEYWORDS = ("CN", "L", "ST", "O", "OU", "C", "STREET", "DC", "UID")

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class Identity:
    """Who the client is: files in PEM of an enterprise certificate and its key, for TLS and the document package."""

    key_file: Path
    certificates_file: Path

    def chain(self) -> list[bytes]:
        """The certificates in DER, the sender's own first, up to the root."""
        return read_certificates(self.certificates_file)

    def sign(self, data: bytes) -> bytes:
        """An RSA signature (RSASSA-PKCS1-v1_5) with SHA-256."""
        return _openssl(["dgst", "-sha256", "-sign", str(self.key_file)], data)


def read_certificates(file: Path) -> list[bytes]:
    """The certificates of a file in PEM, each in DER."""
    # Between them may stand anything, such as the names that `openssl pkcs12` writes.
    return [ssl.PEM_cert_to_DER_cert(one.decode("ascii")) for one in _CERTIFICATE.findall(file.read_bytes())]


@lru_cache(maxsize=16)
def issuer_and_serial_number(certificate: bytes) -> tuple[str, str]:
    """The issuer's name as RFC 2253 writes it, and the serial number in decimal digits."""
    read = ["x509", "-inform", "DER", "-noout", "-issuer"]
    named, serial = _lines([*read, "-serial", "-nameopt", "RFC2253"], certificate)
    [numbered] = _lines([*read, "-nameopt", "RFC2253,dump_all,oid"], certificate)
    # OpenSSL knows more keywords than RFC 2253 does, and others do not understand all of them.
    pairs = zip(_attributes(named), _attributes(numbered))
    issuer = "".join(name if name.lstrip(",+").split("=")[0] in _KEYWORDS else number for name, number in pairs)
    return issuer, str(int(_value(serial), 16))


@lru_cache(maxsize=16)
def organization_number(certificate: bytes) -> str | None:
    """The organization number in the subject of an enterprise certificate.

    It stands in organizationIdentifier (2.5.4.97, SEID 2.0), else in serialNumber (2.5.4.5): the whole of the one
    value, never a part of some text.
    """
    form = "esc_2253,esc_ctrl,utf8,dump_nostr,dump_der,sep_multiline,oid"
    _, *names = _lines(["x509", "-inform", "DER", "-noout", "-subject", "-nameopt", form], certificate)
    # One relative name a line; `+` joins the attributes of one that has several, and is escaped within values.
    attributes = [attribute.strip() for name in names for attribute in name.split(" + ")]
    for attribute_type, pattern in (("2.5.4.97", r"NTRNO-([0-9]{9})"), ("2.5.4.5", r"([0-9]{9})")):
        values = [_value(one) for one in attributes if one.startswith(f"{attribute_type}=")]
        if values:
            number = re.fullmatch(pattern, values[0]) if len(values) == 1 else None
            return number.group(1) if number else None
    return None


def _attributes(written: str) -> list[str]:
    """Takes a name apart before each comma or plus sign that is not escaped."""
    return re.findall(r"[,+]?(?:\\.|[^,+\\])+", _value(written))


def _value(written: str) -> str:
    return written.split("=", 1)[1]


def _lines(arguments: list[str], data: bytes) -> list[str]:
    # Not `splitlines`: it ends a line at characters that a name can hold, and the rest would pass for an attribute.
    return _openssl(arguments, data).decode("utf-8").rstrip("\n").split("\n")


def _openssl(arguments: list[str], data: bytes) -> bytes:
    return subprocess.run(["openssl", *arguments], input=data, stdout=subprocess.PIPE, check=True).stdout
