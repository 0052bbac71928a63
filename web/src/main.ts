/* main.ts - puts the page together and lets its parts know of one another. */
import 'maplibre-gl/dist/maplibre-gl.css';
import './page.css';
import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { messageOf } from './api';
import { CoveragePanel } from './coverage';
import { el, fill, ICONS } from './dom';
import { FindingsPanel } from './findings';
import { language, languageChanged, setLanguage, t } from './language';
import { LayersPanel } from './layers';
import { LinesPanel } from './lines';
import { PageMap } from './map';
import { Panels } from './panels';
import { PlacePanel, type Hit } from './place';
import type { ReachFrom } from './reach';
import { SearchBox } from './search';
import { at, dateChanged, setAt } from './session';

declare global {
  interface Window {
    /* The handle that tests read the map's view from; see web/README.md. */
    yutu?: { map: MapLibre };
  }
}

const HIT_PX = 4;

const top = el('header', { class: 'top' });
const place = el('main', { class: 'map' });
const said = el('div', { class: 'said' });

/* Where walking from a facility starts: the facility itself where the tile
 * tells its id, else its point. */
function facilityAt(properties: GeoJSON.GeoJsonProperties, geometry: GeoJSON.Geometry): ReachFrom {
  const [lon = 0, lat = 0] = geometry.type === 'Point' ? geometry.coordinates : [];
  return properties?.['id'] ? { facility: String(properties['id']) } : { lon, lat };
}

interface Touched extends Hit {
  finding?: string;
  line?: string;
  marker?: number;
  junction?: number;
}

/* What the pointer touches: of a finding, marker, tri-junction and line the
 * uppermost, else a facility or a cell. */
function touched(map: MapLibre, event: MapMouseEvent): Touched {
  const { x, y } = event.point;
  const hit: Touched = {};
  for (const { layer, sourceLayer, properties, geometry } of map.queryRenderedFeatures([
    [x - HIT_PX, y - HIT_PX],
    [x + HIT_PX, y + HIT_PX],
  ])) {
    if (layer.source === 'overlay-markers') hit.marker ??= Number(properties['marker']);
    else if (layer.source === 'overlay-junctions') hit.junction ??= Number(properties['junction']);
    else if (layer.source === 'overlay-lines' || layer.source === 'overlay-claims') hit.line ??= String(properties['line']);
    else if (layer.source === 'overlay-findings') hit.finding ??= String(properties['finding']);
    else if (layer.source === 'overlay-uncovered')
      hit.people ??= { people: Number(properties['people']), status: String(properties['status']) };
    else if (sourceLayer === 'facility')
      hit.facility ??= {
        from: facilityAt(properties, geometry),
        name: String(properties['name'] ?? ''),
        kind: String(properties['kind'] ?? ''),
      };
  }
  return hit;
}

/* Today on this machine, YYYY-MM-DD. */
function today(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/* The head of the page: name, language, search, date. */
function drawTop(search: SearchBox): void {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  document.title = t('title');
  const date = el('input', { type: 'date', id: 'at', value: at() || today(), max: '2199-12-31' });
  date.addEventListener('change', () => setAt(date.value === today() ? '' : date.value));
  const swap = (): void => {
    setLanguage(language() === 'zh' ? 'en' : 'zh');
    document.getElementById('language')?.focus();
  };
  fill(
    top,
    el('a', { class: 'skip', href: '#search', onclick: (event: Event) => (event.preventDefault(), search.input.focus()) }, t('skip')),
    el(
      'div',
      { class: 'brand' },
      el('img', { src: '/web/favicon.svg', alt: '', width: 30, height: 30 }),
      el('h1', {}, t('title')),
      el('p', {}, t('subtitle')),
      el('button', { type: 'button', id: 'language', class: 'button quiet', lang: language() === 'zh' ? 'en' : 'zh-CN', title: t('languageLabel'), onclick: swap }, t('language')),
    ),
    search.root,
    el(
      'div',
      { class: 'date' },
      el('label', { for: 'at' }, t('asOf')),
      date,
      at() !== '' && el('button', { type: 'button', class: 'button quiet', onclick: () => setAt('') }, t('today')),
    ),
    said,
  );
}

async function start(): Promise<void> {
  document.title = t('title');
  document.body.append(top, place);
  const page = await PageMap.create(place);
  const { map } = page;
  window.yutu = { map };

  const placePanel = new PlacePanel(page);
  const findings = new FindingsPanel(page, (code) => (panels.show('lines'), lines.pickLine(code)));
  const layers = new LayersPanel(page);
  const toPlace = (): void => panels.show('place');
  const lines = new LinesPanel(page, (code) => (toPlace(), void placePanel.pickCode(code)));
  const coverage = new CoveragePanel(page, (code) => (toPlace(), void placePanel.pickCode(code)));
  const panels = new Panels([
    { name: 'place', title: 'tabPlace', icon: ICONS.place, body: placePanel.body },
    { name: 'findings', title: 'tabFindings', icon: ICONS.findings, body: findings.body },
    { name: 'lines', title: 'tabLines', icon: ICONS.lines, body: lines.body },
    { name: 'coverage', title: 'tabCoverage', icon: ICONS.coverage, body: coverage.body },
    { name: 'layers', title: 'tabLayers', icon: ICONS.layers, body: layers.body },
  ]);
  panels.shown.on(() => {
    if (panels.current === 'findings') findings.load();
    if (panels.current === 'lines') lines.load();
    if (panels.current === 'coverage') coverage.load();
  });
  const search = new SearchBox({
    near: () => map.getCenter(),
    pick: (result) => (toPlace(), placePanel.pick(result)),
    list: (answer) => (toPlace(), placePanel.list(answer)),
    fail: (message) => (toPlace(), placePanel.fail(message)),
  });

  map.on('click', (event) => {
    const { finding, line, marker, junction, ...hit } = touched(map, event);
    if (marker !== undefined || junction !== undefined || (line !== undefined && finding === undefined)) {
      panels.show('lines');
      lines.showHit({ line, marker, junction });
      return;
    }
    if (finding !== undefined) {
      panels.show('findings');
      findings.showOne(finding);
      return;
    }
    toPlace();
    void placePanel.locate(event.lngLat.lng, event.lngLat.lat, hit);
  });
  dateChanged.on(() => void changeDate(page, search));
  languageChanged.on(() => {
    drawTop(search);
    sayDate();
  });
  drawTop(search);
  document.body.append(panels.root);
}

/* Says which day is shown, unless it is today. */
function sayDate(): void {
  fill(said, at() !== '' && el('p', { class: 'notice info', role: 'status' }, t('asOfNote', { date: at() })));
}

async function changeDate(page: PageMap, search: SearchBox): Promise<void> {
  drawTop(search);
  fill(said);
  try {
    await page.restyle();
    sayDate();
  } catch (failure) {
    fill(said, el('p', { class: 'notice error', role: 'alert' }, messageOf(failure)));
  }
}

start().catch((failure: unknown) => PageMap.fail(place, failure));
