"""The one gate that every answer passes: pages, fragments, files, redirects and errors alike (R18)."""

import secrets
from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, has_request_context, request

NONCE = "core.nonce"
CAMERA = "core.camera"
YEAR = 31536000
FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)
# Whatever a view says of these does not count.
OURS = {name.lower() for name, _ in FIXED} | {"permissions-policy", "strict-transport-security"}


class Gate:
    """WSGI middleware that refuses a foreign host and sets the headers that keep a browser safe."""

    def __init__(self, wsgi_app: Callable, *, base_url: str, form_targets: tuple[str, ...] = ()) -> None:
        self._app = wsgi_app
        base = urlsplit(base_url)
        self._is_https = base.scheme == "https"
        self._hosts = {base.netloc.lower()}
        if base.hostname in {"127.0.0.1", "localhost"}:
            port = f":{base.port}" if base.port else ""
            self._hosts |= {f"127.0.0.1{port}", f"localhost{port}"}
        self._form_targets = form_targets
        # Made once, and plain lists below: this is asked for every answer.
        self._policies = {camera: self._policy(NONCE, camera) for camera in (False, True)}
        self._fixed = [*FIXED]
        if self._is_https:
            self._fixed.append(("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains"))

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        environ[NONCE] = secrets.token_urlsafe(16)

        def start_safely(status: str, headers: list[tuple[str, str]], exc_info=None):
            return start_response(status, self._checked(environ, status, headers), exc_info)

        if environ.get("HTTP_HOST", "").lower() not in self._hosts and environ["PATH_INFO"] not in PROBES:
            start_safely("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This site is not served under that name.\n"]
        return self._app(environ, start_safely)

    def _checked(self, environ: dict, status: str, given: list[tuple[str, str]]) -> list[tuple[str, str]]:
        camera = environ.get(CAMERA, False)
        headers = [header for header in given if header[0].lower() not in OURS] + self._fixed
        names = {name.lower() for name, _ in headers}
        if "content-security-policy" not in names:
            headers.append(("Content-Security-Policy", self._policies[camera].replace(NONCE, environ[NONCE])))
        headers.append(
            ("Permissions-Policy", f"camera=({'self' if camera else ''}), microphone=(), geolocation=(), payment=()")
        )
        is_personal = "set-cookie" in names or any(
            name.lower() == "vary" and "cookie" in value.lower() for name, value in headers
        )
        if is_personal or "cache-control" not in names:
            headers = [header for header in headers if header[0].lower() != "cache-control"]
            headers.append(("Cache-Control", self._caching(status, is_personal)))
        return headers

    def _policy(self, nonce: str, camera: bool) -> str:
        return "; ".join(
            (
                "default-src 'none'",
                # Nonce only: a file that somebody uploaded is never a script here.
                f"script-src 'nonce-{nonce}'" + (" 'wasm-unsafe-eval'" if camera else ""),
                "style-src 'self'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "media-src 'self' blob:" if camera else "media-src 'none'",
                " ".join(("form-action 'self'", *self._form_targets)),
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        )

    @staticmethod
    def _caching(status: str, is_personal: bool) -> str:
        if is_personal:
            return "private, no-store"
        if int(status[:3]) != HTTPStatus.OK:
            return "no-store"
        # The browser asks again; a shared cache may answer a crowd for a few seconds.
        return "public, max-age=0, s-maxage=10"


# A load balancer asks these by the machine's own address.
PROBES = {"/healthz", "/readyz", "/metrics"}


def init_app(app: Flask, *, form_targets: tuple[str, ...] = ()) -> None:
    """Put the gate before everything else, and the nonce of this answer into templates."""
    app.wsgi_app = Gate(app.wsgi_app, base_url=app.config["BASE_URL"], form_targets=form_targets)
    app.context_processor(_nonce_for_templates)


def _nonce_for_templates() -> dict[str, str]:
    return {"nonce": request.environ.get(NONCE, "") if has_request_context() else ""}


def let_use_camera() -> None:
    """Allow the page now being made to open the camera and run WebAssembly: the door, and nothing else."""
    request.environ[CAMERA] = True
