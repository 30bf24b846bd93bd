"""What a request may say: form bodies decoded, and checked against the official SDK's own types.

The SDK's types are the nearest thing to Stripe's own validation that is published. They leave lists of words
open, so those are closed here: Stripe refuses a word that it does not know.
"""

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import IO, Any, Literal, Optional, Union, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError
from stripe import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

from payments.simulator.errors import ApiError

# The types of each call, as the SDK files them.
_TYPES = {
    "sessions.create": ("checkout._session_create_params", "SessionCreateParams"),
    "sessions.retrieve": ("checkout._session_retrieve_params", "SessionRetrieveParams"),
    "sessions.list": ("checkout._session_list_params", "SessionListParams"),
    "sessions.expire": ("checkout._session_expire_params", "SessionExpireParams"),
    "sessions.line_items": ("checkout._session_list_line_items_params", "SessionListLineItemsParams"),
    "intents.retrieve": ("_payment_intent_retrieve_params", "PaymentIntentRetrieveParams"),
    "intents.list": ("_payment_intent_list_params", "PaymentIntentListParams"),
    "intents.cancel": ("_payment_intent_cancel_params", "PaymentIntentCancelParams"),
    "charges.retrieve": ("_charge_retrieve_params", "ChargeRetrieveParams"),
    "charges.list": ("_charge_list_params", "ChargeListParams"),
    "refunds.create": ("_refund_create_params", "RefundCreateParams"),
    "refunds.retrieve": ("_refund_retrieve_params", "RefundRetrieveParams"),
    "refunds.list": ("_refund_list_params", "RefundListParams"),
    "disputes.retrieve": ("_dispute_retrieve_params", "DisputeRetrieveParams"),
    "disputes.list": ("_dispute_list_params", "DisputeListParams"),
    "disputes.close": ("_dispute_close_params", "DisputeCloseParams"),
    "events.retrieve": ("_event_retrieve_params", "EventRetrieveParams"),
    "events.list": ("_event_list_params", "EventListParams"),
    "balance_transactions.retrieve": (
        "_balance_transaction_retrieve_params",
        "BalanceTransactionRetrieveParams",
    ),
    "balance_transactions.list": ("_balance_transaction_list_params", "BalanceTransactionListParams"),
    "account.retrieve": ("_account_retrieve_current_params", "AccountRetrieveCurrentParams"),
}


class _Untyped:
    """Stands for the SDK's free-form map, a type that exists for type checkers only."""

    def __class_getitem__(cls, value: Any) -> Any:
        return dict.__class_getitem__((str, value))


def decode(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The tree that keys such as ``line_items[0][quantity]`` spell out, with lists as lists."""
    tree: dict[str, Any] = {}
    for key, value in pairs:
        *path, last = key.replace("]", "").split("[")
        branch = tree
        for part in path:
            branch = branch.setdefault(part or str(len(branch)), {})
            if not isinstance(branch, dict):
                raise ApiError(f"Invalid {key}", code="parameter_invalid", param=key)
        branch[last or str(len(branch))] = value
    return {key: _with_lists(key, value) for key, value in tree.items()}


def check(call: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of ``call`` as typed values; whole numbers arrive as text and leave as numbers.

    Raises ApiError for a parameter that is unknown, missing, empty or of the wrong type.
    """
    adapter, closed_words = _types_of(call)
    for key, value in asked.items():
        if key in RequestOptions.__annotations__:
            raise _unknown(key)
        if value == "" and key != "metadata":
            raise ApiError(
                f"You passed an empty string for '{key}'. We assume empty values are an attempt to unset a "
                f"parameter; however '{key}' cannot be unset.",
                code="parameter_invalid_empty",
                param=key,
            )
        words = closed_words.get(key)
        if words and value not in words:
            raise ApiError(f"Invalid {key}: must be one of {', '.join(words)}", code="parameter_invalid", param=key)
    try:
        values = adapter.validate_python(dict(asked))
    except ValidationError as error:
        raise _refusal(error, asked) from None
    _check_metadata(values)
    return values


@cache
def _types_of(call: str) -> tuple[TypeAdapter, dict[str, tuple[str, ...]]]:
    module_name, name = _TYPES[call]
    module = importlib.import_module(f"stripe.params.{module_name}")
    names = {
        **vars(module),
        "Any": Any,
        "IO": IO,
        "Mapping": Mapping,
        "Optional": Optional,
        "StripeContext": Any,
        "UntypedStripeObject": _Untyped,
    }
    for value in vars(module).values():
        if is_typeddict(value):
            value.__pydantic_config__ = ConfigDict(extra="forbid")
    adapter = TypeAdapter(names[name], config=None)
    adapter.rebuild(_types_namespace=names)
    hints = get_type_hints(names[name], localns=names)
    return adapter, {key: words for key, hint in hints.items() if (words := _words_of(hint))}


def _words_of(hint: Any) -> tuple[str, ...]:
    """The words of ``Literal["a", "b"] | str``; none for any other type."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    options = get_args(hint) if get_origin(hint) is Union else ()
    literals = [option for option in options if get_origin(option) is Literal]
    return get_args(literals[0]) if literals and len(options) == 2 and str in options else ()


def _with_lists(key: str, value: Any) -> Any:
    if not isinstance(value, dict) or key == "metadata":
        return value
    branch = {part: _with_lists(part, deeper) for part, deeper in value.items()}
    if branch and all(part.isdecimal() for part in branch):
        return [branch[part] for part in sorted(branch, key=int)]
    return branch


def _refusal(error: ValidationError, asked: Mapping[str, Any]) -> ApiError:
    faults = error.errors(include_url=False)
    # A value with several allowed types has one complaint per type: an unknown key says most.
    fault = next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])
    param = _spelt_out(fault["loc"], asked, named=fault["type"] in {"extra_forbidden", "missing"})
    if fault["type"] == "extra_forbidden":
        return _unknown(param)
    if fault["type"] == "missing":
        return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)
    if fault["type"].startswith("int_"):
        return ApiError(f"Invalid integer: {fault['input']}", code="parameter_invalid_integer", param=param)
    return ApiError(f"Invalid {param}: {fault['msg']}", code="parameter_invalid", param=param)


def _unknown(param: str) -> ApiError:
    return ApiError(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def _spelt_out(location: tuple, asked: Any, *, named: bool) -> str:
    """``line_items[0][quantity]`` for a place in the tree, without the types pydantic puts between."""
    parts = []
    for position, part in enumerate(location):
        inside = isinstance(asked, dict) and part in asked
        listed = isinstance(asked, list) and isinstance(part, int) and part < len(asked)
        if inside or listed:
            asked = asked[part]
            parts.append(str(part))
        elif named and position == len(location) - 1:
            parts.append(str(part))
    return "".join(part if not position else f"[{part}]" for position, part in enumerate(parts))


def _check_metadata(values: Any, param: str = "metadata") -> None:
    if isinstance(values, list):
        for value in values:
            _check_metadata(value, param)
    elif isinstance(values, dict):
        for key, value in values.items():
            if key != "metadata":
                _check_metadata(value, f"{key}[metadata]")
            elif isinstance(value, dict):
                _check_one_metadata(value, param)


def _check_one_metadata(metadata: dict[str, str], param: str) -> None:
    if len(metadata) > 50:
        raise ApiError("Metadata can have up to 50 keys.", code="parameter_invalid", param=param)
    for key, value in metadata.items():
        if len(key) > 40 or len(value) > 500:
            raise ApiError(
                "Metadata keys have at most 40 characters and values at most 500.",
                code="parameter_invalid",
                param=f"{param}[{key}]",
            )
