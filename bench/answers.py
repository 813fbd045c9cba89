"""Milliseconds from a question to its answer over a built home, and each step's part: answers.py HOME.

Every golden question that needs no conversation is asked, in the order of its file; a first round warms up.
"""

import json
import statistics
import sys
from collections import Counter

from agent.answer import STEPS
from agent.planner import Caller
from doors.context import open_agent
from evals.cases import load_golden
from pipeline.settings import load_settings


def main(home: str) -> None:
    """Ask, and print p50, p99 and the steps' shares of the whole time."""
    asker = Caller("bench", "viewer")
    questions = list(dict.fromkeys(case.ask for case in load_golden() if not case.talk))
    with open_agent(load_settings(home=home)) as agent:
        for question in questions[:50]:
            agent.ask(question, caller=asker)
        timings = [agent.ask(question, caller=asker).timings_ms for question in questions]
    whole = [sum(one.values()) for one in timings]
    steps = sum((Counter(one) for one in timings), Counter())
    cuts = statistics.quantiles(whole, n=100)
    shares = {step.__name__: steps[step.__name__] / sum(whole) for step in STEPS}
    print(json.dumps({"p50": cuts[49], "p99": cuts[98], "questions": len(questions), "shares": shares}))


if __name__ == "__main__":
    main(sys.argv[1])
