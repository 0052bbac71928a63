/* access.ts - what stands where an answer is refused: a sentence and, when a
 * key would help, a field for it. */
import { ApiError, messageOf } from './api';
import { el, notice } from './dom';
import { t } from './language';
import { setKey } from './session';
import type { Key } from './strings';

/* Why something is not shown: refused, not there, or failed. */
export function refusal(failure: unknown, forbidden: Key, absent: Key): HTMLElement {
  if (failure instanceof ApiError && failure.forbidden) return el('div', {}, notice('info', t(forbidden)), keyForm());
  if (failure instanceof ApiError && failure.absent) return el('div', {}, notice('info', t(absent)));
  return el('div', {}, notice('error', messageOf(failure)));
}

let forms = 0;

function keyForm(): HTMLElement {
  const id = `key-${forms++}`;
  const input = el('input', { id, type: 'password', autocomplete: 'off', required: true });
  const submit = (event: Event): void => {
    event.preventDefault();
    setKey(input.value.trim());
  };
  return el(
    'form',
    { class: 'key-form', onsubmit: submit },
    el('label', { for: id }, t('accessKey')),
    input,
    el('button', { type: 'submit', class: 'button' }, t('accessKeyUse')),
  );
}
