/** One stretch of a highlighted text. */
export interface Stretch {
  text: string;
  hit: boolean;
}

/**
 * Takes `<em>`, `<mark>` or `<b>` marks out of a highlight of the server. What is between the marks stays text: a name
 * that looks like HTML is shown, never run.
 */
export function stretches(marked: string): Stretch[] {
  const parts = marked.split(/<(?:em|mark|b)>(.*?)<\/(?:em|mark|b)>/gis);
  return parts.map((text, index) => ({ text, hit: index % 2 === 1 })).filter(({ text }) => text !== '');
}

export function Highlighted({ text }: { text: string }) {
  return stretches(text).map((stretch, index) =>
    stretch.hit ? <mark key={index}>{stretch.text}</mark> : <span key={index}>{stretch.text}</span>,
  );
}
