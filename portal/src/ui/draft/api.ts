import { call, path } from '../../api';
import type { Problem } from '../../api';

/** A document while it is being written, as the server sees it; see docs/rest.md. */
export interface DraftAnswer<D> {
  /** Absent where the text cannot be read. */
  document?: D | null;
  /** As git would have it. */
  text: string;
  /** The same of the resource as it is now; empty when there is none. */
  before: string;
  version: number;
  changes: string[];
  problems: Problem[];
  notes: string[];
}

export type DraftSource<D> = { text: string } | { document: D };

export const checkDocument = <D>(source: DraftSource<D>, signal?: AbortSignal) =>
  call<DraftAnswer<D>>('POST', path('documents', 'check'), source, signal);

/** Applies what was looked at, with values for parameters, if it has any. */
export const applyText = (
  file: string,
  text: string,
  parameters: Record<string, string> = {},
  secrets: Record<string, string> = {},
) =>
  call<{ applied: boolean }>('POST', path('apply'), {
    documents: [{ file, text }],
    parameters,
    secrets,
    dryRun: false,
  });
