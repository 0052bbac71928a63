/* coverage.ts - the panel of who is reached: people by status, by division and
 * by facility, with the circles and the uncovered people on the map. */
import { get, Latest } from './api';
import { refusal } from './access';
import { add, el, fill, notice } from './dom';
import { count, length, share } from './format';
import { boxOfAll } from './geometry';
import { languageChanged, t, tCode } from './language';
import type { PageMap } from './map';
import { setOverlay, type Overlay } from './overlays';
import { showReach } from './reach';
import { at, dateChanged, keyChanged } from './session';
import { AGES, STATUSES, type Age, type Counts, type CoverageAnswer, type Features } from './types';

const KINDS = [
  'eldercare',
  'eldercare.home',
  'eldercare.day',
  'eldercare.centre',
  'eldercare.meal',
  'community.service',
  'funeral.home',
  'funeral.ash-hall',
  'funeral.cemetery',
  'marriage.registry',
  'child.station',
  'social.station',
];

const MOST_CELLS = 10000; /* the most that one answer holds */

const SWITCHES = [
  { overlay: 'circles', label: 'showCircles', forbidden: 'circlesForbidden', absent: 'circlesAbsent' },
  { overlay: 'uncovered', label: 'showUncovered', forbidden: 'uncoveredForbidden', absent: 'uncoveredAbsent' },
] as const;
type Switch = (typeof SWITCHES)[number];

/* How deep a code stands: 1 province … 5 village, by the canonical forms. */
function depth(code: string): number {
  if (code.length === 12) return 5;
  if (code.length === 9) return 4;
  return code.endsWith('0000') ? 1 : code.endsWith('00') ? 2 : 3;
}

export class CoveragePanel {
  readonly body = el('div');
  readonly #latest = new Latest();
  readonly #reach = el('div', { class: 'below' });
  readonly #on = new Set<Overlay>();
  #answer: CoverageAnswer | null = null;
  #failure: unknown = null;
  #asked = false;
  #kind = KINDS[0] as string;
  #age: Age = 'total';

  constructor(
    private readonly page: PageMap,
    private readonly pickCode: (code: string) => void,
  ) {
    languageChanged.on(() => this.#reload());
    dateChanged.on(() => this.#reload());
    keyChanged.on(() => this.#reload());
  }

  load(): void {
    if (!this.#asked) void this.#read();
  }

  #reload(): void {
    if (!this.#asked) return;
    void this.#read();
    for (const { overlay } of SWITCHES) if (this.#on.has(overlay)) void this.#readOverlay(overlay);
  }

  async #read(): Promise<void> {
    this.#asked = true;
    this.#answer = null;
    this.#failure = null;
    fill(this.#reach);
    this.#draw();
    try {
      const answer = await this.#latest.run((signal) =>
        get<CoverageAnswer>('/api/v1/coverage', { kind: this.#kind, at: at() }, signal),
      );
      if (!answer) return;
      this.#answer = answer;
    } catch (failure) {
      this.#failure = failure;
    }
    this.#draw();
  }

  #draw(): void {
    fill(this.body, el('h2', {}, t('coverageTitle')), this.#kindSelect());
    if (this.#failure !== null) add(this.body, refusal(this.#failure, 'coverageForbidden', 'coverageAbsent'));
    else if (this.#answer === null) add(this.body, notice('info', t('loading')));
    else this.#drawAnswer(this.#answer);
  }

  #drawAnswer(answer: CoverageAnswer): void {
    for (const text of answer.notices ?? []) add(this.body, notice('warning', tCode('notice', text)));
    const counts = answer.people[this.#age];
    add(this.body, el('p', { class: 'summary' }, normText(answer), ' ', el('span', { class: 'nowrap' }, `${t('asOf')} ${answer.at}`)), this.#ageChoice(answer));
    add(this.body, counts && counts.all > 0 ? totals(counts) : notice('info', t('noPeople')));
    for (const each of SWITCHES) add(this.body, this.#switch(each));
    add(this.body, this.#divisionTable(answer), this.#facilityList(answer));
  }

  #kindSelect(): HTMLElement {
    const select = el(
      'select',
      { id: 'coverage-kind' },
      ...KINDS.map((kind) => el('option', { value: kind, selected: kind === this.#kind }, tCode('facility', kind))),
    );
    select.addEventListener('change', () => {
      this.#kind = select.value;
      void this.#read();
      document.getElementById('coverage-kind')?.focus();
      for (const { overlay } of SWITCHES) if (this.#on.has(overlay)) void this.#readOverlay(overlay);
    });
    return el('div', { class: 'field' }, el('label', { for: 'coverage-kind' }, t('coverageKind')), select);
  }

  #ageChoice(answer: CoverageAnswer): HTMLElement {
    const choices = AGES.filter((age) => answer.people[age] !== undefined);
    const group = el('div', { class: 'chips', role: 'group', 'aria-label': t('coverageAge') });
    for (const age of choices) {
      const choose = (): void => {
        this.#age = age;
        this.#draw();
        document.getElementById(`age-${age}`)?.focus();
      };
      const attributes = { type: 'button', id: `age-${age}`, class: 'chip', 'aria-pressed': String(age === this.#age), onclick: choose };
      add(group, el('button', attributes, tCode('age', age)));
    }
    return group;
  }

  #switch(each: Switch): HTMLElement {
    const input = el('input', { type: 'checkbox', id: `switch-${each.overlay}`, checked: this.#on.has(each.overlay) });
    const said = el('div', { id: `said-${each.overlay}` });
    input.addEventListener('change', () => {
      if (input.checked) {
        this.#on.add(each.overlay);
        void this.#readOverlay(each.overlay, true);
      } else {
        this.#on.delete(each.overlay);
        fill(said);
        setOverlay(this.page.map, each.overlay, null);
      }
    });
    return el('div', { class: 'switch' }, input, el('label', { for: input.id }, t(each.label)), said);
  }

  /* Draws the circles or the people; with look the map moves to them when
   * none would be in sight. */
  async #readOverlay(overlay: Overlay, look = false): Promise<void> {
    const each = SWITCHES.find((candidate) => candidate.overlay === overlay);
    const kind = this.#kind;
    if (!each) return;
    try {
      const features = await get<Features>(`/api/v1/coverage/${overlay}`, {
        kind,
        at: at(),
        limit: overlay === 'uncovered' ? MOST_CELLS : undefined,
      });
      if (!this.#on.has(overlay) || kind !== this.#kind) return;
      setOverlay(this.page.map, overlay, { ...features, features: features.features.map(withStatus) });
      if (features.features.length === MOST_CELLS) this.#say(overlay, notice('warning', t('uncoveredMore', { count: count(MOST_CELLS) })));
      if (look) this.page.bringIntoSight(boxOfAll(features.features));
    } catch (failure) {
      this.#on.delete(overlay);
      setOverlay(this.page.map, overlay, null);
      const input = document.getElementById(`switch-${overlay}`) as HTMLInputElement | null;
      if (input) input.checked = false;
      this.#say(overlay, refusal(failure, each.forbidden, each.absent));
    }
  }

  #say(overlay: Overlay, message: HTMLElement): void {
    const said = document.getElementById(`said-${overlay}`);
    if (said) fill(said, message);
  }

  #divisionTable(answer: CoverageAnswer): HTMLElement {
    const rows = answer.divisions
      .map((division) => ({ ...division, counts: division.people[this.#age] }))
      .filter((division) => division.counts !== undefined && division.counts.all > 0)
      .sort((a, b) => a.code.localeCompare(b.code));
    const top = Math.min(...rows.map((row) => depth(row.code)));
    const head = [t('division'), t('people'), t('covered'), t('share')];
    const table = el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((text) => el('th', { scope: 'col' }, text)))),
      el('tbody', {}, ...rows.map(({ code, name, counts }) => this.#divisionRow(code, name, counts as Counts, depth(code) - top))),
    );
    return el('details', { class: 'group', open: true }, el('summary', {}, el('span', { class: 'name' }, t('byDivision')), el('span', { class: 'number' }, count(rows.length))), table);
  }

  #divisionRow(code: string, name: string, counts: Counts, indent: number): HTMLElement {
    return el(
      'tr',
      {},
      el(
        'th',
        { scope: 'row', class: `indent-${indent}` },
        el('button', { type: 'button', class: 'link', onclick: () => this.pickCode(code) }, name),
      ),
      el('td', {}, count(counts.all)),
      el('td', {}, count(counts.covered)),
      el('td', {}, share(counts.covered, counts.all)),
    );
  }

  #facilityList(answer: CoverageAnswer): HTMLElement {
    const sorted = [...answer.facilities].sort((a, b) => peopleOf(b.people, this.#age) - peopleOf(a.people, this.#age));
    const rows = sorted.map((facility) =>
      el(
        'li',
        {},
        el(
          'button',
          { type: 'button', class: 'row', 'data-facility': facility.id, onclick: () => void showReach(this.page, { facility: facility.id }, this.#reach) },
          el('span', { class: 'name' }, facility.name),
          el('span', { class: 'value' }, t('reachPeople', { people: count(peopleOf(facility.people, this.#age)) })),
        ),
      ),
    );
    return el(
      'details',
      { class: 'group', open: rows.length <= 30 },
      el('summary', {}, el('span', { class: 'name' }, t('byFacility')), el('span', { class: 'number' }, count(rows.length))),
      rows.length === 0 ? notice('info', t('noFacilities')) : el('p', { class: 'hint' }, t('facilityReach')),
      this.#reach,
      el('ul', { class: 'rows' }, ...rows),
    );
  }
}

/* The status in the spelling of the counts' keys, whichever the cell uses. */
function withStatus(feature: Features['features'][number]): Features['features'][number] {
  const status = String(feature.properties?.['status'] ?? '').replaceAll('-', '_');
  return { ...feature, properties: { ...feature.properties, status } };
}

function peopleOf(people: CoverageAnswer['people'], age: Age): number {
  return people[age]?.covered ?? people[age]?.all ?? 0;
}

function normText({ norm }: CoverageAnswer): string {
  const profile = tCode('profile', norm.profile);
  return norm.metric === 'time'
    ? t('normTime', { minutes: count(norm.limit / 60), profile })
    : t('normDistance', { distance: length(norm.limit), profile });
}

/* The share that is covered, a bar of all statuses, and their numbers. */
function totals(counts: Counts): HTMLElement {
  const bar = el('div', { class: 'bar', 'aria-hidden': 'true' });
  const list = el('ul', { class: 'statuses' });
  for (const status of STATUSES) {
    const people = counts[status] ?? 0;
    if (people > 0) {
      const part = el('span', { class: `status-${status}` });
      part.style.flexGrow = String(people);
      add(bar, part);
    }
    add(
      list,
      el(
        'li',
        { class: people === 0 ? 'none' : undefined },
        el('span', { class: `swatch status-${status}` }),
        el('span', {}, tCode('coverage', status)),
        el('span', { class: 'value' }, count(people)),
        el('span', { class: 'value share' }, share(people, counts.all)),
      ),
    );
  }
  return el(
    'div',
    { class: 'totals' },
    el(
      'p',
      { class: 'big' },
      el('strong', {}, t('coveredShare', { share: share(counts.covered, counts.all) })),
      el('span', {}, t('coveredOf', { covered: count(counts.covered), all: count(counts.all) })),
    ),
    bar,
    list,
  );
}
