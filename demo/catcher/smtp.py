"""The catcher's mail server, and the knobs that make it misbehave."""

import asyncio
import contextlib
import threading
from dataclasses import dataclass, field, fields

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from demo.catcher.messages import Box

HOST = "127.0.0.1"
LARGEST = 40 * 1024 * 1024


@dataclass
class Knobs:
    """The faults of a mail server. As they stand here, it has none.

    ``answers`` holds what an address is answered, such as ``{"full@trust.example": "452 4.2.2 Full"}``.
    ``drop_after_data`` counts the next messages that are kept while the sender sees the connection break.
    """

    answers: dict[str, str] = field(default_factory=dict)
    drop_after_data: int = 0
    slow_seconds: float = 0.0
    refuse_connections: bool = False
    tls_refused: bool = False

    def turn(self, wanted: dict) -> None:
        """Set the named knobs. Raises ValueError for a knob or a kind of value that is not there."""
        kinds = {knob.name: type(getattr(Knobs(), knob.name)) for knob in fields(self)}
        for name, said in wanted.items():
            kind = kinds.get(name)
            if kind is None:
                raise ValueError(f"There is no knob called {name}.")
            if kind is float and type(said) is int:
                said = float(said)
            if type(said) is not kind:
                raise ValueError(f"{name} must be of the kind {kind.__name__}.")
        for name, said in wanted.items():
            setattr(self, name, said)

    def answer_to(self, address: str) -> str | None:
        return {each.casefold(): answer for each, answer in self.answers.items()}.get(address.casefold())


class MailServer:
    """An SMTP server on loopback with an event loop in a thread of its own."""

    def __init__(self, box: Box, knobs: Knobs, port: int = 0) -> None:
        self._box = box
        self._knobs = knobs
        self._loop = asyncio.new_event_loop()
        self._listening: asyncio.Server | None = None
        self._transports: set[asyncio.BaseTransport] = set()
        self.port = port
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail catcher", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._do(self._listen())

    def stop(self) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def obey(self) -> None:
        """Stop or start listening, as the knobs say."""
        if self._knobs.refuse_connections and self._listening:
            self._do(self._close())
        elif not self._knobs.refuse_connections and not self._listening:
            self._do(self._listen())

    def _do(self, work) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._listening = await self._loop.create_server(self._connection, HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]  # the same again after a refusal

    async def _close(self) -> None:
        if self._listening:
            self._listening.close()
            self._listening = None
        for transport in list(self._transports):
            transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # lets the aborted transports close their sockets

    def _connection(self) -> SMTP:
        return _Connection(
            _Conversation(self._box, self._knobs),
            transports=self._transports,
            loop=self._loop,
            hostname="catcher.plenary.example",
            ident="Plenary mail catcher",
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            # Any name and password will do, so that a MAIL_URL with credentials can be tried.
            authenticator=lambda *_: AuthResult(success=True),
            auth_require_tls=False,
        )


class _Connection(SMTP):
    """Knows its transport to the server, which has to end it."""

    def __init__(self, *args, transports: set[asyncio.BaseTransport], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._transports = transports

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transports.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transports.discard(self.transport)
        super().connection_lost(error)


class _Conversation:
    """What is answered to each command of one sender."""

    def __init__(self, box: Box, knobs: Knobs) -> None:
        self._box = box
        self._knobs = knobs

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # Without a certificate the server answers a STARTTLS with 454, which is the refusal asked for.
        return [*responses[:-1], "250-STARTTLS", responses[-1]] if self._knobs.tls_refused else responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._knobs.answer_to(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self._knobs.slow_seconds)
        message = self._box.keep(
            sender=envelope.mail_from or "",
            recipients=envelope.rcpt_tos,
            raw=envelope.original_content or b"",
        )
        if self._knobs.drop_after_data > 0:
            self._knobs.drop_after_data -= 1
            with contextlib.suppress(AttributeError):
                server.transport.abort()
        return f"250 Kept as message {message.number}"
