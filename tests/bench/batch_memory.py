"""The memory of one batch, measured in a process of its own: what `getrusage` tells of children is the largest there ever was."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.batch import peak_of

if __name__ == "__main__":
    print(json.dumps(peak_of(Path(sys.argv[1]), int(sys.argv[2]))))
