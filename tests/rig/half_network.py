"""What answers in the server's place when a network is only half there (CHK-8)."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

PORTAL = b"<!doctype html><title>Welcome</title><h1>Sign in to the hall's Wi-Fi</h1>"


def _http(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _html(status: str, *headers: str) -> bytes:
    return _http(status, PORTAL, "Content-Type: text/html", *headers)


def _say(whole: bytes):
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(whole)

    return answer


def _late(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(15)
    connection.sendall(_http("200 OK", b"{}", "Content-Type: application/json"))


def _slow(connection: socket.socket) -> None:
    """A thousand bytes in a second, and every answer has four thousand."""
    connection.recv(65536)
    whole = _http("200 OK", b'{"results": [], "pad": "' + b"x" * 4000 + b'"}', "Content-Type: application/json")
    for at in range(0, len(whole), 100):
        connection.sendall(whole[at : at + 100])
        time.sleep(0.1)


FAULTS = {
    "a portal": _say(_html("200 OK")),
    "a redirect to a sign-in": _say(_html("302 Found", "Location: /sign-in")),
    "JSON of another": _say(_http("200 OK", b'{"status": "login"}', "Content-Type: application/json")),
    "an error of the server": _say(_html("500 Internal Server Error")),
    "fifteen seconds late": _late,
    "a kilobyte in a second": _slow,
    "a broken handshake": _say(b"\x16\x03\x01\x02\x00not ours"),
    "a line that is cut": lambda connection: connection.recv(65536),
}


@contextmanager
def half_network(port: int, fault: str):
    """While it is open, whoever calls the port of 127.0.0.1 gets the fault."""
    listener = socket.create_server(("127.0.0.1", port), backlog=50)

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the phone gives up, as it should
            FAULTS[fault](connection)

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
