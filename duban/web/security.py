"""Headers that keep a page to itself: no foreign script, no framing, no sniffing."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
DOCUMENT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; frame-ancestors 'self'"
)
"""For letters and reports shown inside a page: their own styles, no script, no requests."""


class SecurityHeaders:
    """Adds the headers to every answer that does not set its own policy."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and complete the headers of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders, path: str) -> None:
    framed = "content-security-policy" in headers
    headers.setdefault("content-security-policy", PAGE_POLICY)
    headers.setdefault("x-frame-options", "SAMEORIGIN" if framed else "DENY")
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "same-origin")
    headers.setdefault("permissions-policy", "camera=(), geolocation=(), microphone=()")
    cached = "public, max-age=86400" if path.startswith("/static/") else "no-store"
    headers.setdefault("cache-control", cached)
