/** One line of a difference. */
export interface DiffLine {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Above this many lines the comparison would take too long; then all old lines go and all new ones come. */
const linesMax = 1_500;

/** What changed between two texts, line by line: the shortest way by longest common subsequence. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.split('\n');
  const b = after === '' ? [] : after.split('\n');
  if (a.length > linesMax || b.length > linesMax) {
    return [...a.map((text) => line('gone', text)), ...b.map((text) => line('new', text))];
  }
  const common = commonLengths(a, b);
  const found: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(line('same', a[i]!));
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      found.push(line('gone', a[i++]!));
    } else {
      found.push(line('new', b[j++]!));
    }
  }
  return found;
}

const line = (kind: DiffLine['kind'], text: string): DiffLine => ({ kind, text });

/** common[i][j]: how many lines a from i on and b from j on have in common, in order. */
function commonLengths(a: string[], b: string[]): Uint16Array[] {
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] =
        a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  return common;
}
