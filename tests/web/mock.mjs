/* mock.mjs - stands in for the server while the page is worked on:
 *     node tests/web/mock.mjs [PORT]
 * Serves web/dist and answers the addresses the page asks for from
 * fixtures.mjs, with the headers of the real server. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fixtures from './fixtures.mjs';
import { writeTile } from './mvt.mjs';

const DIST = fileURLToPath(new URL('../../web/dist/', import.meta.url));
const CSP = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'";
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.sha256': 'text/plain',
};
const CITY = [{ code: '220100', name: '长春市', level: 'prefecture' }, { code: '220000', name: '吉林省', level: 'province' }];
const ATTRIBUTION = '© OpenStreetMap contributors';

class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

function style(base) {
  const source = (name) => ({ type: 'vector', url: `${base}/tiles/${name}.json` });
  const names = Object.keys(fixtures.TILE_LAYERS);
  const of = (id, type, more) => ({ id, type, source: id.split('-')[0], 'source-layer': id.split('-')[0], ...more });
  const label = (size, colour) => ({
    layout: { 'text-field': ['get', 'name'], 'text-size': size, 'text-font': ['sans-serif'] },
    paint: { 'text-color': colour, 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 },
  });
  return {
    version: 8, name: 'default', metadata: { review_number: null },
    sources: Object.fromEntries(names.map((name) => [name, source(name)])),
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': '#f3f1ec' } },
      of('division', 'fill', { paint: { 'fill-color': ['match', ['get', 'code'], '220102', '#f5ead9', '220103', '#e6efe0', '220104', '#f6e3e1', '220105', '#e3ebf4', '220106', '#f7f1d5', '220112', '#ece4f0', '220113', '#f5ead9', '220122', '#f6e3e1', '220182', '#e6efe0', '220183', '#f7f1d5', '#e3ebf4'] } }),
      of('road-casing', 'line', { minzoom: 8, paint: { 'line-color': '#c9c3b8', 'line-width': ['match', ['get', 'class'], 'trunk', 4, 'primary', 3.4, 2] } }),
      of('road', 'line', { minzoom: 8, paint: { 'line-color': ['match', ['get', 'class'], 'trunk', '#f7d08a', '#ffffff'], 'line-width': ['match', ['get', 'class'], 'trunk', 2.6, 'primary', 2.2, 1.2] } }),
      of('boundary_line', 'line', { paint: { 'line-color': '#8c6a86', 'line-width': 1.4, 'line-dasharray': [5, 2, 1, 2] } }),
      of('facility', 'circle', { minzoom: 10, paint: { 'circle-color': '#9c2b1b', 'circle-radius': 4.5, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.5 } }),
      of('place', 'symbol', { minzoom: 10, ...label(12, '#4a4f55') }),
      of('division_label', 'symbol', label(15, '#3b3340')),
    ],
  };
}

function tileJson(base, name) {
  if (!(name in fixtures.TILE_LAYERS)) throw new Problem(404, `图层 ${name} 不存在。`);
  return {
    tilejson: '3.0.0', name, tiles: [`${base}/tiles/${name}/{z}/{x}/{y}.mvt`], minzoom: 0, maxzoom: 14,
    bounds: fixtures.BOUNDS, attribution: ATTRIBUTION, vector_layers: [{ id: name, fields: {} }],
  };
}

function result(item, matched) {
  const division = 'code' in item;
  const county = division ? null : fixtures.divisionAt(item.lon, item.lat);
  const within = county ? [county, ...CITY] : CITY;
  return {
    id: String(item.id), standard_name: item.name, full_name: [...within].reverse().map((unit) => unit.name).join('') + item.name,
    romanised: item.romanised, kind: division ? 'division' : 'place', level: item.level ?? null, category: item.category ?? null,
    code: item.code ?? null, matched: { form: 'standard', how: 'prefix', edits: 0, ...matched }, score: 0.9, lon: item.lon, lat: item.lat,
    bbox: item.bbox ?? null, within: within.map(({ code, name }) => ({ code, name })), valid_from: item.code === '220184' ? '2020-06-05' : null,
    valid_to: null, status: 'approved', edition: 1, attribution: [ATTRIBUTION],
  };
}

const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f'\s]/g, '').toLowerCase();

function search(query) {
  const text = query.get('q') ?? '';
  if (text === '') throw new Problem(400, '参数 q 不能为空。');
  const results = [];
  for (const { name, code } of fixtures.FORMER)
    if (name.startsWith(text)) results.push(result(fixtures.DIVISIONS.find((d) => d.code === code), { name, form: 'former' }));
  for (const item of [...fixtures.DIVISIONS, ...fixtures.PLACES])
    if (item.name.includes(text) || item.code === text || plain(item.romanised).startsWith(plain(text)))
      results.push(result(item, { name: item.name }));
  return { query: text, next: null, results: results.slice(0, Number(query.get('limit') ?? 100)) };
}

function coordinate(query, name) {
  const value = Number(query.get(name) ?? NaN);
  if (!Number.isFinite(value)) throw new Problem(400, `参数 ${name} 必须是数。`);
  return value;
}

function reverse(query) {
  const point = { lon: coordinate(query, 'lon'), lat: coordinate(query, 'lat') };
  const division = fixtures.divisionAt(point.lon, point.lat);
  const nearest = fixtures.PLACES.map((place) => ({ id: String(place.id), name: place.name, distance_m: fixtures.distance_m(point, place) }))
    .sort((a, b) => a.distance_m - b.distance_m);
  const chain = division ? [...CITY].reverse().concat({ code: division.code, name: division.name, level: 'county' }) : [];
  return { chain, nearest: nearest.slice(0, 5), address: null };
}

const collection = (features) => ({ type: 'FeatureCollection', features });

const asFeature = ({ geometry, id, ...properties }) => ({ type: 'Feature', id, properties: { id, ...properties }, geometry });

/* One page of a list under key, or as features. */
function listing(query, key, items) {
  const start = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 100);
  const page = items.slice(start, start + limit);
  const next = start + limit < items.length ? String(start + limit) : null;
  if (query.get('f') !== 'geojson') return { [key]: page, next };
  return { ...collection(page.map(asFeature)), next };
}

function findings(query) {
  const is = (name, value) => !query.get(name) || query.get(name) === value;
  const least = (name, value) => !query.get(name) || (value ?? 0) >= Number(query.get(name));
  const held = query.get('run') === '1' ? fixtures.FINDINGS.slice(1) : fixtures.FINDINGS;
  const kept = held.filter(
    (f) => is('kind', f.kind) && is('severity', f.severity) && is('level', f.level) && least('min_area', f.area_m2) && least('min_width', f.width_m) && (!query.get('party') || f.parties.includes(query.get('party'))),
  );
  return listing(query, 'findings', kept);
}

function repairs(run, query) {
  const asked = fixtures.SLIVERS.filter((f) => !query.get('finding') || query.get('finding').split(',').includes(f.id));
  const gone = asked.filter((f) => f === fixtures.SLIVERS.at(-1)).map((f) => ({ finding: f.id, reason: 'gone', message: '该问题已不存在：已经修正，或区划已有变化；请重新检查' }));
  const list = asked.filter((f) => f !== fixtures.SLIVERS.at(-1)).map(fixtures.repairOf);
  return { run, at: '2026-11-24', level: null, profile: '1:10000', prefer: 'least', slivers: list.length, chosen: list.length, area_m2: 0, repairs: list, units: [], missed: gone, next: null };
}

function oneFinding(id) {
  const finding = fixtures.FINDINGS.find((f) => f.id === id);
  if (!finding) throw new Problem(404, `没有编号为 ${id} 的问题。`);
  return { run: 1, finding, sides: fixtures.sidesOf(finding) };
}

function lines(query) {
  const status = query.get('status') ?? 'agreed';
  return listing(query, 'lines', fixtures.LINES.filter((line) => status === 'any' || line.status === status));
}

function oneLine(code, query) {
  const line = fixtures.LINES.find((candidate) => candidate.code === code);
  if (!line) throw new Problem(404, `没有编号为 ${code} 的界线。`);
  return query.get('f') === 'geojson' ? asFeature(line) : line;
}

const markers = (query) => listing(query, 'markers', fixtures.MARKERS.filter((marker) => !query.get('line') || marker.line === query.get('line')));

function children(code) {
  const divisions = fixtures.DIVISIONS.filter((d) => `${d.code.slice(0, 4)}00` === code).map(({ id, code: own, name, level }) => ({ id, code: own, name, level }));
  return { code, divisions, next: null };
}

function reach(query) {
  const from = query.get('facility')
    ? fixtures.FACILITIES.find((facility) => facility.id === query.get('facility'))
    : { lon: coordinate(query, 'lon'), lat: coordinate(query, 'lat') };
  if (!from) throw new Problem(404, `没有编号为 ${query.get('facility')} 的设施。`);
  return collection(
    (query.get('minutes') ?? '15').split(',').map((minutes) => {
      const radius = Number(minutes) * 60 * 0.72;
      const people = fixtures.CELLS.filter((cell) => fixtures.distance_m(cell, from) < radius).reduce((sum, cell) => sum + cell.people, 0);
      return {
        type: 'Feature',
        properties: { facility: query.get('facility'), limit_s: Number(minutes) * 60, metric: 'time', area_m2: Math.PI * radius * radius, people },
        geometry: { type: 'MultiPolygon', coordinates: [[fixtures.circle(from.lon, from.lat, radius)]] },
      };
    }),
  );
}

/* Facilities of a kind or of the branch below it; none is a 404. */
function ofKind(query) {
  const kind = query.get('kind') ?? '';
  const list = fixtures.FACILITIES.filter((facility) => facility.kind === kind || facility.kind.startsWith(`${kind}.`));
  if (list.length === 0) throw new Problem(404, `没有类别为 ${kind} 的设施。`);
  return list;
}

function coverage(query) {
  const facilities = ofKind(query);
  const below = (code) => fixtures.CELLS.filter((cell) => cell.division === code);
  return {
    run: 1, at: query.get('at') || '2026-11-24', kind: query.get('kind'), norm: { metric: 'time', limit: 900, profile: 'older' },
    people: fixtures.peopleOf(fixtures.CELLS),
    divisions: [{ code: '220100', name: '长春市', people: fixtures.peopleOf(fixtures.CELLS) }].concat(
      fixtures.DIVISIONS.map(({ code, name }) => ({ code, name, people: fixtures.peopleOf(below(code)) })),
    ),
    facilities: facilities.map((facility) => ({
      id: facility.id, name: facility.name,
      people: fixtures.peopleOf(fixtures.CELLS.filter((cell) => cell.status === 'covered' && fixtures.distance_m(cell, facility) < 900)),
    })),
    indicators: [], notices: ['sample', 'modelled'],
  };
}

function circles(query) {
  const coordinates = ofKind(query).map((facility) => [fixtures.circle(facility.lon, facility.lat, 648)]);
  return collection([{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates } }]);
}

function uncovered(query) {
  ofKind(query);
  return collection(
    fixtures.CELLS.filter((cell) => cell.status !== 'covered').map(({ lon, lat, people, status }) => ({
      type: 'Feature', properties: { people, status }, geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  );
}

const EXACT = {
  '/api/v1/search': search, '/api/v1/reverse': reverse, '/api/v1/findings': findings, '/api/v1/reach': reach,
  '/api/v1/lines': lines, '/api/v1/markers': markers, '/api/v1/claims': (query) => listing(query, 'claims', fixtures.CLAIMS),
  '/api/v1/tri-junctions': (query) => listing(query, 'tri_junctions', fixtures.TRI_JUNCTIONS),
  '/api/v1/exemptions': (query) => listing(query, 'exemptions', fixtures.EXEMPTIONS),
  '/api/v1/inspections': () => ({ inspections: fixtures.RUNS, next: null }),
  '/api/v1/coverage': coverage, '/api/v1/coverage/circles': circles, '/api/v1/coverage/uncovered': uncovered,
};

function history(code) {
  const division = fixtures.DIVISIONS.find((d) => d.code === code);
  if (!division) throw new Problem(404, `没有代码为 ${code} 的区划。`);
  return { code, next: null, divisions: fixtures.HISTORY[code] ?? [{ code, name: division.name, valid_from: null, valid_to: null }] };
}

/* The answer to one GET: [type, body]. */
function answer(url, base) {
  const json = (value) => ['application/json', JSON.stringify(value)];
  const path = url.pathname;
  if (path === '/') return file('index.html');
  if (path.startsWith('/web/')) return file(path.slice(5));
  if (path === '/styles/default.json') return json(style(base));
  if (path in EXACT) return json(EXACT[path](url.searchParams));
  let found = /^\/tiles\/(\w+)\.json$/.exec(path);
  if (found) return json(tileJson(base, found[1]));
  found = /^\/tiles\/(\w+)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(path);
  if (found) {
    const [z, x, y] = found.slice(2).map(Number);
    return ['application/vnd.mapbox-vector-tile', writeTile(found[1], fixtures.TILE_LAYERS[found[1]] ?? [], { z, x, y })];
  }
  found = /^\/api\/v1\/findings\/([\w-]+)$/.exec(path);
  if (found) return json(oneFinding(found[1]));
  found = /^\/api\/v1\/inspections\/(\d+)\/repairs$/.exec(path);
  if (found) return json(repairs(Number(found[1]), url.searchParams));
  found = /^\/api\/v1\/lines\/([\w-]+)$/.exec(path);
  if (found) return json(oneLine(found[1], url.searchParams));
  found = /^\/api\/v1\/divisions\/(\d+)\/children$/.exec(path);
  if (found) return json(children(found[1]));
  found = /^\/api\/v1\/divisions\/(\d+)\/history$/.exec(path);
  if (found) return json(history(found[1]));
  throw new Problem(404, `没有 ${path} 这个地址。`);
}

function file(name) {
  if (!/^[\w.-]+$/.test(name)) throw new Problem(404, `没有 ${name} 这个文件。`);
  try {
    return [TYPES[extname(name)] ?? 'application/octet-stream', readFileSync(join(DIST, name))];
  } catch {
    throw new Problem(404, `没有 ${name} 这个文件。`);
  }
}

/* Starts the server on port (0: any free one); resolves to it. */
export function start(port = 0) {
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    response.setHeader('Content-Security-Policy', CSP);
    try {
      const [type, body] = answer(new URL(request.url, base), base);
      response.writeHead(200, { 'Content-Type': type }).end(body);
    } catch (failure) {
      const status = failure.status ?? 500;
      response.writeHead(status, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify({ type: 'about:blank', title: 'Error', status, detail: failure.message }));
    }
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await start(Number(process.argv[2] ?? 0));
  console.log(`http://127.0.0.1:${server.address().port}/`);
}
