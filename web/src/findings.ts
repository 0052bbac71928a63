/* findings.ts - the panel of the boundary inspection: findings by kind, with
 * filters; picking one moves the map so that its box lies inside. */
import { get, Latest } from './api';
import { refusal } from './access';
import { add, el, facts, fill, notice } from './dom';
import { area, count, length } from './format';
import { boxOf } from './geometry';
import { languageChanged, t, tCode } from './language';
import type { PageMap } from './map';
import { setOverlay } from './overlays';
import { keyChanged } from './session';
import type { Features, Finding, Severity } from './types';

const PAGE = 1000;
const MOST = 5000; /* a list longer than this is for export, not for a page */
const SEVERITIES: Severity[] = ['blocking', 'substantive', 'minor', 'notice'];

type Item = { finding: Finding; geometry: GeoJSON.Geometry | null };

/* The names of divisions by code, as far as the map's tiles told them. */
function divisionNames(page: PageMap): Map<string, string> {
  const names = new Map<string, string>();
  for (const source of ['division', 'division_label']) {
    if (!page.map.getSource(source)) continue;
    for (const { properties } of page.map.querySourceFeatures(source, { sourceLayer: source }))
      if (properties['code'] && properties['name']) names.set(String(properties['code']), String(properties['name']));
  }
  return names;
}

export class FindingsPanel {
  readonly body = el('div');
  readonly #latest = new Latest();
  readonly #names = new Map<string, string>();
  readonly #off = new Set<Severity>();
  #items: Item[] | null = null;
  #more = false;
  #failure: unknown = null;
  #kind = '';
  #open: string | null = null;

  constructor(private readonly page: PageMap) {
    languageChanged.on(() => this.#reload());
    keyChanged.on(() => this.#reload());
    page.map.on('idle', () => this.#learnNames());
  }

  /* Reads the findings once; later calls do nothing. */
  load(): void {
    if (this.#items === null && this.#failure === null) void this.#read();
  }

  #reload(): void {
    if (this.#items === null && this.#failure === null) return;
    this.#items = null;
    this.#failure = null;
    void this.#read();
  }

  async #read(): Promise<void> {
    fill(this.body, notice('info', t('loading')));
    try {
      const items = await this.#latest.run((signal) => this.#readAll(signal));
      if (!items) return;
      this.#items = items;
      this.#learnNames();
      if (this.#open !== null && !items.some((item) => item.finding.id === this.#open)) this.#open = null;
    } catch (failure) {
      this.#failure = failure;
    }
    this.#draw();
  }

  async #readAll(signal: AbortSignal): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const answer: Features & { next?: string | null } = await get(
        '/api/v1/findings',
        { f: 'geojson', limit: PAGE, cursor },
        signal,
      );
      for (const feature of answer.features)
        items.push({ finding: { id: String(feature.id), ...feature.properties } as Finding, geometry: feature.geometry });
      cursor = cursorOf(answer.next);
    } while (cursor !== undefined && items.length < MOST);
    this.#more = cursor !== undefined;
    return items;
  }

  #learnNames(): void {
    const before = this.#names.size;
    for (const [code, name] of divisionNames(this.page)) this.#names.set(code, name);
    if (this.#names.size > before && this.#items && !this.body.hidden && !this.body.contains(document.activeElement)) this.#draw();
  }

  #kept(): Item[] {
    return (this.#items ?? []).filter(
      ({ finding }) => !this.#off.has(finding.severity) && (this.#kind === '' || finding.kind === this.#kind),
    );
  }

  #draw(): void {
    if (this.#failure !== null) return fill(this.body, refusal(this.#failure, 'findingsForbidden', 'findingsAbsent'));
    if (this.#items === null) return;
    const kept = this.#kept();
    const scroll = this.body.scrollTop;
    fill(this.body, el('h2', {}, t('findingsTitle')), this.#filters(), this.#summary(kept.length));
    if (this.#items.length === 0) add(this.body, notice('info', t('findingsNone')));
    else if (kept.length === 0) add(this.body, notice('info', t('findingsNoneFiltered')));
    for (const [kind, items] of byKind(kept)) add(this.body, this.#group(kind, items));
    if (this.#more) add(this.body, notice('warning', t('findingsMore', { count: count(MOST) })));
    this.body.scrollTop = scroll;
    this.#drawOnMap(kept);
  }

  #summary(shown: number): HTMLElement {
    const all = this.#items?.length ?? 0;
    const text = shown === all ? t('findingsCount', { count: count(all) }) : t('findingsShown', { shown: count(shown), count: count(all) });
    return el('p', { class: 'summary', role: 'status' }, text);
  }

  #filters(): HTMLElement {
    const chips = el('div', { class: 'chips', role: 'group', 'aria-label': t('severityFilter') });
    for (const severity of SEVERITIES) add(chips, this.#chip(severity));
    const kinds = [...byKind(this.#items ?? [])];
    const select = el(
      'select',
      { id: 'finding-kind', 'aria-label': t('kindFilter') },
      el('option', { value: '' }, t('allKinds')),
      ...kinds.map(([kind, items]) =>
        el('option', { value: kind, selected: kind === this.#kind }, `${tCode('finding', kind)} · ${count(items.length)}`),
      ),
    );
    select.addEventListener('change', () => {
      this.#kind = select.value;
      this.#draw();
      document.getElementById('finding-kind')?.focus();
    });
    return el('div', { class: 'filters' }, chips, select);
  }

  #chip(severity: Severity): HTMLElement {
    const number = this.#items?.filter(({ finding }) => finding.severity === severity).length ?? 0;
    const id = `severity-${severity}`;
    const toggle = (): void => {
      if (!this.#off.delete(severity)) this.#off.add(severity);
      this.#draw();
      document.getElementById(id)?.focus();
    };
    return el(
      'button',
      { type: 'button', id, class: 'chip', 'aria-pressed': String(!this.#off.has(severity)), onclick: toggle },
      el('span', { class: `dot severity-${severity}` }),
      `${tCode('severity', severity)} ${count(number)}`,
    );
  }

  #group(kind: string, items: Item[]): HTMLElement {
    const holdsOpen = items.some(({ finding }) => finding.id === this.#open);
    return el(
      'details',
      { class: 'group', open: holdsOpen || items.length <= 12 },
      el('summary', {}, el('span', { class: 'name' }, tCode('finding', kind)), el('span', { class: 'number' }, count(items.length))),
      el('ul', { class: 'rows' }, ...items.map((item) => this.#row(item))),
    );
  }

  #row(item: Item): HTMLElement {
    const { finding } = item;
    const open = finding.id === this.#open;
    const measures = [area(finding.area_m2), finding.width_m !== null && `${t('width')} ${length(finding.width_m)}`].filter(Boolean);
    const button = el(
      'button',
      {
        type: 'button',
        class: 'row',
        'data-finding': finding.id,
        'aria-expanded': String(open),
        onclick: () => this.#choose(item),
      },
      el('span', { class: `dot severity-${finding.severity}` }),
      el('span', { class: 'name' }, this.#parties(finding)),
      el('span', { class: 'tag' }, tCode('severity', finding.severity)),
      el('span', { class: 'where' }, measures.length > 0 ? measures.join(' · ') : finding.message),
    );
    return el('li', {}, button, open && this.#details(item));
  }

  #parties(finding: Finding): string {
    if (finding.parties.length === 0) return finding.level ? tCode('level', finding.level) : finding.id;
    return finding.parties.map((code) => this.#names.get(code) ?? code).join(' · ');
  }

  #details({ finding, geometry }: Item): HTMLElement {
    return el(
      'div',
      { class: 'details' },
      el('p', {}, finding.message),
      geometry === null && notice('info', t('findingNoShape')),
      facts([
        [t('parties'), el('span', { class: 'mono' }, finding.parties.join(' '))],
        [t('area'), area(finding.area_m2)],
        [t('width'), length(finding.width_m)],
        [t('length'), length(finding.length_m)],
        [t('maxOffset'), length(finding.max_offset_m)],
        [t('tolerance'), length(finding.tolerance_m)],
        [t('state'), tCode('state', finding.state)],
        [t('firstSeen'), finding.first_seen?.slice(0, 10)],
      ]),
    );
  }

  /* Opens a finding, or closes the open one, and moves the map to it. */
  #choose(item: Item): void {
    const { id } = item.finding;
    this.#open = this.#open === id ? null : id;
    this.#draw();
    this.body.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`)?.focus();
    const box = boxOf(item.geometry);
    if (this.#open !== null && box) this.page.fit(box);
  }

  /* Opens the finding with this id, as when it was clicked on the map. */
  showOne(id: string): void {
    const item = this.#items?.find(({ finding }) => finding.id === id);
    if (!item) return;
    this.#open = id;
    this.#draw();
    this.body.querySelector(`[data-finding="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  #drawOnMap(kept: Item[]): void {
    const drawn = (items: Item[]): Features => ({
      type: 'FeatureCollection',
      features: items
        .filter(({ geometry }) => geometry !== null)
        .map(({ finding, geometry }) => ({
          type: 'Feature',
          properties: { finding: finding.id, severity: finding.severity },
          geometry,
        })),
    });
    setOverlay(this.page.map, 'findings', drawn(kept));
    setOverlay(this.page.map, 'finding', drawn(kept.filter(({ finding }) => finding.id === this.#open)));
  }
}

/* Items under their kind, in the order of the worst and then the most. */
function byKind(items: Item[]): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.finding.kind, [...(groups.get(item.finding.kind) ?? []), item]);
  const worst = (group: Item[]): number => Math.min(...group.map(({ finding }) => SEVERITIES.indexOf(finding.severity)));
  for (const group of groups.values())
    group.sort(
      (a, b) =>
        SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) ||
        (b.finding.area_m2 ?? 0) - (a.finding.area_m2 ?? 0),
    );
  return [...groups].sort(([, a], [, b]) => worst(a) - worst(b) || b.length - a.length);
}

/* The cursor in next, which is the cursor itself or the address of the page. */
function cursorOf(next: string | null | undefined): string | undefined {
  if (!next) return undefined;
  if (!/[/?]/.test(next)) return next;
  return new URL(next, location.href).searchParams.get('cursor') ?? undefined;
}
