"""One request, one response, over HTTP or two-way TLS."""

from __future__ import annotations

import http.client
import logging
import ssl
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from .certificate import Identity, organization_number
from .errors import ForeignAddressError, MessageError, ServerIdentityError

_log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 30
#: Ten times what the documents of a job may have, since the service adds signatures and pages.
_MAXIMUM_RESPONSE_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class Response:
    """A response that has come whole."""

    status: int
    headers: Message
    content: bytes


class TwoWayTls:
    """Two-way TLS with the service. Enterprise certificates name no host, so that the name of the host says nothing."""

    def __init__(self, identity: Identity, trust_file: Path, server_organization_number: str = "984661185") -> None:
        """Trusts the roots of a file in PEM, and no others: those of the issuers of enterprise certificates."""
        self._server_organization_number = server_organization_number
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        # In its place comes the organization number, see `check`. The chain is verified all the same.
        self.context.check_hostname = False
        self.context.load_verify_locations(trust_file)
        self.context.load_cert_chain(identity.certificates_file, identity.key_file)

    def check(self, server_certificate: bytes | None) -> None:
        """Requires the server to be the organization that the service is."""
        if server_certificate is None or organization_number(server_certificate) != self._server_organization_number:
            raise ServerIdentityError(f"the server is not organization {self._server_organization_number}")


class Transport:
    """Sends requests to one origin. Each goes out once: whether to repeat it only the caller can know."""

    def __init__(self, root: str, tls: TwoWayTls | None) -> None:
        origin = _origin(root)
        if origin is None or (origin[0] == "https") != (tls is not None):
            raise ValueError("the root is an address of https with TLS, or of http without")
        self._origin = origin
        self._tls = tls

    def send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None = None) -> Response:
        """Sends a request, and gives what is answered.

        ForeignAddressError for an address of another origin; OSError and HTTPException where no whole response comes,
        in which case the request may have had its effect all the same.
        """
        if _origin(url) != self._origin:
            raise ForeignAddressError("the address is not one of the service")
        _, _, path, query, _ = urllib.parse.urlsplit(url)
        connection = self._connect()
        try:
            connection.request(method, (path or "/") + (f"?{query}" if query else ""), content, dict(headers))
            response = connection.getresponse()
            body = response.read(_MAXIMUM_RESPONSE_BYTES + 1)
            if response.length:
                # A read of at most so many bytes does not tell when there are fewer than were announced.
                raise http.client.IncompleteRead(b"", response.length)
            if len(body) > _MAXIMUM_RESPONSE_BYTES:
                raise MessageError("the response is too long")
            # The path has numbers of the service and of organizations in it; the query is the sender's own.
            _log.info("%s %s: %d", method, path, response.status)
            return Response(response.status, response.headers, body)
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        """A connection for one request: one that was kept may be closed at any moment, and a POST lost with it."""
        _, host, port = self._origin
        if self._tls is None:
            return http.client.HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)
        connection = http.client.HTTPSConnection(host, port, timeout=_TIMEOUT_SECONDS, context=self._tls.context)
        try:
            connection.connect()
            # Before anything is sent.
            self._tls.check(connection.sock.getpeercert(binary_form=True))
        except BaseException:
            connection.close()
            raise
        return connection


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port (RFC 6454); None for what is no plain address of HTTP."""
    # What programs read in different ways: a backslash, white space, a user before the host.
    if any(character in "\\@" or not "!" <= character <= "~" for character in url):
        return None
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (KeyError, ValueError):
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None
