import { call, items, path, withQuery } from '../../api';
import type { Instant } from '../../api';

/** What happened to a FlowFile while it was recorded; see docs/rest.md. */
export interface FlowEvent {
  id: string;
  time: Instant;
  processor: string;
  type: string;
  flowFile: string;
  parents?: string[];
  children?: string[];
  relationship?: string;
  records?: number;
  before?: Record<string, string>;
  after?: Record<string, string>;
  /** Whether it can be given to the flow again. */
  held?: boolean;
  detail?: string;
}

export interface Recording {
  recording: boolean;
  until?: Instant;
  max?: number;
  taken?: number;
}

export const flowEvents = {
  state: (flow: string, signal?: AbortSignal) =>
    call<Recording>('GET', path('flows', flow, 'trace'), undefined, signal),
  record: (flow: string) => call<Recording>('POST', path('flows', flow, 'trace'), { seconds: 300, max: 100 }),
  stop: (flow: string) => call<Recording>('POST', path('flows', flow, 'trace', 'stop'), {}),
  list: (flow: string, processor: string, signal?: AbortSignal) =>
    items<FlowEvent>(withQuery(path('flows', flow, 'events'), { processor, limit: 200 }), signal),
  replay: (flow: string, event: string) =>
    call<{ records: number; into: string }>('POST', path('flows', flow, 'events', event, 'replay'), {}),
};
