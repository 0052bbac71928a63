/* search.ts - the search box with suggestions (ARIA combobox with a listbox). */
import { get, Latest, messageOf } from './api';
import { el, fill, icon, ICONS } from './dom';
import { language, languageChanged, t, tCode } from './language';
import { at } from './session';
import type { SearchAnswer, SearchResult } from './types';

const WAIT_MS = 150;
const SUGGESTIONS = 8;

export interface SearchHost {
  /* Where the map looks, so that near names come first. */
  near(): { lng: number; lat: number };
  pick(result: SearchResult): void;
  list(answer: SearchAnswer): void;
  fail(message: string): void;
}

/* What stands at the right of a name: its level or its kind. */
export function levelText(result: SearchResult): string {
  return result.level ? tCode('level', result.level) : tCode('kind', result.kind);
}

/* The units a place lies in, from the largest down. */
export function withinText(result: SearchResult): string {
  return result.within.map((unit) => unit.name).reverse().join(' ');
}

/* How the text led to the name, '' when it is the name itself. */
export function matchText(result: SearchResult): string {
  const { form, name } = result.matched;
  if (form === 'standard' || name === result.standard_name) return '';
  return form === 'former' ? t('matchedFormer', { name }) : t('matchedOther', { form: tCode('form', form), name });
}

export class SearchBox {
  readonly root = el('form', { class: 'search', role: 'search' });
  readonly input = el('input', {
    type: 'text',
    id: 'search',
    role: 'combobox',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    maxlength: 200,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
  });
  readonly #label = el('label', { for: 'search', class: 'hidden' });
  readonly #clear = el('button', { type: 'button', class: 'search-clear', hidden: true }, icon(ICONS.close));
  readonly #list = el('ul', { id: 'suggestions', class: 'suggestions', role: 'listbox', hidden: true });
  readonly #said = el('p', { class: 'hidden', role: 'status' });
  readonly #latest = new Latest();
  #results: SearchResult[] = [];
  #active = -1;
  #timer = 0;

  constructor(private readonly host: SearchHost) {
    fill(this.root, this.#label, icon(ICONS.search), this.input, this.#clear, this.#list, this.#said);
    this.root.addEventListener('submit', (event) => event.preventDefault());
    this.input.addEventListener('input', () => this.#onInput());
    this.input.addEventListener('keydown', (event) => this.#onKey(event));
    this.input.addEventListener('focus', () => this.#open());
    this.input.addEventListener('blur', () => this.#close());
    this.#clear.addEventListener('click', () => this.#empty());
    languageChanged.on(() => this.#drawTexts());
    this.#drawTexts();
  }

  #drawTexts(): void {
    this.#label.textContent = t('searchLabel');
    this.input.placeholder = t('searchPlaceholder');
    this.#clear.setAttribute('aria-label', t('clear'));
    this.#list.setAttribute('aria-label', t('suggestions'));
    this.#draw();
  }

  #onInput(): void {
    const text = this.input.value.trim();
    this.#clear.hidden = this.input.value === '';
    window.clearTimeout(this.#timer);
    if (text === '') {
      this.#latest.cancel();
      this.#set([]);
    } else this.#timer = window.setTimeout(() => void this.#suggest(text), WAIT_MS);
  }

  async #ask(text: string, mode: 'suggest' | 'search', limit: number): Promise<SearchAnswer | undefined> {
    const { lng, lat } = this.host.near();
    const near = `${lng.toFixed(5)},${lat.toFixed(5)}`;
    return this.#latest.run((signal) =>
      get<SearchAnswer>('/api/v1/search', { q: text, mode, limit, near, lang: language(), at: at() }, signal),
    );
  }

  async #suggest(text: string): Promise<void> {
    try {
      const answer = await this.#ask(text, 'suggest', SUGGESTIONS);
      if (answer) this.#set(answer.results);
    } catch (failure) {
      this.#set([]);
      this.#said.textContent = messageOf(failure);
    }
  }

  /* The whole text entered: one result is picked, several are listed. */
  async #search(text: string): Promise<void> {
    window.clearTimeout(this.#timer);
    try {
      const answer = await this.#ask(text, 'search', 20);
      if (!answer) return;
      this.#close();
      const only = answer.results.length === 1 ? answer.results[0] : undefined;
      if (only) this.host.pick(only);
      else this.host.list(answer);
    } catch (failure) {
      this.host.fail(messageOf(failure));
    }
  }

  #set(results: SearchResult[]): void {
    this.#results = results;
    this.#active = -1;
    this.#said.textContent = results.length > 0 ? t('suggestionCount', { count: results.length }) : '';
    this.#draw();
    if (document.activeElement === this.input) this.#open();
  }

  #draw(): void {
    fill(this.#list, ...this.#results.map((result, index) => this.#option(result, index)));
    if (this.#results.length === 0) this.#close();
  }

  #option(result: SearchResult, index: number): HTMLElement {
    const { form, name } = result.matched;
    const by = form !== 'standard' && name !== result.standard_name ? `${tCode('form', form)} ${name} · ` : '';
    const option = el(
      'li',
      { id: `suggestion-${index}`, role: 'option', 'aria-selected': 'false' },
      el('span', { class: 'name' }, result.standard_name),
      el('span', { class: 'tag' }, levelText(result)),
      el('span', { class: 'where' }, by + withinText(result)),
    );
    /* Before the input loses focus, which would close the list. */
    option.addEventListener('pointerdown', (event) => event.preventDefault());
    option.addEventListener('click', () => this.#pick(index));
    return option;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return; /* the key belongs to the input method */
    const { length } = this.#results;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#open();
      if (length === 0) return;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      /* One more place than options: the input itself. */
      this.#activate(((this.#active + 1 + step + length + 1) % (length + 1)) - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (this.#active >= 0) this.#pick(this.#active);
      else if (this.input.value.trim() !== '') void this.#search(this.input.value.trim());
    } else if (event.key === 'Escape') {
      if (this.#list.hidden) this.#empty();
      else this.#close();
    }
  }

  #activate(index: number): void {
    this.#active = index;
    [...this.#list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    const option = this.#list.children[index];
    if (option) {
      this.input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  #open(): void {
    if (this.#results.length === 0) return;
    this.#list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
  }

  #close(): void {
    this.#list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.#activate(-1);
  }

  #empty(): void {
    this.input.value = '';
    this.#onInput();
    this.input.focus();
  }

  #pick(index: number): void {
    const result = this.#results[index];
    if (!result) return;
    window.clearTimeout(this.#timer);
    this.#latest.cancel();
    this.input.value = result.standard_name;
    this.#clear.hidden = false;
    this.#close();
    this.host.pick(result);
  }
}
