"""MapServer as a peer: a map file that draws what Yutu's default style draws, from
shapefiles with MapServer's own index, and lighttpd before its FastCGI program (and
before MapCache's, for tiles asked for again)."""
import os
import shutil
import socket
import subprocess
import time

import common

CGI = "/usr/lib/cgi-bin"
FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"

# Road classes, the zoom from which they are drawn, colour and width.
ROADS = (("motorway", 5, "243 171 120", 3), ("trunk", 6, "251 207 136", 2.5),
         ("primary", 8, "253 227 161", 2.5), ("secondary", 9, "255 243 201", 2),
         ("tertiary", 11, "255 255 255", 2), ("residential|unclassified|road", 12, "255 255 255", 1.5),
         ("service|living_street", 13, "255 255 255", 1))
BORDERS = (("county", 7, "120 80 130", 1.3), ("prefecture", 4, "109 64 128", 1.8),
           ("province", 0, "90 40 110", 2.1))
FILLS = ("251 227 220", "253 243 207", "227 239 216", "236 226 240", "220 235 240", "246 230 204")
# Layers without names: MapServer names a county anew in every tile.
UNNAMED = "+".join(["fill", *(f"road-{r[0][:6]}" for r in ROADS),
                    *(f"border-{b[0]}" for b in BORDERS), "facility"])


def from_zoom(zoom):
    """Drawn at this zoom and above; at 72 dots an inch."""
    return f"MAXSCALEDENOM {156543.03392804097 / 2 ** (zoom - 0.5) * 72 / 0.0254:.0f}"


def layer(name, kind, data, zoom, *rest):
    return (f'LAYER NAME "{name}" TYPE {kind} STATUS ON DATA "{data}" {from_zoom(zoom)}\n'
            'PROCESSING "CLOSE_CONNECTION=DEFER" PROJECTION "init=epsg:4326" END\n'
            + "\n".join(rest) + "\nEND\n")


def label(size, colour):
    return (f"LABEL TYPE TRUETYPE FONT cjk SIZE {size} COLOR {colour} OUTLINECOLOR 255 255 255 "
            "OUTLINEWIDTH 1.4 POSITION AUTO PARTIALS FALSE END")


def road(classes, zoom, colour, width):
    pattern = "|".join(f"{c}|{c}_link" for c in classes.split("|"))
    test = f'FILTERITEM "class" FILTER /^({pattern})$/'
    style = f"CLASS STYLE WIDTH {width} COLOR {colour} END END"
    casing = f"CLASS STYLE WIDTH {width + 1.4} COLOR 185 167 121 END END"
    return (layer(f"casing-{classes[:6]}", "LINE", "road", max(zoom, 10), test, casing)
            + layer(f"road-{classes[:6]}", "LINE", "road", zoom, test, style))


def map_text():
    fills = " ".join(f'CLASS EXPRESSION "{i}" STYLE COLOR {colour} END END'
                     for i, colour in enumerate(FILLS))
    parts = [layer("fill", "POLYGON", "county", 7, 'CLASSITEM "tint"', fills)]
    parts += [road(*r) for r in ROADS]
    parts += [layer(f"border-{level}", "POLYGON", level, zoom,
                    f"CLASS STYLE OUTLINECOLOR {colour} WIDTH {width} END END")
              for level, zoom, colour, width in BORDERS]
    dot = 'CLASS STYLE SYMBOL "dot" SIZE {} COLOR {} OUTLINECOLOR 90 79 72 END {} END'
    parts += [layer("facility", "POINT", "facility", 10, 'LABELITEM "name"',
                    dot.format(6, "181 67 44", "")),
              layer("road-label", "LINE", "road", 12, 'LABELITEM "name"',
                    f"CLASS EXPRESSION ('[name]' != '') {label(8, '85 73 60')} END"),
              layer("place", "POINT", "settled", 8, 'LABELITEM "name"',
                    dot.format(4, "255 255 255", label(8, "74 64 57"))),
              layer("county-label", "POLYGON", "county", 7, 'LABELITEM "name"',
                    f"CLASS {label(10, '67 38 77')} END")]
    return f"""MAP NAME bench SIZE 256 256 IMAGETYPE png IMAGECOLOR 241 240 236 MAXSIZE 4096
PROJECTION "init=epsg:3857" END
EXTENT -20037508 -20037508 20037508 20037508 UNITS METERS FONTSET "fonts"
OUTPUTFORMAT NAME png DRIVER AGG/PNG IMAGEMODE RGB MIMETYPE "image/png" EXTENSION "png" END
SYMBOL NAME "dot" TYPE ELLIPSE FILLED TRUE POINTS 1 1 END END
WEB METADATA "wms_enable_request" "*" "wms_srs" "EPSG:3857" "wms_title" "bench"
  "wms_onlineresource" "http://127.0.0.1/" END END
{''.join(parts)}END
"""


def write_data(folder, record):
    """Shapefiles of today's rows, each with a quadtree (shptree)."""
    for kind in ("division", "road", "place", "facility"):
        common.run(common.PROGRAM, "export", record, kind, folder / f"{kind}.gpkg")
    levels = [(level, "division", f"WHERE level = '{level}' AND geometry IS NOT NULL")
              for level, *_ in BORDERS]
    for name, kind, where in levels + [
            ("road", "road", ""), ("facility", "facility", ""),
            ("settled", "place", "WHERE geometry IS NOT NULL AND kind <> 'street'")]:
        tint = ", CAST(substr(code, 5, 2) AS INTEGER) % 6 AS tint" if kind == "division" else ""
        columns = ", class" if kind == "road" else tint
        common.run("ogr2ogr", folder / f"{name}.shp", folder / f"{kind}.gpkg", "-lco",
                   "ENCODING=UTF-8", "-dialect", "sqlite", "-sql",
                   f"SELECT geometry, name{columns} FROM {kind} {where}")
        common.run("shptree", folder / f"{name}.shp")


class Mapserver:
    """One FastCGI process of MapServer, one of MapCache, and lighttpd before them."""

    def __init__(self, folder, record):
        lighttpd = common.need_program("lighttpd", "lighttpd")
        common.need(f"{CGI}/mapserv", "install the package cgi-mapserver")
        common.need_program("shptree", "mapserver-bin")
        common.need(FONT, "install the package fonts-wqy-microhei")
        self.folder, self.processes = folder, []
        write_data(folder, record)
        (folder / "fonts").write_text(f"cjk {FONT}\n")
        (folder / "bench.map").write_text(map_text())
        (folder / "mapserver.conf").write_text(
            f'CONFIG ENV MS_MAP_PATTERN "." MS_MAPFILE "{folder}/bench.map" END END\n')
        self.port = free_port()
        self.spawn("mapserv", MAPSERVER_CONFIG_FILE=str(folder / "mapserver.conf"),
                   MS_MAPFILE=str(folder / "bench.map"))
        self.has_cache = os.path.exists(f"{CGI}/mapcache")
        if self.has_cache:
            (folder / "mapcache.xml").write_text(CACHE.format(folder=folder, port=self.port))
            self.spawn("mapcache", MAPCACHE_CONFIG_FILE=str(folder / "mapcache.xml"))
        (folder / "lighttpd.conf").write_text(FRONT.format(folder=folder, port=self.port))
        self.processes.append(subprocess.Popen([lighttpd, "-D", "-f", folder / "lighttpd.conf"],
                                               stderr=subprocess.DEVNULL))
        wait_for(self.port)

    def spawn(self, name, **environment):
        """FastCGI: the listening socket is the standard input."""
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.folder / f"{name}.socket"))
            listening.listen(16)
            self.processes.append(subprocess.Popen(
                [f"{CGI}/{name}"], stdin=listening, cwd=self.folder,
                stderr=open(self.folder / f"{name}.log", "w"), env={**os.environ, **environment}))

    @property
    def pids(self):
        return [p.pid for p in self.processes]

    def version(self):
        return " ".join(common.run("mapserv", "-v").split()[0:3:2]) if shutil.which("mapserv") \
            else "MapServer"

    def stop(self):
        for process in self.processes:
            process.kill()
            process.wait()


def path_drawn(z, x, y, layers="all"):
    return f"/mapserv?mode=tile&tilemode=gmap&layers={layers}&tile={x}+{y}+{z}"


def path_cached(z, x, y):
    return f"/mapcache/gmaps/bench@GoogleMapsCompatible/{z}/{x}/{y}.png"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("lighttpd did not start")


FRONT = """server.document-root = "{folder}"
server.port = {port}
server.bind = "127.0.0.1"
server.modules = ("mod_fastcgi")
server.max-keep-alive-requests = 100000
fastcgi.server = (
 "/mapserv" => (("socket" => "{folder}/mapserv.socket", "check-local" => "disable")),
 "/mapcache" => (("socket" => "{folder}/mapcache.socket", "check-local" => "disable"))
)
"""

CACHE = """<mapcache>
 <source name="ms" type="wms"><getmap><params><FORMAT>image/png</FORMAT><LAYERS>bench</LAYERS></params></getmap>
  <http><url>http://127.0.0.1:{port}/mapserv?</url></http></source>
 <cache name="disk" type="disk"><base>{folder}/cache</base></cache>
 <tileset name="bench"><source>ms</source><cache>disk</cache><grid>GoogleMapsCompatible</grid>
  <format>PNG</format><metatile>1 1</metatile></tileset>
 <service type="gmaps" enabled="true"/>
 <service type="wms" enabled="false"/>
 <log_level>warn</log_level>
</mapcache>
"""
