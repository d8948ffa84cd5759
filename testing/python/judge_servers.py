"""Connects to the server of each line of standard input: a port, and the trusted certificates as PEM in base64. Prints
`service` if they vouch for it, by OpenSSL, and it names organization 984661185, else why not."""

import base64
import re
import socket
import ssl
import sys

# The attributes that may name an organization, the decisive first, and how.
FORMS = {
    "organizationIdentifier": re.compile(r"NTRNO-([0-9]{9})"),
    "serialNumber": re.compile(r"([0-9]{9})"),
    "commonName": re.compile(r"([0-9]{9})"),
}


def names(subject: tuple) -> bool:
    attributes = [attribute for relative in subject for attribute in relative]
    for name, form in FORMS.items():
        values = [value for kind, value in attributes if kind == name]
        if values:
            matches = [form.fullmatch(value) for value in values]
            return all(match is not None and match[1] == "984661185" for match in matches)
    return False


def judge(port: int, trusted: str) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    # Later versions of Python have other defaults.
    context.verify_flags = ssl.VerifyFlags.VERIFY_X509_TRUSTED_FIRST
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DEFAULT:@SECLEVEL=2")
    context.load_verify_locations(cadata=trusted)
    try:
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as secure:
            return "service" if names(secure.getpeercert()["subject"]) else "other"
    except ssl.SSLError as refused:
        return "refused " + re.sub(r"\s+", " ", str(refused))


for line in sys.stdin:
    port, trusted = line.split(" ")
    print(judge(int(port), base64.b64decode(trusted).decode("ascii")))
