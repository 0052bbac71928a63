"""What the benchmarks share: data, turns, CPU seconds, peers that may be absent."""
import argparse
import contextlib
import os
import pathlib
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / os.environ.get("YUTU_BENCH_BUILD", "build/release")
PROGRAM = BUILD / "yutu"
SAMPLES = ROOT / "data-samples"
SHARED = pathlib.Path(os.environ.get("YUTU_SHARED") or ROOT.parent / "shared")
DEMO = ROOT / "build/demo/demo.sqlite"
LIECHTENSTEIN = ROOT / "build/demo/liechtenstein.sqlite"


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


# --- measuring ---------------------------------------------------------------


def cpu_of_run(*words):
    """CPU seconds, user and system, of a program from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_of(*pids):
    """CPU seconds that running processes have used so far, all their threads; Linux
    gives each process a clock whose number follows from its id."""
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


def cpu_during(pids, function):
    before = cpu_of(*pids)
    function()
    return cpu_of(*pids) - before


def compare(title, ours, theirs, peer, rounds=7):
    """Takes turns; each function returns CPU seconds. Prints one line a side, then
    the ratio of the medians: above 1 Yutu is faster."""
    ours(), theirs()  # warm both
    a, b = [], []
    for _ in range(rounds):
        a.append(ours())
        b.append(theirs())
    print(f"{title} (CPU, {rounds} rounds)")
    for name, times in (("yutu", a), (peer, b)):
        print(f"  {name:<28} min {min(times) * 1e3:10.3f}  median "
              f"{statistics.median(times) * 1e3:10.3f}  max {max(times) * 1e3:10.3f} ms")
    print(f"  ratio {statistics.median(b) / statistics.median(a):.2f}", flush=True)


def alone(title, ours, reason, rounds=7):
    """Ours without a peer, which is told."""
    ours()
    times = [ours() for _ in range(rounds)]
    print(f"{title} (CPU, {rounds} rounds)")
    print(f"  {'yutu':<28} min {min(times) * 1e3:10.3f}  median "
          f"{statistics.median(times) * 1e3:10.3f}  max {max(times) * 1e3:10.3f} ms")
    print(f"  peer skipped: {reason}", flush=True)


# --- data --------------------------------------------------------------------


@contextlib.contextmanager
def scratch():
    with tempfile.TemporaryDirectory(prefix="yutu-bench-") as folder:
        os.chmod(folder, 0o755)
        yield pathlib.Path(folder)


def counties(folder):
    """2 901 counties: the shared set, or a generated one."""
    archive = SHARED / "data/cn-admin-osm-2019/china_county.gpkg.zip"
    if archive.exists():
        shutil.unpack_archive(archive, folder)
        print("data: 2901 counties of China (OpenStreetMap 2019)")
        return next(folder.glob("**/*.gpkg"))
    out = folder / "generated.geojson"
    run(sys.executable, ROOT / "bench/generate.py", out)
    print("data: 2901 counties made by bench/generate.py (YUTU_SHARED has no cn-admin-osm-2019)")
    return out


def import_counties(folder, source):
    """A record of the counties; its path."""
    record = folder / "counties.sqlite"
    run(PROGRAM, "init", record)
    run(PROGRAM, "import", record, source, "--as", "division", "--allow-errors", "1000")
    return record


def copy_record(folder, record):
    """The record that the demo made, copied; scripts/bench makes it when it is not there."""
    need(record, "run scripts/demo --exit (and --set liechtenstein)")
    copy = folder / record.name
    run(PROGRAM, "backup", record, copy)
    return copy


def snapshot(folder, record):
    out = folder / f"{record.stem}.yutu"
    run(PROGRAM, "snapshot", record, out)
    return out


# --- PostGIS -----------------------------------------------------------------


class Postgis:
    """A PostgreSQL cluster of its own in a folder, on a socket there, with one
    session whose process is measured: no parallel workers, which would not count."""

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
                        f"-c listen_addresses='' -k {self.folder} -c shared_buffers=256MB "
                        "-c max_parallel_workers_per_gather=0",
                        "start"], check=True, stdout=subprocess.DEVNULL, cwd="/")
        self.session = subprocess.Popen(
            ["psql", "-h", str(self.folder), "-U", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.pid = int(self.sql("SELECT pg_backend_pid()"))
        present = self.sql("SELECT name FROM pg_available_extensions").split()
        for extension in extensions:
            if extension not in present:
                self.stop()
                skip(f"the PostgreSQL extension {extension} is missing; install "
                     f"postgresql-15-{'pgrouting' if extension == 'pgrouting' else 'postgis-3'}")
            self.sql(f"CREATE EXTENSION {extension}")

    def sql(self, text):
        self.session.stdin.write(f"{text}\n;\nSELECT '--done';\n")
        self.session.stdin.flush()
        lines = []
        for line in self.session.stdout:
            if line == "--done\n":
                return "".join(lines)
            lines.append(line)
        raise SystemExit(f"PostgreSQL: {''.join(lines)[-2000:]}")

    def copy(self, table, path):
        run("psql", "-h", self.folder, "-U", "postgres", "-qX", "-v", "ON_ERROR_STOP=1", "-c",
            f"\\copy {table} FROM '{path}' CSV")

    def version(self):
        return f"PostGIS {self.sql('SELECT postgis_lib_version()').strip()}"

    def load(self, source, table, *options):
        run("ogr2ogr", "-f", "PostgreSQL", f"PG:host={self.folder} user=postgres", source, "-nln",
            table, "-lco", "GEOMETRY_NAME=geom", *options)

    def memory_mb(self):
        """The most that the session's process held so far, shared buffers included."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) / 1024

    def seconds(self, text):
        """CPU seconds of the session's process for a statement."""
        return cpu_during([self.pid], lambda: self.sql(text))

    def stop(self):
        self.session.stdin.close()
        self.session.wait()
        subprocess.run([*self.user, str(self.bin / "pg_ctl"), "-D", str(self.folder / "d"), "-m",
                        "immediate", "stop"], stdout=subprocess.DEVNULL, cwd="/")


def main(function):
    argparse.ArgumentParser(description=sys.modules["__main__"].__doc__).parse_args()
    need(PROGRAM, "run scripts/bench")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that peers are stopped
    function()
