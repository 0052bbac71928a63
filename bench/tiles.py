#!/usr/bin/env python3
"""Map tiles of Changchun, zoom 8 to 13, drawn one after another over HTTP on one
connection by `yutu serve` (cold: an empty cache; cached: again), against MapServer's
mapscript drawing the same divisions with fills, borders and names in one process
without HTTP. The pictures differ by design; compared is that each tile in which
MapServer draws a border is not blank for Yutu. Needs python3-mapscript for /usr/bin/python3."""
import http.client
import json
import math
import subprocess
import time

import common

PEER = r'''
import json, sys, time
import mapscript
gpkg, tiles = sys.argv[1], json.load(open(sys.argv[2]))
text = """MAP
 SIZE 256 256
 IMAGETYPE PNG
 IMAGECOLOR 242 239 233
 PROJECTION "init=epsg:3857" END
 FONTSET "%(fonts)s"
 OUTPUTFORMAT NAME png DRIVER AGG/PNG IMAGEMODE RGB END
 LAYER NAME county TYPE POLYGON STATUS ON CONNECTIONTYPE OGR CONNECTION "%(gpkg)s"
  DATA "county" PROCESSING "CLOSE_CONNECTION=DEFER"
  PROJECTION "init=epsg:4326" END LABELITEM "name"
  CLASS STYLE COLOR 236 228 214 OUTLINECOLOR 140 90 140 WIDTH 1.5 END
   LABEL TYPE TRUETYPE FONT cjk SIZE 10 COLOR 60 60 60 OUTLINECOLOR 255 255 255 PARTIALS FALSE END END
 END
END""" % {"gpkg": gpkg, "fonts": sys.argv[3]}
m = mapscript.fromstring(text)
if len(sys.argv) > 4:  # borders alone: MapServer names a county in every tile
    m.getLayer(0).labelitem = None
    m.getLayer(0).getClass(0).removeLabel(0)
blank, started = [], time.perf_counter()
for z, x, y in tiles:
    side = 40075016.685578488 / 2 ** z
    w, n = -20037508.342789244 + x * side, 20037508.342789244 - y * side
    m.setExtent(w, n - side, w + side, n)
    m.setSize(256, 256)
    data = m.draw().getBytes()
    blank.append(len(data) < 800)
print(json.dumps({"seconds": time.perf_counter() - started, "blank": blank}))
'''


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


def fetch(port, tiles):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sizes, started = [], time.perf_counter()
    for z, x, y in tiles:
        connection.request("GET", f"/tiles/map/{z}/{x}/{y}.png")
        response = connection.getresponse()
        sizes.append(len(response.read()))
        assert response.status == 200, (z, x, y, response.status)
    return time.perf_counter() - started, sizes


def main():
    common.need(common.DEMO, "run scripts/demo --exit")
    if subprocess.run(["/usr/bin/python3", "-c", "import mapscript"], capture_output=True).returncode:
        common.skip("mapscript is missing; install python3-mapscript")
    font = common.run("fc-match", "-f", "%{file}", "Noto Sans CJK SC").strip()
    with common.scratch() as folder:
        record = folder / "demo.sqlite"
        common.run(common.PROGRAM, "backup", common.DEMO, record)
        common.run(common.PROGRAM, "export", record, "division", folder / "division.gpkg")
        common.run("ogr2ogr", folder / "county.gpkg", folder / "division.gpkg", "-nln", "county",
                   "-where", "level = 'county'", "-a_srs", "EPSG:4326")
        tiles = tiles_of(124.3, 43.2, 127.1, 45.2)
        (folder / "tiles.json").write_text(json.dumps(tiles))
        (folder / "fonts").write_text(f"cjk {font}\n")
        (folder / "peer.py").write_text(PEER)
        compare(folder, record, tiles)


def compare(folder, record, tiles):
    def serve():
        process = subprocess.Popen([common.PROGRAM, "serve", record, "--port", "0", "--quiet"],
                                   stdout=subprocess.PIPE, text=True)
        return process, int(process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])

    def cold():
        process, port = serve()
        try:
            return fetch(port, tiles)[0]
        finally:
            process.terminate()
            process.wait()

    def peer(*options):
        return json.loads(common.run("/usr/bin/python3", folder / "peer.py",
                                     folder / "county.gpkg", folder / "tiles.json",
                                     folder / "fonts", *options))

    process, port = serve()
    try:
        _, sizes = fetch(port, tiles)
        drawn = peer("unnamed")["blank"]
        lost = [t for t, size, blank in zip(tiles, sizes, drawn) if not blank and size < 200]
        print(f"{len(tiles)} tiles, MapServer draws a border in {drawn.count(False)} of them, "
              f"{len(lost)} of these blank for Yutu")
        if lost or drawn.count(False) < 10:
            raise SystemExit("the tiles differ")
        common.compare("tiles, cold", cold, lambda: peer()["seconds"], "MapServer", rounds=3)
        common.compare("tiles, cached", lambda: fetch(port, tiles)[0],
                       lambda: peer()["seconds"], "MapServer", rounds=3)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    common.main(main)
