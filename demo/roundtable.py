"""The demo's roundtable: eighteen are asked and most have answered, eight are to be asked next."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from core import files, typesetting
from core.uploads import PDF, Upload
from events.models import Event
from members.models import CareerStage as Stage
from members.models import Nation
from people.models import Person
from policy import actions, queries, rules
from policy.models import Sector

NAME = "State of medical leadership in the UK"
DAYS_AHEAD, SEATS = 19, 18
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUESTION = (
    "Every nation has its own programme to train doctors who lead, and none can say how many of them lead five years "
    "later. We would like to leave the table with one figure that all four could publish.\n\n"
    "# What we ask\n\n"
    "- What do you count now, and what would you rather count?\n"
    "- Who is missing from the table at which you decide?\n"
    "- What could you publish together by next autumn?\n\n"
    "A light supper is served at half past six."
)
ENGLAND, SCOTLAND, WALES, ULSTER = Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND
TRUST, CARE, GENERAL, STATE = Sector.NHS_TRUST, Sector.INTEGRATED_CARE, Sector.PRIMARY_CARE, Sector.GOVERNMENT
SCHOOL, COLLEGE, CHARITY, OTHER = Sector.UNIVERSITY, Sector.ROYAL_COLLEGE, Sector.CHARITY, Sector.OTHER
GUEST = "juniper.mockridge@northmere.example"  # who can be signed in as

# Who, as what, from where, and their answer: yes with what they need, no, or none yet.
FIRST_WAVE = (
    ("Dr Juniper Mockridge", GUEST, "Clinical director", ENGLAND, TRUST, Stage.CONSULTANT, "yes", "No nuts, please."),
    ("Prof Hazel Samplewick", "", "Senior fellow", ENGLAND, SCHOOL, Stage.OTHER, "yes", ""),
    ("Dr Alder Fictum", "", "Medical director", ENGLAND, TRUST, Stage.EXECUTIVE, "yes", ""),
    ("Dr Rowan Exampleby", "", "Medical director", ENGLAND, TRUST, Stage.EXECUTIVE, "yes", "Vegetarian."),
    ("Ms Linden Placeholder", "", "Chief executive", ENGLAND, TRUST, Stage.OTHER, "no", ""),
    ("Dr Myrtle Dummett-Ware", "", "Chief medical officer", ENGLAND, CARE, Stage.EXECUTIVE, "yes", ""),
    ("Ms Sorrel Figment", "", "Director of workforce", ENGLAND, STATE, Stage.OTHER, "yes", ""),
    ("Prof Sage Hypothet", "", "Senior fellow", SCOTLAND, SCHOOL, Stage.OTHER, "yes", ""),
    ("Dr Larch Prototype", "", "Medical director", SCOTLAND, TRUST, Stage.EXECUTIVE, "", ""),
    ("Dr Bracken Sandboxe", "", "Clinical director", SCOTLAND, TRUST, Stage.CONSULTANT, "no", ""),
    ("Dr Laurel Proxy-Ames", "", "Senior fellow", WALES, COLLEGE, Stage.CONSULTANT, "yes", "A place near the door."),
    ("Mr Ash Testerton", "", "Director of workforce", WALES, STATE, Stage.OTHER, "", ""),
    ("Dr Reed Simulacre", "", "Senior fellow", ULSTER, TRUST, Stage.CONSULTANT, "yes", ""),
    ("Dr Clover Stubbs-Data", "", "Medical director", ULSTER, TRUST, Stage.EXECUTIVE, "", ""),
    ("Ms Bryony Madeup", "", "Chief executive", ENGLAND, CHARITY, Stage.OTHER, "yes", ""),
    ("Dr Elder Mannequin", "", "President", ENGLAND, COLLEGE, Stage.CONSULTANT, "no", ""),
    ("Ms Thyme Surrogate", "", "Editor", ENGLAND, OTHER, Stage.OTHER, "yes", "Halal."),
    ("Dr Coriander Mockup", "", "Clinical director", ENGLAND, GENERAL, Stage.GP, "", ""),
)
SECOND_WAVE = (
    ("Dr Fennel Samplescu", "", "Registrar", SCOTLAND, TRUST, Stage.HIGHER_TRAINING),
    ("Dr Teasel Notional", "", "Registrar", WALES, TRUST, Stage.EARLY_TRAINING),
    ("Dr Bramble Fauxley", "", "General practitioner", WALES, GENERAL, Stage.GP),
    ("Dr Sedge Dryrun", "", "General practitioner", ULSTER, GENERAL, Stage.GP),
    ("Dr Campion Mockworth", "", "Specialty doctor", SCOTLAND, TRUST, Stage.SAS),
    ("Dr Nettle Examplar", "", "Specialty doctor", ENGLAND, TRUST, Stage.SAS),
    ("Dr Yew Placeboe", "", "Foundation doctor", ULSTER, TRUST, Stage.FOUNDATION),
    ("Mx Sorrel Standin", "", "Medical student", WALES, SCHOOL, Stage.STUDENT),
)
PAPERS = (
    (
        "What the four nations count",
        "Six programmes train doctors who lead. They count places, and seldom people.",
        (
            "All six publish how many places they offer.",
            "Two know where those who finished work a year later.",
            "None knows it after five years.",
        ),
        "A short comparison of the yearly reports of six programmes, and of what each could add without asking anybody "
        "for more than it has.",
    ),
    (
        "One figure: three proposals",
        "What all four nations could publish by next autumn, from what they hold already.",
        (
            "Of those who finished, how many hold a leadership role with hours in the job plan.",
            "Of the leadership roles advertised, how many had two candidates or more.",
            "Of those in post, how many were asked last year how it goes.",
        ),
        "Each proposal with its source, what it would cost to gather, and what it would not show.",
    ),
)


def hold(session: Session, organiser: Person, today: date, now: datetime) -> Event:
    """The roundtable with its list, its first wave asked and answering, and its papers."""
    made = rules.NewRoundtable(
        name=NAME,
        question=QUESTION,
        day=today + DAYS_AHEAD * DAY,
        begins=time(17, 30),
        ends=time(20, 0),
        venue="The Library, Orrery House",
        town="London",
        contact_email="roundtables@plenary.example",
        seats=SEATS,
        is_unattributed=True,
    )
    by, begun = {"by_id": organiser.id}, now - 12 * DAY
    roundtable = actions.make_roundtable(session, made=made, now=begun, **by)
    for wave, people in enumerate((FIRST_WAVE, SECOND_WAVE), 1):
        listed = [_listed(each[:6], wave) for each in people]
        actions.list_invitees(session, roundtable=roundtable, people=listed, now=begun, **by)
    asked = {"reply_by": today + 5 * DAY, "today": today - 10 * DAY, "now": now - 10 * DAY}
    actions.invite_wave(session, roundtable=roundtable, wave=1, **asked, **by)
    answers = {each[0]: each[6:] for each in FIRST_WAVE}
    for number, invitee in enumerate(queries.invitees_of(session, roundtable)):
        said, needs = answers.get(invitee.name, ("", ""))
        if said:
            at = now - 9 * DAY + number * 7 * HOUR
            actions.answer_invitation(
                session, invitee=invitee, comes=said == "yes", needs=needs, by_id=None, now=min(at, now)
            )
    for title, frame, lines, summary in PAPERS:
        words = {"kicker": "Paper for a roundtable", "title": title, "frame": frame, "lines": lines, "summary": summary}
        content = typesetting.pdf_of("demo/paper.typ", {**words, "blocks": []}, made_at=begun)
        upload = Upload(name=f"{title.lower().replace(' ', '-').replace(':', '')}.pdf", kind=PDF, content=content)
        file = files.add(
            session, key=files.store().write(content), upload=upload, purpose="roundtable paper", now=begun
        )
        actions.add_paper(session, roundtable=roundtable, title=title, file=file, now=begun, **by)
    return roundtable.event


def _listed(person: tuple[str, str, str, Nation, Sector, Stage], wave: int) -> rules.NewInvitee:
    name, email, role, nation, sector, stage = person
    address = email or f"{'.'.join(name.lower().split()[1:])}@invited.example"
    return rules.NewInvitee(name=name, email=address, role=role, nation=nation, sector=sector, stage=stage, wave=wave)
