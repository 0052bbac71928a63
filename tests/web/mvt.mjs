/* mvt.mjs - writes a small Mapbox Vector Tile (version 2), for the mock server.
 * Geometry is lon, lat in degrees; a feature is {id, geometry, properties}
 * with a Point, LineString or one-ring Polygon. */

const EXTENT = 4096;
const BUFFER = 256;

function varint(out, value) {
  let rest = BigInt(value);
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
}

function bytes(out, field, content) {
  varint(out, (field << 3) | 2);
  varint(out, content.length);
  for (const byte of content) out.push(byte);
}

function number(out, field, value) {
  varint(out, field << 3);
  varint(out, value);
}

const zigzag = (n) => (n << 1) ^ (n >> 31);

/* Where a coordinate lies in tile z/x/y, in tile units, not rounded. */
function project([lon, lat], { z, x, y }) {
  const size = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const px = ((lon + 180) / 360) * size - x;
  const py = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size - y;
  return [px * EXTENT, py * EXTENT];
}

/* Keeps the part of a ring on one side of a line (Sutherland-Hodgman). */
function clipSide(ring, inside, cross) {
  const kept = [];
  ring.forEach((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length];
    if (inside(point) !== inside(before)) kept.push(cross(before, point));
    if (inside(point)) kept.push(point);
  });
  return kept;
}

function at(axis, value) {
  return (a, b) => {
    const t = (value - a[axis]) / (b[axis] - a[axis]);
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  };
}

function clipRing(ring, low, high) {
  let kept = ring;
  for (const axis of [0, 1]) {
    kept = clipSide(kept, (p) => p[axis] >= low, at(axis, low));
    kept = clipSide(kept, (p) => p[axis] <= high, at(axis, high));
  }
  return kept;
}

/* The pieces of a line that lie in the buffered tile. */
function clipLine(line) {
  const pieces = [];
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    let [from, to] = [0, 1];
    for (const axis of [0, 1]) {
      const step = b[axis] - a[axis];
      for (const [limit, sign] of [[-BUFFER, 1], [EXTENT + BUFFER, -1]]) {
        const t = (limit - a[axis]) / step;
        if (step === 0) {
          if (sign * (a[axis] - limit) < 0) to = -1;
        } else if (sign * step > 0) from = Math.max(from, t);
        else to = Math.min(to, t);
      }
    }
    if (from < to) pieces.push([from, to].map((t) => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]));
  }
  return pieces;
}

/* Commands of one path, relative to the cursor, which moves along. */
function path(out, points, cursor, close) {
  points.forEach((point, i) => {
    if (i === 0) out.push((1 << 3) | 1);
    if (i === 1) out.push(((points.length - 1) << 3) | 2);
    const [x, y] = point.map(Math.round);
    out.push(zigzag(x - cursor[0]), zigzag(y - cursor[1]));
    [cursor[0], cursor[1]] = [x, y];
  });
  if (close) out.push((1 << 3) | 7);
}

function signedArea(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + x * ny - nx * y;
  }, 0);
}

/* Geometry type and commands, or null when nothing lies in the tile. */
function encode(geometry, tile) {
  const commands = [];
  const cursor = [0, 0];
  if (geometry.type === 'Point') {
    const point = project(geometry.coordinates, tile);
    if (point.some((v) => v < -BUFFER || v > EXTENT + BUFFER)) return null;
    path(commands, [point], cursor, false);
    return [1, commands];
  }
  if (geometry.type === 'LineString') {
    for (const piece of clipLine(geometry.coordinates.map((c) => project(c, tile)))) path(commands, piece, cursor, false);
    return commands.length > 0 ? [2, commands] : null;
  }
  const open = geometry.coordinates[0].slice(0, -1).map((c) => project(c, tile));
  const ring = clipRing(open, -BUFFER, EXTENT + BUFFER);
  if (ring.length < 3) return null;
  path(commands, signedArea(ring) > 0 ? ring : ring.reverse(), cursor, true);
  return [3, commands];
}

/* One layer as a whole tile. */
export function writeTile(name, features, tile) {
  const [keys, values, layer] = [new Map(), new Map(), []];
  const place = (map, key) => {
    if (!map.has(key)) map.set(key, map.size);
    return map.get(key);
  };
  number(layer, 15, 2);
  bytes(layer, 1, Buffer.from(name));
  for (const { id, geometry, properties } of features) {
    const encoded = encode(geometry, tile);
    if (!encoded) continue;
    const [feature, tags, commands] = [[], [], []];
    for (const [key, value] of Object.entries(properties)) {
      varint(tags, place(keys, key));
      varint(tags, place(values, value));
    }
    for (const command of encoded[1]) varint(commands, command);
    number(feature, 1, id);
    bytes(feature, 2, tags);
    number(feature, 3, encoded[0]);
    bytes(feature, 4, commands);
    bytes(layer, 2, feature);
  }
  for (const key of keys.keys()) bytes(layer, 3, Buffer.from(key));
  for (const value of values.keys()) {
    const content = [];
    bytes(content, 1, Buffer.from(String(value)));
    bytes(layer, 4, content);
  }
  const out = [];
  bytes(out, 3, layer);
  return Buffer.from(out);
}
