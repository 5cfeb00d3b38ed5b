import { reach, refusal } from './api';

/** How far a long answer is: so many of about so many looked at. */
export interface Passed {
  events: number;
  of: number;
}

/** Asks for what takes its time, and is told how far it is: server-sent events, of which the last is the answer. */
export async function watched<T>(
  url: string,
  passed: (progress: Passed) => void,
  body?: unknown,
): Promise<T> {
  const answer = await reach(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Accept: 'text/event-stream, application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'X-Weft-Request': '1' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: 'same-origin',
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream')) {
    return (await answer.json()) as T;
  }
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      throw new Error('The answer broke off.');
    }
    const events = (rest + value).split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      const name = /^event: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (name === 'progress' && data) {
        passed(JSON.parse(data) as Passed);
      } else if (name === 'answer' && data) {
        return JSON.parse(data) as T;
      }
    }
  }
}
