/* geometry.ts - boxes of GeoJSON geometries, in degrees. */
import type { Box } from './types';

function stretch(box: Box, coordinates: unknown): void {
  if (!Array.isArray(coordinates)) return;
  const [lon, lat] = coordinates as unknown[];
  if (typeof lon === 'number' && typeof lat === 'number') {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  } else for (const part of coordinates) stretch(box, part);
}

/* The box of geometry, or null when it has no coordinate. */
export function boxOf(geometry: GeoJSON.Geometry | null): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part: GeoJSON.Geometry): void => {
    if (part.type === 'GeometryCollection') part.geometries.forEach(visit);
    else stretch(box, part.coordinates);
  };
  if (geometry) visit(geometry);
  return box[0] <= box[2] ? box : null;
}

/* The box that holds all of them, or null when none has a coordinate. */
export function boxOfAll(features: readonly { geometry: GeoJSON.Geometry | null }[]): Box | null {
  let all: Box | null = null;
  for (const { geometry } of features) {
    const box = boxOf(geometry);
    if (!box) continue;
    all = all
      ? [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])]
      : box;
  }
  return all;
}

/* The smallest box around (lon, lat) as its middle that holds box too. */
export function boxAround(lon: number, lat: number, box: Box): Box {
  const dx = Math.max(lon - box[0], box[2] - lon);
  const dy = Math.max(lat - box[1], box[3] - lat);
  return [lon - dx, lat - dy, lon + dx, lat + dy];
}
