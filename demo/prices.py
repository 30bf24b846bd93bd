"""The ticket matrix of the invented annual conference, in pence: by ticket, audience category and price period."""

from datetime import timedelta

from registration.models import Category

# The last day of each period, so many days after D0, and what comes off for a group in percent.
PERIODS = (
    ("Early bird", timedelta(days=40), 10),
    ("Standard", timedelta(days=99), 10),
    ("Late", timedelta(days=114), 0),
)

TWO_DAYS, STUDENTS, ONLINE = "Two days", "Two days, student", "Online, both days"
DAY_ONE, DAY_TWO = "Day one", "Day two"
BURSARY, EXHIBITOR = "Bursary place", "Exhibitor pass"
_INVITED = {Category.PARTNER: (0, 0, 0), Category.ISSUED: (0, 0, 0)}
_TWO_DAYS = {
    Category.MEMBER: (39500, 46500, 52500),
    Category.FELLOW: (35500, 42000, 47500),
    Category.MEMBER_CLINICAL: (29500, 34500, 39000),
    Category.MEMBER_TRAINEE: (19500, 23000, 26000),
    Category.DOCTOR: (52500, 62000, 70000),
    Category.TRAINEE: (27500, 32500, 36500),
    Category.PUBLIC: (42500, 50000, 56500),
    Category.COMMERCIAL: (95000, 110000, 125000),
}
_ONE_DAY = {
    Category.MEMBER: (23500, 27500, 31000),
    Category.FELLOW: (21000, 25000, 28000),
    Category.MEMBER_CLINICAL: (17500, 20500, 23000),
    Category.MEMBER_TRAINEE: (11500, 13500, 15000),
    Category.MEMBER_STUDENT: (3500, 3500, 4500),
    Category.DOCTOR: (31000, 36500, 41500),
    Category.TRAINEE: (16000, 19000, 21500),
    Category.STUDENT: (5500, 5500, 7000),
    Category.PUBLIC: (25000, 29500, 33000),
    Category.COMMERCIAL: (56000, 65000, 74000),
}
_STUDENTS = {Category.MEMBER_STUDENT: (6000, 6000, 7500), Category.STUDENT: (9500, 9500, 12000)}
_ONLINE = {
    Category.MEMBER: 15000,
    Category.FELLOW: 13500,
    Category.MEMBER_CLINICAL: 11000,
    Category.MEMBER_TRAINEE: 6000,
    Category.MEMBER_STUDENT: 0,
    Category.DOCTOR: 22500,
    Category.TRAINEE: 9500,
    Category.STUDENT: 2500,
    Category.PUBLIC: 18000,
    Category.COMMERCIAL: 40000,
    Category.LOW_INCOME: 2500,
}
MATRIX: dict[str, dict[Category, tuple[int, ...]]] = {
    TWO_DAYS: _TWO_DAYS | _INVITED,
    STUDENTS: _STUDENTS,
    DAY_ONE: _ONE_DAY | _INVITED,
    DAY_TWO: _ONE_DAY | _INVITED,
    ONLINE: {category: (pence, pence, pence) for category, pence in _ONLINE.items()} | _INVITED,
    BURSARY: {Category.BURSARY: (0,)},
    EXHIBITOR: {Category.ISSUED: (0, 0, 0)},
}
# How often each category books, beside the others; half of the members are students and trainees.
SHARES = {
    Category.MEMBER: 6,
    Category.FELLOW: 2,
    Category.MEMBER_CLINICAL: 2,
    Category.MEMBER_TRAINEE: 6,
    Category.MEMBER_STUDENT: 6,
    Category.DOCTOR: 2,
    Category.TRAINEE: 1,
    Category.STUDENT: 1,
    Category.PUBLIC: 2,
    Category.COMMERCIAL: 1,
    Category.LOW_INCOME: 1,
}
# What delegates sent to prove a category, for the desk to decide.
SENT = (
    "My training number is ZZ/000/000/D",
    "I am in the third year at Halcyon; my card is 0000001",
    "Membership 0000001, under my former name",
)
