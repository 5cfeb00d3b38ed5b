import { path, reach, refusal } from '../../api';
import type { AuditCheck } from '../../api';

export interface Passed {
  events: number;
  of: number;
}

/** Checks the whole chain and says how far it is: server-sent events, of which the last is the answer. */
export async function verify(passed: (progress: Passed) => void): Promise<AuditCheck> {
  const answer = await reach(path('audit', 'verify'), {
    headers: { Accept: 'text/event-stream, application/json' },
    credentials: 'same-origin',
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream')) {
    return (await answer.json()) as AuditCheck;
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
        return JSON.parse(data) as AuditCheck;
      }
    }
  }
}
