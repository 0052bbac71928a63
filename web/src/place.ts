/* place.ts - the panel about one place: a search result, a list of them, or
 * the point of the map that was clicked. */
import { get, Latest, messageOf } from './api';
import { add, el, facts, fill, notice } from './dom';
import { coordinates, count, length, period } from './format';
import { languageChanged, t, tCode } from './language';
import type { PageMap } from './map';
import { outlineDivision, setOverlay } from './overlays';
import { showReach, type ReachFrom } from './reach';
import { levelText, matchText, withinText } from './search';
import { at, dateChanged } from './session';
import type { Features, HistoryAnswer, HistoryVersion, ReverseAnswer, SearchAnswer, SearchResult } from './types';

/* A facility or cell under the pointer, from the map's own features. */
export interface Hit {
  facility?: { from: ReachFrom; name: string; kind: string };
  people?: { people: number; status: string };
}

type Shown =
  | { what: 'nothing' }
  | { what: 'failure'; message: string }
  | { what: 'results'; answer: SearchAnswer }
  | { what: 'result'; result: SearchResult }
  | { what: 'point'; lon: number; lat: number; hit: Hit; answer: ReverseAnswer | null };

function point(lon: number, lat: number): Features {
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [lon, lat] } }],
  };
}

export class PlacePanel {
  readonly body = el('div');
  readonly #latest = new Latest();
  #shown: Shown = { what: 'nothing' };
  #results: SearchAnswer | null = null;

  constructor(private readonly page: PageMap) {
    languageChanged.on(() => this.#draw());
    dateChanged.on(() => {
      if (this.#shown.what === 'point') void this.locate(this.#shown.lon, this.#shown.lat, this.#shown.hit);
    });
    this.#draw();
  }

  /* Shows a search result and moves the map to it. */
  pick(result: SearchResult): void {
    this.#latest.cancel();
    this.#shown = { what: 'result', result };
    this.#goTo(result);
    this.#draw();
  }

  /* Shows the division with this code, as if it had been searched for. */
  async pickCode(code: string): Promise<void> {
    try {
      const answer = await get<SearchAnswer>('/api/v1/search', { q: code, limit: 1, at: at() });
      const [result] = answer.results;
      if (result) this.pick(result);
      else this.list(answer);
    } catch (failure) {
      this.fail(messageOf(failure));
    }
  }

  list(answer: SearchAnswer): void {
    this.#latest.cancel();
    this.#results = answer;
    this.#shown = { what: 'results', answer };
    this.#draw();
  }

  fail(message: string): void {
    this.#shown = { what: 'failure', message };
    this.#draw();
  }

  /* Asks which divisions and names are at a point. */
  async locate(lon: number, lat: number, hit: Hit): Promise<void> {
    this.#shown = { what: 'point', lon, lat, hit, answer: null };
    outlineDivision(this.page.map, '');
    setOverlay(this.page.map, 'picked', point(lon, lat));
    this.#draw();
    try {
      const answer = await this.#latest.run((signal) =>
        get<ReverseAnswer>('/api/v1/reverse', { lon: lon.toFixed(6), lat: lat.toFixed(6), at: at() }, signal),
      );
      if (answer) this.#shown = { what: 'point', lon, lat, hit, answer };
    } catch (failure) {
      this.#shown = { what: 'failure', message: messageOf(failure) };
    }
    this.#draw();
  }

  /* A division is outlined, anything else gets a dot. */
  #goTo(result: SearchResult): void {
    const outlined = result.kind === 'division' ? result.code : null;
    outlineDivision(this.page.map, outlined ?? '');
    const { lon, lat } = result;
    setOverlay(this.page.map, 'picked', outlined || lon === null || lat === null ? null : point(lon, lat));
    if (lon !== null && lat !== null) this.page.centre(lon, lat, result.bbox);
  }

  #draw(): void {
    const shown = this.#shown;
    this.body.setAttribute('aria-live', 'polite');
    if (shown.what === 'nothing') fill(this.body, guide());
    else if (shown.what === 'failure') fill(this.body, notice('error', shown.message));
    else if (shown.what === 'results') this.#drawResults(shown.answer);
    else if (shown.what === 'result') this.#drawResult(shown.result);
    else this.#drawPoint(shown);
  }

  #drawResults(answer: SearchAnswer): void {
    const { query, results } = answer;
    if (results.length === 0) return fill(this.body, notice('info', t('nothingFound', { query })));
    const rows = results.map((result) =>
      el(
        'li',
        {},
        el(
          'button',
          { type: 'button', class: 'row', onclick: () => this.pick(result) },
          el('span', { class: 'name' }, result.standard_name),
          el('span', { class: 'tag' }, levelText(result)),
          el('span', { class: 'where' }, withinText(result)),
        ),
      ),
    );
    fill(this.body, el('h2', {}, t('resultCount', { query, count: results.length })), el('ul', { class: 'rows' }, ...rows));
  }

  #drawResult(result: SearchResult): void {
    const { lon, lat } = result;
    const where = lon !== null && lat !== null ? { lon, lat } : null;
    const match = matchText(result);
    const back =
      this.#results &&
      el('button', { type: 'button', class: 'button quiet', onclick: () => this.#results && this.list(this.#results) }, t('backToResults'));
    const below = el('div', { class: 'below' });
    fill(
      this.body,
      back,
      el('div', { class: 'heading' }, el('h2', {}, result.standard_name), el('span', { class: 'tag' }, levelText(result))),
      el('p', { class: 'full-name' }, result.full_name),
      match !== '' && notice('info', match),
      facts([
        [t('romanised'), result.romanised && el('span', { lang: 'zh-Latn-pinyin' }, result.romanised)],
        [t('code'), result.code && el('span', { class: 'mono' }, result.code)],
        [t('within'), withinText(result)],
        [t('status'), result.status && tCode('placestatus', result.status)],
        [t('valid'), period(result.valid_from, result.valid_to)],
        [t('coordinates'), where && coordinates(where.lon, where.lat)],
        [t('source'), result.attribution?.join(' · ')],
      ]),
      el(
        'div',
        { class: 'actions' },
        where && el('button', { type: 'button', class: 'button', onclick: () => this.#goTo(result) }, t('zoomTo')),
        result.kind === 'division' && result.code !== null && this.#historyButton(result.code, below),
        where && this.#reachButton(where, below),
      ),
      below,
    );
  }

  #drawPoint(shown: Extract<Shown, { what: 'point' }>): void {
    const { lon, lat, hit, answer } = shown;
    const below = el('div', { class: 'below' });
    fill(
      this.body,
      el('div', { class: 'heading' }, el('h2', {}, hit.facility?.name ?? t('hereTitle'))),
      el('p', { class: 'full-name' }, coordinates(lon, lat)),
      hit.facility !== undefined && el('p', {}, tCode('facility', hit.facility.kind)),
      hit.people !== undefined &&
        notice('warning', t('herePeople', { people: count(hit.people.people), status: tCode('coverage', hit.people.status) })),
      answer ? this.#reverseLists(answer) : notice('info', t('loading')),
      el('div', { class: 'actions' }, this.#reachButton(hit.facility?.from ?? { lon, lat }, below)),
      below,
    );
  }

  #reverseLists(answer: ReverseAnswer): HTMLElement {
    const address = answer.address?.full ?? answer.address?.text;
    const box = el('div', {}, el('h3', {}, t('hereChain')));
    if (answer.chain.length === 0) add(box, notice('info', t('hereOutside')));
    else add(box, el('ol', { class: 'chain' }, ...answer.chain.map((unit) => this.#chainRow(unit))));
    if (address) add(box, facts([[t('hereAddress'), address]]));
    if (answer.nearest.length > 0)
      add(
        box,
        el('h3', {}, t('hereNearest')),
        el(
          'ul',
          { class: 'rows plain' },
          ...answer.nearest.map((near) =>
            el('li', {}, el('span', { class: 'name' }, near.name), el('span', { class: 'value' }, t('away', { distance: length(near.distance_m) }))),
          ),
        ),
      );
    return box;
  }

  #chainRow(unit: ReverseAnswer['chain'][number]): HTMLElement {
    return el(
      'li',
      {},
      el('span', { class: 'tag' }, unit.level ? tCode('level', unit.level) : ''),
      el('button', { type: 'button', class: 'link name', onclick: () => void this.pickCode(unit.code) }, unit.name),
      el('span', { class: 'mono value' }, unit.code),
    );
  }

  #reachButton(from: ReachFrom, box: HTMLElement): HTMLElement {
    return el('button', { type: 'button', class: 'button', onclick: () => void showReach(this.page, from, box) }, t('reachFrom'));
  }

  #historyButton(code: string, box: HTMLElement): HTMLElement {
    return el('button', { type: 'button', class: 'button', onclick: () => void this.#showHistory(code, box) }, t('history'));
  }

  async #showHistory(code: string, box: HTMLElement): Promise<void> {
    fill(box, notice('info', t('loading')));
    try {
      const { divisions } = await get<HistoryAnswer>(`/api/v1/divisions/${encodeURIComponent(code)}/history`);
      fill(box, el('h3', {}, t('history')), divisions.length > 0 ? timeline(divisions) : notice('info', t('historyEmpty')));
    } catch (failure) {
      fill(box, notice('error', messageOf(failure)));
    }
  }
}

/* What the page can do, where nothing is shown yet. */
function guide(): HTMLElement {
  const rows: [string, string][] = [
    [t('guideSearch'), t('guideSearchText')],
    [t('guidePoint'), t('guidePointText')],
    [t('tabFindings'), t('guideFindings')],
    [t('tabLines'), t('guideLines')],
    [t('tabCoverage'), t('guideCoverage')],
  ];
  return el('dl', { class: 'guide' }, ...rows.map(([term, text]) => el('div', {}, el('dt', {}, term), el('dd', {}, text))));
}

/* The versions of one division, the newest first. */
function timeline(versions: HistoryVersion[]): HTMLElement {
  const sorted = [...versions].sort((a, b) => (b.valid_from ?? '').localeCompare(a.valid_from ?? ''));
  const list = el('ol', { class: 'timeline' });
  for (const version of sorted)
    add(
      list,
      el(
        'li',
        {},
        el('span', { class: 'when' }, `${version.valid_from ?? t('historyUnknown')} — ${version.valid_to ?? t('historyNow')}`),
        el('span', { class: 'name' }, version.name),
        el('span', { class: 'mono value' }, version.code),
      ),
    );
  return list;
}
