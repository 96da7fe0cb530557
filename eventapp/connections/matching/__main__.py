"""A process of its own for who meets whom: a question as JSON comes in, the answer goes out, and how far it is."""

import json
import sys

from .answers import answer
from .people import question_from


def tell(step: str) -> None:
    sys.stderr.write(json.dumps({"step": step}) + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.stdout.write(answer(question_from(sys.stdin.read()), progress=tell).as_json())
