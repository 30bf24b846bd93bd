"""The invented people, organisations and events of the demo. Nobody and nothing here is real.

The days are those of a demo loaded on D0; loaded on another day all shift by whole days, while the hours on
London's clocks stay.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

D0 = date(2026, 11, 21)


@dataclass(frozen=True)
class DemoSignIn:
    """A person whom one click signs in, and where that leads."""

    name: str
    address: str
    does: str
    goes_to: str


SIGN_INS = [
    DemoSignIn("Ms Iris Draftworthy", "iris.draftworthy@plenary.example", "runs all events from the desk", "/desk/"),
    DemoSignIn(
        "Mx Fern Specimen",
        "fern.specimen@plenary.example",
        "stewards the door in Caldergate",
        "/events/england-2027/door",
    ),
    DemoSignIn("Dr Juniper Mockridge", "juniper.mockridge@northmere.example", "is a delegate", "/me"),
]

TITLES = ("Dr", "Prof", "Mr", "Ms", "Mx")
FIRST_NAMES = [
    "Rowan",
    "Hazel",
    "Ash",
    "Juniper",
    "Linden",
    "Alder",
    "Myrtle",
    "Sorrel",
    "Heath",
    "Willow",
    "Bracken",
    "Fern",
    "Clover",
    "Bryony",
    "Larch",
    "Yarrow",
    "Tansy",
    "Sage",
    "Reed",
    "Iris",
    "Moss",
    "Laurel",
    "Thyme",
    "Elder",
]
SURNAMES = [
    "Exampleby",
    "Samplewick",
    "Testerton",
    "Mockridge",
    "Placeholder",
    "Fictum",
    "Dummett-Ware",
    "Figment",
    "Notreal",
    "Inventa",
    "Sandboxe",
    "Specimen",
    "Stubbs-Data",
    "Madeup",
    "Prototype",
    "Illustra",
    "Trialrun",
    "Hypothet",
    "Simulacre",
    "Draftworthy",
    "Pretendre",
    "Proxy-Ames",
    "Surrogate",
    "Mannequin",
]
ORGANISATIONS = (
    ("Northmere Teaching Hospitals NHS Trust", "northmere.example"),
    ("Caldergate Integrated Care Board", "caldergate.example"),
    ("Strathfell Health Board", "strathfell.example"),
    ("Dyffryn Glas University Health Board", "dyffrynglas.example"),
    ("Lagan Mournes Health and Social Care Trust", "laganmournes.example"),
    ("Saltmarsh Ambulance NHS Trust", "saltmarsh.example"),
    ("Penwithy Community Care CIC", "penwithy.example"),
    ("Halcyon Medical School", "halcyon.example"),
)


@dataclass(frozen=True)
class DemoEvent:
    """A regional conference: so many days from D0, and how many delegates have booked."""

    slug: str
    name: str
    nation: str
    summary: str
    days_off: int
    venue: str
    town: str
    getting_in: str
    booked: int


STEP_FREE = "Step-free from the street, with a hearing loop in the hall and a quiet room beside it."
EVENTS = (
    DemoEvent(
        "scotland-2026",
        "Leading in Scotland",
        "Scotland",
        "“Time to lead”: protected leadership time in job plans, launched here and discussed by those who have it.",
        -58,
        "Strathfell Exchange",
        "Strathfell",
        STEP_FREE,
        86,
    ),
    DemoEvent(
        "northern-ireland-2026",
        "Leading in Northern Ireland",
        "Northern Ireland",
        "“Learning leaders”: improvement time across health and social care trusts, and what a year of it changed.",
        -30,
        "Lagan Hall",
        "Lagan",
        STEP_FREE,
        71,
    ),
    DemoEvent(
        "england-2027",
        "Leading in England",
        "England",
        "One day with people who lead wards, practices and boards. A new policy position is launched in the morning.",
        68,
        "Caldergate Guildhall",
        "Caldergate",
        STEP_FREE,
        74,
    ),
    DemoEvent(
        "wales-2027",
        "Leading in Wales",
        "Wales",
        "A day on leading fairly, in Welsh and in English, with a new policy position at half past ten.",
        96,
        "Canolfan Dyffryn Glas",
        "Dyffryn Glas",
        STEP_FREE,
        31,
    ),
)
DOORS_OPEN, CLOSES = time(8, 30), time(17, 0)
IN_PERSON, ONLINE = 120, 500


@dataclass(frozen=True)
class DemoProduct:
    """A product of each regional conference, in pence; one with a price goes on sale when the till opens."""

    name: str
    hint: str
    price_pence: int
    in_person: bool
    share: int


PRODUCTS = (
    DemoProduct("Medical or dental student", "University email address needed", 0, True, 5),
    DemoProduct("Patient or carer partner", "By invitation of the regional lead", 0, True, 2),
    DemoProduct("Speaker or chair", "Issued with the programme", 0, True, 2),
    DemoProduct("Online", "Free to members; the link comes on the day before", 0, False, 3),
    DemoProduct("Member", "Consultant, GP, SAS doctor or dentist", 4500, True, 0),
    DemoProduct("Trainee or foundation doctor", "We will ask for a training number or a letter", 2000, True, 0),
    DemoProduct("Not a member", "", 7500, True, 0),
)
SALE_BEFORE = timedelta(days=120)
TILL_OPENS = timedelta(days=16)
