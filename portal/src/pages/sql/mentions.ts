/** What may be the name of a product or of a port in a text: words, in whatever quotes; each once, the last first. */
export function tableWords(text: string): string[] {
  const after = [...text.matchAll(/\b(?:from|join|into)\s+`?([\w-]+)(?:`?\s*\.\s*`?([\w-]*))?/gi)];
  return [
    ...new Set(after.map(([, product, port]) => (port ? `${product}.${port}` : (product ?? ''))).reverse()),
  ];
}

/** The ports of these that a text names, in whatever quotes; in its order, each once. */
export function mentioned(text: string, ports: string[]): string[] {
  const known = new Set(ports);
  const named = [...text.matchAll(/`?([\w-]+)`?\s*\.\s*`?([\w-]+)`?/g)].map(
    ([, product, port]) => `${product}.${port}`,
  );
  return [...new Set(named.filter((name) => known.has(name)))];
}

/** From where to where a problem is underlined: the word at its place, or all that is there. */
export function stretchAt(text: string, line: number, column: number): { from: number; to: number } {
  const lines = text.split('\n');
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  const written = lines[at] ?? '';
  const offset = Math.min(Math.max(column - 1, 0), written.length);
  const word = /^(`[^`]*`|'[^']*'|[\w$-]+(\.[\w$-]+)*|\S)/.exec(written.slice(offset));
  if (word) {
    return { from: start + offset, to: start + offset + word[0].length };
  }
  // Nothing is there: the end of the text, for one that ends too early.
  const before = text.slice(0, start + offset).trimEnd().length;
  return { from: Math.max(0, before - 1), to: before };
}
