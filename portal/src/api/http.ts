/* How the portal speaks with the server. */

/**
 * What the server says, as in docs/rest.md, and the one way to ask it. A refusal becomes a ProblemError whose
 * message and hint are written for people and are shown as they are.
 */
export type Instant = string;

export interface Place {
  file?: string;
  line?: number;
  column?: number;
  path?: string;
}

export interface Problem {
  kind: string;
  code: string;
  place?: Place;
  message: string;
  hint?: string;
}

/** The server's refusal, or that it could not be reached. The first problem is the message. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly problems: Problem[];
  /** Seconds to wait before another try, where the server says so. */
  readonly retryAfterSeconds?: number;

  constructor(status: number, problems: Problem[], retryAfterSeconds?: number) {
    const first = problems[0] ?? { kind: 'INTERNAL', code: 'unknown', message: 'The server said no more.' };
    super(first.message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = first.code;
    this.hint = first.hint ?? '';
    this.problems = problems;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Query = Record<string, string | number | boolean | undefined>;

/** Parts of a path, each encoded; a slash inside a name stays inside it. */
export function path(...parts: (string | number)[]): string {
  return '/api/v1/' + parts.map((part) => encodeURIComponent(part)).join('/');
}

/** The path with a query; what is undefined or empty is left out. */
export function withQuery(base: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? base : base + '?' + search.toString();
}

export async function call<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') {
    headers['X-Weft-Request'] = '1';
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await reach(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: 'same-origin',
    signal,
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (failure) {
    if (request.signal?.aborted) {
      throw failure;
    }
    throw new ProblemError(0, [
      {
        kind: 'ENVIRONMENT',
        code: 'unreachable',
        message: 'Weft does not answer.',
        hint: 'It may be starting again. This page tries by itself; nothing you typed is lost.',
      },
    ]);
  }
}

/** Reads problem+json; anything else (a proxy's page, a cut answer) still becomes a readable problem. */
export async function refusal(answer: Response): Promise<ProblemError> {
  const wait = Number(answer.headers.get('Retry-After')) || undefined;
  try {
    const body = (await answer.json()) as { title?: string; code?: string; problems?: Problem[] };
    const problems = body.problems?.length
      ? body.problems
      : [{ kind: 'INTERNAL', code: body.code ?? 'unknown', message: body.title ?? answer.statusText }];
    return new ProblemError(answer.status, problems, wait);
  } catch {
    const message = `The server answered ${answer.status} ${answer.statusText}`.trim() + '.';
    return new ProblemError(answer.status, [{ kind: 'INTERNAL', code: 'unreadable', message }], wait);
  }
}

export const get = <T>(url: string, signal?: AbortSignal) => call<T>('GET', url, undefined, signal);

export const post = <T>(url: string, body: unknown = {}) => call<T>('POST', url, body);

export async function items<T>(url: string, signal?: AbortSignal): Promise<T[]> {
  return (await get<{ items: T[] }>(url, signal)).items;
}
