/* signal.ts - a list of functions to call when something changed. */

export class Signal {
  #listeners: (() => void)[] = [];

  on(listener: () => void): void {
    this.#listeners.push(listener);
  }

  fire(): void {
    for (const listener of this.#listeners) listener();
  }
}
