"""What the four positions of the demo say; ``demo.launches`` brings them to where each of them stands."""

from dataclasses import dataclass, field
from datetime import time

from members.models import Nation
from policy.models import Channel, Goal, PositionStatus

TERMS = (
    "You may read this position before it is public, to prepare what you publish. Nothing of it may be published, "
    "broadcast or passed on before the embargo lifts. Your copy carries your name. If the time changes, we tell you."
)


@dataclass(frozen=True)
class DemoPosition:
    """A position launched at the event of that slug, so many hours and minutes into its day on the event's clocks."""

    event_slug: str
    slug: str
    nation: Nation
    goal: Goal
    status: PositionStatus
    lifts: time
    title: str
    frame: str
    lines: tuple[str, ...]
    summary: str
    body: str
    lead: str
    champion: str
    spokespeople: tuple[tuple[str, str], ...]
    assets: dict[Channel, str] = field(default_factory=dict)
    questions: tuple[tuple[str, str], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    welsh_title: str = ""


POSITIONS = (
    DemoPosition(
        "scotland-2026",
        "time-to-lead",
        Nation.SCOTLAND,
        Goal.TIME,
        PositionStatus.LIVE,
        time(0, 1),
        "Time to lead",
        "Whoever is asked to lead a service should find the hours for it in the job plan.",
        (
            "Leading is work, and work needs hours.",
            "A role without hours falls to those who can give their evenings.",
            "Each leadership role should name its sessions in the job plan.",
            "Boards should publish, once a year, how many roles have them.",
        ),
        "Two in three clinical leads do the work of leading outside their paid hours. We ask health boards in Scotland "
        "to write at least one protected session a week into each leadership role.",
        "# What we ask for\n\nHealth boards name the sessions of each role before it is advertised, and keep them "
        "when rotas are short.\n\n# What it would change\n\n- More people could put themselves forward.\n- Handover "
        "would happen in daytime.\n- A board could see which services run on goodwill.",
        "Dr Larch Prototype",
        "Prof Sage Hypothet",
        (("Dr Larch Prototype", "Regional lead, Scotland"), ("Prof Sage Hypothet", "Senior fellow")),
        assets={
            Channel.PRESS_NOTICE: "**Leading is work, and work needs hours.** The Faculty of Medical Leadership and "
            "Management asks health boards in Scotland to write at least one protected session a week into each "
            "leadership role. Two in three clinical leads now do that work in their own time.\n\n“Nobody would ask a "
            "surgeon to operate after hours for love,” says Dr Larch Prototype, regional lead for Scotland.",
            Channel.WEB_SUMMARY: "Two in three clinical leads in Scotland lead in their own time. We ask boards "
            "to name "
            "the hours of each role before it is advertised, and to say once a year how many roles have them.",
            Channel.SOCIAL_TEXT: "Leading is work, and work needs hours. We ask every health board in Scotland to put "
            "them in the job plan. #TimeToLead",
            Channel.SLIDE: "Time to lead\nOne protected session a week in every leadership role",
            Channel.MEMBER_LETTER: "Today in Strathfell we asked health boards in Scotland for time to lead: one "
            "protected session a week in each leadership role. If yours has none, take our four lines to your next job "
            "plan review.",
        },
        questions=(("What would it cost?", "Less than the posts that stay empty. Three boards have tried it."),),
    ),
    DemoPosition(
        "northern-ireland-2026",
        "learning-leaders",
        Nation.NORTHERN_IRELAND,
        Goal.LEARNING,
        PositionStatus.LIVE,
        time(6, 0),
        "Learning leaders",
        "Every team in health and social care should have time set aside to learn from its own work.",
        (
            "Improvement is learned by doing it, with time and with help.",
            "Two hours a month for each team are a beginning.",
            "Trainees who lead an improvement should see it through.",
            "Trusts should share what failed as readily as what worked.",
        ),
        "Teams that meet to look at their own figures mend more than those that are sent a report. We ask trusts in "
        "Northern Ireland to protect two hours a month for it, and to publish what came of them.",
        "# What we ask for\n\nA shared afternoon each month, the same across a trust, with somebody trained to help."
        "\n\n# What it would change\n\n- Improvement stops being a project of the willing.\n- Lessons travel "
        "between trusts.",
        "Dr Clover Stubbs-Data",
        "Dr Reed Simulacre",
        (("Dr Clover Stubbs-Data", "Regional lead, Northern Ireland"), ("Dr Reed Simulacre", "Senior fellow")),
        assets={
            Channel.PRESS_NOTICE: "**Time to learn from the work itself.** The Faculty of Medical Leadership and "
            "Management asks trusts in Northern Ireland to protect two hours a month for every team to look at its own "
            "figures, and to publish what came of it.",
            Channel.WEB_SUMMARY: "Teams that meet to look at their own figures mend more than those that are sent a "
            "report. We ask for two protected hours a month, across each trust.",
            Channel.SOCIAL_TEXT: "Two hours a month for every team to learn from its own work: our position for "
            "Northern "
            "Ireland is out. #LearningLeaders",
            Channel.SLIDE: "Learning leaders\nTwo hours a month, for every team",
            Channel.MEMBER_LETTER: "Our position for Northern Ireland is out: two protected hours a month in which a "
            "team learns from its own work. Tell us what your team would do with them.",
        },
        questions=(
            ("Who covers the wards?", "The same afternoon is shared by a whole trust, and planned for a year."),
        ),
    ),
    DemoPosition(
        "england-2027",
        "standards-first",
        Nation.ENGLAND,
        Goal.STANDARDS,
        PositionStatus.SCHEDULED,
        time(0, 1),
        "Standards first",
        "Every senior appointment in the NHS in England should be made against one published standard of medical "
        "leadership.",
        (
            "Leadership is a clinical skill, and it can be described.",
            "Panels should score candidates against a published standard.",
            "Boards should say each year how many appointments were made this way.",
            "Doctors should have time in the job plan to meet the standard.",
        ),
        "Trusts appoint medical and clinical directors by many routes. Candidates cannot tell which standard, if any, "
        "they will meet. We ask employers in England to use one for all senior medical appointments from April 2028.",
        "# What we ask for\n\nOne standard, four domains, used from shortlisting to feedback; a trained assessor on "
        "each panel; a yearly figure in the quality account.\n\n# What it would change\n\n- Candidates know what is "
        "asked before they apply.\n- Panels give feedback on the same four domains.\n- Boards see in one number "
        "whether appointments are fair.",
        "Dr Alder Fictum",
        "Prof Hazel Samplewick",
        (("Dr Alder Fictum", "Regional lead, England"), ("Prof Hazel Samplewick", "Senior fellow")),
        assets={
            Channel.PRESS_NOTICE: "**One standard for every senior medical appointment.** From April 2028 employers in "
            "England should appoint medical and clinical directors against one published standard of leadership, says "
            "the Faculty of Medical Leadership and Management.\n\nCandidates cannot tell today which standard, if any, "
            "they will meet. The Faculty asks for a trained assessor on each panel, feedback on the same four domains, "
            "and one yearly figure in the quality account.\n\n“We would not let a trust choose its own anatomy,” says "
            "Dr Alder Fictum, regional lead for England. “Leadership is a clinical skill, and it can be described.”\n\n"
            "Prof Hazel Samplewick and Dr Alder Fictum can be interviewed from 07:00 on the day.",
            Channel.WEB_SUMMARY: "Trusts appoint medical directors by many routes, and candidates cannot tell "
            "what they "
            "will be measured by. We ask employers in England to use one published standard for every senior medical "
            "appointment from April 2028, from shortlisting to feedback.",
            Channel.SOCIAL_TEXT: "Leadership is a clinical skill, and it can be described. We ask employers in England "
            "to appoint against one published standard. Read why: #StandardsFirst",
            Channel.SLIDE: "Standards first\nOne standard, four domains, from shortlisting to feedback",
            Channel.MEMBER_LETTER: "Today we publish *Standards first*, our position on senior medical appointments in "
            "England: one published standard, used from shortlisting to feedback, and a yearly figure that says "
            "how many "
            "appointments were made by it.\n\nIf you sit on a panel, the four key lines fit on the back of an "
            "agenda. If "
            "you mean to apply for a post, ask which standard you will meet.",
        },
        questions=(
            (
                "What would it cost?",
                "A day of training for one assessor on each panel. Three employers gave us figures.",
            ),
            ("Is this a closed shop?", "No. The standard is published, and anybody may be measured by it."),
            ("Why not regulate?", "Employers can begin in April 2028; a law would take longer and say less."),
        ),
        evidence=(
            ("What panels ask: 61 adverts for medical directors, read", "https://evidence.example/what-panels-ask"),
            ("Feedback after interviews in three trusts", "https://evidence.example/feedback-in-three-trusts"),
        ),
    ),
    DemoPosition(
        "wales-2027",
        "leading-fairly",
        Nation.WALES,
        Goal.FAIRNESS,
        PositionStatus.DRAFT,
        time(10, 30),
        "Leading fairly",
        "Who leads the NHS in Wales should look like who works in it.",
        (
            "Fairness is measured where decisions are made.",
            "Every leadership post should be advertised, and in both languages.",
            "Boards should publish who applied, who was seen and who was chosen.",
            "Those who were not chosen should be told why.",
        ),
        "Half of those who train in Wales never see a leadership post advertised. We ask health boards to open each "
        "post, in Welsh and in English, and to publish the figures of each step.",
        "# What we ask for\n\nOpen posts, two languages, three figures a year.",
        "Dr Heath Notreal",
        "Dr Laurel Proxy-Ames",
        (("Dr Heath Notreal", "Regional lead, Wales"), ("Dr Laurel Proxy-Ames", "Senior fellow")),
        assets={
            Channel.PRESS_NOTICE: "**Who leads should look like who works here.** The Faculty of Medical "
            "Leadership and "
            "Management asks health boards in Wales to open each leadership post, in both languages, and to publish "
            "three figures a year.",
            Channel.WEB_SUMMARY: "Half of those who train in Wales never see a leadership post advertised. We ask for "
            "open posts, two languages and three figures a year.",
            Channel.SOCIAL_TEXT: "Open posts, two languages, three figures a year. #LeadingFairly",
            Channel.SLIDE: "Leading fairly\nOpen posts, two languages, three figures a year",
            Channel.MEMBER_LETTER: "Today we ask health boards in Wales to open each leadership post, in Welsh and in "
            "English, and to say once a year who applied, who was seen and who was chosen.",
        },
        questions=(("Are there enough Welsh speakers?", "There are more than the adverts have ever reached."),),
        welsh_title="Arwain yn deg",
    ),
)
