"""The invented people, organisations and events of the demo. Nobody and nothing here is real.

The days are those of a demo loaded on D0; loaded on another day all shift by whole days, while the hours on
London's clocks stay.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from demo import prices

D0 = date(2026, 11, 21)
TODAY = "regional-leads-day"  # the event that is held on the day on which the demo is begun
DOOR_TODAY = f"/events/{TODAY}/door"


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
        "stewards the door of today’s event, and the one in Caldergate",
        DOOR_TODAY,
    ),
    DemoSignIn(
        "Dr Juniper Mockridge",
        "juniper.mockridge@northmere.example",
        "is a delegate, and has a seat at a roundtable",
        "/me",
    ),
    DemoSignIn("Dr Tansy Trialrun", "tansy.trialrun@northmere.example", "is a trainee member", "/me/membership"),
    DemoSignIn(
        "Prof Willow Inventa",
        "willow.inventa@plenary.example",
        "chairs the abstracts of Leaders in Healthcare",
        "/desk/leaders-2027/abstracts",
    ),
    DemoSignIn(
        "Dr Moss Pretendre",
        "moss.pretendre@halcyon.example",
        "is writing an abstract",
        "/events/leaders-2027/abstracts/late-breaking/1",
    ),
    DemoSignIn(
        "Dr Hazel Readworth",
        "hazel.readworth@readers.example",
        "reviews abstracts, and has some left",
        "/events/leaders-2027/abstracts/reviews",
    ),
    DemoSignIn("Mr Yarrow Illustra", "yarrow.illustra@plenary.example", "writes policy positions", "/desk/policy/"),
    DemoSignIn("Dr Heath Notreal", "heath.notreal@plenary.example", "leads in Wales", "/desk/policy/leading-fairly"),
    DemoSignIn(
        "Ms Thyme Surrogate", "thyme.surrogate@healthledger.example", "is a journalist who reads early", "/press/"
    ),
    DemoSignIn(
        "Mr Alder Mannequin",
        "alder.mannequin@larkmere.example",
        "scans badges at a stand of Leaders in Healthcare",
        "/events/leaders-2027/leads",
    ),
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
class DemoProduct:
    """A ticket with its price in pence, the quotas it draws on, and how often it is chosen beside the others."""

    name: str
    hint: str
    price_pence: int
    quotas: tuple[str, ...]
    share: int  # how often it is booked, beside the others
    is_hidden: bool = False
    needs_approval: bool = False


@dataclass(frozen=True)
class DemoEvent:
    """An event from so many days after D0, for so many days, and how many delegates have booked.

    Booking closes at that hour of its first day.
    """

    slug: str
    name: str
    nation: str
    summary: str
    days_off: int
    days: int
    venue: str
    town: str
    booked: int
    quotas: dict[str, int]
    products: tuple[DemoProduct, ...]
    doors_open: time = time(8, 30)
    closes: time = time(17, 0)
    booking_closes: time = time(8, 30)


# Wales says it in Welsh too; how one gets in is still to be translated.
IN_WELSH = {
    "wales-2027": {
        "name_cy": "Arwain yng Nghymru",
        "summary_cy": "Diwrnod ar arwain yn deg, yn Gymraeg ac yn Saesneg, gyda safbwynt polisi newydd "
        "am hanner awr wedi deg.",
    }
}
STEP_FREE = "Step-free from the street, with a hearing loop in the hall and a quiet room beside it."
SALE_BEFORE = timedelta(days=120)
ANNUAL_AFTER = timedelta(days=115)

HALL, ONLINE, STUDENTS = "In person", "Online", "Students"
REGIONAL_QUOTAS = {HALL: 120, ONLINE: 500}
REGIONAL_PRODUCTS = (
    DemoProduct("Medical or dental student", "University email address needed", 0, (HALL,), 5),
    DemoProduct("Patient or carer partner", "By invitation of the regional lead", 0, (HALL,), 0, is_hidden=True),
    DemoProduct("Speaker or chair", "Issued with the programme", 0, (HALL,), 0, is_hidden=True),
    DemoProduct("Member", "Consultant, GP, SAS doctor or dentist", 4500, (HALL,), 5),
    DemoProduct("Trainee or foundation doctor", "We will ask for a training number or a letter", 2000, (HALL,), 4),
    DemoProduct("Not a member", "", 7500, (HALL,), 1),
    DemoProduct("Online", "Free to members; the link comes on the day before", 0, (ONLINE,), 3),
)
DAY_ONE, DAY_TWO = "Day one", "Day two"
BURSARIES, DINNER, GUESTS = "Bursaries", "Conference dinner", "Ceremony guests"
MORNING, AFTERNOON = "Workshop: chairing well", "Workshop: reading the numbers"
# Their prices are a matrix by audience category and price period (demo/prices.py).
ANNUAL_PRODUCTS = (
    DemoProduct(prices.TWO_DAYS, "Both days, lunch on each", 0, (HALL, DAY_ONE, DAY_TWO), 12),
    DemoProduct(prices.STUDENTS, "Both days, lunch on each", 0, (HALL, DAY_ONE, DAY_TWO, STUDENTS), 5),
    DemoProduct(prices.DAY_ONE, "With lunch", 0, (HALL, DAY_ONE), 2),
    DemoProduct(prices.DAY_TWO, "With lunch", 0, (HALL, DAY_TWO), 2),
    DemoProduct(prices.ONLINE, "Live, and recordings afterwards", 0, (ONLINE,), 3),
    DemoProduct(
        prices.BURSARY,
        "Both days, for who could not come otherwise. Tell us why, and we write to you",
        0,
        (HALL, DAY_ONE, DAY_TWO, BURSARIES),
        0,
        needs_approval=True,
    ),
    DemoProduct(prices.EXHIBITOR, "Both days, beside your stand", 0, (HALL, DAY_ONE, DAY_TWO), 0, is_hidden=True),
)
ANNUAL_QUOTAS = {
    HALL: 800,
    DAY_ONE: 800,
    DAY_TWO: 800,
    ONLINE: 1000,
    STUDENTS: 120,
    BURSARIES: 20,
    DINNER: 250,
    GUESTS: 100,
    MORNING: 40,
    AFTERNOON: 40,
}


def _regional(slug: str, nation: str, summary: str, days_off: int, venue: str, town: str, booked: int) -> DemoEvent:
    name = f"Leading in {nation}"
    products = REGIONAL_PRODUCTS
    return DemoEvent(slug, name, nation, summary, days_off, 1, venue, town, booked, REGIONAL_QUOTAS, products)


EVENTS = (
    _regional(
        "scotland-2026",
        "Scotland",
        "“Time to lead”: protected leadership time in job plans, launched here and discussed by those who have it.",
        -58,
        "Strathfell Exchange",
        "Strathfell",
        86,
    ),
    _regional(
        "northern-ireland-2026",
        "Northern Ireland",
        "“Learning leaders”: improvement time across health and social care trusts, and what a year of it changed.",
        -30,
        "Lagan Hall",
        "Lagan",
        71,
    ),
    _regional(
        "england-2027",
        "England",
        "One day with people who lead wards, practices and boards. A new policy position is launched in the morning.",
        68,
        "Caldergate Guildhall",
        "Caldergate",
        74,
    ),
    _regional(
        "wales-2027",
        "Wales",
        "A day on leading fairly, in Welsh and in English, with a new policy position at half past ten.",
        96,
        "Canolfan Dyffryn Glas",
        "Dyffryn Glas",
        31,
    ),
    DemoEvent(
        "leaders-2027",
        "Leaders in Healthcare 2027",
        "",
        "Two days for doctors who lead: the evidence, the standards, and the people who are putting them to work.",
        ANNUAL_AFTER.days,
        2,
        "Harbourside Conference Centre",
        "Mereport",
        180,
        ANNUAL_QUOTAS,
        ANNUAL_PRODUCTS,
    ),
)
