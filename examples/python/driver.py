"""Drives the client for the contract suite: requests in JSON from standard input, answers to standard output.

    signering-portal contract -- python3 examples/python/driver.py

It adds nothing to the client but names. Standard error is the client's log.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import logging
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any, Callable

from portal.certificate import Identity
from portal.client import PortalClient
from portal.document_package import File
from portal.errors import PortalError, ServiceError
from portal.transport import Transport, TwoWayTls


class Driver:
    """The client of the present case, and the calls that it takes."""

    def __init__(self) -> None:
        self._client: PortalClient | None = None
        self._now = datetime.min

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Performs one request, whatever comes of it."""
        self._now = _instant(request["now"])
        if request["call"] not in _CALLS and request["call"] != "start":
            return {"id": request["id"], "unsupported": "the driver knows no such call"}
        try:
            return {"id": request["id"], "value": self._call(request["call"], request["arguments"])}
        except ServiceError as error:
            told = {"status": error.status, "errorCode": error.error_code, "message": str(error)}
            return {"id": request["id"], "error": {name: value for name, value in told.items() if value is not None}}
        except (PortalError, OSError, http.client.HTTPException) as error:
            return {"id": request["id"], "error": {"message": f"{type(error).__name__}: {error}"}}
        except Exception as error:  # A defect of the client or the driver: the next case may still pass.
            traceback.print_exc()
            return {"id": request["id"], "error": {"message": f"the client broke with {type(error).__name__}"}}

    def _call(self, name: str, arguments: dict[str, Any]) -> Any:
        if name == "start":
            self._client = self._start(**arguments)
            return None
        if self._client is None:
            raise RuntimeError("start comes first")
        return _CALLS[name](self._client, **arguments)

    def _start(
        self,
        root: str,
        sender: dict[str, str],
        client: dict[str, str],
        trust: str,
        serverOrganizationNumber: str,
    ) -> PortalClient:
        identity = Identity(Path(client["key"]), Path(client["certificates"]))
        is_tls = root.startswith("https:")
        tls = TwoWayTls(identity, Path(trust), serverOrganizationNumber) if is_tls else None
        return PortalClient(root, sender["organizationNumber"], Transport(root, tls), identity, lambda: self._now)


def _create(client: PortalClient, job: dict[str, Any]) -> dict[str, Any]:
    documents = [File(one["href"], one["mime"], base64.b64decode(one["bytes"])) for one in job["documents"]]
    return client.create(job["request"], job["manifest"], documents)


def _next_status_change(client: PortalClient, sender: str, pollingQueue: str | None = None) -> dict[str, Any]:
    result = client.next_status_change(pollingQueue, sender)
    value: dict[str, Any] = {
        "kind": result.kind,
        "nextPermittedPollTime": result.next_permitted_poll_time.isoformat(),
    }
    if result.status_change is not None:
        value["statusChange"] = result.status_change
    return value


def _cancel(client: PortalClient, cancellationUrl: str) -> str:
    return "cancelled" if client.cancel(cancellationUrl) else "alreadyFinished"


def _in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


_CALLS: dict[str, Callable[..., Any]] = {
    "create": _create,
    "nextStatusChange": _next_status_change,
    "confirm": lambda client, confirmationUrl: client.confirm(confirmationUrl),
    "cancel": _cancel,
    "downloadPades": lambda client, padesUrl: _in_base64(client.download(padesUrl)),
    "downloadXades": lambda client, xadesUrl: _in_base64(client.download(xadesUrl)),
    "downloadArchivedPades": lambda client, documentId: _in_base64(client.download_archived(documentId)),
    "deleteDocuments": lambda client, deleteDocumentsUrl: client.delete_documents(deleteDocumentsUrl),
    "organization": lambda client: client.organization(),
}


def _instant(written: str) -> datetime:
    # Python reads `Z` from 3.11 on.
    return datetime.fromisoformat(written.replace("Z", "+00:00"))


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    requests = io.TextIOWrapper(sys.stdin.buffer, "utf-8")
    answers = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="\n")
    driver = Driver()
    for line in requests:
        print(json.dumps(driver.answer(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
