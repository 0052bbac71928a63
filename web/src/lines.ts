/* lines.ts - the panel of boundary lines: agreed lines, the parties' claims of
 * them, markers and tri-junctions; one line's or marker's card in its place. */
import { ApiError, get, Latest } from './api';
import { refusal } from './access';
import { add, el, facts, fill, notice } from './dom';
import { cursorOf } from './findings';
import { area, coordinates, count, length, period } from './format';
import { boxOfAll } from './geometry';
import { languageChanged, t, tCode } from './language';
import type { PageMap } from './map';
import { learn, nameOf, namesLearnt } from './names';
import { setOverlay } from './overlays';
import { at, dateChanged, keyChanged } from './session';
import type { Claim, Exemption, Feature, Features, LineEntry, Marker, TriJunction } from './types';

const PAGE = 1000;
const MOST = 20000;

type Shown = { what: 'list' } | { what: 'line'; code: string } | { what: 'marker'; id: number } | { what: 'junction'; id: number };

/* Every page of a list, as features; no more than MOST. */
async function readAll(path: string, parameters: Record<string, string>, signal: AbortSignal): Promise<Feature[]> {
  const features: Feature[] = [];
  let cursor: string | undefined;
  do {
    const answer: Features & { next?: string | null } = await get(path, { f: 'geojson', limit: PAGE, at: at(), ...parameters, cursor }, signal);
    features.push(...answer.features);
    cursor = cursorOf(answer.next);
  } while (cursor !== undefined && features.length < MOST);
  return features;
}

interface Data {
  lines: Feature[];
  markers: Feature[];
  claims: Feature[];
  junctions: Feature[];
  exemptions: Feature[];
  refused: unknown; /* why markers, claims and lines not agreed are not here; null */
}

const EMPTY = { markers: [], claims: [], junctions: [], exemptions: [] };

/* All of it; without the right to see more, the agreed lines alone. */
async function readData(signal: AbortSignal): Promise<Data> {
  try {
    const [lines, markers, claims, junctions, exemptions] = await Promise.all([
      readAll('/api/v1/lines', { status: 'any' }, signal),
      readAll('/api/v1/markers', {}, signal),
      readAll('/api/v1/claims', {}, signal),
      readAll('/api/v1/tri-junctions', {}, signal),
      readAll('/api/v1/exemptions', {}, signal),
    ]);
    return { lines, markers, claims, junctions, exemptions, refused: null };
  } catch (failure) {
    if (!(failure instanceof ApiError) || !failure.forbidden) throw failure;
    return { ...EMPTY, lines: await readAll('/api/v1/lines', {}, signal), refused: failure };
  }
}

const lineOf = (feature: Feature): LineEntry => feature.properties as unknown as LineEntry;
const markerOf = (feature: Feature): Marker => feature.properties as unknown as Marker;
const junctionOf = (feature: Feature): TriJunction => feature.properties as unknown as TriJunction;
const exemptionOf = (feature: Feature): Exemption => feature.properties as unknown as Exemption;
const claimOf = (feature: Feature): Claim => feature.properties as unknown as Claim;

function lineName(line: LineEntry): string {
  return line.name ?? `${line.a.name ?? line.a.code}—${line.b.name ?? line.b.code}`;
}

export class LinesPanel {
  readonly body = el('div');
  readonly #latest = new Latest();
  #data: Data | null = null;
  #failure: unknown = null;
  #asked = false;
  #shown: Shown = { what: 'list' };
  #text = '';
  #wanted: (() => void) | null = null;

  constructor(
    private readonly page: PageMap,
    private readonly pickCode: (code: string) => void,
  ) {
    languageChanged.on(() => this.#draw());
    namesLearnt.on(() => this.#shown.what === 'marker' && !this.body.hidden && !this.body.contains(document.activeElement) && this.#draw());
    dateChanged.on(() => this.#asked && void this.#read());
    keyChanged.on(() => this.#asked && void this.#read());
    this.body.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#shown.what !== 'list') this.#show({ what: 'list' });
    });
  }

  load(): void {
    if (!this.#asked) void this.#read();
  }

  async #read(): Promise<void> {
    this.#asked = true;
    this.#data = null;
    this.#failure = null;
    this.#draw();
    try {
      const data = await this.#latest.run(readData);
      if (!data) return;
      this.#data = data;
      learn(data.markers.flatMap((marker) => markerOf(marker).keeper ?? []));
      this.#drawOnMap();
    } catch (failure) {
      this.#failure = failure;
    }
    this.#draw();
    const wanted = this.#wanted;
    this.#wanted = null;
    if (this.#data) wanted?.();
  }

  /* Opens the line with this code and moves the map to it. */
  pickLine(code: string): void {
    const open = (): void => this.#show({ what: 'line', code }, true);
    this.load();
    if (this.#data) open();
    else this.#wanted = open;
  }

  /* Opens what was clicked on the map. */
  showHit(hit: { line?: string; marker?: number; junction?: number }): void {
    if (hit.marker !== undefined) this.#show({ what: 'marker', id: hit.marker });
    else if (hit.junction !== undefined) this.#show({ what: 'junction', id: hit.junction });
    else if (hit.line !== undefined) this.#show({ what: 'line', code: hit.line });
  }

  #show(shown: Shown, move = false): void {
    const before = this.#shown;
    this.#shown = shown;
    this.#draw();
    const geometry = this.#open()?.geometry ?? null;
    setOverlay(this.page.map, 'line', geometry ? { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] } : null);
    if (move && geometry) this.page.fitGeometry(geometry);
    this.body.scrollTop = 0;
    if (shown.what !== 'list') this.body.querySelector<HTMLElement>('h2')?.focus();
    else if (before.what === 'line') this.body.querySelector<HTMLElement>(`[data-line="${CSS.escape(before.code)}"]`)?.focus();
  }

  #open(): Feature | undefined {
    const shown = this.#shown;
    if (shown.what === 'line') return this.#data?.lines.find((feature) => lineOf(feature).code === shown.code);
    if (shown.what === 'marker') return this.#data?.markers.find((feature) => markerOf(feature).id === shown.id);
    if (shown.what === 'junction') return this.#data?.junctions.find((feature) => junctionOf(feature).id === shown.id);
    return undefined;
  }

  #draw(): void {
    const open = this.#open();
    if (this.#failure !== null) fill(this.body, el('h2', {}, t('linesTitle')), refusal(this.#failure, 'linesForbidden', 'linesAbsent'));
    else if (this.#data === null) fill(this.body, el('h2', {}, t('linesTitle')), notice('info', t('loading')));
    else if (open && this.#shown.what === 'line') this.#drawLine(open, this.#data);
    else if (open && this.#shown.what === 'marker') this.#drawMarker(open);
    else if (open && this.#shown.what === 'junction') this.#drawJunction(open);
    else this.#drawList(this.#data);
  }

  #drawList(data: Data): void {
    const whole = data.lines.reduce((sum, feature) => sum + (lineOf(feature).length_m ?? 0), 0);
    const list = el('ul', { class: 'rows' });
    const input = el('input', { type: 'search', id: 'line-text', value: this.#text, placeholder: t('linesFilter') });
    const rows = (): void => {
      const found = data.lines.filter((feature) => `${lineName(lineOf(feature))} ${lineOf(feature).code}`.includes(this.#text));
      fill(list, ...found.map((feature) => this.#lineRow(lineOf(feature))));
      if (found.length === 0) add(list, el('li', {}, notice('info', t('linesNone'))));
    };
    input.addEventListener('input', () => {
      this.#text = input.value.trim();
      rows();
    });
    rows();
    fill(
      this.body,
      el('h2', {}, t('linesTitle')),
      el('p', { class: 'summary' }, t('linesSummary', { lines: count(data.lines.length), length: length(whole) || '0', markers: count(data.markers.length), junctions: count(data.junctions.length) })),
      data.refused !== null && refusal(data.refused, 'markersForbidden', 'linesAbsent'),
      legend(),
      el('div', { class: 'field' }, el('label', { for: 'line-text' }, t('linesFilterLabel')), input),
      list,
      data.exemptions.length > 0 && this.#exemptions(data.exemptions),
    );
  }

  /* What the register allows, with its document; the ground is shown where there is one. */
  #exemptions(features: Feature[]): HTMLElement {
    const row = (feature: Feature): HTMLElement => {
      const { exemption, kind, divisions, document, document_date, max_area_m2, area_m2, note, valid_from, valid_to } = exemptionOf(feature);
      const { geometry } = feature;
      const show = (): void => {
        setOverlay(this.page.map, 'line', geometry ? { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] } : null);
        if (geometry) this.page.fitGeometry(geometry);
      };
      return el(
        'li',
        {},
        el(
          'button',
          { type: 'button', class: 'row', 'data-exemption': exemption, disabled: geometry === null, onclick: show },
          el('span', { class: 'name' }, divisions.map(({ code, name }) => name ?? code).join(' · ')),
          el('span', { class: 'tag' }, tCode('exemption', kind)),
          el('span', { class: 'where' }, [exemption, document, document_date, area(area_m2), max_area_m2 !== null && t('atMost', { area: area(max_area_m2) || '' }), period(valid_from, valid_to), note].filter(Boolean).join(' · ')),
        ),
      );
    };
    return el('details', { class: 'group', open: true, id: 'exemptions' }, el('summary', {}, `${t('exemptionsTitle')} · ${count(features.length)}`), el('ul', { class: 'rows' }, ...features.map(row)));
  }

  #lineRow(line: LineEntry): HTMLElement {
    return el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'row', 'data-line': line.code, onclick: () => this.#show({ what: 'line', code: line.code }, true) },
        el('span', { class: 'name' }, lineName(line)),
        el('span', { class: 'tag' }, tCode('linestatus', line.status)),
        el('span', { class: 'where' }, `${line.code} · ${length(line.length_m)}`),
      ),
    );
  }

  #bar(): HTMLElement {
    return el('div', { class: 'card-bar' }, el('button', { type: 'button', class: 'button quiet', onclick: () => this.#show({ what: 'list' }) }, `← ${t('backToList')}`));
  }

  #division(code: string, name: string | null): HTMLElement {
    return el('span', {}, el('button', { type: 'button', class: 'link', onclick: () => this.pickCode(code) }, name ?? code), ' ', name !== null && el('span', { class: 'mono soft' }, code));
  }

  #drawLine(feature: Feature, data: Data): void {
    const line = lineOf(feature);
    const markers = data.markers.filter((marker) => markerOf(marker).line === line.code).sort((a, b) => markerOf(a).number.localeCompare(markerOf(b).number));
    const claims = data.claims.filter((claim) => claimOf(claim).line === line.code);
    fill(
      this.body,
      this.#bar(),
      el('div', { class: 'heading' }, el('h2', { tabindex: -1 }, lineName(line)), el('span', { class: 'tag' }, tCode('linestatus', line.status))),
      facts([
        [t('lineCode'), el('span', { class: 'mono' }, line.code)],
        [t('sideA'), this.#division(line.a.code, line.a.name)],
        [t('sideB'), this.#division(line.b.code, line.b.name)],
        [t('agreementNo'), line.agreement_no],
        [t('agreementDate'), line.agreement_date],
        [t('length'), length(line.length_m)],
        [t('support'), line.support && tCode('support', line.support)],
        [t('markersListed'), line.markers],
        [t('description'), line.description],
        [t('claims'), claims.length > 0 && claims.map((claim) => claimOf(claim).party_name ?? claimOf(claim).party).join(' · ')],
        [t('valid'), period(line.valid_from, line.valid_to)],
        [t('source'), line.attribution?.join(' · ')],
      ]),
      feature.geometry === null && notice('info', t('lineNoShape')),
      el('div', { class: 'actions' }, feature.geometry !== null && el('button', { type: 'button', class: 'button', onclick: () => this.page.fitGeometry(feature.geometry as GeoJSON.Geometry) }, t('zoomTo'))),
      el('h3', {}, `${t('markers')} · ${count(markers.length)}`),
      el('ul', { class: 'rows' }, ...markers.map((marker) => this.#markerRow(markerOf(marker)))),
    );
  }

  #markerRow(marker: Marker): HTMLElement {
    return el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'row', 'data-marker': String(marker.id), onclick: () => this.#show({ what: 'marker', id: marker.id }, true) },
        el('span', { class: 'name mono' }, marker.number),
        el('span', { class: 'tag' }, marker.condition ? tCode('condition', marker.condition) : t('conditionUnknown')),
        el('span', { class: 'where' }, [marker.mode && tCode('mode', marker.mode), marker.kind && tCode('material', marker.kind), marker.measured_on].filter(Boolean).join(' · ')),
      ),
    );
  }

  #drawMarker(feature: Feature): void {
    const marker = markerOf(feature);
    const line = marker.line;
    const record = this.#data?.lines.find((candidate) => lineOf(candidate).code === line);
    fill(
      this.body,
      this.#bar(),
      el('div', { class: 'heading' }, el('h2', { tabindex: -1 }, t('markerTitle', { number: marker.number })), marker.condition && el('span', { class: 'tag' }, tCode('condition', marker.condition))),
      facts([
        [t('markerNumber'), el('span', { class: 'mono' }, marker.number)],
        [t('lineOf'), line && el('button', { type: 'button', class: 'link', onclick: () => this.#show({ what: 'line', code: line }, true) }, record ? lineName(lineOf(record)) : line)],
        [t('markerKind'), [marker.mode && tCode('mode', marker.mode), marker.kind && tCode('material', marker.kind)].filter(Boolean).join(' · ')],
        [t('condition'), marker.condition && tCode('condition', marker.condition)],
        [t('measuredOn'), marker.measured_on],
        [t('sigma'), length(marker.sigma_m)],
        [t('keeper'), marker.keeper && (nameOf(marker.keeper) ? `${nameOf(marker.keeper)} ${marker.keeper}` : marker.keeper)],
        [t('coordinates'), marker.lon !== null && marker.lat !== null && coordinates(marker.lon, marker.lat)],
        [t('source'), marker.attribution?.join(' · ')],
      ]),
      feature.geometry === null && notice('info', t('lineNoShape')),
      el('div', { class: 'actions' }, feature.geometry !== null && el('button', { type: 'button', class: 'button', onclick: () => this.page.fitGeometry(feature.geometry as GeoJSON.Geometry) }, t('zoomTo'))),
    );
  }

  #drawJunction(feature: Feature): void {
    const junction = junctionOf(feature);
    fill(
      this.body,
      this.#bar(),
      el('div', { class: 'heading' }, el('h2', { tabindex: -1 }, t('junctionTitle', { number: junction.number }))),
      facts([
        [t('markerNumber'), el('span', { class: 'mono' }, junction.number)],
        ...junction.divisions.map(({ code, name }, i): [string, HTMLElement] => [i === 0 ? t('parties') : '', this.#division(code, name)]),
        [t('coordinates'), junction.lon !== null && junction.lat !== null && coordinates(junction.lon, junction.lat)],
      ]),
    );
  }

  #drawOnMap(): void {
    const data = this.#data;
    if (!data) return;
    const drawn = (features: Feature[], properties: (feature: Feature) => GeoJSON.GeoJsonProperties): Features => ({
      type: 'FeatureCollection',
      features: features.filter(({ geometry }) => geometry !== null).map((feature) => ({ type: 'Feature', properties: properties(feature), geometry: feature.geometry })),
    });
    const sideA = new Map(data.lines.map((feature) => [lineOf(feature).code, lineOf(feature).a.code]));
    const { map } = this.page;
    setOverlay(map, 'lines', drawn(data.lines, (feature) => ({ line: lineOf(feature).code, agreed: lineOf(feature).status === 'agreed' })));
    setOverlay(map, 'claims', drawn(data.claims.filter((feature) => claimOf(feature).about === 'line'), (feature) => ({ line: claimOf(feature).line, side: sideA.get(claimOf(feature).line ?? '') === claimOf(feature).party ? 0 : 1 })));
    setOverlay(map, 'markers', drawn(data.markers, (feature) => ({ marker: markerOf(feature).id, number: markerOf(feature).number, mode: markerOf(feature).mode ?? 'single', sound: ['intact', null].includes(markerOf(feature).condition) })));
    setOverlay(map, 'junctions', drawn(data.junctions, (feature) => ({ junction: junctionOf(feature).id, number: junctionOf(feature).number })));
    if (!this.#wanted) this.page.bringIntoSight(boxOfAll(data.lines));
  }
}

/* How lines and markers are drawn. */
export function legend(): HTMLElement {
  const row = (sample: string, text: string): HTMLElement => el('li', {}, el('span', { class: sample }), text);
  return el(
    'ul',
    { class: 'legend' },
    row('line-sample agreed', t('legendAgreed')),
    row('line-sample open-line', t('legendOpen')),
    row('line-sample side-0', t('legendSideA')),
    row('line-sample side-1', t('legendSideB')),
    row('marker-sample', t('markers')),
    row('junction-sample', t('junctions')),
  );
}

