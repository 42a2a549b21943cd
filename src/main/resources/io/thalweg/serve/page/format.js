// Numbers as people read them: with units, in digits of one width, and the same everywhere.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const scales = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];

export const NONE = "–";

/** 12,345 */
export function count(value) {
  return Number.isFinite(value) ? whole.format(value) : NONE;
}

/** 12.3k */
export function short(value) {
  if (!Number.isFinite(value)) return NONE;
  for (const [size, name] of scales) {
    if (Math.abs(value) >= size) {
      const scaled = value / size;
      const length = Math.abs(scaled);
      return String(Number(scaled.toFixed(length < 10 ? 2 : length < 100 ? 1 : 0))) + name;
    }
  }
  return whole.format(value);
}

/** A figure of quality, with as many digits as it is worth. */
export function figure(value) {
  if (!Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  return value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
}

/** +3.2 % or −3.2 % */
export function change(share) {
  if (!Number.isFinite(share)) return NONE;
  const percent = 100 * share;
  const digits = Math.abs(percent) >= 10 ? 0 : 1;
  return (percent < 0 ? "−" : "+") + Math.abs(percent).toFixed(digits) + " %";
}

export function percent(share) {
  return Number.isFinite(share) ? (100 * share).toFixed(0) + " %" : NONE;
}

export function signed(value) {
  return Number.isFinite(value) ? (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2) : NONE;
}

/** How long something is or was, in its largest unit: 850 ms, 12 s, 3 min, 5 h, 2 d. */
export function span(millis) {
  if (!Number.isFinite(millis)) return NONE;
  if (millis < 1) return "0 s";
  if (millis < 1000) return Math.round(millis) + " ms";
  const seconds = millis / 1000;
  if (seconds < 90) return (seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)) + " s";
  if (seconds < 5400) return (seconds / 60).toFixed(0) + " min";
  if (seconds < 129600) return (seconds / 3600).toFixed(0) + " h";
  return (seconds / 86400).toFixed(0) + " d";
}

/** As a span, but in whole seconds: what is looked at while it grows should not flicker. */
export function age(millis) {
  return Number.isFinite(millis) ? span(Math.max(0, Math.round(millis / 1000) * 1000)).replace(".0 ", " ") : NONE;
}

export function bytes(size) {
  if (!Number.isFinite(size)) return NONE;
  if (size < 1024) return size + " B";
  return size < 1 << 20 ? (size / 1024).toFixed(0) + " KiB" : (size / (1 << 20)).toFixed(1) + " MiB";
}

/** 21 Nov 2026, 21:03:05 UTC */
export function moment(millis) {
  if (!(millis > 0)) return NONE;
  return new Date(millis).toLocaleString("en-GB", {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
    timeZone: "UTC", timeZoneName: "short",
  });
}
