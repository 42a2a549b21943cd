// One curve over the train log's offsets: the model, the running mean, what is possible, and where alarms were raised.

import uPlot from "./vendor/uPlot.esm.js";
import { el, put } from "./parts.js";
import { figure, moment, NONE, short, count } from "./format.js";

const HEIGHT = 190;
const RECENT = 256; // points, as many as the server keeps unthinned
const sync = uPlot.sync("offsets");

/** Where the curves are; the steep beginning of a model is cut off where it would flatten all that comes after. */
function range(chart) {
  const values = chart.data.slice(1).flat().filter((value) => value !== null).sort((a, b) => a - b);
  if (!values.length) return [0, 1];
  const at = (share) => values[Math.floor(share * (values.length - 1))];
  const low = Math.max(values[0], at(0.05) - 0.6 * (at(0.95) - at(0.05)));
  const high = Math.min(values.at(-1), at(0.95) + 0.6 * (at(0.95) - at(0.05)));
  const room = (high - low) * 0.08 || Math.abs(high) * 0.05 || 0.05;
  return [low - room, high + room];
}

export class Chart {
  constructor(name) {
    this.name = name;
    this.view = { title: "", keys: [], data: [[], [], [], []], times: [], alarms: [], recent: false };
    this.legend = el("p", { class: "legend" });
    this.keys = ["", "", ""].map((unused, i) => el("span", {}, el("i", { class: `key key-${i}`, "aria-hidden": "true" }),
      el("span"), el("b")));
    this.place = el("span", { class: "place" });
    this.legend.append(...this.keys, this.place);
    this.box = el("div", { class: "chart", role: "img", tabindex: "0" });
    this.root = el("div", { class: "plot" }, this.legend, this.box);
    this.index = null;
    this.box.addEventListener("keydown", (event) => this.walk(event));
    this.box.addEventListener("blur", () => this.leave());
  }

  /** To be called once the chart stands in the page, where its colours are known. */
  begin() {
    const style = getComputedStyle(this.root);
    const ink = (name) => () => this.ink(name);
    this.plot = new uPlot({
      width: Math.max(160, this.box.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 14, 0, 0],
      cursor: { y: false, sync: { key: sync.key, scales: ["x", null] }, points: { size: 7 } },
      scales: { x: { time: false }, y: { range } },
      axes: [
        { ...this.axis(style), size: 28, values: (chart, splits) => splits.map(short), space: 64 },
        { ...this.axis(style), size: 50, values: (chart, splits) => splits.map(this.tick), space: 34 },
      ],
      series: [
        {},
        { stroke: ink("--c"), width: 2, points: { show: false }, spanGaps: true },
        { stroke: ink("--usual"), width: 1.5, dash: [5, 4], points: { show: false }, spanGaps: true },
        { stroke: ink("--best"), width: 1.5, dash: [1.5, 3.5], points: { show: false }, spanGaps: true },
      ],
      bands: [{ series: [2, 1], fill: ink("--gain"), dir: -1 }],
      hooks: { draw: [(chart) => this.marks(chart)], setCursor: [(chart) => this.point(chart.cursor.idx)] },
    }, this.view.data, this.box);
    new ResizeObserver(() => this.fit()).observe(this.box);
  }

  axis(style) {
    return {
      stroke: () => this.ink("--muted"), font: `11px ${style.fontFamily}`, gap: 6,
      grid: { stroke: () => this.ink("--grid"), width: 1 }, ticks: { show: false },
    };
  }

  tick(value) {
    return Math.abs(value) >= 1000 ? short(value) : String(+value.toPrecision(4));
  }

  /** A colour as the page has it at this moment, in whichever theme. */
  ink(name) {
    this.box.style.setProperty("color", `var(${name})`);
    return getComputedStyle(this.box).color;
  }

  fit() {
    const width = Math.max(160, Math.floor(this.box.clientWidth));
    if (width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  redraw() {
    this.plot?.redraw();
  }

  /** @param view title, keys (three names), data (offsets, then three curves), times, alarms, recent */
  show(view) {
    this.view = view;
    const from = view.recent ? Math.max(0, view.data[0].length - RECENT) : 0;
    this.from = from;
    this.plot.setData(view.data.map((column) => column.slice(from)));
    this.box.setAttribute("aria-label", this.summary());
    this.tell();
  }

  summary() {
    const [offsets, ...curves] = this.view.data;
    if (!offsets.length) return `${this.name}, ${this.view.title}: nothing yet`;
    const last = curves.map((curve) => curve.at(-1));
    const said = { mean: "running mean", best: "best possible" };
    const parts = this.view.keys.map((name, i) => [said[name] ?? name, i]).map(([key, i]) => (key && Number.isFinite(last[i]) ? `${key} ${figure(last[i])}` : ""));
    return `${this.name}, ${this.view.title} at offset ${count(offsets.at(-1))}: ${parts.filter(Boolean).join(", ")}. `
      + "Arrow keys walk along the curve.";
  }

  point(index) {
    this.index = index ?? null;
    this.tell();
  }

  /** Names, and values where somebody points, else the newest. */
  tell() {
    const [offsets, ...curves] = this.view.data;
    const at = this.index === null ? offsets.length - 1 : this.index + (this.from ?? 0);
    this.keys.forEach((key, i) => {
      key.hidden = !this.view.keys[i];
      put(key.children[1], this.view.keys[i] ?? "");
      put(key.children[2], figure(curves[i]?.[at] ?? NaN));
    });
    put(this.place, this.index === null ? "" : `offset ${count(offsets[at])}, ${moment(this.view.times[at]) ?? NONE}`);
  }

  walk(event) {
    const last = this.plot.data[0].length - 1;
    const at = this.index ?? last;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 20, PageDown: at + 20, Home: 0, End: last }[event.key];
    if (event.key === "Escape") this.leave();
    if (to === undefined || last < 0) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(last, to));
    this.plot.setCursor({ left: this.plot.valToPos(this.plot.data[0][index], "x"), top: 10 }, true, true);
    this.point(index);
  }

  /** Nobody points any more, at no curve. */
  leave() {
    this.plot.setCursor({ left: -10, top: -10 }, true, true);
    this.point(null);
  }

  /** Alarms are lines from top to bottom, with a flag. */
  marks(chart) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = this.ink("--alarm");
    ctx.lineWidth = devicePixelRatio;
    for (const alarm of this.view.alarms) {
      const x = Math.round(chart.valToPos(alarm.offset, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x, bbox.top);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x + 9 * devicePixelRatio, bbox.top + 4 * devicePixelRatio);
      ctx.lineTo(x, bbox.top + 8 * devicePixelRatio);
      ctx.fill();
    }
    ctx.restore();
  }
}
