/* findings.ts - the panel of the boundary inspection: the list of findings with
 * filters and order, and one finding's card in its place. */
import { get, Latest, messageOf } from './api';
import { refusal } from './access';
import { add, el, fill, notice } from './dom';
import { save } from './download';
import { FindingCard, messageText, type Item } from './finding';
import { area, count, length } from './format';
import { languageChanged, t, tCode } from './language';
import type { PageMap } from './map';
import { learn, learnFromTiles, nameOf, namesLearnt } from './names';
import { setOverlay } from './overlays';
import { keyChanged } from './session';
import type { Features, Finding, Run, Severity } from './types';

const PAGE = 1000;
const MOST = 5000; /* a list longer than this is narrowed by the server */
const RUNS = 50; /* the newest of all inspections */
const ROWS = 100; /* rows are made as one scrolls */
const SEVERITIES: Severity[] = ['blocking', 'substantive', 'minor', 'notice'];
const ORDERS = ['severity', 'area', 'width', 'length', 'offset'] as const;
type Order = (typeof ORDERS)[number];

const SIZE: Record<Exclude<Order, 'severity'>, (finding: Finding) => number> = {
  area: (finding) => finding.area_m2 ?? -1,
  width: (finding) => finding.width_m ?? -1,
  length: (finding) => finding.length_m ?? -1,
  offset: (finding) => finding.max_offset_m ?? -1,
};

interface Filter {
  off: Set<Severity>;
  kind: string;
  level: string;
  party: string;
  minArea: number;
  minWidth: number;
}

export class FindingsPanel {
  readonly body = el('div');
  readonly #latest = new Latest();
  readonly #filter: Filter = { off: new Set(), kind: '', level: '', party: '', minArea: 0, minWidth: 0 };
  readonly #list = el('div', { class: 'list-view' });
  readonly #filters = el('div', { class: 'filters' });
  readonly #summary = el('p', { class: 'summary', role: 'status' });
  readonly #rows = el('div');
  readonly #back = el('div', { class: 'card-bar' });
  readonly #card: FindingCard;
  readonly #cardView = el('div', { hidden: true });
  readonly #sight: IntersectionObserver;
  #runs: Run[] = [];
  #run: number | null = null; /* null: the newest */
  #order: Order = 'severity';
  #items: Item[] | null = null;
  #kept: Item[] = [];
  #made = 0;
  #more = false; /* more pass the filter than are listed */
  #cut = false; /* there are more than MOST in all */
  #failure: unknown = null;
  #open: string | null = null;
  #scroll = 0;

  constructor(
    private readonly page: PageMap,
    pickLine: (code: string) => void,
  ) {
    this.#card = new FindingCard(page, pickLine);
    add(this.#cardView, this.#back, this.#card.root);
    this.#sight = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.#makeRows(), { root: this.body, rootMargin: '400px' });
    this.#cardView.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
    languageChanged.on(() => this.#reload());
    keyChanged.on(() => this.#reload());
    page.map.on('idle', () => learnFromTiles(page));
    namesLearnt.on(() => this.#showNames());
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
      const read = await this.#latest.run(async (signal) => {
        const { inspections } = await get<{ inspections: Run[] }>('/api/v1/inspections', { limit: RUNS }, signal);
        return { runs: inspections, items: await this.#readAll({}, MOST, signal) };
      });
      if (!read) return;
      const { items } = read;
      this.#runs = read.runs;
      this.#items = items;
      this.#cut = this.#more;
      learn(new Set(items.flatMap(({ finding }) => finding.parties)));
    } catch (failure) {
      this.#failure = failure;
    }
    this.#draw();
  }

  async #readAll(filter: Record<string, string | number | undefined>, most: number, signal?: AbortSignal): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const answer: Features & { next?: string | null } = await get('/api/v1/findings', { f: 'geojson', limit: PAGE, run: this.#run ?? undefined, ...filter, cursor }, signal);
      for (const feature of answer.features)
        items.push({ finding: { id: String(feature.id), ...feature.properties } as Finding, geometry: feature.geometry });
      cursor = cursorOf(answer.next);
    } while (cursor !== undefined && items.length < most);
    if (most === MOST) this.#more = cursor !== undefined;
    return items;
  }

  /* The part of the filter that the server knows. */
  #asked(): Record<string, string | number | undefined> {
    const { off, kind, level, party, minArea, minWidth } = this.#filter;
    const on = SEVERITIES.filter((severity) => !off.has(severity));
    return { kind, level, party, severity: on.length === 1 ? on[0] : '', min_area: minArea || '', min_width: minWidth || '' };
  }

  /* Names that came later stand in for codes where they are, the focus stays. */
  #showNames(): void {
    if (this.#items === null) return;
    for (const name of this.#rows.querySelectorAll<HTMLElement>('[data-parties]')) name.textContent = partiesText((name.dataset['parties'] ?? '').split(' '));
    for (const option of this.#filters.querySelectorAll<HTMLOptionElement>('#finding-party option[value]:not([value=""])')) option.textContent = partyOption(option.value, Number(option.dataset['count']));
  }

  #passes({ finding }: Item): boolean {
    const { off, kind, level, party, minArea, minWidth } = this.#filter;
    return (
      !off.has(finding.severity) &&
      (kind === '' || finding.kind === kind) &&
      (level === '' || finding.level === level) &&
      (party === '' || finding.parties.includes(party)) &&
      (minArea <= 0 || (finding.area_m2 ?? 0) >= minArea) &&
      (minWidth <= 0 || (finding.width_m ?? 0) >= minWidth)
    );
  }

  #draw(): void {
    if (this.#failure !== null) return fill(this.body, refusal(this.#failure, 'findingsForbidden', 'findingsAbsent'));
    if (this.#items === null) return;
    const narrowed = this.#filters.querySelector('details')?.open ?? false;
    fill(this.#filters, ...this.#controls(narrowed));
    fill(this.#list, el('h2', {}, t('findingsTitle')), this.#filters, this.#summary, this.#rows);
    fill(this.body, this.#list, this.#cardView);
    this.#drawRows();
    if (this.#open !== null) this.#showCard(false);
  }

  /* The rows again, as after a change of the filter; the controls stay. */
  #drawRows(): void {
    const all = this.#items ?? [];
    const severity = (item: Item): number => SEVERITIES.indexOf(item.finding.severity);
    const size = this.#order === 'severity' ? SIZE.area : SIZE[this.#order];
    this.#kept = all
      .filter((item) => this.#passes(item))
      .sort((a, b) => (this.#order === 'severity' ? severity(a) - severity(b) : 0) || size(b.finding) - size(a.finding) || a.finding.kind.localeCompare(b.finding.kind));
    const shown = this.#kept.length;
    this.#summary.textContent = shown === all.length ? t('findingsCount', { count: count(all.length) }) : t('findingsShown', { shown: count(shown), count: count(all.length) });
    this.#made = 0;
    fill(this.#rows);
    if (all.length === 0) add(this.#rows, notice('info', t('findingsNone')));
    else if (shown === 0) add(this.#rows, notice('info', t('findingsNoneFiltered')));
    else {
      add(this.#rows, el('ul', { class: 'rows' }), el('div', { class: 'rows-end' }));
      this.#makeRows();
      this.#sight.disconnect();
      this.#sight.observe(this.#rows.lastElementChild as Element);
    }
    if (this.#more) add(this.#rows, notice('warning', t('findingsMore', { count: count(MOST) })));
    this.#drawOnMap();
  }

  /* The next hundred rows. */
  #makeRows(): void {
    const list = this.#rows.querySelector('ul');
    if (!list) return;
    const next = this.#kept.slice(this.#made, this.#made + ROWS);
    this.#made += next.length;
    add(list, ...next.map((item) => this.#row(item)));
    if (this.#made >= this.#kept.length) this.#sight.disconnect();
  }

  #controls(narrowed: boolean): HTMLElement[] {
    const chips = el('div', { class: 'chips', role: 'group', 'aria-label': t('severityFilter') });
    for (const severity of SEVERITIES) add(chips, this.#chip(severity));
    const of = (value: (finding: Finding) => string[]): [string, number][] => counted((this.#items ?? []).flatMap(({ finding }) => value(finding)));
    const order = this.#select('finding-order', t('orderBy'), ORDERS.map((value) => [value, tCode('order', value)]), this.#order, (value) => (this.#order = value as Order));
    const kind = this.#select('finding-kind', t('kindFilter'), [['', t('allKinds')], ...of(({ kind }) => [kind]).map(([value, n]): [string, string] => [value, `${tCode('finding', value)} · ${count(n)}`])], this.#filter.kind, (value) => (this.#filter.kind = value));
    const party = this.#select('finding-party', t('parties'), [['', t('allParties')], ...of(({ parties }) => parties).map(([value, n]): [string, string, number] => [value, partyOption(value, n), n])], this.#filter.party, (value) => (this.#filter.party = value));
    const level = this.#select('finding-level', t('level'), [['', t('allLevels')], ...of(({ level }) => (level ? [level] : [])).map(([value, n]): [string, string] => [value, `${tCode('level', value)} · ${count(n)}`])], this.#filter.level, (value) => (this.#filter.level = value));
    const more = el(
      'details',
      { class: 'group narrow', open: narrowed },
      el('summary', {}, t('moreFilters')),
      el('div', { class: 'pair' }, party, level, this.#number('finding-min-area', t('minArea'), 'minArea'), this.#number('finding-min-width', t('minWidth'), 'minWidth')),
    );
    return [...this.#runChoice(), chips, el('div', { class: 'pair' }, kind, order), more, this.#exportButton()];
  }

  /* Which inspection is shown, where there are several. */
  #runChoice(): HTMLElement[] {
    if (this.#runs.length < 2) return [];
    const select = el('select', { id: 'finding-run' }, ...this.#runs.map((run) => el('option', { value: run.run, selected: run.run === this.#run }, runText(run))));
    select.addEventListener('change', () => {
      this.#run = Number(select.value) === this.#runs[0]?.run ? null : Number(select.value);
      this.#open = null;
      this.#reload();
    });
    return [el('div', { class: 'field' }, el('label', { for: 'finding-run' }, t('inspectionRun')), select)];
  }

  #changed(): void {
    if (this.#cut) void this.#narrow();
    else this.#drawRows();
  }

  /* Where the list is not the whole, the server looks for what is asked. */
  async #narrow(): Promise<void> {
    try {
      const items = await this.#latest.run((signal) => this.#readAll(this.#asked(), MOST, signal));
      if (!items) return;
      this.#items = items;
      this.#drawRows();
    } catch (failure) {
      fill(this.#rows, notice('error', messageOf(failure)));
    }
  }

  #select(id: string, label: string, options: [value: string, text: string, count?: number][], chosen: string, choose: (value: string) => void): HTMLElement {
    const select = el('select', { id }, ...options.map(([value, text, n]) => el('option', { value, selected: value === chosen, 'data-count': n }, text)));
    select.addEventListener('change', () => {
      choose(select.value);
      this.#changed();
    });
    return el('div', { class: 'field' }, el('label', { for: id }, label), select);
  }

  #number(id: string, label: string, key: 'minArea' | 'minWidth'): HTMLElement {
    const input = el('input', { id, type: 'number', min: 0, step: 'any', inputmode: 'decimal', value: this.#filter[key] || '' });
    input.addEventListener('change', () => {
      this.#filter[key] = Math.max(0, Number(input.value) || 0);
      this.#changed();
    });
    return el('div', { class: 'field' }, el('label', { for: id }, label), input);
  }

  #chip(severity: Severity): HTMLElement {
    const number = this.#items?.filter(({ finding }) => finding.severity === severity).length ?? 0;
    const chip = el(
      'button',
      { type: 'button', id: `severity-${severity}`, class: 'chip', 'aria-pressed': String(!this.#filter.off.has(severity)) },
      el('span', { class: `dot severity-${severity}` }),
      `${tCode('severity', severity)} ${count(number)}`,
    );
    chip.addEventListener('click', () => {
      if (!this.#filter.off.delete(severity)) this.#filter.off.add(severity);
      chip.setAttribute('aria-pressed', String(!this.#filter.off.has(severity)));
      this.#changed();
    });
    return chip;
  }

  /* What is listed, as the server gives it, also where the list is cut. */
  #exportButton(): HTMLElement {
    const said = el('div', { class: 'said' });
    const button = el('button', { type: 'button', class: 'button', id: 'export-findings' }, t('exportGeojson'));
    button.addEventListener('click', async () => {
      button.disabled = true;
      fill(said);
      try {
        const items = (await this.#readAll(this.#asked(), Infinity)).filter((item) => this.#passes(item));
        const features = items.map(({ finding, geometry }) => ({ type: 'Feature', id: finding.id, properties: finding, geometry }));
        save(`${t('findingsFile')}.geojson`, JSON.stringify({ type: 'FeatureCollection', features }));
      } catch (failure) {
        fill(said, notice('error', messageOf(failure)));
      }
      button.disabled = false;
    });
    return el('div', {}, button, said);
  }

  #row(item: Item): HTMLElement {
    const { finding } = item;
    const measures = [
      area(finding.area_m2),
      finding.width_m !== null && `${t('width')} ${length(finding.width_m)}`,
      finding.area_m2 === null && finding.max_offset_m !== null && `${t('maxOffset')} ${length(finding.max_offset_m)}`,
    ].filter(Boolean);
    return el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'row', 'data-finding': finding.id, onclick: () => this.#choose(finding.id) },
        el('span', { class: `dot severity-${finding.severity}`, title: tCode('severity', finding.severity) }),
        finding.parties.length > 0
          ? el('span', { class: 'name', 'data-parties': finding.parties.join(' ') }, partiesText(finding.parties))
          : el('span', { class: 'name' }, finding.level ? tCode('level', finding.level) : finding.id),
        el('span', { class: 'tag' }, tCode('finding', finding.kind)),
        el('span', { class: 'where' }, `${tCode('severity', finding.severity)} · `, measures.length > 0 ? measures.join(' · ') : messageText(finding)),
      ),
    );
  }

  /* Opens a finding in place of the list and moves the map to it. */
  #choose(id: string): void {
    this.#scroll = this.#open === null ? this.body.scrollTop : this.#scroll;
    this.#open = id;
    this.#showCard(true);
    this.#card.root.querySelector('h2')?.focus();
    this.body.scrollTop = 0;
  }

  #showCard(move: boolean): void {
    const item = this.#items?.find(({ finding }) => finding.id === this.#open);
    if (!item) return this.#close();
    this.#list.hidden = true;
    this.#cardView.hidden = false;
    const at = this.#kept.indexOf(item);
    const step = (by: number, label: string, text: string): HTMLElement => {
      const next = at < 0 ? undefined : this.#kept[at + by];
      return el('button', { type: 'button', class: 'button quiet', 'aria-label': label, title: label, disabled: !next, onclick: () => next && this.#choose(next.finding.id) }, text);
    };
    fill(
      this.#back,
      el('button', { type: 'button', class: 'button quiet', id: 'finding-back', onclick: () => this.#close() }, `← ${t('backToList')}`),
      el('span', { class: 'steps' }, step(-1, t('previous'), '‹'), el('span', { class: 'value' }, at < 0 ? '' : `${count(at + 1)} / ${count(this.#kept.length)}`), step(1, t('next'), '›')),
    );
    void this.#card.show(item, this.#run);
    this.#drawOnMap();
    if (move && item.geometry) this.page.fitGeometry(item.geometry);
  }

  #close(): void {
    const id = this.#open;
    this.#open = null;
    this.#card.hide();
    this.#cardView.hidden = true;
    this.#list.hidden = false;
    this.body.scrollTop = this.#scroll;
    this.#drawOnMap();
    if (id !== null) this.#rows.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`)?.focus();
  }

  /* Opens the finding with this id, as when it was clicked on the map. */
  showOne(id: string): void {
    if (!this.#items?.some(({ finding }) => finding.id === id)) return;
    this.#open = id;
    this.#showCard(false);
  }

  #drawOnMap(): void {
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
    setOverlay(this.page.map, 'findings', drawn(this.#kept.filter(({ finding }) => finding.id !== this.#open)));
    setOverlay(this.page.map, 'finding', drawn((this.#items ?? []).filter(({ finding }) => finding.id === this.#open)));
  }
}

/* "No. 3 · 2026-11-24 · claims · county" */
function runText({ run, at, options }: Run): string {
  const said = [
    options?.claims && t('runClaims'),
    options?.against && t('runAgainst', { edition: options.against }),
    options?.between?.join('—'),
    options?.level && tCode('level', options.level),
    options?.profile,
  ];
  return [t('runNumber', { run }), at, ...said.filter(Boolean)].join(' · ');
}

function partiesText(codes: string[]): string {
  return codes.map((code) => nameOf(code) ?? code).join(' · ');
}

function partyOption(code: string, n: number): string {
  const name = nameOf(code);
  return `${name === undefined ? '' : `${name} `}${code} · ${count(n)}`;
}

/* Each value with how often it stands there, the most frequent first. */
function counted(values: string[]): [string, number][] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
}

/* The cursor in next, which is the cursor itself or the address of the page. */
export function cursorOf(next: string | null | undefined): string | undefined {
  if (!next) return undefined;
  if (!/[/?]/.test(next)) return next;
  return new URL(next, location.href).searchParams.get('cursor') ?? undefined;
}
