import type { FlowDocument } from '../../../api';

/** What was drawn and not applied, for as long as the browser's tab is open. */
const key = (name: string) => `weft-drawing:${name}`;

export function keep(name: string, version: number, document: FlowDocument) {
  try {
    sessionStorage.setItem(key(name), JSON.stringify({ version, document }));
  } catch {
    // No room: then it is not kept, as if the tab had been closed.
  }
}

export const forget = (name: string) => sessionStorage.removeItem(key(name));

/** Only of the version that is there now: else somebody has changed the flow, and their work would be undone. */
export function kept(name: string, version: number): FlowDocument | undefined {
  const text = sessionStorage.getItem(key(name));
  if (!text) {
    return undefined;
  }
  const found = JSON.parse(text) as { version: number; document: FlowDocument };
  return found.version === version ? found.document : undefined;
}
