/** Figures as they are printed: always as wide as they need, in the reader's eye always at the same place. */

/** Between thousands; narrow, and lines do not break there. */
const THIN_SPACE = "\u202F";
/** What stands for a figure that is not known. */
export const UNKNOWN = "–";

/** 12 345. */
export function formatCount(count: number | null | undefined): string {
  if (count === null || count === undefined || !Number.isFinite(count)) return UNKNOWN;
  const text = String(Math.round(count));
  return text.length < 5 ? text : text.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}

/** A figure with so many decimals, or "–". */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : value.toFixed(decimals);
}

/** A figure with about so many digits that say something, never as 1e+3. */
export function formatDigits(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  if (Math.abs(value) >= 10 ** (digits - 1)) return formatCount(value);
  return String(Number(value.toPrecision(digits)));
}

/** 0.12 s, 5.3 s, 42 s, 3 min 5 s, 2 h 10 min. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Math.max(seconds, 0).toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Bytes in MB, or in GB from a thousand of them on. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  if (megabytes >= 1000) return `${(megabytes / 1000).toFixed(2)} GB`;
  return megabytes >= 100 ? `${megabytes.toFixed(0)} MB` : `${megabytes.toFixed(1)} MB`;
}

/** Milliseconds without unit: 4.2, 38. */
export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
}

/** Counts on an axis: 0, 10, 1k, 1M, 4G. */
export function formatAxisCount(count: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ];
  const [unit, letter] = units.find(([size]) => count >= size) ?? [1, ""];
  return `${Number((count / unit).toPrecision(3))}${letter}`;
}

/** Of a picture: 0.31×, 1×, 12×. */
export function formatScale(scale: number | null): string {
  if (scale === null) return "";
  return `${scale < 10 ? Number(scale.toPrecision(2)) : Math.round(scale)}×`;
}

/** Å without unit. */
export function formatResolution(resolution: number): string {
  return resolution >= 100 ? resolution.toFixed(0) : resolution.toFixed(2);
}

/** 14:03:27.451 of the reader's day. */
export function formatClockTime(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const milliseconds = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
