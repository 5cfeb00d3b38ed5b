/** Times and numbers in the reader's own locale. */
const wholeNumber = new Intl.NumberFormat();
const shortNumber = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

export const number = (value: number) => wholeNumber.format(value);

/** 12,345 as it is; 1,234,567 as 1.2M. */
export const count = (value: number) =>
  Math.abs(value) < 100_000 ? number(value) : shortNumber.format(value);

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1,234,567 bytes as 1.2 MB. */
export function size(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${shortNumber.format(bytes / 1000 ** power)} ${units[power]}`;
}

export const formatDay = (instant: string | Date) => day.format(new Date(instant));

/** The last day on which something that ends at this instant (exclusive) still holds. */
export const lastDay = (until: string) => day.format(new Date(until).getTime() - 1);

export const formatMoment = (instant: string | number | Date) => moment.format(new Date(instant));

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "3 min. ago", "in 2 mo."; under ten seconds it is now. */
export function ago(instant: string | number | Date, now: Date = new Date()): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const fitting = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (!fitting || Math.abs(seconds) < 10) {
    return relative.format(0, 'second');
  }
  return relative.format(Math.round(seconds / fitting[1]), fitting[0]);
}

const spans: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** A length of time as documents have it, such as 30d, in words; what is none is left as it is. */
export function period(written: string): string {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(written) ?? [];
  return amount && unit
    ? new Intl.NumberFormat(undefined, { style: 'unit', unit: spans[unit], unitDisplay: 'long' }).format(
        Number(amount),
      )
    : written;
}

/** The end (exclusive) of a day given as YYYY-MM-DD in the reader's time zone, as an instant; access ends there. */
export function endOfDay(date: string): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, dayOfMonth + 1).toISOString();
}

/** Today, or some months on, as YYYY-MM-DD in the reader's time zone. */
export function dayIn(months: number, now: Date = new Date()): string {
  const date = new Date(now.getFullYear(), now.getMonth() + months, now.getDate());
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** "ada, bo and pia", as the reader's language joins names. */
export const names = (all: string[]) => new Intl.ListFormat(undefined).format(all);

/** A value of a record as one line of text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
