"""Shapefiles of polygons, read and written with nothing but the standard library.

GDAL repairs ring order and closes rings while it writes; the generators need
files that hold exactly the vertices, ring starts and faults they ask for.
"""

import os
import struct

POLYGON = 5

PRJ = {
    "EPSG:4326": 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
                 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
    "EPSG:4490": 'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
                 'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
                 'UNIT["Degree",0.0174532925199433]]',
}


def _gauss_kruger(name, easting_m):
    return ('PROJCS["%s",%s,PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",%.1f],'
            'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",126.0],'
            'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
            % (name, PRJ["EPSG:4490"], easting_m))


PRJ["EPSG:4551"] = _gauss_kruger("CGCS2000_3_Degree_GK_CM_126E", 500000.0)
PRJ["EPSG:4530"] = _gauss_kruger("CGCS2000_3_Degree_GK_Zone_42", 42500000.0)


def read_rings(path):
    """The rings of each record: a list of lists of (x, y); None for an empty shape."""
    with open(path, "rb") as file:
        data = file.read()
    at, shapes = 100, []
    while at < len(data):
        words = struct.unpack(">i", data[at + 4:at + 8])[0]
        body = data[at + 8:at + 8 + 2 * words]
        at += 8 + 2 * words
        shapes.append(_rings(body) if struct.unpack("<i", body[:4])[0] else None)
    return shapes


def _rings(body):
    parts, points = struct.unpack("<ii", body[36:44])
    starts = list(struct.unpack("<%di" % parts, body[44:44 + 4 * parts])) + [points]
    flat = struct.unpack("<%dd" % (2 * points), body[44 + 4 * parts:44 + 4 * parts + 16 * points])
    xy = list(zip(flat[0::2], flat[1::2]))
    return [xy[a:b] for a, b in zip(starts, starts[1:])]


def read_table(path, encoding):
    """The rows of a .dbf as dicts of text."""
    with open(path, "rb") as file:
        data = file.read()
    count, head, width = struct.unpack("<IHH", data[4:12])
    fields, at = [], 32
    while data[at] != 0x0D:
        fields.append((data[at:at + 11].split(b"\0")[0].decode("ascii"), data[at + 16]))
        at += 32
    rows = []
    for number in range(count):
        record = data[head + number * width + 1:head + (number + 1) * width]
        row, at = {}, 0
        for name, size in fields:
            row[name] = record[at:at + size].decode(encoding).strip()
            at += size
        rows.append(row)
    return rows


def write(path, fields, rows, shapes, crs="EPSG:4326", encoding="UTF-8"):
    """Writes path.shp, .shx, .dbf, .prj and .cpg.

    fields  names, each at most ten bytes; every field is text.
    rows    dicts by field name; a missing value is empty.
    shapes  per row a list of rings as they are to stand in the file, or None.
    crs     None leaves the .prj out.
    """
    records = [_record(rings) for rings in shapes]
    box = _box([point for rings in shapes if rings for ring in rings for point in ring])
    _write_shapes(path, records, box)
    _write_table(path + ".dbf", fields, rows, encoding)
    _write_text(path + ".cpg", encoding + "\n")
    if crs:
        _write_text(path + ".prj", PRJ[crs])


def _record(rings):
    if not rings:
        return struct.pack("<i", 0)
    points = [point for ring in rings for point in ring]
    starts, total = [], 0
    for ring in rings:
        starts.append(total)
        total += len(ring)
    return (struct.pack("<i4dii", POLYGON, *_box(points), len(rings), total)
            + struct.pack("<%di" % len(starts), *starts)
            + b"".join(struct.pack("<dd", x, y) for x, y in points))


def _box(points):
    xs, ys = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


def _write_shapes(path, records, box):
    at, index, body = 50, b"", b""
    for number, record in enumerate(records, 1):
        words = len(record) // 2
        index += struct.pack(">ii", at, words)
        body += struct.pack(">ii", number, words) + record
        at += 4 + words
    for ending, content in ((".shp", body), (".shx", index)):
        head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + len(content) // 2)
        head += struct.pack("<ii4d4d", 1000, POLYGON, *box, 0, 0, 0, 0)
        with open(path + ending, "wb") as file:
            file.write(head + content)


def _write_table(path, fields, rows, encoding):
    cells = [[str(row.get(name, "") or "").encode(encoding) for name in fields] for row in rows]
    sizes = [max([1] + [len(line[i]) for line in cells]) for i in range(len(fields))]
    head = struct.pack("<B3BIHH20x", 3, 126, 11, 24, len(rows), 33 + 32 * len(fields), 1 + sum(sizes))
    for name, size in zip(fields, sizes):
        head += struct.pack("<11sc4xBB14x", name.encode("ascii"), b"C", size, 0)
    body = b"".join(b" " + b"".join(c.ljust(s) for c, s in zip(line, sizes)) for line in cells)
    with open(path, "wb") as file:
        file.write(head + b"\r" + body + b"\x1a")


def _write_text(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def remove(path):
    """Deletes the five files of a set, where they exist."""
    for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        if os.path.exists(path + ending):
            os.remove(path + ending)
