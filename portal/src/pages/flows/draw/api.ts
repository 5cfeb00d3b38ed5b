import { call, path } from '../../../api';
import type { FlowDocument, Problem } from '../../../api';

/** A flow while it is being drawn or written, as the server sees it; see docs/rest.md. */
export interface FlowDraft {
  /** Absent where the text cannot be read. */
  document?: FlowDocument | null;
  /** As git would have it. */
  text: string;
  /** The same of the flow as it is now; empty when there is none. */
  before: string;
  version: number;
  relationships: Record<string, string[]>;
  changes: string[];
  problems: Problem[];
  notes: string[];
}

export type DraftSource = { text: string } | { document: FlowDocument };

export const checkFlow = (source: DraftSource, signal?: AbortSignal) =>
  call<FlowDraft>('POST', path('flows', 'check'), source, signal);

/** Applies what was looked at, with values for its parameters. */
export const applyText = (
  name: string,
  text: string,
  parameters: Record<string, string>,
  secrets: Record<string, string>,
) =>
  call<{ applied: boolean }>('POST', path('apply'), {
    documents: [{ file: `${name}.flow.yaml`, text }],
    parameters,
    secrets,
    dryRun: false,
  });
