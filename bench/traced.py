"""What a trace adds to an answer, in milliseconds at the median: traced.py HOME. Also whether every trace was written.

The same questions go to two agents in turn, one traced and one not, back to back: the worst case, as traces are written
while the next question is answered.
"""

import json
import statistics
import sys
import time
from itertools import islice

from doors.context import Context
from doors.tracing.store import open_store
from evals.cases import load_golden
from pipeline.settings import load_settings

QUESTIONS = 120
WARM_UP = 10


def main(home: str) -> None:
    """Ask, and print both medians and their difference."""
    questions = list(islice(dict.fromkeys(case.ask for case in load_golden() if not case.talk), QUESTIONS))
    plain, traced = (load_settings(home=home, trace=trace, mlflow_experiment="bench") for trace in (False, True))
    with Context(plain) as one, Context(traced) as other:
        for question in questions[:WARM_UP]:
            one.ask(question), other.ask(question)
        other._tracer.flush()
        took = [(_ms(one, question), _ms(other, question)) for question in questions]
    without, with_trace = (statistics.median(column) for column in zip(*took, strict=True))
    added = statistics.median(b - a for a, b in took)
    print(json.dumps({"plain": without, "traced": with_trace, "added": added, "written": _written(traced)}))


def _ms(context: Context, question: str) -> float:
    start = time.perf_counter()
    context.ask(question)
    return (time.perf_counter() - start) * 1000


def _written(settings) -> float:
    """The share of the traces that are there."""
    store = open_store(settings)
    found = store.mlflow.search_traces(
        locations=[store.experiment], max_results=5000, return_type="list", include_spans=False
    )
    return len(found) / (QUESTIONS + WARM_UP)


if __name__ == "__main__":
    main(sys.argv[1])
