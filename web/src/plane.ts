/* plane.ts - a local plane of metres around a place, good enough to look at a
 * finding: not for measures, which are the server's. */
import type { Box } from './types';

export type Point = [x: number, y: number];
export type Path = Point[];

const RADIUS_M = 6371008.8;

export class Plane {
  readonly #scale: number;

  constructor(
    readonly lon: number,
    readonly lat: number,
  ) {
    this.#scale = Math.cos((lat * Math.PI) / 180);
  }

  to(position: GeoJSON.Position): Point {
    const metres = (Math.PI / 180) * RADIUS_M;
    return [((position[0] ?? 0) - this.lon) * metres * this.#scale, ((position[1] ?? 0) - this.lat) * metres];
  }

  from([x, y]: Point): [lon: number, lat: number] {
    const degrees = 180 / (Math.PI * RADIUS_M);
    return [this.lon + (x * degrees) / this.#scale, this.lat + y * degrees];
  }

  /* The square of half a side around (lon, lat), in degrees. */
  box(half: number): Box {
    const [west, south] = this.from([-half, -half]);
    const [east, north] = this.from([half, half]);
    return [west, south, east, north];
  }
}

/* Every line or ring of a geometry; points are paths of one. */
export function pathsOf(geometry: GeoJSON.Geometry | null): GeoJSON.Position[][] {
  if (!geometry) return [];
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates]];
    case 'MultiPoint':
      return geometry.coordinates.map((position) => [position]);
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    default:
      return geometry.geometries.flatMap(pathsOf);
  }
}

function toSegment([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx * dx + dy * dy;
  const s = along === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / along));
  return Math.hypot(px - ax - s * dx, py - ay - s * dy);
}

export function distanceTo(point: Point, paths: Path[]): number {
  let least = Infinity;
  for (const path of paths)
    for (let i = 0; i + 1 < path.length; i++) least = Math.min(least, toSegment(point, path[i] as Point, path[i + 1] as Point));
  return least;
}

const SAMPLES = 400;

/* Places along paths, evenly over their edges. */
function samples(paths: Path[]): { at: Point; normal: Point }[] {
  const edges = paths.reduce((sum, path) => sum + Math.max(0, path.length - 1), 0);
  const each = Math.max(1, Math.round(SAMPLES / Math.max(1, edges)));
  const step = Math.max(1, Math.floor(edges / SAMPLES));
  const found: { at: Point; normal: Point }[] = [];
  let number = 0;
  for (const path of paths)
    for (let i = 0; i + 1 < path.length; i++) {
      const [a, b] = [path[i] as Point, path[i + 1] as Point];
      const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (long === 0 || number++ % step !== 0) continue;
      for (let k = 0; k < each; k++) {
        const s = (k + 0.5) / each;
        found.push({ at: [a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1])], normal: [(a[1] - b[1]) / long, (b[0] - a[0]) / long] });
      }
    }
  return found;
}

/* How far from `from` along a direction the next edge is met; Infinity for none. */
function cast(from: Point, [dx, dy]: Point, paths: Path[]): number {
  let least = Infinity;
  for (const path of paths)
    for (let i = 0; i + 1 < path.length; i++) {
      const [a, b] = [path[i] as Point, path[i + 1] as Point];
      const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
      const turn = dx * ey - dy * ex;
      if (turn === 0) continue;
      const t = ((a[0] - from[0]) * ey - (a[1] - from[1]) * ex) / turn;
      const s = ((a[0] - from[0]) * dy - (a[1] - from[1]) * dx) / turn;
      if (t > 1e-6 && s >= 0 && s <= 1) least = Math.min(least, t);
    }
  return least;
}

function inside([x, y]: Point, rings: Path[]): boolean {
  let odd = false;
  for (const ring of rings)
    for (let i = 0; i + 1 < ring.length; i++) {
      const [[x1, y1], [x2, y2]] = [ring[i] as Point, ring[i + 1] as Point];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    }
  return odd;
}

/* About where a face is widest: of the middles of chords across it, the one
 * that lies farthest from its edge. Null for rings without ground. */
export function widest(rings: Path[]): Point | null {
  let best: Point | null = null;
  let most = 0;
  for (const { at, normal } of samples(rings))
    for (const sign of [1, -1]) {
      const direction: Point = [normal[0] * sign, normal[1] * sign];
      const across = cast(at, direction, rings);
      if (!Number.isFinite(across)) continue;
      const middle: Point = [at[0] + (direction[0] * across) / 2, at[1] + (direction[1] * across) / 2];
      if (!inside(middle, rings)) continue;
      const room = distanceTo(middle, rings);
      if (room > most) [most, best] = [room, middle];
    }
  return best;
}

/* Where along lines one of the others lies farthest; no farther than `most`. */
export function farthest(lines: Path[], others: Path[][], most: number): Point | null {
  let best: Point | null = null;
  let found = -1;
  for (const { at } of samples(lines))
    for (const other of others) {
      const off = distanceTo(at, other);
      if (off > found && off <= most) [found, best] = [off, at];
    }
  return best;
}

/* The pieces of a path inside the square of half a side around the origin. */
export function clipPath(path: Path, half: number): Path[] {
  const pieces: Path[] = [];
  let piece: Path = [];
  const end = (): void => {
    if (piece.length > 1) pieces.push(piece);
    piece = [];
  };
  for (let i = 0; i + 1 < path.length; i++) {
    const [a, b] = [path[i] as Point, path[i + 1] as Point];
    let [from, to] = [0, 1];
    for (const [p, d] of [[a[0], b[0] - a[0]], [a[1], b[1] - a[1]]] as const)
      for (const [q, r] of [[-d, p + half], [d, half - p]] as const) {
        if (q === 0) {
          if (r < 0) to = -1;
        } else if (q < 0) from = Math.max(from, r / q);
        else to = Math.min(to, r / q);
      }
    if (from > to) {
      end();
      continue;
    }
    const at = (s: number): Point => [a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1])];
    if (from > 0 || piece.length === 0) {
      end();
      piece.push(at(from));
    }
    piece.push(at(to));
    if (to < 1) end();
  }
  end();
  return pieces;
}

/* A ring cut to the square of half a side around the origin (Sutherland and Hodgman). */
export function clipRing(ring: Path, half: number): Path {
  let cut = ring;
  for (const [axis, sign] of [[0, 1], [0, -1], [1, 1], [1, -1]] as const) {
    const depth = (point: Point): number => half - sign * (point[axis] as number);
    const next: Path = [];
    cut.forEach((point, i) => {
      const before = cut[(i + cut.length - 1) % cut.length] as Point;
      const [d, e] = [depth(before), depth(point)];
      const s = d / (d - e);
      if (d < 0 !== e < 0) next.push([before[0] + s * (point[0] - before[0]), before[1] + s * (point[1] - before[1])]);
      if (e >= 0) next.push(point);
    });
    cut = next;
  }
  return cut;
}
