"""Running a flow as Prefect has it, over one connection that stays open.

Prefect makes two clients for each run, and each client reads the machine's certificates, which
costs more than the run. Nothing here goes over TLS: the child listens on this machine.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prefect.context import AsyncClientContext, SyncClientContext


@dataclass(frozen=True, slots=True)
class _Clients:
    """Both of Prefect's clients; it asks the second one for the place of results."""

    one: "AsyncClientContext"
    other: "SyncClientContext"


@dataclass(slots=True)
class Recorder:
    """Runs flows on the engine's loop; the clients are made with the first run."""

    folder: Path
    _clients: _Clients | None = field(default=None, init=False)
    _flows: dict[str, Any] = field(default_factory=dict, init=False)

    async def run(self, flow: Any, *, now: datetime) -> None:
        """Run `flow` and record it; raises what the flow raises, or what its recording meets."""
        if self._clients is None:
            clients = await asyncio.to_thread(_new_clients)
            await clients.one.client.__aenter__()
            self._clients = clients
        with _offered(self._clients):
            await self._once(flow)(as_of=now)

    async def close(self) -> None:
        """Close the connection."""
        if self._clients is not None:
            await self._clients.one.client.__aexit__(None, None, None)
            self._clients = None

    def _once(self, flow: Any) -> Any:
        """Return the flow without retries (waiting would hold up the rest) and without a result.

        Naming the place of results spares Prefect a question to its server; none is written there.
        """
        if flow.name not in self._flows:
            self._flows[flow.name] = flow.with_options(
                retries=0, persist_result=False, result_storage=self.folder / "results"
            )
        return self._flows[flow.name]


def _new_clients() -> _Clients:
    from prefect.context import AsyncClientContext, SyncClientContext  # slow to import

    return _Clients(AsyncClientContext(), SyncClientContext())


@contextmanager
def _offered(clients: _Clients) -> Iterator[None]:
    """Put the clients where Prefect looks before it makes its own."""
    one, other = type(clients.one).__var__, type(clients.other).__var__
    tokens = one.set(clients.one), other.set(clients.other)
    try:
        yield
    finally:
        one.reset(tokens[0])
        other.reset(tokens[1])
