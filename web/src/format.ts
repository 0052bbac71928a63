/* format.ts - numbers with their units as Chinese bureaus write them. */
import { language, t } from './language';

function number(value: number, digits: number): string {
  return value.toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: digits });
}

/* About three significant digits, never fewer than the whole part has. */
function rounded(value: number): string {
  const size = Math.abs(value);
  return number(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function unit(value: number, zh: string, en: string): string {
  return `${rounded(value)} ${language() === 'zh' ? zh : en}`;
}

export function area(m2: number | null | undefined): string {
  if (m2 === null || m2 === undefined) return '';
  if (m2 >= 1e6) return unit(m2 / 1e6, '平方千米', 'km²');
  if (m2 >= 1e4) return unit(m2 / 1e4, '公顷', 'ha');
  return unit(m2, '平方米', 'm²');
}

export function length(m: number | null | undefined): string {
  if (m === null || m === undefined) return '';
  if (m >= 1000) return unit(m / 1000, '千米', 'km');
  if (m >= 1 || m === 0) return unit(m, '米', 'm');
  if (m >= 0.01) return unit(m * 100, '厘米', 'cm');
  return unit(m * 1000, '毫米', 'mm');
}

/* The civil date of an RFC 3339 time where the person is; '' for none. */
export function day(time: string | null | undefined): string {
  if (!time) return '';
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  return Number.isNaN(date.getTime()) ? time.slice(0, 10) : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function count(value: number): string {
  return number(value, 0);
}

export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  /* Rounded down, so that 100 % is said only when it is the whole. */
  return `${number(Math.floor((part / whole) * 1000) / 10, 1)}%`;
}

export function coordinates(lon: number, lat: number): string {
  const [x, y] = [Math.abs(lon).toFixed(5), Math.abs(lat).toFixed(5)];
  if (language() === 'en') return `${x}° ${lon < 0 ? 'W' : 'E'}, ${y}° ${lat < 0 ? 'S' : 'N'}`;
  return `${lon < 0 ? '西经' : '东经'} ${x}° ${lat < 0 ? '南纬' : '北纬'} ${y}°`;
}

/* The time a version is valid in, '' when neither end is known. */
export function period(from: string | null, to: string | null): string {
  if (from && to) return t('validBoth', { from, to });
  if (from) return t('validFrom', { from });
  if (to) return t('validTo', { to });
  return '';
}
