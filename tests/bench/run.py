"""`make bench`: measure how fast the house is. One JSON object a line; `make bench ONLY=name` for one measure."""

import json
import os
import sys

from tests.bench.house import open_house


def main(arguments: list[str]) -> int:
    """Opens a fresh house for each measure, and prints what it told."""
    from tests.bench.measures import MEASURES

    only = os.environ.get("ONLY") or next((word for word in arguments if not word.startswith("-")), "")
    chosen = {name: measure for name, measure in MEASURES.items() if not only or name == only}
    if not chosen:
        print(f"There is no measure {only!r}; there are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    for name in chosen:
        if len(chosen) == 1:
            _measure(name)
        elif _apart(name):
            return 1
    return 0


def _measure(name: str) -> None:
    with open_house() as house:
        import django

        django.setup()
        from tests.bench.measures import MEASURES
        from tests.bench.scene import furnish

        for line in MEASURES[name](house, furnish()):
            print(json.dumps(line), flush=True)


def _apart(name: str) -> int:
    """Each measure in a process of its own, so that none finds the settings of another."""
    import subprocess

    return subprocess.run([sys.executable, "-m", "tests.bench.run", name], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
