import { call, items, path } from '../../../api';
import type { FlowDocument, SettingType } from '../../../api';
import type { DraftAnswer, DraftSource } from '../../../ui/draft/api';
import type { Draft } from '../../../ui/draft/useDraft';

/** A flow while it is being drawn or written, as the server sees it; see docs/rest.md. */
export interface FlowDraft extends DraftAnswer<FlowDocument> {
  /** Of each processor with its settings. */
  relationships: Record<string, string[]>;
}

export type Drawing = Draft<FlowDocument, FlowDraft>;

/** A type of what several processors of a flow use together. */
export interface ServiceType {
  name: string;
  summary: string;
  settings: SettingType[];
}

export const serviceTypes = (signal?: AbortSignal) => items<ServiceType>(path('service-types'), signal);

export const checkFlow = (source: DraftSource<FlowDocument>, signal?: AbortSignal) =>
  call<FlowDraft>('POST', path('flows', 'check'), source, signal);
