/* language.ts - the page's language: Chinese unless the person chose English. */
import { STRINGS, type Key, type Language } from './strings';
import { Signal } from './signal';

const REMEMBERED = 'yutu.language';

function remembered(): Language {
  try {
    return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh'; /* storage is switched off */
  }
}

let current: Language = remembered();

/* Fires after each change, so that a component can draw itself again. */
export const languageChanged = new Signal();

export function language(): Language {
  return current;
}

export function setLanguage(next: Language): void {
  current = next;
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    /* not remembered, but used */
  }
  languageChanged.fire();
}

/* The text of key with each {name} replaced by its value. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return STRINGS[current][key].replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark));
}

/* The text of prefix_code where there is one, else the code itself: the
 * server may know kinds which this page does not. */
export function tCode(prefix: string, code: string): string {
  const key = `${prefix}_${code}`;
  return key in STRINGS[current] ? STRINGS[current][key as Key] : code;
}
