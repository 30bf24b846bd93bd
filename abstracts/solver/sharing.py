"""From what sharing out goes by to a plan, and back: ids become rows and columns here, and nowhere else."""

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from abstracts.rules.matching import Plan, ToShare, match_weight
from abstracts.solver.assignment import Problem, assign, smallest_change


def plan(given: ToShare) -> Plan:
    """The best way to share out ``given``, and what would have to change where it cannot all be met."""
    rows = {each.id: place for place, each in enumerate(given.abstracts)}
    columns = {each.id: place for place, each in enumerate(given.readers)}
    problem = _problem(given, rows, columns)
    best = assign(problem)
    abstract_ids, reader_ids = list(rows), list(columns)
    pairs = frozenset((abstract_ids[row], reader_ids[column]) for row, column in best.pairs)
    by_abstract = {abstract_ids[row]: lacking for row, lacking in best.short.items()}
    by_reader = {reader_ids[column]: lacking for column, lacking in best.idle.items()}
    if not (by_abstract or by_reader):
        return Plan(pairs, best.score, {}, {}, {}, {}, {})
    change = smallest_change(problem)
    return Plan(
        pairs=pairs,
        weight=best.score,
        short=by_abstract,
        idle=by_reader,
        more={reader_ids[column]: count for column, count in change.more.items()},
        other={abstract_ids[row]: count for row, count in change.other.items()},
        fewer={reader_ids[column]: count for column, count in change.fewer.items()},
    )


def nearness(given: ToShare) -> NDArray[np.float64]:
    """How near each reviewer's words are to each abstract's, from 0 to 1."""
    abstracts, readers = [each.words for each in given.abstracts], [each.words for each in given.readers]
    if not any(words.strip() for words in readers):
        return np.zeros((len(abstracts), len(readers)))
    weigher = TfidfVectorizer(stop_words="english", sublinear_tf=True, strip_accents="unicode")
    try:
        weighed = weigher.fit_transform([*abstracts, *readers])
    except ValueError:  # no word but those that everybody uses
        return np.zeros((len(abstracts), len(readers)))
    near = (weighed[: len(abstracts)] @ weighed[len(abstracts) :].T).toarray()
    return np.clip(near, 0.0, 1.0)


def _problem(given: ToShare, rows: dict[int, int], columns: dict[int, int]) -> Problem:
    shape = (len(rows), len(columns))
    near = nearness(given)
    weights, allowed, kept = np.zeros(shape, dtype=np.int64), np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for abstract in given.abstracts:
        row = rows[abstract.id]
        for reader in given.readers:
            level = reader.levels.get(abstract.category_id or 0, 0)
            wish = given.wishes.get((abstract.id, reader.id))
            weights[row, columns[reader.id]] = match_weight(level, wish, near[row, columns[reader.id]])
    for pairs, marks, mark in ((given.barred, allowed, False), (given.kept, kept, True)):
        for abstract_id, reader_id in pairs:
            if abstract_id in rows and reader_id in columns:
                marks[rows[abstract_id], columns[reader_id]] = mark
    return Problem(
        weights=weights,
        allowed=allowed,
        kept=kept & allowed,
        wanted=np.array([max(0, given.each - each.done) for each in given.abstracts], dtype=np.int64),
        least=np.array([max(0, each.least - each.done) for each in given.readers], dtype=np.int64),
        most=np.array([max(0, each.most - each.done) for each in given.readers], dtype=np.int64),
    )
