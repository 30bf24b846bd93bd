"""The catcher as a whole: one box, filled by a mail server and shown by a web server."""

import threading
from types import TracebackType
from typing import Self

from werkzeug.serving import WSGIRequestHandler, make_server

from demo.catcher.messages import Box, Message
from demo.catcher.pages import create_pages
from demo.catcher.smtp import HOST, Knobs, MailServer

SECONDS_TO_NOTICE_THE_END = 0.02


class Catcher:
    """A mail server that keeps what it gets, and its pages; both on loopback, on free ports unless told."""

    def __init__(self, smtp_port: int = 0, web_port: int = 0) -> None:
        self.knobs = Knobs()
        self._box = Box()
        self._mail = MailServer(self._box, self.knobs, smtp_port)
        self._web_port = web_port

    def __enter__(self) -> Self:
        self._mail.start()
        self._web = make_server(
            HOST,
            self._web_port,
            create_pages(self._box, self.knobs, self._mail.obey),
            threaded=True,
            request_handler=_Quiet,
        )
        self._thread = threading.Thread(
            target=self._web.serve_forever, args=(SECONDS_TO_NOTICE_THE_END,), name="mail pages", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._web.shutdown()
        self._thread.join()
        self._web.server_close()
        self._mail.stop()

    @property
    def smtp_port(self) -> int:
        return self._mail.port

    @property
    def web_port(self) -> int:
        return self._web.port

    @property
    def mail_url(self) -> str:
        return f"smtp://{HOST}:{self.smtp_port}"

    @property
    def pages_url(self) -> str:
        return f"http://{HOST}:{self.web_port}"

    def messages(self, to: str | None = None) -> list[Message]:
        return self._box.messages(to)

    def wait_for(self, to: str | None = None, *, count: int = 1, seconds: float = 5) -> list[Message]:
        """The messages ``to`` an address once there are ``count``. AssertionError if there never are."""
        return self._box.wait_for(to, count=count, seconds=seconds)

    def turn(self, **wanted: object) -> None:
        """Set knobs and let the server obey at once: ``catcher.turn(refuse_connections=True)``."""
        self.knobs.turn(wanted)
        self._mail.obey()

    def empty(self) -> None:
        self._box.empty()


class _Quiet(WSGIRequestHandler):
    """A page of caught mail is not worth a line in the log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass
