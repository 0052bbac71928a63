/* panels.ts - the tabs beside the map; below it on a narrow screen, where the
 * chosen tab pressed again folds the panel away. */
import { add, el, fill, icon } from './dom';
import { languageChanged, t } from './language';
import type { Key } from './strings';
import { Signal } from './signal';

export interface Panel {
  name: string;
  title: Key;
  icon: string;
  body: HTMLElement;
}

export class Panels {
  readonly root = el('section', { class: 'panel' });
  readonly shown = new Signal();
  readonly #bar = el('div', { class: 'tabs', role: 'tablist' });
  readonly #tabs = new Map<string, HTMLButtonElement>();
  readonly #panels: Panel[];
  #current: string;

  constructor(panels: Panel[]) {
    this.#panels = panels;
    this.#current = panels[0]?.name ?? '';
    add(this.root, this.#bar);
    for (const panel of panels) this.#addPanel(panel);
    this.#bar.addEventListener('keydown', (event) => this.#onKey(event));
    languageChanged.on(() => this.#draw());
    this.#draw();
  }

  get current(): string {
    return this.#current;
  }

  #addPanel(panel: Panel): void {
    const tab = el('button', {
      type: 'button',
      role: 'tab',
      id: `tab-${panel.name}`,
      'aria-controls': `panel-${panel.name}`,
      onclick: () => this.#press(panel.name),
    });
    this.#tabs.set(panel.name, tab);
    add(this.#bar, tab);
    panel.body.id = `panel-${panel.name}`;
    panel.body.classList.add('panel-body');
    panel.body.setAttribute('role', 'tabpanel');
    panel.body.setAttribute('aria-labelledby', tab.id);
    panel.body.tabIndex = 0;
    add(this.root, panel.body);
  }

  #press(name: string): void {
    const folds = name === this.#current && matchMedia('(max-width: 760px)').matches;
    this.root.classList.toggle('folded', folds && !this.root.classList.contains('folded'));
    this.show(name, false);
  }

  /* Arrow keys walk along the tabs, as the ARIA pattern has it. */
  #onKey(event: KeyboardEvent): void {
    const names = this.#panels.map((panel) => panel.name);
    const here = names.indexOf(this.#current);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? names.length - 1 : step && here + step;
    if (next === undefined) return;
    event.preventDefault();
    const name = names[(next + names.length) % names.length] as string;
    this.show(name);
    this.#tabs.get(name)?.focus();
  }

  /* Brings the panel to the front, and unfolds it unless told not to. */
  show(name: string, unfold = true): void {
    if (unfold) this.root.classList.remove('folded');
    this.#current = name;
    this.#draw();
    this.shown.fire();
  }

  #draw(): void {
    this.root.setAttribute('aria-label', t('panels'));
    this.#bar.setAttribute('aria-label', t('panels'));
    for (const panel of this.#panels) {
      const chosen = panel.name === this.#current;
      const tab = this.#tabs.get(panel.name);
      if (!tab) continue;
      fill(tab, icon(panel.icon), el('span', {}, t(panel.title)));
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      panel.body.hidden = !chosen;
    }
  }
}
