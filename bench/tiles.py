#!/usr/bin/env python3
"""Map tiles of Changchun, zoom 8 to 13, one after another on one connection. Cold:
`yutu serve` with an empty cache against MapServer (FastCGI behind lighttpd), which
draws the same layers from the same rows. Cached: the same tiles again, against
MapCache's disk cache behind the same lighttpd. CPU time of the servers, not of the
client. The styles differ; compared is that each tile in which MapServer draws a
border, road or facility holds something for Yutu, too."""
import http.client
import math
import subprocess

import common
import mapserver

BLANK = 1100  # bytes; a tile of one colour is smaller on both sides


def tiles_of(west, south, east, north):
    out = []
    for z in range(8, 14):
        n = 2 ** z
        row = lambda lat: int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)  # noqa: E731
        xs = range(int((west + 180) / 360 * n), int((east + 180) / 360 * n) + 1)
        ys = range(row(north), row(south) + 1)
        cells = [(z, x, y) for x in xs for y in ys]
        out += cells[::max(1, len(cells) // 60)]
    return out


def fetch(port, paths):
    """The tiles' bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    tiles = []
    for path in paths:
        connection.request("GET", path)
        response = connection.getresponse()
        tiles.append(response.read())
        if response.status != 200 or not tiles[-1].startswith(b"\x89PNG"):
            raise SystemExit(f"{path}: {response.status} {tiles[-1][:300]}")
    return tiles


class Yutu:
    """A server with an empty cache, its fonts and snapshot opened by one tile."""

    def __init__(self, record):
        self.process = subprocess.Popen(
            [common.PROGRAM, "serve", record, "--port", "0", "--quiet", "--open"],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
        fetch(self.port, ["/tiles/map/7/108/46.png"])

    def cpu(self, paths):
        return common.cpu_during([self.process.pid], lambda: fetch(self.port, paths))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()


def main():
    common.need(common.DEMO, "run scripts/demo --exit")
    with common.scratch() as folder:
        record = common.copy_record(folder, common.DEMO)
        peer = mapserver.Mapserver(folder, record)
        try:
            compare(record, peer, tiles_of(124.3, 43.2, 127.1, 45.2))
        finally:
            peer.stop()


def compare(record, peer, tiles):
    paths = [f"/tiles/map/{z}/{x}/{y}.png" for z, x, y in tiles]
    drawn = [mapserver.path_drawn(*t) for t in tiles]

    def cold():
        with Yutu(record) as server:
            return server.cpu(paths)

    with Yutu(record) as server:
        unnamed = [mapserver.path_drawn(*t, layers=mapserver.UNNAMED) for t in tiles]
        check(tiles, fetch(server.port, paths), fetch(peer.port, unnamed))
        common.compare(f"tiles, cold, {len(tiles)}", cold, lambda: common.cpu_during(
            peer.pids, lambda: fetch(peer.port, drawn)), peer.version(), rounds=5)
        if not peer.has_cache:
            common.alone("tiles, cached", lambda: server.cpu(paths),
                         "MapCache is missing; install mapcache-cgi")
            return
        cached = [mapserver.path_cached(*t) for t in tiles]
        fetch(peer.port, cached)
        common.compare(f"tiles, cached, {len(tiles)}", lambda: server.cpu(paths),
                       lambda: common.cpu_during(peer.pids, lambda: fetch(peer.port, cached)),
                       "MapCache", rounds=5)


def check(tiles, ours, theirs):
    filled = [len(t) > BLANK for t in theirs]
    lost = [t for t, mine, full in zip(tiles, ours, filled) if full and len(mine) <= 200]
    both = sum(full and len(mine) > 200 for mine, full in zip(ours, filled))
    print(f"{len(tiles)} tiles, {filled.count(True)} with something by MapServer, {both} of these by Yutu")
    if lost or filled.count(True) < 10:
        raise SystemExit(f"the tiles differ: {lost[:10]}")


if __name__ == "__main__":
    common.main(main)
