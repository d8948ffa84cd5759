"""What goes wrong, told without a word of what was sent or received: errors end up in logs."""

from __future__ import annotations

import re


class PortalError(Exception):
    """Something that the caller of the client must know of."""


class MessageError(PortalError):
    """A response that is not what the operation expects. The request may have had its effect."""


class ForeignAddressError(PortalError):
    """An address that leads away from the service, which is not followed: the client's certificate would go there."""


class ServerIdentityError(PortalError):
    """The server has a trusted certificate, but is another organization than the service."""


class ServiceError(PortalError):
    """A request that the service refused."""

    def __init__(self, status: int, error_code: str | None = None, error_message: str | None = None) -> None:
        #: The HTTP status code.
        self.status = status
        #: Element `error-code`, if the response held an error.
        self.error_code = error_code
        #: Element `error-message`. It may repeat what was sent: keep it out of logs.
        self.error_message = error_message
        is_code = error_code is not None and re.fullmatch("[A-Z_]{1,60}", error_code)
        super().__init__(f"the service answered {status}" + (f" {error_code}" if is_code else ""))
