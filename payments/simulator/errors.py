"""What Stripe answers when it says no."""


class ApiError(Exception):
    """A refusal with Stripe's type, code, parameter and HTTP status."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: object,
    ):
        super().__init__(message)
        self.status = status
        self.fields: dict[str, object] = {"type": type, "message": message}
        if code:
            self.fields["code"] = code
            self.fields["doc_url"] = f"https://docs.stripe.com/error-codes/{code.replace('_', '-')}"
        if param:
            self.fields["param"] = param
        self.fields |= more

    def body(self) -> dict:
        return {"error": self.fields}


def missing(kind: str, id: str, *, param: str = "id", status: int = 404) -> ApiError:
    """The refusal for an object that is not in the ledger."""
    return ApiError(f"No such {kind}: '{id}'", status=status, code="resource_missing", param=param)


def went_wrong() -> ApiError:
    """Stripe's own failure: whether the work was done is not said."""
    return ApiError("An unexpected error occurred. The simulator was told to answer so.", status=500, type="api_error")
