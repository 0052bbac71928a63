/* overlays.ts - what the page itself lays over the server's style: findings,
 * circles, uncovered people, reach, and what is picked. The data live here,
 * so that they survive a change of the style. */
import type { GeoJSONSource, LayerSpecification, Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { AGREED_COLOUR, SEVERITY_COLOURS, SIDE_COLOURS, STATUS_COLOURS } from './colours';
import { MARKER_ICONS } from './symbols';
import type { Features } from './types';

export const OVERLAYS = ['circles', 'reach', 'findings', 'finding', 'sides', 'lines', 'claims', 'line', 'markers', 'junctions', 'uncovered', 'picked'] as const;
export type Overlay = (typeof OVERLAYS)[number];

const EMPTY: Features = { type: 'FeatureCollection', features: [] };
const data = new Map<Overlay, Features>();
const hidden = new Set<string>();
let pickedCode = '';

const severityColour = ['match', ['get', 'severity'], ...Object.entries(SEVERITY_COLOURS).flat(), '#4a5a66'];
const statusColour = ['match', ['get', 'status'], ...Object.entries(STATUS_COLOURS).flat(), '#4a5a66'];
const reachColour = ['step', ['get', 'limit_s'], '#1d6f8f', 301, '#4a94ad', 601, '#86b9ca'];
/* The area of a cell's dot follows its people; the dots shrink as one zooms out. */
const cellRadius = ['interpolate', ['linear'], ['sqrt', ['max', 0, ['to-number', ['get', 'people'], 0]]], 0, 2.5, 30, 6, 150, 16];
const sideColour = ['match', ['get', 'side'], ...SIDE_COLOURS.flatMap((colour, i) => [i, colour]), AGREED_COLOUR];
/* Where sides run together the first is the thicker, so that both are seen. */
const sideWidth = ['match', ['get', 'side'], 0, 4, 2];
const isPolygon = ['==', ['geometry-type'], 'Polygon'];
const isPoint = ['==', ['geometry-type'], 'Point'];

/* What belongs under the names of the base map. */
const UNDER: unknown[] = [
  { id: 'overlay-circles', type: 'fill', source: 'overlay-circles', paint: { 'fill-color': STATUS_COLOURS.covered, 'fill-opacity': 0.22 } },
  { id: 'overlay-circles-edge', type: 'line', source: 'overlay-circles', paint: { 'line-color': STATUS_COLOURS.covered, 'line-width': 1.2 } },
  { id: 'overlay-reach', type: 'fill', source: 'overlay-reach', paint: { 'fill-color': reachColour, 'fill-opacity': 0.28 } },
  { id: 'overlay-reach-edge', type: 'line', source: 'overlay-reach', paint: { 'line-color': reachColour, 'line-width': 1.6 } },
  { id: 'overlay-findings', type: 'fill', source: 'overlay-findings', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': severityColour, 'fill-opacity': 0.35 } },
  { id: 'overlay-findings-edge', type: 'line', source: 'overlay-findings', filter: ['!', isPoint], paint: { 'line-color': severityColour, 'line-width': 2 } },
  {
    id: 'overlay-uncovered',
    type: 'circle',
    source: 'overlay-uncovered',
    paint: {
      'circle-color': statusColour,
      'circle-opacity': 0.72,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, ['*', 0.4, cellRadius], 13, cellRadius],
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 0.75,
    },
  },
];

/* What must stay in sight, above everything. */
const OVER: unknown[] = [
  { id: 'overlay-line-halo', type: 'line', source: 'overlay-line', filter: ['!', isPoint], paint: { 'line-color': '#f2c14e', 'line-width': 9, 'line-opacity': 0.75 } },
  { id: 'overlay-lines-open', type: 'line', source: 'overlay-lines', filter: ['!', ['get', 'agreed']], paint: { 'line-color': AGREED_COLOUR, 'line-width': 1.8, 'line-dasharray': [3, 3] } },
  { id: 'overlay-lines-agreed', type: 'line', source: 'overlay-lines', filter: ['get', 'agreed'], paint: { 'line-color': AGREED_COLOUR, 'line-width': 2.2 } },
  { id: 'overlay-claims-edge', type: 'line', source: 'overlay-claims', paint: { 'line-color': sideColour, 'line-width': ['match', ['get', 'side'], 0, 2.6, 1.6] } },
  { id: 'overlay-markers-symbol', type: 'symbol', source: 'overlay-markers', minzoom: 8, layout: markerLayout(['match', ['get', 'mode'], ...MARKER_ICONS.flatMap((icon) => [icon.slice(7), icon]), 'marker-single'], [0, 0.8]), paint: numberPaint() },
  { id: 'overlay-junctions-symbol', type: 'symbol', source: 'overlay-junctions', minzoom: 8, layout: markerLayout('junction', [0, 0.9]), paint: numberPaint() },
  { id: 'overlay-line-point', type: 'circle', source: 'overlay-line', filter: isPoint, paint: { 'circle-color': '#f2c14e', 'circle-opacity': 0.25, 'circle-radius': 14, 'circle-stroke-color': '#b07c00', 'circle-stroke-width': 2 } },
  {
    id: 'overlay-findings-point',
    type: 'circle',
    source: 'overlay-findings',
    filter: isPoint,
    paint: { 'circle-color': severityColour, 'circle-radius': 5, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.5 },
  },
  { id: 'overlay-finding-halo', type: 'line', source: 'overlay-finding', filter: ['!', isPoint], paint: { 'line-color': severityColour, 'line-width': ['interpolate', ['linear'], ['zoom'], 15, 14, 20, 4], 'line-opacity': 0.25 } },
  { id: 'overlay-finding-fill', type: 'fill', source: 'overlay-finding', filter: isPolygon, paint: { 'fill-color': severityColour, 'fill-opacity': 0.45 } },
  { id: 'overlay-finding-edge', type: 'line', source: 'overlay-finding', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': severityColour, 'line-width': 6, 'line-opacity': 0.7 } },
  { id: 'overlay-sides-edge', type: 'line', source: 'overlay-sides', paint: { 'line-color': sideColour, 'line-width': sideWidth } },
  {
    id: 'overlay-finding-point',
    type: 'circle',
    source: 'overlay-finding',
    filter: isPoint,
    paint: { 'circle-color': severityColour, 'circle-radius': 8, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 3 },
  },
  {
    id: 'overlay-picked',
    type: 'circle',
    source: 'overlay-picked',
    paint: { 'circle-color': '#9c2b1b', 'circle-radius': 6, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2.5 },
  },
];

/* The field's symbol with its number below, drawn whatever lies under it. */
function markerLayout(icon: unknown, offset: [number, number]): Record<string, unknown> {
  return {
    'icon-image': icon,
    'icon-allow-overlap': true,
    'icon-ignore-placement': true,
    'text-field': ['step', ['zoom'], '', 11, ['get', 'number']],
    'text-font': ['sans-serif'],
    'text-size': 11,
    'text-anchor': 'top',
    'text-offset': offset,
    'text-optional': true,
  };
}

function numberPaint(): Record<string, unknown> {
  return { 'text-color': AGREED_COLOUR, 'text-halo-color': '#ffffff', 'text-halo-width': 1.6 };
}

/* The switch group of an overlay's layer, by the layer's id. */
function overlayGroup(layer: string): string {
  const name = layer.split('-')[1] ?? '';
  if (name === 'finding' || name === 'sides') return 'findings';
  return name === 'line' ? 'lines' : name;
}

/* The switch group a layer of the style belongs to: its source layer, or the
 * overlay; '' for what cannot be switched, as the background. */
function groupOf(layer: LayerSpecification): string {
  if (layer.id.startsWith('overlay-')) return overlayGroup(layer.id);
  return 'source-layer' in layer ? (layer['source-layer'] ?? '') : '';
}

/* The outline of the picked division, from the tiles that the style has. */
function pickedLayers(style: StyleSpecification): unknown[] {
  if (!('division' in style.sources)) return [];
  const layer = { type: 'line', source: 'division', 'source-layer': 'division', filter: pickedFilter() };
  return [
    { ...layer, id: 'overlay-picked-halo', paint: { 'line-color': '#ffffff', 'line-width': 6, 'line-opacity': 0.85 } },
    { ...layer, id: 'overlay-picked-edge', paint: { 'line-color': '#9c2b1b', 'line-width': 2.6 } },
  ];
}

function pickedFilter(): ['==', ['get', string], string] {
  return ['==', ['get', 'code'], pickedCode];
}

/* Outlines the division with this code; '' outlines none. */
export function outlineDivision(map: MapLibre, code: string): void {
  pickedCode = code;
  for (const id of ['overlay-picked-halo', 'overlay-picked-edge']) if (map.getLayer(id)) map.setFilter(id, pickedFilter());
}

/* The server's style with the overlays in it and the switches applied. */
export function compose(style: StyleSpecification): StyleSpecification {
  const firstText = style.layers.findIndex((layer) => layer.type === 'symbol');
  const middle = firstText < 0 ? style.layers.length : firstText;
  const layers = [
    ...style.layers.slice(0, middle),
    ...(UNDER as LayerSpecification[]),
    ...(pickedLayers(style) as LayerSpecification[]),
    ...style.layers.slice(middle),
    ...(OVER as LayerSpecification[]),
  ].map((layer) => (hidden.has(groupOf(layer)) ? withVisibility(layer, 'none') : layer));
  const sources = { ...style.sources };
  for (const name of OVERLAYS)
    sources[`overlay-${name}`] = { type: 'geojson', maxzoom: 24, data: (data.get(name) ?? EMPTY) as GeoJSON.FeatureCollection };
  return { ...style, sources, layers };
}

function withVisibility(layer: LayerSpecification, visibility: 'none' | 'visible'): LayerSpecification {
  return { ...layer, layout: { ...layer.layout, visibility } } as LayerSpecification;
}

export function setOverlay(map: MapLibre, name: Overlay, features: Features | null): void {
  data.set(name, features ?? EMPTY);
  (map.getSource(`overlay-${name}`) as GeoJSONSource | undefined)?.setData((features ?? EMPTY) as GeoJSON.FeatureCollection);
}

export function groupVisible(group: string): boolean {
  return !hidden.has(group);
}

export function setGroupVisible(map: MapLibre, group: string, visible: boolean): void {
  if (visible) hidden.delete(group);
  else hidden.add(group);
  for (const layer of map.getStyle().layers)
    if (groupOf(layer) === group) map.setLayoutProperty(layer.id, 'visibility', visible ? 'visible' : 'none');
}

/* The groups that the style on the map has, each once. */
export function groupsOf(map: MapLibre): string[] {
  return [...new Set(map.getStyle().layers.map(groupOf))].filter((group) => group !== '');
}
