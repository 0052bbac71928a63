"""The program under test: its commands, a filled record, a running server."""
import functools
import http.client
import json
import shutil
import subprocess

CHANGCHUN = (
    ("division-prefecture.shp", "division"),
    ("division-history.csv", "division"),
    ("division-county.shp", "division"),
    ("division-siping.shp", "division"),
    ("gongzhuling-2020.geojson", "division", "--effective", "2020-06-05"),
    ("changchun-2020.geojson", "division", "--effective", "2020-06-05"),
    ("division-township.csv", "division"),
    ("road.geojson", "road"),
    ("place.csv", "place", "--crs", "CRS84"),
    ("place-unlocated.csv", "place"),
    ("name.csv", "name"),
    ("facility-example.csv", "facility", "--crs", "CRS84"),
    ("population.csv", "population", "--crs", "CRS84"),
    ("claim-example.geojson", "claim"),
    ("line-example.geojson", "line"),
    ("marker-example.csv", "marker", "--crs", "CRS84"),
    ("tri-junction-example.csv", "tri-junction", "--crs", "CRS84"),
    ("exemption-example.csv", "exemption"),
    ("division-more.csv", "division"),
    ("place-street.csv", "place"),
    ("name-more.csv", "name"),
    ("../../data/categories.csv", "category"),
    ("../../data/heritage-categories.csv", "category"),
    ("code-alias.csv", "code-alias"),
    ("street-part.geojson", "street-part"),
    ("address-example.csv", "address", "--crs", "CRS84"),
    ("sign-example.csv", "sign", "--crs", "CRS84"),
    ("heritage-example.csv", "heritage"),
    ("approval-example.csv", "approval"),
    ("relation-example.csv", "relation"),
)


class Skip(Exception):
    """The test cannot run here; its text says why."""


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    def json(self):
        return json.loads(self.body)


class Server:
    """`yutu serve` on a free port."""

    def __init__(self, program, *arguments):
        self.process = subprocess.Popen(
            [program, "serve", *map(str, arguments), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url, self.process.stderr.read()
        self.host, port = self.url.removeprefix("http://").rstrip("/").rsplit(":", 1)
        self.port = int(port)

    def ask(self, target, method="GET", headers=None, body=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


class Yutu:
    def __init__(self, program, samples, scratch, everything):
        self.program, self.samples, self.scratch, self.all = program, samples, scratch, everything
        self._server = None

    def run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})

    def json(self, *arguments):
        result = self.run(*arguments, "--json")
        return result.returncode, json.loads(result.stdout)

    def sample(self, name):
        return self.samples / "changchun" / name

    def empty(self, name):
        path = self.scratch / name
        result = self.run("init", path)
        assert result.returncode == 0, result.stderr
        return path

    @functools.cached_property
    def record(self):
        """A record of the Changchun sample, inspected; not to be changed."""
        path = self.empty("changchun.sqlite")
        for name, kind, *options in CHANGCHUN:
            result = self.run("import", path, self.sample(name), "--as", kind, *options)
            assert result.returncode == 0, f"{name}: {result.stdout}{result.stderr}"
        assert self.run("inspect", path).returncode == 0
        assert self.run("inspect", path, "--claims").returncode == 0
        return path

    def copy(self, name):
        """A copy of the record, to be changed."""
        path = self.scratch / name
        result = self.run("backup", self.record, path)
        assert result.returncode == 0, result.stderr
        return path

    @property
    def server(self):
        if self._server is None:
            self._server = Server(self.program, self.record, "--open")
        return self._server

    def serve(self, *arguments):
        return Server(self.program, *arguments)

    def close(self):
        if self._server is not None:
            self._server.stop()


def need(program):
    if shutil.which(program) is None:
        raise Skip(f"{program} is not installed")
