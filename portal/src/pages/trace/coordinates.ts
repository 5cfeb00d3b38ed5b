/** A record's coordinates as `port/partition/offset`, or nothing when they are not. */
export function coordinates(text: string): { port: string; partition: number; offset: number } | undefined {
  const parts = /^([^/]+)\/(\d{1,9})\/(\d{1,15})$/.exec(text.trim());
  return parts ? { port: parts[1]!, partition: Number(parts[2]), offset: Number(parts[3]) } : undefined;
}
