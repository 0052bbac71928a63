/* reach.ts - draws how far one walks from a point or a facility. */
import { get, Latest, messageOf } from './api';
import { add, el, fill, notice } from './dom';
import { area, count } from './format';
import { boxOfAll } from './geometry';
import { t } from './language';
import type { PageMap } from './map';
import { setOverlay } from './overlays';
import { at } from './session';
import type { Features } from './types';

export type ReachFrom = { lon: number; lat: number } | { facility: string };

interface Ring {
  limit_s: number;
  area_m2?: number | null;
  people?: number | { total?: { all?: number } } | null;
}

const latest = new Latest();

function ringPeople(ring: Ring): string {
  const people = typeof ring.people === 'number' ? ring.people : ring.people?.total?.all;
  return people === undefined || people === null ? '' : t('reachPeople', { people: count(people) });
}

/* Class names of the rings, innermost first: the colours of overlays.ts. */
function ringClass(limit_s: number): string {
  return limit_s <= 300 ? 'near' : limit_s <= 600 ? 'middle' : 'far';
}

function legend(page: PageMap, rings: Ring[], box: HTMLElement): HTMLElement {
  const list = el('ul', { class: 'rings' });
  for (const ring of rings)
    add(
      list,
      el(
        'li',
        {},
        el('span', { class: `swatch reach-${ringClass(ring.limit_s)}` }),
        el('span', {}, t('reachRing', { minutes: count(ring.limit_s / 60) })),
        el('span', { class: 'value' }, [area(ring.area_m2), ringPeople(ring)].filter(Boolean).join(' · ')),
      ),
    );
  const clear = (): void => {
    setOverlay(page.map, 'reach', null);
    fill(box);
  };
  return el('div', {}, list, el('button', { type: 'button', class: 'button quiet', onclick: clear }, t('reachClear')));
}

/* Asks for the rings of 5, 10 and 15 minutes, draws them on the map, moves so
 * that they lie inside, and writes their legend, or what failed, into box. */
export async function showReach(page: PageMap, from: ReachFrom, box: HTMLElement): Promise<void> {
  fill(box, notice('info', t('loading')));
  try {
    const answer = await latest.run((signal) =>
      get<Features>('/api/v1/reach', { ...from, minutes: '5,10,15', at: at() }, signal),
    );
    if (!answer) return fill(box);
    const outer = boxOfAll(answer.features);
    if (!outer) return fill(box, notice('warning', t('reachNone')));
    const byLimit = [...answer.features].sort((a, b) => limitOf(b) - limitOf(a));
    setOverlay(page.map, 'reach', { type: 'FeatureCollection', features: byLimit });
    page.fit(outer);
    const rings = byLimit.map((feature) => feature.properties as unknown as Ring).reverse();
    fill(box, legend(page, rings, box));
  } catch (failure) {
    fill(box, notice('error', messageOf(failure)));
  }
}

function limitOf(feature: { properties: GeoJSON.GeoJsonProperties }): number {
  return Number(feature.properties?.['limit_s'] ?? 0);
}
