"""What the benchmarks share: turns, figures, peers that may be absent."""
import argparse
import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build/release/yutu"
QUERY = ROOT / "build/release/bench/query/query_bench"
SAMPLES = ROOT / "data-samples/changchun"
DATA = pathlib.Path(os.environ.get("YUTU_DATA", ROOT.parent / "shared/data"))
DEMO = ROOT / "build/demo/demo.sqlite"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def need(path, how):
    if not pathlib.Path(path).exists():
        skip(f"{path} is missing; {how}")
    return path


def need_program(name, package):
    found = shutil.which(name)
    if not found:
        skip(f"{name} is missing; install the package {package}")
    return found


def run(*words, **options):
    result = subprocess.run([str(w) for w in words], capture_output=True, text=True, **options)
    if result.returncode not in (0, 4):
        raise SystemExit(f"{words[0]} failed ({result.returncode}): {result.stderr[-2000:]}")
    return result.stdout


def timed(function):
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def compare(title, ours, theirs, peer, rounds=7):
    """Takes turns; each function returns seconds. Prints one line a side, then
    the ratio of the medians: above 1 Yutu is faster."""
    ours(), theirs()  # warm both
    a, b = [], []
    for _ in range(rounds):
        a.append(ours())
        b.append(theirs())
    print(title)
    for name, times in (("yutu", a), (peer, b)):
        print(f"  {name:<28} min {min(times) * 1e3:10.3f}  median "
              f"{statistics.median(times) * 1e3:10.3f}  max {max(times) * 1e3:10.3f} ms")
    print(f"  ratio {statistics.median(b) / statistics.median(a):.2f}", flush=True)


@contextlib.contextmanager
def scratch():
    with tempfile.TemporaryDirectory(prefix="yutu-bench-") as folder:
        os.chmod(folder, 0o755)
        yield pathlib.Path(folder)


class Postgis:
    """A PostgreSQL cluster of its own in a folder, on a socket there."""

    def __init__(self, folder, *extensions):
        binaries = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        if not binaries:
            skip("PostgreSQL is missing; install postgresql-15-postgis-3")
        self.bin, self.folder = binaries[-1], folder / "pg"
        self.folder.mkdir()
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.folder, "postgres")
        run(*self.user, self.bin / "initdb", "-D", self.folder / "d", "-U", "postgres", cwd="/")
        subprocess.run([*self.user, str(self.bin / "pg_ctl"), "-D", str(self.folder / "d"), "-w",
                        "-l", str(self.folder / "log"), "-o",
                        f"-c listen_addresses='' -k {self.folder} -c shared_buffers=256MB",
                        "start"], check=True, stdout=subprocess.DEVNULL, cwd="/")
        for extension in extensions:
            try:
                self.sql(f"CREATE EXTENSION {extension}")
            except SystemExit:
                self.stop()
                skip(f"the PostgreSQL extension {extension} is missing")

    def sql(self, text):
        return run("psql", "-h", self.folder, "-U", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1",
                   "-c", text)

    def version(self):
        return self.sql("SELECT postgis_lib_version()").strip()

    def load(self, source, table, *options):
        run("ogr2ogr", "-f", "PostgreSQL", f"PG:host={self.folder} user=postgres", source, "-nln",
            table, "-lco", "GEOMETRY_NAME=geom", *options)

    def seconds(self, text):
        """The server's own time for a statement."""
        out = run("psql", "-h", self.folder, "-U", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1",
                  "-c", "\\timing on", "-c", text)
        line = [x for x in out.splitlines() if x.startswith("Time:")][-1]
        return float(line.split()[1]) / 1e3

    def stop(self):
        subprocess.run([*self.user, str(self.bin / "pg_ctl"), "-D", str(self.folder / "d"), "-m",
                        "immediate", "stop"], stdout=subprocess.DEVNULL, cwd="/")


def main(function):
    argparse.ArgumentParser(description=sys.modules["__main__"].__doc__).parse_args()
    need(PROGRAM, "run scripts/build")
    function()
