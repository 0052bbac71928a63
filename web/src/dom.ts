/* dom.ts - makes elements. Text is always set as text, never as markup. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

/* el('button', {class: 'x', onclick: f}, 'text'): names beginning with "on"
 * are listeners, true sets an empty attribute, false and undefined none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value as unknown as EventListener);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  add(node, ...children);
  return node;
}

export function add(parent: Element, ...children: Child[]): void {
  for (const child of children) if (child !== null && child !== undefined && child !== false) parent.append(child);
}

export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  add(parent, ...children);
}

const SVG = 'http://www.w3.org/2000/svg';

/* An element of SVG; its look is set by attributes, which the policy allows. */
export function svg(tag: string, attributes: Record<string, string | number> = {}, ...children: Child[]): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  add(node, ...children);
  return node;
}

/* A 20 x 20 line icon of one path, hidden from screen readers. */
export function icon(path: string): SVGElement {
  return svg('svg', { viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true' }, svg('path', { d: path }));
}

export const ICONS = {
  search: 'M8.5 3.5a5 5 0 1 1 0 10a5 5 0 0 1 0-10zM12.2 12.2L17 17',
  close: 'M5 5l10 10M15 5L5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  whole: 'M3.5 8V3.5H8M12 3.5h4.5V8M16.5 12v4.5H12M8 16.5H3.5V12',
  place: 'M10 17.5s-5.5-5-5.5-9a5.5 5.5 0 0 1 11 0c0 4-5.5 9-5.5 9zM10 6.6a2 2 0 1 1 0 4a2 2 0 0 1 0-4z',
  findings: 'M3 15.5l4-9 4 5 3-7 3 11M3 17.5h14',
  coverage: 'M10 2.8a7.2 7.2 0 1 1 0 14.4a7.2 7.2 0 0 1 0-14.4zM10 6.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7z',
  lines: 'M3 16.5l5-6 3.5 2.5L17 4M7 9.5h2v2H7zM10.5 12h2v2h-2zM16 3h2v2h-2z',
  layers: 'M10 3l7.5 4L10 11 2.5 7zM3 10.5l7 3.8 7-3.8M3 13.7l7 3.8 7-3.8',
};

/* A sentence with its own role: what failed, or what is under way. */
export function notice(kind: 'error' | 'info' | 'warning', ...children: Child[]): HTMLElement {
  return el('p', { class: `notice ${kind}`, role: kind === 'error' ? 'alert' : undefined }, ...children);
}

/* Terms with their values; a term without value is left out. */
export function facts(rows: [term: string, value: Child][]): HTMLElement {
  const list = el('dl', { class: 'facts' });
  for (const [term, value] of rows)
    if (value !== null && value !== undefined && value !== false && value !== '')
      add(list, el('div', {}, el('dt', {}, term), el('dd', {}, value)));
  return list;
}
