"""Does with a server what Python programs do with ZooKeeper. Run as: acceptance.py HOST:PORT,...

Prints `ok NAME` or `FAILED NAME reason` for each scenario; exit code 0 when all are ok.
"""

import os
import re
import sys
import traceback

import basics
import recipes
from support import World, start

SCENARIO_SECONDS = 60


def play(server, scenario):
    """Returns what went wrong, in one line, or nothing."""

    def run():
        with World(server, scenario.__name__) as world:
            scenario(world)

    try:
        start(run)(SCENARIO_SECONDS)
        return ""
    except BaseException:  # noqa: B036 - whatever it is, the next scenario still runs
        return " ".join(traceback.format_exc().split())


def main(arguments):
    if len(arguments) != 1 or not re.match(r"^.+:\d+$", arguments[0]):
        print("usage: acceptance.py HOST:PORT,...", file=sys.stderr)
        return 2
    failures = 0
    for scenario in basics.SCENARIOS + recipes.SCENARIOS:
        failure = play(arguments[0], scenario)
        failures += bool(failure)
        print("FAILED %s %s" % (scenario.__name__, failure) if failure
              else "ok %s" % scenario.__name__, flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    # A failed scenario may leave threads that wait for ever.
    os._exit(main(sys.argv[1:]))
