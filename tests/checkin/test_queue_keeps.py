"""No answer of a network or a server takes a scan off the phone but the one to that very scan (R21, CHK-8)."""

import pytest

from tests.checkin.scripts import open_scripts

HAND_IN = """async ({mood, rounds}) => {
  const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
  const html = (status) => new Response("<h1>Sign in to the Wi-Fi</h1>", { status });
  const late = ({ signal }) => new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
  const poisoned = (scans) => scans.some(({ key }) => key === "scan-7");
  const results = (scans) => json({ results: scans.map(({ key }) => ({ key, verdict: "admitted", reason: "" })) });
  const moods = {
    well: results,
    "a portal": () => html(200),
    "its JSON": () => json({ ok: true, results: "none" }),
    "a redirect": () => Promise.reject(new TypeError("Failed to fetch")),
    "no answer": (_scans, how) => late(how),
    "an error": () => html(500),
    "a gateway": () => html(502),
    "too large": (scans) => (scans.length > 3 ? html(413) : results(scans)),
    "one stumbles": (scans) => (poisoned(scans) ? html(500) : results(scans)),
    "one is malformed": (scans) => (poisoned(scans) ? json({ problem: "no" }, 422) : results(scans)),
    "half an answer": (scans) => results(scans.slice(0, 5)),
    "other keys": (scans) => results(scans.map(({ key }) => ({ key: `${key}x` }))),
    "nothing in it": (scans) => json({ results: scans.map(() => null) }),
    unknown: () => json({ problem: "unknown" }, 401),
    revoked: () => json({ problem: "revoked" }, 410),
  };
  let sent = [];
  window.fetch = async (_path, how) => {
    const { scans } = JSON.parse(how.body);
    sent.push(...scans.map(({ key }) => key));
    return moods[mood](scans, how);
  };
  AbortSignal.timeout = () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    return stop.signal;
  };
  const { openStore } = await import("/store.js");
  const { Queue } = await import("/queue.js");
  const store = await openStore(`queue ${mood}`);
  const queue = new Queue(store);
  for (let number = 0; number < 20; number += 1) {
    await queue.add({ key: `scan-${number}`, sealed: "…", counter: number, at: number });
  }
  for (let round = 0; round < rounds; round += 1) {
    await queue.flush({ token: "t", now: () => 0, told: () => null }).catch((error) => error.status);
  }
  const again = new Queue(store);
  await again.fill();
  const kept = (await store.all("queue")).map(({ key }) => key);
  return { left: queue.count, kept: kept.sort(), again: again.count, sent: [...new Set(sent)].length };
}"""
ALL = sorted(f"scan-{number}" for number in range(20))
LEFT = {
    "well": [],
    "a portal": ALL,
    "its JSON": ALL,
    "a redirect": ALL,
    "no answer": ALL,
    "an error": ALL,
    "a gateway": ALL,
    "too large": [],
    "one stumbles": ["scan-7"],
    "one is malformed": ["scan-7"],
    "other keys": ALL,
    "nothing in it": ALL,
    "unknown": ALL,
    "revoked": ALL,
}


def handed_in(browser, mood: str, rounds: int = 3, faults=None) -> dict:
    return open_scripts(browser, faults).evaluate(HAND_IN, {"mood": mood, "rounds": rounds})


@pytest.mark.parametrize("mood", LEFT)
def test_r21_what_was_not_answered_for_stays(browser, mood):
    told = handed_in(browser, mood)

    assert told["kept"] == LEFT[mood]
    assert told["left"] == told["again"] == len(LEFT[mood])


def test_r21_half_an_answer_takes_away_half_and_the_rest_goes_again(browser):
    assert len(handed_in(browser, "half an answer", rounds=1)["kept"]) == 15
    assert handed_in(browser, "half an answer", rounds=5)["kept"] == []


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        (
            "an error",
            ("if (!(error instanceof NoAnswer)) throw error;", "await this.answered(batch[0].key);"),
        ),
        ("half an answer", ("...ours.map((each) => each.key)", "...known")),
        ("one stumbles", ("if (batch.length > 1) continue;", "throw error;")),
    ],
    ids=["deletes on an error", "deletes the batch", "one stops all"],
)
def test_r21_a_phone_that_drops_or_keeps_back_scans_is_noticed(browser, mood, fault):
    told = handed_in(browser, mood, rounds=1, faults={"queue.js": fault})
    sound = handed_in(browser, mood, rounds=1)

    assert told != sound
