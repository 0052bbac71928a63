/* layers.ts - the panel that switches layers on and off, with the legend. */
import { add, el, fill } from './dom';
import { languageChanged, t, tCode } from './language';
import { legend as lineLegend } from './lines';
import type { PageMap } from './map';
import { groupsOf, groupVisible, setGroupVisible } from './overlays';
import type { Key } from './strings';
import { STATUSES } from './types';

/* The order of the switches; what else the style has comes after them. */
const BASE = ['division', 'division_label', 'boundary_line', 'place', 'road', 'facility'];
const TOPICS = ['findings', 'lines', 'claims', 'markers', 'junctions', 'circles', 'uncovered', 'reach'];
const SEVERITIES = ['blocking', 'substantive', 'minor', 'notice'];
const NOT_SWITCHED = ['picked'];

export class LayersPanel {
  readonly body = el('div');

  constructor(private readonly page: PageMap) {
    languageChanged.on(() => this.draw());
    page.map.on('style.load', () => this.draw());
  }

  draw(): void {
    if (!this.page.map.isStyleLoaded() && this.body.childElementCount > 0) return;
    const groups = groupsOf(this.page.map).filter((group) => !NOT_SWITCHED.includes(group));
    const others = groups.filter((group) => !TOPICS.includes(group) && !BASE.includes(group));
    const base = [...BASE.filter((group) => groups.includes(group)), ...others];
    fill(
      this.body,
      el('h2', {}, t('layersTitle')),
      this.#group('layersBase', base),
      this.#group('layersTopic', TOPICS),
      el('h3', {}, `${t('legend')} · ${t('layer_findings')}`),
      legend('dot', 'severity', SEVERITIES),
      el('h3', {}, `${t('legend')} · ${t('linesTitle')}`),
      lineLegend(),
      el('h3', {}, `${t('legend')} · ${t('layer_uncovered')}`),
      legend('swatch', 'status', STATUSES.filter((status) => status !== 'covered')),
      el('p', { class: 'links' }, el('a', { href: '/docs' }, t('apiDocs')), el('a', { href: '/web/LICENSES.txt' }, t('licences'))),
    );
  }

  #group(title: Key, groups: string[]): HTMLElement {
    const set = el('fieldset', {}, el('legend', {}, t(title)));
    for (const group of groups) add(set, this.#switch(group));
    return set;
  }

  #switch(group: string): HTMLElement {
    const input = el('input', { type: 'checkbox', id: `layer-${group}`, checked: groupVisible(group) });
    input.addEventListener('change', () => setGroupVisible(this.page.map, group, input.checked));
    return el('div', { class: 'switch' }, input, el('label', { for: input.id }, tCode('layer', group)));
  }
}

function legend(shape: string, prefix: string, codes: readonly string[]): HTMLElement {
  const texts = prefix === 'status' ? 'coverage' : prefix;
  return el(
    'ul',
    { class: 'legend' },
    ...codes.map((code) => el('li', {}, el('span', { class: `${shape} ${prefix}-${code}` }), tCode(texts, code))),
  );
}
