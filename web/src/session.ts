/* session.ts - what every request depends on: the date looked at, the key. */
import { Signal } from './signal';

const KEPT = 'yutu.key';

let date = '';
let accessKey = readKey();

function readKey(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

export const dateChanged = new Signal();
export const keyChanged = new Signal();

/* A civil date YYYY-MM-DD, or '' for today as the server counts it. */
export function at(): string {
  return date;
}

export function setAt(next: string): void {
  if (next === date) return;
  date = next;
  dateChanged.fire();
}

/* The key a person typed in, kept until the tab closes; '' when none. */
export function key(): string {
  return accessKey;
}

export function setKey(next: string): void {
  accessKey = next;
  try {
    sessionStorage.setItem(KEPT, next);
  } catch {
    /* used for this page only */
  }
  keyChanged.fire();
}
