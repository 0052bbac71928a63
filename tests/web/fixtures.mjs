/* fixtures.mjs - what the mock server answers from. Names and codes are those
 * of Changchun; every shape, facility and number of people is made up. */

const SEATS = [
  ['220102', '南关区', 'Nánguān Qū', 125.36, 43.85],
  ['220103', '宽城区', 'Kuānchéng Qū', 125.33, 43.97],
  ['220104', '朝阳区', 'Cháoyáng Qū', 125.27, 43.81],
  ['220105', '二道区', 'Èrdào Qū', 125.5, 43.88],
  ['220106', '绿园区', 'Lǜyuán Qū', 125.2, 43.9],
  ['220112', '双阳区', 'Shuāngyáng Qū', 125.68, 43.53],
  ['220113', '九台区', 'Jiǔtái Qū', 125.86, 44.16],
  ['220122', '农安县', "Nóng'ān Xiàn", 125.15, 44.45],
  ['220182', '榆树市', 'Yúshù Shì', 126.5, 44.82],
  ['220183', '德惠市', 'Déhuì Shì', 125.7, 44.55],
  ['220184', '公主岭市', 'Gōngzhǔlǐng Shì', 124.82, 43.55],
];
const FRAME = [124.2, 43.2, 127.05, 45.25];

/* The points nearer to seat a than to any other, inside the frame. */
function cell(a) {
  let ring = [[FRAME[0], FRAME[1]], [FRAME[2], FRAME[1]], [FRAME[2], FRAME[3]], [FRAME[0], FRAME[3]]];
  for (const b of SEATS) {
    if (a === b) continue;
    const side = ([x, y]) => (x - a[3]) ** 2 + (y - a[4]) ** 2 - (x - b[3]) ** 2 - (y - b[4]) ** 2;
    const next = [];
    ring.forEach((point, i) => {
      const before = ring[(i + ring.length - 1) % ring.length];
      const [s, t] = [side(before), side(point)];
      if (s * t < 0) next.push([0, 1].map((k) => before[k] + ((point[k] - before[k]) * s) / (s - t)));
      if (t <= 0) next.push(point);
    });
    ring = next;
  }
  return ring;
}

function boxOf(ring) {
  const [xs, ys] = [0, 1].map((k) => ring.map((p) => p[k]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function inside(ring, [x, y]) {
  let odd = false;
  ring.forEach(([x1, y1], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
  });
  return odd;
}

export const DIVISIONS = SEATS.map((seat, i) => {
  const [code, name, romanised, lon, lat] = seat;
  const ring = cell(seat);
  return { id: i + 1, code, name, romanised, level: 'county', lon, lat, ring, bbox: boxOf(ring) };
});

export function divisionAt(lon, lat) {
  return DIVISIONS.find((division) => inside(division.ring, [lon, lat]));
}

export const PLACES = [
  ['朝阳公园', 'Cháoyáng Gōngyuán', 'park', 125.296, 43.871],
  ['朝阳桥', 'Cháoyáng Qiáo', 'bridge', 125.301, 43.892],
  ['朝阳沟', 'Cháoyáng Gōu', 'village', 125.08, 43.77],
  ['人民广场', 'Rénmín Guǎngchǎng', 'square', 125.3205, 43.888],
  ['文化广场', 'Wénhuà Guǎngchǎng', 'square', 125.304, 43.876],
  ['南湖', 'Nán Hú', 'lake', 125.306, 43.853],
  ['净月潭', 'Jìngyuè Tán', 'lake', 125.46, 43.785],
  ['伊通河', 'Yītōng Hé', 'river', 125.365, 43.91],
  ['饮马河', 'Yǐnmǎ Hé', 'river', 125.9, 43.9],
  ['卡伦湖', 'Kǎlún Hú', 'lake', 125.55, 43.98],
  ['合隆', 'Hélóng', 'town', 125.19, 44.09],
  ['奢岭', 'Shēlǐng', 'town', 125.56, 43.66],
].map(([name, romanised, category, lon, lat], i) => ({ id: 100 + i, name, romanised, category, lon, lat }));

/* A name that is no longer used leads to the unit of today. */
export const FORMER = [{ name: '长春郊区', code: '220106' }, { name: '怀德县', code: '220184' }];

export const HISTORY = {
  220184: [
    { code: '220381', name: '公主岭市', valid_from: '1985-02-09', valid_to: '2020-06-05' },
    { code: '220184', name: '公主岭市', valid_from: '2020-06-05', valid_to: null },
  ],
};

/* Each border once, although two cells have it. */
export const BORDERS = (() => {
  const seen = new Map();
  for (const { ring } of DIVISIONS)
    ring.forEach((point, i) => {
      const next = ring[(i + 1) % ring.length];
      const middle = [0, 1].map((k) => ((point[k] + next[k]) / 2).toFixed(6)).join();
      seen.set(middle, [point, next]);
    });
  return [...seen.values()];
})();

export const ROADS = (() => {
  const roads = [];
  for (let i = -6; i <= 6; i++) {
    const kind = i % 3 === 0 ? 'primary' : 'residential';
    roads.push({ class: kind, line: [[125.2, 43.872 + i * 0.009], [125.45, 43.884 + i * 0.009]] });
    roads.push({ class: kind, line: [[125.324 + i * 0.015, 43.8], [125.316 + i * 0.015, 43.95]] });
  }
  roads.push({ class: 'trunk', line: [[124.82, 43.5], [125.3, 43.87], [125.7, 44.5], [126.5, 44.82]] });
  roads.push({ class: 'trunk', line: [[125.68, 43.53], [125.36, 43.85], [125.15, 44.45]] });
  return roads;
})();

export const FACILITIES = [
  ['e1', '安康养老院', 'eldercare.home', 125.281, 43.864],
  ['e2', '松柏日间照料中心', 'eldercare.day', 125.318, 43.879],
  ['e3', '福寿综合养老服务中心', 'eldercare.centre', 125.349, 43.868],
  ['e4', '和平助餐点', 'eldercare.meal', 125.333, 43.902],
  ['e5', '春晖养老院', 'eldercare.home', 125.392, 43.887],
  ['e6', '长乐日间照料中心', 'eldercare.day', 125.252, 43.893],
].map(([id, name, kind, lon, lat], i) => ({ id, number: 200 + i, name, kind, lon, lat }));

/* A circle as 48 corners, as wide in metres on the ground as high. */
export function circle(lon, lat, radius_m) {
  const ring = [];
  for (let i = 0; i <= 48; i++) {
    const angle = (i * Math.PI) / 24;
    const reach = radius_m * (1 + 0.12 * Math.sin(3 * angle + lon * 40));
    ring.push([lon + (reach * Math.cos(angle)) / (111320 * Math.cos((lat * Math.PI) / 180)), lat + (reach * Math.sin(angle)) / 110540]);
  }
  ring[48] = ring[0];
  return ring;
}

function distance_m(a, b) {
  const x = (a.lon - b.lon) * 111320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(x, (a.lat - b.lat) * 110540);
}
export { distance_m };

/* Points with people, more where the city is, each with its status. */
export const CELLS = (() => {
  const cells = [];
  let state = 7;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < 420; i++) {
    const spread = i < 330 ? 0.1 : 0.8;
    const cell = { lon: 125.32 + (random() + random() - 1) * spread * 1.3, lat: 43.88 + (random() + random() - 1) * spread };
    cell.people = Math.round(200 + random() ** 3 * 9000);
    const nearest = Math.min(...FACILITIES.map((facility) => distance_m(cell, facility)));
    const odd = random();
    cell.status =
      nearest < 900 ? 'covered' : Math.abs(cell.lon - 125.32) > 0.14 ? 'no_road_data' : odd < 0.06 ? 'off_network' : odd < 0.1 ? 'unreachable' : 'too_far';
    cell.division = divisionAt(cell.lon, cell.lat)?.code;
    cells.push(cell);
  }
  return cells.filter((cell) => cell.division);
})();

const FACTORS = { total: 1, age60: 0.232, age65: 0.158, age80: 0.027 };

/* Counts by status for each age group; the statuses add up to all. */
export function peopleOf(cells) {
  const people = {};
  for (const [age, factor] of Object.entries(FACTORS)) {
    const counts = { all: 0, covered: 0, too_far: 0, unreachable: 0, off_network: 0, no_road_data: 0, no_capacity: 0 };
    for (const cell of cells) {
      const n = Math.round(cell.people * factor);
      counts[cell.status] += n;
      counts.all += n;
    }
    people[age] = counts;
  }
  return people;
}

/* Slivers along the borders, and faults of other kinds. */
export const FINDINGS = (() => {
  const list = [];
  const add = (kind, severity, parties, geometry, measures, message) =>
    list.push({
      id: `f${list.length + 1}`, kind, level: 'county', severity, parties, area_m2: null, width_m: null, length_m: null,
      max_offset_m: null, tolerance_m: 5, sliver: false, geometry, message, first_seen: '2026-11-20T02:10:00Z', state: 'new', ...measures,
    });
  const near = ([x1, y1], [x2, y2], wide) => {
    const [mx, my, dx, dy] = [(x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) / 14, (y2 - y1) / 14];
    return { type: 'Polygon', coordinates: [[[mx - dx, my - dy], [mx + wide, my - wide], [mx + dx, my + dy], [mx - wide, my + wide], [mx - dx, my - dy]]] };
  };
  const sides = (a, b) => [0.001, -0.001].map((d) => divisionAt((a[0] + b[0]) / 2 + d, (a[1] + b[1]) / 2 + d * 0.7)?.code);
  const inner = BORDERS.filter(([a, b]) => sides(a, b).every(Boolean) && new Set(sides(a, b)).size === 2);
  const kinds = ['overlap', 'gap', 'non-coincident-border', 'overlap', 'open-gap'];
  inner.slice(0, 14).forEach(([a, b], i) => {
    const kind = kinds[i % kinds.length];
    const parties = sides(a, b).sort();
    const names = parties.map((code) => DIVISIONS.find((d) => d.code === code).name).join('与');
    const width = [8.1, 3.2, 1.4, 21.5, 0.35][i % 5];
    const area = width * (240 + 90 * i);
    const text = { overlap: '重叠', gap: '之间有缝隙', 'non-coincident-border': '的共同边界不重合', 'open-gap': '之间有开口缝隙' }[kind];
    add(kind, width > 5 ? 'substantive' : 'minor', parties, near(a, b, 0.0004), { area_m2: area, width_m: width, length_m: 240 + 90 * i, max_offset_m: width * 1.2 }, `${names}${text}，最宽处 ${width} 米，超出容差 5 米的部分须双方核对。`);
  });
  const { lon, lat } = DIVISIONS[6];
  add('invalid-geometry', 'blocking', ['220113'], { type: 'Point', coordinates: [lon + 0.05, lat - 0.04] }, {}, '九台区的外环在此处自相交，图形无效。');
  add('code-mismatch', 'substantive', ['220184'], null, {}, '公主岭市的图形代码为 220381,登记代码为 220184。');
  add('vertex-noise', 'notice', ['220122'], { type: 'LineString', coordinates: [[125.0, 44.3], [125.01, 44.301], [125.012, 44.3]] }, { length_m: 960 }, '农安县边界上有间距小于 1 厘米的重复点。');
  return list;
})();

/* Lines between two counties, as agreed, with stones; the third is disputed and
 * claimed by both. All of it is made up. */
const PAIRS = BORDERS.map(([a, b]) => {
  const codes = [0.001, -0.001].map((d) => divisionAt((a[0] + b[0]) / 2 + d, (a[1] + b[1]) / 2 + d * 0.7)?.code);
  return codes.every(Boolean) && codes[0] !== codes[1] ? { a, b, codes: codes.sort() } : null;
}).filter(Boolean);
const INNER = PAIRS.filter((border, i, all) => distance_m(...[border.a, border.b].map(([lon, lat]) => ({ lon, lat }))) > 5000 && all.findIndex((other) => other.codes.join() === border.codes.join()) === i);
const nameOf = (code) => DIVISIONS.find((d) => d.code === code)?.name ?? null;
const along = ({ a, b }, s) => [0, 1].map((k) => a[k] + (b[k] - a[k]) * s);

export const LINES = INNER.slice(0, 8).map((border, i) => ({
  id: i + 1, code: border.codes.join('-'), a: { code: border.codes[0], name: nameOf(border.codes[0]) }, b: { code: border.codes[1], name: nameOf(border.codes[1]) },
  name: `${nameOf(border.codes[0])}—${nameOf(border.codes[1])}线（示例）`, status: i === 2 ? 'disputed' : 'agreed',
  agreement_no: i === 2 ? null : `示例〔2000〕${i + 1}号`, agreement_date: i === 2 ? null : '2000-09-15', support: 'marker-to-marker', markers: '001-003', description: null,
  length_m: distance_m({ lon: border.a[0], lat: border.a[1] }, { lon: border.b[0], lat: border.b[1] }), valid_from: null, valid_to: null, edition: 1, attribution: ['示例数据'],
  bbox: boxOf([border.a, border.b]), geometry: { type: 'LineString', coordinates: [border.a, border.b] },
}));

export const MARKERS = LINES.flatMap((line, i) =>
  [0.25, 0.5, 0.75].map((s, k) => {
    const [lon, lat] = along(INNER[i], s);
    return {
      id: i * 3 + k + 1, number: `${line.a.code.slice(4)}${line.b.code.slice(4)}00${k + 1}${'QSC'[k]}`, line: line.code, mode: ['single', 'double', 'triple'][k], kind: 'concrete', lon, lat,
      measured_on: '2023-06-15', sigma_m: 0.1, condition: k === 1 ? 'leaning' : 'intact', keeper: line.a.code, valid_from: null, valid_to: null, edition: 1, attribution: ['示例数据'],
      geometry: { type: 'Point', coordinates: [lon, lat] },
    };
  }),
);

export const CLAIMS = [LINES[2].a, LINES[2].b].map((party, i) => {
  const { a, b } = INNER[2];
  const middle = along(INNER[2], 0.5).map((x) => x + (i === 0 ? 0.004 : -0.004));
  return {
    id: i + 1, about: 'line', line: LINES[2].code, code: null, party: party.code, party_name: party.name, name: null, length_m: LINES[2].length_m, bbox: null,
    valid_from: null, valid_to: null, edition: 1, attribution: ['示例数据'], geometry: { type: 'LineString', coordinates: [a, middle, b] },
  };
});

export const TRI_JUNCTIONS = (() => {
  const seen = new Map();
  for (const { a, b, codes } of PAIRS)
    for (const point of [a, b]) {
      const key = point.map((x) => x.toFixed(6)).join();
      const found = seen.get(key) ?? { point, codes: new Set() };
      codes.forEach((code) => found.codes.add(code));
      seen.set(key, found);
    }
  return [...seen.values()].filter(({ codes }) => codes.size === 3).map(({ point: [lon, lat], codes }, i) => ({
    id: i + 1, number: `${String(i + 1).padStart(3, '0')}I`, divisions: [...codes].sort().map((code) => ({ code, name: nameOf(code) })), lon, lat,
    valid_from: null, valid_to: null, edition: 1, attribution: ['示例数据'], geometry: { type: 'Point', coordinates: [lon, lat] },
  }));
})();

const APART_M = distance_m(...CLAIMS.map(({ geometry }) => ({ lon: geometry.coordinates[1][0], lat: geometry.coordinates[1][1] })));

/* One finding about the disputed line, with how the two claims lie apart. */
FINDINGS.push({
  id: 'line-1', kind: 'non-coincident-border', level: 'county', severity: 'substantive', parties: [LINES[2].a.code, LINES[2].b.code], area_m2: null, width_m: null,
  length_m: LINES[2].length_m, max_offset_m: APART_M, tolerance_m: 5, sliver: null, line: LINES[2].code, markers: [], chainage_m: LINES[2].length_m / 2, side: null,
  apart: {
    there_m: APART_M, back_m: APART_M, mean_m: APART_M / 2, frechet_m: APART_M, left_m2: (APART_M * LINES[2].length_m) / 2, right_m2: 0, within_share: 0.01,
    profile: Array.from({ length: 41 }, (_, i) => [(LINES[2].length_m * i) / 40, APART_M * (1 - Math.abs(i - 20) / 20)]),
  },
  geometry: CLAIMS[1].geometry, message: `两方主张线相距最远 ${APART_M.toFixed(2)} 米。`, message_en: `The two claims lie up to ${APART_M.toFixed(2)} m apart.`, first_seen: '2026-11-20T02:10:00Z', state: 'new',
});

/* The borders beside a finding: the claims of its line, else each side's outline. */
export function sidesOf(finding) {
  return finding.parties.map((code) => {
    const claim = finding.line && CLAIMS.find((candidate) => candidate.line === finding.line && candidate.party === code);
    const ring = DIVISIONS.find((d) => d.code === code)?.ring;
    const outline = ring ? { type: 'MultiLineString', coordinates: [[...ring, ring[0]]] } : null;
    return { code, name: nameOf(code), claim: Boolean(claim), geometry: claim ? claim.geometry : outline };
  });
}

/* What could be done about a sliver; the last one of the list is gone meanwhile. */
export const SLIVERS = FINDINGS.filter((finding) => ['gap', 'overlap', 'non-coincident-border'].includes(finding.kind) && finding.severity === 'minor' && !finding.line);
for (const finding of SLIVERS) finding.sliver = true;
export function repairOf(finding) {
  const [first, second] = finding.parties;
  const ring = finding.geometry.coordinates[0];
  const piece = (from, to) => ({ from, to, area_m2: finding.area_m2, geometry: finding.geometry });
  const proposal = (method, unit, rest) => ({
    method, unit, offered: true, least: false, chosen: false, hindrance: null, message: null, area_m2: finding.area_m2, max_move_m: finding.width_m,
    line: { type: 'MultiLineString', coordinates: [ring.slice(0, 3)] }, pieces: [piece(null, second)], ...rest,
  });
  const middle = { type: 'MultiLineString', coordinates: [[ring[0], ring[2]]] };
  return {
    finding: finding.id, kind: finding.kind, level: finding.level, parties: finding.parties, area_m2: finding.area_m2, width_m: finding.width_m, message: finding.message,
    proposals: [
      proposal('keep', first, {}),
      proposal('keep', second, { offered: false, hindrance: 'parent-border', message: '会移动上级单位的界线', area_m2: null, max_move_m: null, line: null, pieces: [] }),
      proposal('middle', null, { least: true, chosen: true, max_move_m: finding.width_m / 2, line: middle }),
    ],
  };
}

export const TILE_LAYERS = {
  division: DIVISIONS.map((d) => ({ id: d.id, geometry: { type: 'Polygon', coordinates: [[...d.ring, d.ring[0]]] }, properties: { code: d.code, name: d.name, level: d.level } })),
  division_label: DIVISIONS.map((d) => ({ id: d.id, geometry: { type: 'Point', coordinates: [d.lon, d.lat] }, properties: { code: d.code, name: d.name, level: d.level } })),
  boundary_line: BORDERS.map((line, i) => ({ id: i + 1, geometry: { type: 'LineString', coordinates: line }, properties: { level: 'county' } })),
  place: PLACES.map((p) => ({ id: p.id, geometry: { type: 'Point', coordinates: [p.lon, p.lat] }, properties: { name: p.name, category: p.category } })),
  road: ROADS.map((r, i) => ({ id: i + 1, geometry: { type: 'LineString', coordinates: r.line }, properties: { class: r.class } })),
  facility: FACILITIES.map((f) => ({ id: f.number, geometry: { type: 'Point', coordinates: [f.lon, f.lat] }, properties: { id: f.id, name: f.name, kind: f.kind } })),
};
export const BOUNDS = FRAME;

/* The first run found less than the second. */
export const RUNS = [
  { run: 2, recorded_at: '2026-11-24T02:00:00.000Z', at: '2026-11-24', options: { level: null, profile: '1:10000', claims: false } },
  { run: 1, recorded_at: '2026-11-23T02:00:00.000Z', at: '2026-11-23', options: { level: 'county', profile: '1:50000', claims: true } },
];

export const EXEMPTIONS = [{
  id: 1, exemption: '示例-飞地-1', kind: 'exclave', divisions: [{ code: '220184', name: nameOf('220184') }], document: '示例文号〔2020〕1号', document_date: '2020-06-05',
  max_area_m2: null, area_m2: null, note: '示例数据', bbox: null, valid_from: '2020-06-05', valid_to: null, edition: 1, attribution: ['示例数据'], geometry: null,
}];
