"""Sharing out at full size: as good as another solver finds, and soon enough for somebody who waits."""

import resource
import subprocess
import sys

import numpy as np
import pytest

from abstracts.solver import assign
from tests.conftest import ROOT
from tests.rig.second_solver import a_problem, best_score, matrix_of, measured

LARGE = """
import resource, sys, time
import numpy as np
from abstracts.models import Wish
from abstracts.rules.matching import Reader, ToRead, ToShare
from abstracts.solver.sharing import plan
draw = np.random.default_rng(5)
stock = [f"word{n}" for n in range(4000)]
said = lambda n, topic: " ".join(draw.choice(stock[topic * 300 : topic * 300 + 900], n))
abstracts = [ToRead(n, n, int(draw.integers(1, 9)), said(250, n % 11), 0) for n in range(2000)]
readers = [
    Reader(n, f"R{n}", 15, 23, said(60, n % 11), 0, {int(t): int(draw.integers(1, 4)) for t in draw.choice(8, 3) + 1})
    for n in range(300)
]
barred = frozenset((int(a), int(r)) for a, r in zip(draw.integers(0, 2000, 20000), draw.integers(0, 300, 20000)))
wishes = {
    (int(a), int(r)): list(Wish)[int(w)]
    for a, r, w in zip(draw.integers(0, 2000, 9000), draw.integers(0, 300, 9000), draw.integers(0, 3, 9000))
}
began = time.monotonic()
found = plan(ToShare(3, tuple(abstracts), tuple(readers), barred, frozenset(), wishes))
took = time.monotonic() - began
assert not found.pairs & barred
print(len(found.pairs), len(found.short), took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("seed", range(200))
def test_the_optimum_is_that_of_a_second_solver(seed):
    draw = np.random.default_rng(1000 + seed)
    problem = a_problem(seed, abstracts=int(draw.integers(1, 201)), reviewers=int(draw.integers(1, 61)))

    assert measured(problem, matrix_of(problem, assign(problem).pairs))[:3] == best_score(problem)[:3]


def test_two_thousand_abstracts_and_three_hundred_reviewers_take_under_twenty_seconds_and_two_gigabytes():
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (120, 120))

    done = subprocess.run([sys.executable, "-c", LARGE], cwd=ROOT, capture_output=True, text=True, preexec_fn=limit)

    assert done.returncode == 0, done.stderr
    reviews, short, seconds, megabytes = done.stdout.split()
    assert (int(reviews), int(short)) == (6000, 0)
    assert float(seconds) < 20
    assert int(megabytes) < 2048
