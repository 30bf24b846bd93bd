"""Whether two ways of asking can be told apart: by what is answered, and by how long that takes."""

import time
from collections.abc import Callable

from scipy.stats import mannwhitneyu

from tests.rig.crawl import REFERENCE, said

# What differs between any two answers, or says only how many bytes follow.
NEW_EACH_TIME = ("Date", "Set-Cookie", "X-Request-Id", "Content-Length", "Content-Security-Policy")


def shape_of(answer) -> tuple[int, str, list[tuple[str, str]]]:
    """What is answered, without what is new each time."""
    headers = [(name, REFERENCE.sub(b"", value.encode()).decode()) for name, value in answer.headers.items()]
    return answer.status_code, said(answer), [each for each in headers if each[0] not in NEW_EACH_TIME]


def p_of_difference(first: Callable[[], object], second: Callable[[], object], *, pairs: int) -> float:
    """How likely it is that both take the same time, by ``pairs`` of interleaved timings (Mann-Whitney, two-sided).

    Each pair begins with the other one, so that what slows the machine down slows both.
    """
    times: dict[Callable, list[float]] = {first: [], second: []}
    for number in range(pairs):
        for ask in (first, second) if number % 2 else (second, first):
            begun = time.perf_counter()
            ask()
            times[ask].append(time.perf_counter() - begun)
    return float(mannwhitneyu(times[first], times[second]).pvalue)
