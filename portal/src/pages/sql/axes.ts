import type { Row } from './run';

/** Which columns a chart could be drawn of. */
export interface Axes {
  /** Along which values are put: times and words, and whole numbers that are no measure. */
  categories: string[];
  values: string[];
  isTime: (column: string) => boolean;
}

const timeLike = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/;

const isNumeric = (value: unknown) => typeof value === 'number';

/** Numbers that only tell one from another say nothing by their size. */
const isId = (column: string) => /(^|_)(id|no|number|code)$/i.test(column);

/** The columns of the rows, in the order in which they come. */
export const columnsOf = (rows: Row[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

/** By what is in the rows: a column counts as what all of its values are. */
export function axesOf(rows: Row[]): Axes {
  const columns = columnsOf(rows);
  const all = (column: string, test: (value: unknown) => boolean) => {
    const given = rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined);
    return given.length > 0 && given.every(test);
  };
  const isTime = (column: string) =>
    all(column, (value) => typeof value === 'string' && timeLike.test(value));
  const numbers = columns.filter((column) => all(column, isNumeric));
  const values = [...numbers.filter((column) => !isId(column)), ...numbers.filter(isId)];
  const words = columns.filter((column) =>
    all(column, (value) => typeof value === 'string' || typeof value === 'boolean'),
  );
  const whole = values.filter((column) => all(column, Number.isInteger));
  const times = words.filter(isTime);
  return {
    categories: [...times, ...words.filter((column) => !times.includes(column)), ...whole],
    values,
    isTime,
  };
}

/** What is drawn: one point for each row, times in their order. */
export function pointsOf(rows: Row[], category: string, value: string, sorted: boolean): [string, number][] {
  const points = rows.flatMap((row): [string, number][] => {
    const at = row[category];
    const size = row[value];
    return typeof size === 'number' && at !== null && at !== undefined ? [[String(at), size]] : [];
  });
  return sorted ? points.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : points;
}
