import { number } from '../../format';

const steps: [number, Intl.NumberFormatOptions['unit']][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [0, 'second'],
];

/** 5400 as "1.5 hr", in the reader's own language. */
export function duration(seconds: number): string {
  const [size, unit] = steps.find(([least]) => seconds >= least)!;
  const amount = size === 0 ? seconds : seconds / size;
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount);
}

/** Money by the currency's own habits; a plain number where none is named. */
export function money(value: number, currency: string): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
  if (!/^[A-Za-z]{3}$/.test(currency)) {
    return number(rounded);
  }
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency: currency.toUpperCase(),
    maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 2,
  }).format(rounded);
}
