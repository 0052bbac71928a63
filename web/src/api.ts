/* api.ts - asks the server and turns each failure into one sentence. */
import { language, t } from './language';
import { key } from './session';

/* status is 0 when no answer came. message is a sentence for the reader. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  get forbidden(): boolean {
    return this.status === 401 || this.status === 403;
  }

  get absent(): boolean {
    return this.status === 404;
  }
}

export type Parameters = Record<string, string | number | undefined>;

/* path with the parameters that have a value. */
export function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

/* The sentence of a problem+json body: its parameter errors, else its detail. */
async function sentence(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { title?: string; detail?: string; errors?: { message?: string }[] };
    const text = problem.detail ?? problem.errors?.[0]?.message ?? problem.title;
    if (text) return text;
  } catch {
    /* not JSON: the status must do */
  }
  return t('errorServer', { status: response.status });
}

function headers(): Record<string, string> {
  const sent: Record<string, string> = {
    Accept: 'application/json, application/geo+json',
    'Accept-Language': language() === 'zh' ? 'zh-CN' : 'en',
  };
  if (key() !== '') sent['Authorization'] = `Bearer ${key()}`;
  return sent;
}

/* GETs JSON from our own server. Throws ApiError, or AbortError when signal fired. */
export async function get<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address(path, parameters), { headers: headers(), signal: signal ?? null });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new ApiError(0, t('errorNetwork'));
  }
  if (!response.ok) throw new ApiError(response.status, await sentence(response));
  return (await response.json()) as T;
}

/* Runs one request at a time: starting another aborts the one under way. */
export class Latest {
  #controller: AbortController | undefined;

  cancel(): void {
    this.#controller?.abort();
    this.#controller = undefined;
  }

  /* The result of work, or undefined when a later run overtook this one. */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const result = await work(controller.signal);
      return controller.signal.aborted ? undefined : result;
    } catch (failure) {
      if (controller.signal.aborted) return undefined;
      throw failure;
    }
  }
}

export function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
