import { call, path } from '../../../api';
import type { FlowDocument } from '../../../api';
import type { DraftAnswer, DraftSource } from '../../../ui/draft/api';
import type { Draft } from '../../../ui/draft/useDraft';

/** A flow while it is being drawn or written, as the server sees it; see docs/rest.md. */
export interface FlowDraft extends DraftAnswer<FlowDocument> {
  /** Of each processor with its settings. */
  relationships: Record<string, string[]>;
}

export type Drawing = Draft<FlowDocument, FlowDraft>;

export const checkFlow = (source: DraftSource<FlowDocument>, signal?: AbortSignal) =>
  call<FlowDraft>('POST', path('flows', 'check'), source, signal);
