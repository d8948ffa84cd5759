"""The operations of the portal flow."""

from __future__ import annotations

import re
import secrets
import urllib.parse
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Callable

from . import messages
from .certificate import Identity
from .document_package import File, write_document_package
from .errors import MessageError, ServiceError
from .transport import Response, Transport

_XML = "application/xml"
_DOWNLOADS = "application/octet-stream, application/xml"

#: How long an organization is blocked for more than 10 calls a second.
_BLOCK = timedelta(seconds=30)
#: The longest wait that is documented: for a response that should tell the time of the next poll and does not.
_LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class NextStatusChange:
    """What a poll gave."""

    #: `statusChange`; `noChange` for an empty queue; `tooEager` for a poll that came too early.
    kind: str
    #: The queue is not to be polled before this.
    next_permitted_poll_time: datetime
    #: What became of a job, where the kind says so. To be handled, then confirmed.
    status_change: dict[str, Any] | None = None


class PortalClient:
    """A client that acts for a sender, if it is not told another.

    ServiceError where the service refuses, MessageError where its answer is none, and the errors of `Transport.send`.
    """

    def __init__(
        self,
        root: str,
        organization_number: str,
        transport: Transport,
        identity: Identity,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._root = root
        self._organization_number = organization_number
        self._transport = transport
        self._identity = identity
        self._now = now

    def create(self, request: dict[str, Any], manifest: dict[str, Any], documents: list[File]) -> dict[str, Any]:
        """Creates a job for the sender that the manifest names.

        If no answer comes, the job may exist: to repeat the request may make a second one.
        """
        package = write_document_package(documents, messages.write_manifest(manifest), self._identity, self._now())
        content_type, content = _multipart(
            (_XML, messages.write_request(request)), ("application/octet-stream", package)
        )
        url = self._signature_jobs(manifest["sender"]["organizationNumber"])
        response = self._send("POST", url, _XML, content, content_type)
        return messages.read_job_response(_success(response).content)

    def next_status_change(self, polling_queue: str | None = None, sender: str | None = None) -> NextStatusChange:
        """Polls a queue of a sender once. Without a name: the default queue."""
        # Everything but letters, digits and four marks is encoded: a name may hold any character.
        query = "" if polling_queue is None else f"?polling_queue={urllib.parse.quote(polling_queue, safe='')}"
        response = self._send("GET", self._signature_jobs(sender or self._organization_number) + query, _XML)
        if response.status not in (200, 204, 429):
            raise _refusal(response)
        time = self._next_permitted_poll_time(response)
        if response.status == 200:
            return NextStatusChange("statusChange", time, messages.read_status_change(response.content))
        return NextStatusChange("noChange" if response.status == 204 else "tooEager", time)

    def confirm(self, confirmation_url: str) -> None:
        """Confirms a status change, once it has been handled and what is wanted is downloaded."""
        _success(self._send("POST", confirmation_url, _XML, b""))

    def cancel(self, cancellation_url: str) -> bool:
        """Cancels a job. False: it has ended already, and its last status change tells how."""
        response = self._send("POST", cancellation_url, _XML, b"")
        return response.status != 409 and bool(_success(response))

    def download(self, url: str) -> bytes:
        """Downloads a signed document (`pades-url`) or a signature (`xades-url`)."""
        response = self._send("GET", url, _DOWNLOADS)
        if response.status != 200:
            raise _refusal(response)
        # A page under 200 is the word of somebody between us and the service.
        if not response.content or _media_type(response) in ("text/html", "text/plain"):
            raise MessageError("the response is no document")
        return response.content

    def download_archived(self, document_id: str) -> bytes:
        """Downloads a signed document from long-term storage."""
        path = f"archive/documents/{urllib.parse.quote(document_id, safe='')}/pades"
        return self.download(f"{self._root}/{self._organization_number}/{path}")

    def delete_documents(self, delete_documents_url: str) -> None:
        """Deletes the documents of a job."""
        _success(self._send("DELETE", delete_documents_url, _XML))

    def organization(self) -> str:
        """Asks who the service thinks is calling, and for whom: a text for people."""
        return _success(self._send("GET", f"{self._root}/{self._organization_number}", "*/*")).content.decode(
            "utf-8", "replace"
        )

    def _signature_jobs(self, organization_number: str) -> str:
        return f"{self._root}/{organization_number}/portal/signature-jobs"

    def _send(
        self,
        method: str,
        url: str,
        accept: str,
        content: bytes | None = None,
        content_type: str | None = None,
    ) -> Response:
        headers = {"Accept": accept, "User-Agent": "portal-flow-example-python"}
        if content_type is not None:
            headers["Content-Type"] = content_type
        return self._transport.send(method, url, headers, content)

    def _next_permitted_poll_time(self, response: Response) -> datetime:
        told = _instant(response.headers.get("X-Next-permitted-poll-time", ""))
        if told is not None:
            return told
        is_blocked = response.status == 429 and "DoSFilter" in response.headers
        return self._now() + (_BLOCK if is_blocked else _LONGEST_WAIT)


def _success(response: Response) -> Response:
    """Any 2xx: the documentation does not say which."""
    if not 200 <= response.status <= 299:
        raise _refusal(response)
    return response


def _refusal(response: Response) -> ServiceError:
    """The status is told whatever the content is: a page of a proxy, or nothing."""
    return ServiceError(response.status, *(messages.read_error(response.content) or ()))


def _media_type(response: Response) -> str:
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower()


def _multipart(*parts: tuple[str, bytes]) -> tuple[str, bytes]:
    """A body of `multipart/mixed` and its media type. The boundary is random, so that no part can hold it."""
    boundary = secrets.token_hex(16)
    content = b"".join(
        f"--{boundary}\r\nContent-Type: {media_type}\r\n\r\n".encode("ascii") + part + b"\r\n"
        for media_type, part in parts
    )
    return f"multipart/mixed; boundary={boundary}", content + f"--{boundary}--\r\n".encode("ascii")


_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def _instant(written: str) -> datetime | None:
    """Reads ISO 8601 with an offset; Java leaves out the seconds of a full minute. None for anything else."""
    matched = _DATE_TIME.fullmatch(written.strip())
    if matched is None:
        return None
    minute, seconds, fraction, offset = matched.groups()
    try:
        time = datetime.fromisoformat(f"{minute}:{seconds or '00'}{'+00:00' if offset == 'Z' else offset}")
        # Rounded up: never earlier than what was written.
        return time + timedelta(microseconds=-(-int((fraction or "0").ljust(9, "0")[:9]) // 1000))
    except (OverflowError, ValueError):
        return None
