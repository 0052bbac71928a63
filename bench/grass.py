"""GRASS GIS without its window: a Shapefile into a topology, whose areas are faults
where they belong to none or to several."""
import itertools
import json
import os
import pathlib
import re

import common

MAP = "township"
CODE = re.compile(r'"code": "(\d+)"')


class Location:
    """A location of CGCS2000 in a folder; made anew, so that no run finds an earlier one's."""

    count = 0

    def __init__(self, program, folder):
        Location.count += 1
        self.program, self.path = program, folder / f"grass{Location.count}"
        self.home = pathlib.Path(folder) / "grass-home"
        self.home.mkdir(exist_ok=True)
        self.options = {"env": {**os.environ, "HOME": str(self.home)}}
        common.run(program, "-c", "EPSG:4490", "-e", self.path, **self.options)

    def run(self, *words):
        return (self.program, self.path / "PERMANENT", "--exec", *words)

    def command(self, source):
        """Breaks the outlines where they meet and counts who holds each area; nothing is
        snapped. The location's CRS is taken, whatever the file says."""
        return self.run("v.in.ogr", f"input={source}", f"output={MAP}", "snap=-1", "-o",
                        "--overwrite", "--quiet")

    def faults(self):
        """Kind, parties and rings of every area that belongs to none or to several. An area
        of several is written once for each, one after another; one of none has no code."""
        out = self.path.parent / "grass.geojson"
        out.unlink(missing_ok=True)
        common.run(*self.run("v.out.ogr", "-c", f"input={MAP}", "type=area", f"output={out}",
                             "format=GeoJSON", "--quiet"), **self.options)
        with open(out, encoding="utf-8") as file:
            features = (line.rstrip().rstrip(",").rpartition('"geometry": ') for line in file
                        if line.startswith('{ "type": "Feature"'))
            for shape, same in itertools.groupby(features, lambda parts: parts[2]):
                codes = [CODE.search(head) for head, _, _ in same]
                if len(codes) == 1 and codes[0]:
                    continue
                rings = json.loads(shape[:-1])["coordinates"]
                if len(codes) > 1:
                    yield "overlap", tuple(sorted(code[1] for code in codes)), rings
                else:
                    yield "gap", None, rings
