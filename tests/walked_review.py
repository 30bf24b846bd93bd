"""What the walker walks in where abstracts are reviewed: a call in review of each event, with somebody who reviews."""

from dataclasses import asdict

from abstracts import queries
from abstracts.models import AbstractFile, Conflict, Exhibit, Prize, Reviewer, Tie, TrainingAbstract
from abstracts.rules import RubricNumbers, mark_of_reviewer, mark_of_rubric, mark_of_shares, with_barred
from events.models import Event
from tests import factories as make
from tests.abstracts.judging import a_discussion, a_review, a_reviewer, a_rubric, in_review

SLUGS = {"own": "reviewed", "another's": "reviewed-there"}
OF_CALL = (
    *("show_reviewing", "accept_reviewing", "decline_reviewing", "save_bids", "show_reviewers", "invite_reviewer"),
    *("show_rubric", "set_rubric", "show_sharing", "share_out", "show_progress", "show_board"),
    *("show_method", "show_suggestion", "decide_ticked", "show_prizes", "add_prize"),
    *("chase_late", "show_training", "add_training"),
)
OF_REVIEWER = ("show_reviewer", "change_reviewer", "end_reviewer", "chase_reviewer", "show_handing_on", "hand_on")
OF_PRACTICE = ("show_practice", "practise", "show_training_abstract", "change_training", "remove_training")
OF_ABSTRACT = (
    *("show_review", "score_abstract", "decline_review", "show_reviews_of", "give_review"),
    *("show_conflicts", "set_conflict", "decide_abstract", "close_discussion"),
)


def what_is_reviewed(people: dict, home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses; and by endpoint and thing what is sent to each page."""
    named: dict[str, dict] = {}
    typed: dict[str, dict] = {}
    for thing, event in {"own": home, "another's": other}.items():
        call = make.a_call(event, slug=SLUGS[thing], last_number=90 if thing == "own" else 100)
        call.reviews_due_at = make.NOON
        rubric = a_rubric(call, reviews_each=1, least_reviews=1)
        reader: Reviewer = a_reviewer(call, **({"person_id": people["reviewer"].id} if thing == "own" else {}))
        free, tied = a_reviewer(call), a_reviewer(call)
        abstract, another = in_review(call), in_review(call)
        exhibit = {"exhibit": Exhibit.FIGURE, "file_id": a_file().id, "caption": "A figure"}
        make.saved(AbstractFile(abstract_id=abstract.id, **exhibit))
        review = a_review(abstract, reader, rubric)
        discussed = a_discussion(call, rubric, (reader, free))
        practice = make.saved(
            TrainingAbstract(call_id=call.id, number=6 + event.id, title="Herons", words="We counted.")
        )
        told = {"abstract_id": abstract.id, "person_id": tied.person_id, "tie": Tie.BY_CHAIR, "found_at": make.NOON}
        named[thing] = {
            "call": {"event_slug": event.slug, "call_slug": call.slug},
            "number": abstract.number,
            "discussed": discussed.number,
            "practice": practice.number,
            "reviewer": reader.id,
            "conflict": make.saved(Conflict(**told)).id,
            "prize": make.saved(Prize(call_id=call.id, name="Best poster")).id,
        }
        make.a_call(event, slug=f"{SLUGS[thing]}-quiet")  # where nothing waits for a decision
        make.a_call(event, slug=f"{SLUGS[thing]}-told", released_at=make.NOON)
        given = with_barred(
            queries.to_share_out(make.session, call, make.NOON.date()), queries.barred_now(make.session, call)
        )
        criteria = {f"name_{place}": each.name for place, each in enumerate(rubric.criteria, start=1)}
        typed[thing] = {
            "score_abstract": {"version": review.version, **{f"criterion_{each.id}": 4 for each in rubric.criteria}},
            "decline_review": {"is_meant": "y"},
            "accept_reviewing": {"organisation": "Northmere", "least": 0, "most": 5},
            "decline_reviewing": {"is_meant": "y"},
            "save_bids": {f"wish_{another.id}": "eager"},
            "invite_reviewer": {"email": "new@north.example"},
            "change_reviewer": {"least": 1, "most": 2, "seen": mark_of_reviewer(reader)},
            "set_rubric": {**asdict(RubricNumbers()), **criteria, "breaks_ties": 2, "seen": mark_of_rubric(rubric)},
            "share_out": {"seen": mark_of_shares(given)},
            "give_review": {"reviewer": free.id},
            "set_conflict": {"reviewer": free.id},
            "change_conflict": {"to": "lift"},
            "decide_abstract": {"decision": ""},
            "add_prize": {"name": "Best talk"},
            "save_workplace": {"organisation": "Northmere"},
            "choose_winner": {"winner": ""},
            "decide_ticked": {"decision": "", "abstract": [another.id]},
            "keep_suggestion": {"seen": ""},
            "practise": {f"criterion_{each.id}": 3 for each in rubric.criteria},
            "hand_on": {"seen": mark_of_shares(given)},
            "add_training": {"version": 0, "title": "More herons", "words": "We counted them."},
            "change_training": {"version": 1, "title": "Fewer herons", "words": "We counted them."},
            "join_discussion": {"words": "We did."},
            "discuss_abstract": {"words": "Did you?"},
            "write_decision_letter": {"subject": "Yes", "words": "Come."},
        }

    def at(**parts: str) -> dict:
        """The parts of addresses by thing; ``parts`` says which of what is named goes where."""
        made = {
            thing: {**each["call"], **{part: each[name] for part, name in parts.items()}}
            for thing, each in named.items()
        }
        made["crossed"] = {**made["another's"], "event_slug": "home"}
        return made | {"missing": {**made["own"], "call_slug": "nowhere"}}

    quiet = {thing: {**row, "call_slug": f"{row['call_slug']}-quiet"} for thing, row in at().items()}
    told = {thing: {**row, "call_slug": f"{row['call_slug']}-told"} for thing, row in at().items()}
    letters = {thing: {**row, "kind": "poster"} for thing, row in quiet.items()}
    parts = {
        **dict.fromkeys(OF_CALL, at()),
        **dict.fromkeys(OF_REVIEWER, at(reviewer_id="reviewer")),
        **dict.fromkeys(OF_ABSTRACT, at(number="number")),
        "download_reviewed": {thing: {**row, "exhibit": "figure"} for thing, row in at(number="number").items()},
        **dict.fromkeys(("join_discussion", "discuss_abstract"), at(number="discussed")),
        **dict.fromkeys(OF_PRACTICE, at(number="practice")),
        "take_review": at(number="number", reviewer_id="reviewer"),
        "change_conflict": at(number="number", conflict_id="conflict"),
        **dict.fromkeys(("show_release", "release_decisions", "keep_suggestion"), quiet),
        **dict.fromkeys(("choose_winner", "remove_prize"), at(prize_id="prize")),
        "announce_prizes": told,
        **dict.fromkeys(("show_decision_letter", "write_decision_letter"), letters),
    }

    def typed_of(endpoint: str, thing: str) -> dict | None:
        name = endpoint.removeprefix("abstracts.")
        sent = typed.get(thing, typed["own"])
        return {"data": sent[name]} if name in sent else None

    return {f"abstracts.{name}": rows for name, rows in parts.items()}, typed_of
