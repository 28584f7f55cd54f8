"""How what the program costs grows with the library, on made releases, as a plain table.

python -m benchmarks.scale --sizes 1000 10000 98000 400000

Each size is read for the first time, kept, merged and searched by the same queries; all but the first reading is of one
process with the merged index, as the browser has it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.program import MAKER
from benchmarks.tables import percentile, table

_MEASURE = """
import json, random, resource, sys, time
from disctui.library import cache, compact
from disctui.library.catalogue import Reader
from disctui.search.query import parse
root = sys.argv[1]
reader = Reader(root)
began = time.perf_counter()
for progress in reader.read_all():
    catalogue = progress.catalogue
reading = time.perf_counter() - began
compact.compact(reader.root, catalogue.people.stamp)
kept = reader.kept(catalogue)
size = sum(len(part) for part in kept.index.to_parts())
kept.index.warm()
titles = [kept.listings[name].title for name in random.Random(1).sample(list(kept.listings), min(300, kept.count))]
times = []
for title in titles:
    words = title.split()[:3]
    slip = words[-1][:1] + words[-1][2:] if len(words[-1]) > 5 else words[-1]
    began = time.perf_counter()
    kept.index.search(parse(" ".join([*words[:-1], slip]))).ids(0, 10)
    times.append(1000 * (time.perf_counter() - began))
path = next(iter(kept.entries))
began = time.perf_counter()
reader.read_paths(kept, [path])
saved = 1000 * (time.perf_counter() - began)
scale = 1024 * 1024 if sys.platform == "darwin" else 1024
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
print(json.dumps([reading, size / 1e6, sorted(times), memory, saved]))
"""


def row(count: int) -> list[str]:
    """A line of the table."""
    with tempfile.TemporaryDirectory(prefix="disctui-scale-") as name:
        folder = Path(name)
        library = folder / "library"
        subprocess.run([sys.executable, str(MAKER), str(count), str(library)], check=True, stdout=subprocess.DEVNULL)
        environment = os.environ | {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CACHE", "CONFIG", "STATE")}
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(library)], check=True, capture_output=True, text=True, env=environment
        )
    reading, megabytes, times, memory, saved = json.loads(done.stdout)
    searching = f"{percentile(times, 0.5):.1f} / {percentile(times, 0.95):.1f}"
    return [f"{count:,}", f"{reading:.1f}", f"{megabytes:.1f}", searching, f"{memory:.0f}", f"{saved:.1f}"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 98_000, 400_000])
    options = parser.parse_args()
    if not MAKER.exists():
        print("The maker of libraries is not at hand.")
        return
    heading = ["releases", "s to read first", "MB of index", "ms for a query, p50 / p95", "MB", "ms for a saved file"]
    rows = []
    for size in options.sizes:
        rows.append(row(size))
        print(rows[-1], file=sys.stderr, flush=True)
    table(heading, rows)
    print(f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
