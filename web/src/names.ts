/* names.ts - the names of divisions by code, learnt from the map's tiles where
 * they are in sight, and from the lists of their parents' children. */
import { get } from './api';
import type { PageMap } from './map';
import { at } from './session';
import { Signal } from './signal';
import type { Named } from './types';

const AT_ONCE = 4;
const MOST_PARENTS = 200; /* what is not learnt by then keeps its code */

const names = new Map<string, string>();
const asked = new Set<string>();
const waiting: string[] = [];
let under = 0;

/* Fires when names came that were not known before. */
export const namesLearnt = new Signal();

function parentOf(code: string): string {
  if (code.length > 6) return code.slice(0, code.length - 3);
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`;
}

async function askNext(): Promise<void> {
  const parent = waiting.shift();
  if (parent === undefined || under >= AT_ONCE) {
    if (parent !== undefined) waiting.unshift(parent);
    return;
  }
  under++;
  try {
    const { divisions } = await get<{ divisions: Named[] }>(`/api/v1/divisions/${parent}/children`, { limit: 1000, at: at() });
    const before = names.size;
    for (const { code, name } of divisions) names.set(code, name);
    if (names.size > before) namesLearnt.fire();
  } catch {
    /* the code must do */
  }
  under--;
  void askNext();
}

/* The name of code as far as it is known. */
export function nameOf(code: string): string | undefined {
  return names.get(code);
}

/* Asks for the names of these codes, once for each parent. */
export function learn(codes: Iterable<string>): void {
  for (const code of codes) {
    const parent = parentOf(code);
    if (names.has(code) || asked.has(parent) || asked.size >= MOST_PARENTS || !/^\d{6}(\d{3}){0,2}$/.test(code)) continue;
    asked.add(parent);
    waiting.push(parent);
    void askNext();
  }
}

/* Takes what the tiles in sight tell. */
export function learnFromTiles(page: PageMap): void {
  const before = names.size;
  for (const source of ['division', 'division_label']) {
    if (!page.map.getSource(source)) continue;
    for (const { properties } of page.map.querySourceFeatures(source, { sourceLayer: source }))
      if (properties['code'] && properties['name'] && !names.has(String(properties['code']))) names.set(String(properties['code']), String(properties['name']));
  }
  if (names.size > before) namesLearnt.fire();
}
