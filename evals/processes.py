"""The same work for many sampled worlds, spread over the processors, told of as it goes on."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from evals.graded import Tell

Job = TypeVar("Job")
Done = TypeVar("Done")


def spread(work: Callable[[Job], Done], jobs: Sequence[Job], tell: Tell, what: str) -> Iterator[Done]:
    """Do the work for each job, in as many processes as there are processors; results come in the jobs' order.

    Args:
        work: A function of a module: other processes import it.
        jobs: What each of its calls gets.
        tell: Told after each.
        what: In words.
    """
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as processes:
        for place, done in enumerate(processes.map(work, jobs), 1):
            tell(what, place, len(jobs))
            yield done
