"""What tells of an author by its form: addresses, numbers, and how one speaks of one’s own work."""

import re
from collections.abc import Iterator

from abstracts.rules.letters import Letters
from abstracts.rules.telling import Kind

# Each pattern takes a bounded number of steps from each place, so that no text makes it slow (INJ-4).
NUMBERS = (
    (Kind.ORCID, r"(?<!\d)\d{4}-?\d{4}-?\d{4}-?\d{3}[\dx](?!\w)"),
    (Kind.ETHICS, r"(?<![\w/])\d{2}/(?:[a-z]{2}/\d{3,5}|[a-z]\d{4}/\d{1,3})(?![\w/])"),
    (Kind.ETHICS, r"\biras\b[\s\w:#.()]{0,25}?\d{5,7}\b"),
    (Kind.ETHICS, r"\b(?:nct\s?\d{8}|isrctn\s?\d{6,8}|actrn\s?\d{14}|umin\s?\d{9}|drks\s?\d{8}|chictr[\w-]{4,20})\b"),
    (Kind.ETHICS, r"\beudract\b[\s\w:#.()]{0,20}?\d{4}-\d{6}-\d{2}\b|\bcrd\s?42\d{7,12}\b|\bhra\s?\d{5,7}\b"),
    (
        Kind.ETHICS,
        r"\b(?:rec|irb|ethics|ethical|approval|protocol|registration|registered|audit|project|caldicott|r&d)\s{1,3}"
        r"(?:committee\s{1,3}|approval\s{1,3}|registration\s{1,3}|project\s{1,3}){0,2}(?:as\s{1,3})?"
        r"(?:reference|ref|number|no|id|code)\b[\s.:#()]{0,4}(?:number|no)?[\s.:#(]{0,4}"
        r"(?=[a-z/.\-]{0,12}\d)[a-z\d][a-z\d/.\-]{2,30}",
    ),
    (Kind.GRANT, r"\bnihr\s?-?\d{5,7}\b|(?<![\w/])(?:mr|ep|bb|es)/[a-z]\d{6}/\d{1,2}\b"),
    (
        Kind.GRANT,
        r"\b(?:grant|award|fellowship)\s{1,3}(?:reference|ref|number|no|code|id|agreement)?[\s.:#()]{0,4}"
        r"(?!(?:19|20)\d\d\b)(?=[a-z/.\-]{0,12}\d)[a-z\d][a-z\d/.\-]{3,30}",
    ),
)
WORK = (
    r"(?:study|studies|work|papers?|publications?|research|audit|project|trial|review|report|survey|findings|results|"
    r"abstract|poster|analysis|experience|pilot|evaluation|programme|cohort|data)"
)
SAID = r"(?:shown?|showed|reported|published|described|demonstrated|presented)"
EARLIER = r"(?:previous|prior|earlier|former|published|recent|past|original)(?:ly)?"
HAVE = r"(?:(?:have|had)_)?"
# Written with _ for a gap between words.
OWN_WORK = (
    rf"\b(?:our|my)_(?:own_)?{EARLIER}_(?:[\w-]{{1,20}}_){{0,2}}{WORK}\b",
    rf"\b(?:we|i)_{HAVE}(?:previously|earlier)_(?:have_|been_)?[a-z]{{3,15}}",
    rf"\b(?:we|i)_(?:have|had)_(?:(?:also|recently|already)_){{0,2}}(?:{SAID}|found|developed|argued)_"
    r"(?:(?:this|these|it)_)?(?:previously|elsewhere|before|earlier)",
    rf"\bas_(?:we|i)_{HAVE}(?:(?:previously|recently|already)_)?{SAID}\b",
    rf"\b(?:we|i)_{SAID}_(?:(?:this|these)_)?"
    r"(?:previously|elsewhere|earlier|before|in_(?:\[|\(|(?:19|20)\d\d|the_journal|a_paper))",
    r"\bour_(?:research_)?(?:group|team)(?:'s)?_(?:(?:has|have)_)?(?:previously|recently_published|previous|earlier)\b",
    r"\bthe_authors?(?:'s?)?_(?:(?:own|have)_)?(?:previous|previously|earlier)_[a-z]{3,15}",
)
SURE = re.compile(r"elsewhere|published|\bgroup\b|\bas\s{1,3}(?:we|i)\s{1,3}(?:have|had|previously)\b")
GOES_ON = re.compile(r"\s{1,3}(?:in|elsewhere|previously|before|earlier)\b|\s?[\[(]")
OF_A_PLACE = (
    r"(?:(?:own|local|large|busy|small|district|general|teaching|university|acute|tertiary|secondary|rural|urban|regional|"
    r"community|nhs|foundation|mental|health|children's|dental|medical|specialist|academic|city|county)\s{1,3}){0,4}"
)
PLACES = (
    r"(?:trust|hospitals?|health\s{1,3}board|university|medical\s{1,3}school|deanery|institution|infirmary|hospice|"
    r"(?:gp|general|medical)\s{1,3}practice|town|city|county|health\s{1,3}centre|medical\s{1,3}centre|college|board)"
)
HOME = re.compile(
    r"\b(?:(?:at|in|from|within|across|of|to|by|for)\s{1,3})?(?:our|my)\s{1,3}" + OF_A_PLACE + PLACES + r"\b"
)
IN_TOWN = re.compile(
    r"(?:'s)?,?\s{1,3}(?:(?:in|of|at|near)\s{1,3})?(?:[A-Z][\w'-]{2,30})(?:\s{1,2}[A-Z][\w'-]{2,30}){0,2}"
)
PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\(?0\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}|"
    r"\+\d{1,3}[ .-]{0,2}(?:\(0\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4})(?![\w%/-]|[.,]\d)"
)
HANDLE = re.compile(r"(?<![\w@.])@[a-z\d_][a-z\d_.]{1,38}[a-z\d_](?![\w@])")
ADDRESS = re.compile(r"(?:(?:https?|ftp|file)://|www\.)[^\s<>\"“”]{2,500}")
ENDING = re.compile(
    r"\.(?:uk|org|com|net|edu|gov|ie|eu|int|example)\b(?!\.[a-z\d])"
    r"(?:/[^\s<>\"“”]{0,300})?"
)
IN_HOST, IN_MAILBOX = re.compile(r"[a-z\d.-]"), re.compile(r"[a-z\d._%+'-]")
HOST = re.compile(r"[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,6}")
LONGEST = 120

COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in NUMBERS)
OWN = tuple(re.compile(pattern.replace("_", r"\s{1,3}")) for pattern in OWN_WORK)
SOURCE = re.compile(r"\[\s?\d|\([^()]{0,40}(?:19|20)\d\d|\bet\s?al\b")


def forms_in(letters: Letters) -> Iterator[tuple[Kind, int, int, bool]]:
    """Kind, start and end in the plain letters, and whether it is a hint, of all that tells by its form."""
    for start, end in mailboxes_in(letters.low):
        yield Kind.EMAIL, start, end, False
    for start, end in addresses_in(letters.low):
        yield Kind.WEB, start, end, True
    for found in HANDLE.finditer(letters.low):
        yield Kind.WEB, *found.span(), False
    for kind, pattern in COMPILED:
        for found in pattern.finditer(letters.low):
            yield kind, *found.span(), False
    for found in PHONE.finditer(letters.low):
        if 9 <= sum(letter.isdigit() for letter in found[0]) <= 15:
            yield Kind.PHONE, *found.span(), False
    for pattern in OWN:
        for found in pattern.finditer(letters.low):
            yield Kind.OWN_WORK, *found.span(), not _is_sure(letters.low, found)
    for found in HOME.finditer(letters.low):
        town = IN_TOWN.match(letters.cased, found.end())
        yield Kind.PLACE, found.start(), town.end() if town else found.end(), True


def _is_sure(low: str, found: re.Match[str]) -> bool:
    """True if own work is cited or said to be published, and not only spoken of."""
    is_as = found[0].startswith("as") and GOES_ON.match(low, found.end())
    return bool(is_as or SURE.search(found[0]) or SOURCE.search(low, found.end(), found.end() + 90))


def mailboxes_in(low: str) -> Iterator[tuple[int, int]]:
    """Where an email address stands, whoever's it is."""
    at, passed = low.find("@"), 0
    while at >= 0:
        start = at
        while start > max(passed, at - LONGEST) and IN_MAILBOX.match(low[start - 1]):
            start -= 1
        host = HOST.match(low, at + 1)
        if start < at and host:
            yield start, host.end()
            passed = host.end()
        at = low.find("@", at + 1)


def addresses_in(low: str) -> Iterator[tuple[int, int]]:
    """Where a web address stands, with or without its beginning; the host of an email address is none."""
    until = 0
    for found in ADDRESS.finditer(low):
        yield found.start(), found.start() + len(found[0].rstrip(".,;:!?)]}'"))
    for found in ENDING.finditer(low):
        start = found.start()
        while start > max(until, found.start() - LONGEST) and IN_HOST.match(low[start - 1]):
            start -= 1
        end = found.start() + len(found[0].rstrip(".,;:!?)]}'"))
        before = low[start - 1 : start]
        if start < found.start() and low[start].isalnum() and before not in {"@", "/", "_"} and start >= until:
            yield start, end
        until = max(until, end)
