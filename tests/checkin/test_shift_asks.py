"""A phone names what it holds, asks for the whole where the answer does not fit, and knows why it is told no."""

from tests.checkin.scripts import open_scripts

ASK = """async (answers) => {
  const asked = [];
  window.fetch = async (path, how) => {
    asked.push([path, how.headers["Plenary-Holds"] ?? null]);
    const [body, status] = answers[path].length > 1 ? answers[path].shift() : answers[path][0];
    return new Response(JSON.stringify(body), { status });
  };
  const { openStore } = await import("/store.js");
  const { Shift } = await import("/shift.js");
  const shift = new Shift(await openStore(crypto.randomUUID()));
  await shift.begin();
  await shift.enrol("A".repeat(26));
  const first = shift.holdings.event.name;
  await shift.refresh();
  const why = await shift.find("fictum").catch((error) => error.problem);
  const data = asked.filter(([path]) => path === "data").map(([, holds]) => holds);
  return { first, then: shift.holdings.event.name, data, why, isOnline: shift.isOnline };
}"""
NOW = {"now": "2026-05-14T08:00:00+00:00", "inside": 0, "expected": 1}
SEAL = (  # a point of the curve, whose private half nobody needs here
    "BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU="
)
WHOLE = {
    "now": NOW["now"],
    "event": {"name": "Leading", "slug": "england-2027", "zone": "Europe/London", "first_day": "2026-05-14"},
    "device": {"id": 3, "name": "North door", "ends_at": "2099-05-14T18:00:00+00:00", "seal": SEAL},
    "codes": {"keys": {}, "retired": [], "event": 7},
    "salt": "AAAA",
    "products": {},
    "lists": [{"slug": "main", "name": "Main", "capacity": None}],
    "tickets": [{"id": "one", "in": []}],
    "replaced": [],
    "names": None,
    "conflicts": [],
    "stale_after": 300,
    "marks": "first",
}
CHANGE = {"now": NOW["now"], "marks": "second", "count": 1, "size": 16, "parts": {}, "tickets": {}, "in": {}}
RENAMED = CHANGE | {"parts": {"event": WHOLE["event"] | {"name": "Leading on"}}}
ENROLMENT = {"token": "t", "device": WHOLE["device"]}


def asked(browser, *data: dict, search=({"problem": "Very many names."}, 429)) -> dict:
    answers = {"enrol": [(ENROLMENT, 200)], "now": [(NOW, 200)], "search": [search]}
    return open_scripts(browser).evaluate(ASK, answers | {"data": [(each, 200) for each in data]})


def test_it_says_what_it_holds_and_takes_what_has_changed(browser):
    told = asked(browser, WHOLE, RENAMED)

    assert (told["data"], told["first"], told["then"]) == ([None, "first"], "Leading", "Leading on")


def test_what_does_not_fit_is_asked_for_as_a_whole(browser):
    told = asked(browser, WHOLE, RENAMED | {"count": 2}, WHOLE | {"event": WHOLE["event"] | {"name": "Anew"}})

    assert (told["data"], told["then"]) == ([None, "first", None], "Anew")


def test_who_looked_for_very_many_names_is_told_so_and_scans_on(browser):
    told = asked(browser, WHOLE, search=({"problem": "Very many names."}, 429))
    assert (told["why"], told["isOnline"]) == ("Very many names.", True)

    told = asked(browser, WHOLE, search=({}, 503))
    assert (told["why"], told["isOnline"]) == (None, False)  # as without a line
