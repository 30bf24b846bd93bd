"""The invented people, organisations and events of the demo. Nobody and nothing here is real."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoSignIn:
    """A person whom one click signs in, and where that leads."""

    name: str
    address: str
    does: str
    goes_to: str


SIGN_INS = [
    DemoSignIn("Ms Iris Draftworthy", "iris.draftworthy@plenary.example", "runs all events", "/desk/"),
    DemoSignIn(
        "Mx Fern Specimen", "fern.specimen@plenary.example", "stewards the door in Caldergate",
        "/events/england-2027/door",
    ),
    DemoSignIn("Dr Juniper Mockridge", "juniper.mockridge@northmere.example", "is a delegate", "/me"),
]
