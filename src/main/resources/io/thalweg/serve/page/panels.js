// What is not one task's: the figures at a glance, how tasks get on, drift, quarantine, snapshots.

import { bar, colour, el, put } from "./parts.js";
import { age, bytes, count, moment, percent, short, signed, span, NONE } from "./format.js";
import { now } from "./state.js";

const tiles = new Map();

function tile(box, key, name, title) {
  let parts = tiles.get(key);
  if (!parts) {
    parts = { value: el("strong"), unit: el("small"), note: el("small", { class: "note" }) };
    box.append(el("div", { class: "tile", title, "data-tile": key }, el("dt", {}, name),
      el("dd", {}, parts.value, " ", parts.unit, parts.note)));
    tiles.set(key, parts);
  }
  return (value, unit, note) => {
    put(parts.value, value);
    put(parts.unit, unit);
    put(parts.note, note);
  };
}

export function showGlance(box, state) {
  const model = state.head?.model ?? {};
  const known = model.version >= 0;
  const wait = Math.max(...state.tasks.map((task) => task.lagMillis), 0);
  const newest = state.snapshots[0];
  const troubles = state.quarantine;
  tile(box, "rate", "Learning", "Labels learned a second, over the last half minute")(
    short(model.rate ?? NaN), "labels/s", known ? `${count(model.labelled)} in all` : "");
  tile(box, "behind", "Behind", "Records of the train log that are not learned yet")(
    model.behind >= 0 ? short(model.behind) : NONE, model.behind < 0 ? "" : model.behind === 1 ? "record" : "records",
    known ? `waited ${span(wait)} for a batch` : "");
  tile(box, "model", "Model", "Gradient steps taken, and how old the newest event is that its metrics know")(
    known ? count(model.version) : NONE, "steps", known ? `${age(now() - model.taken)} old` : "");
  tile(box, "snapshot", "Snapshot", "The newest on the topic")(
    newest ? count(newest.version) : NONE, newest ? "steps" : "",
    newest ? `${age(now() - newest.taken)} ago, ${bytes(newest.bytes)}` : "none yet");
  tile(box, "quarantine", "Quarantine", "Events that nobody could learn from")(
    troubles ? short(troubles.count) + (troubles.whole ? "" : "+") : NONE, troubles?.count === 1 ? "event" : "events",
    troubles?.last.length ? `last ${age(now() - troubles.last[0].time)} ago` : "none");
  tile(box, "log", "Log time", "Time of the newest event that metrics know")(
    known ? moment(model.eventTime).slice(-12, -4).trim() : NONE, known ? "UTC" : "",
    known ? `${moment(model.eventTime).slice(0, -14)}` : "");
}

function weights(tasks) {
  const most = Math.max(...tasks.map((task) => task.weight ?? 0), 1);
  return el("table", { class: "rows" }, el("caption", {}, "Loss weights"), el("tbody", {}, ...tasks.map((task, place) =>
    el("tr", {}, el("th", { scope: "row" }, task.name),
      el("td", { class: "wide" }, bar((task.weight ?? 0) / most, colour(place))),
      el("td", { class: "number" }, task.weight === null ? NONE : task.weight.toFixed(2))))));
}

function conflicts(tasks) {
  const cell = (row, column) => {
    const value = row === column ? 1 : (row.cosines[column.name] ?? column.cosines[row.name] ?? NaN);
    const data = el("td", { "data-sign": value < 0 ? "against" : "with" }, row === column ? "" : signed(value));
    data.style.setProperty("--v", `${Number.isFinite(value) && row !== column ? Math.round(100 * Math.abs(value)) : 0}%`);
    return data;
  };
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Cosines between gradients" },
    el("table", { class: "matrix" },
      el("caption", {}, "Gradients: cosines, below 0 in conflict"),
      el("thead", {}, el("tr", {}, el("td"), ...tasks.map((task) => el("th", { scope: "col" }, task.name)))),
      el("tbody", {}, ...tasks.map((row) => el("tr", {}, el("th", { scope: "row" }, row.name),
        ...tasks.map((column) => cell(row, column)))))));
}

function gates(tasks) {
  const seen = new Map();
  tasks.forEach((task) => Object.entries(task.gates).forEach(([name, gate]) => seen.set(name, gate)));
  if (!seen.size) return null;
  const experts = [...new Set([...seen.values()].flatMap((gate) => Object.keys(gate.use)))];
  const part = (expert, share) => {
    const piece = el("i", { title: `${expert}: ${percent(share)}` }, share > 0.12 ? percent(share) : "");
    piece.style.setProperty("flex-grow", String(share));
    piece.style.setProperty("--c", colour(experts.indexOf(expert)));
    return piece;
  };
  return el("div", { class: "gates" },
    el("table", { class: "rows" },
      el("caption", {}, "Gates: mean weight of each expert, and evenness (1: all alike)"),
      el("tbody", {}, ...[...seen].map(([name, gate]) => el("tr", {}, el("th", { scope: "row" }, name),
        el("td", { class: "wide" }, el("span", { class: "strip" },
          ...Object.entries(gate.use).map(([expert, share]) => part(expert, share)))),
        el("td", { class: "number" }, gate.entropy === null ? NONE : gate.entropy.toFixed(2)))))),
    el("p", { class: "legend" }, ...experts.map((expert, place) => {
      const dot = el("i", { class: "dot", "aria-hidden": "true" });
      dot.style.setProperty("--c", `color-mix(in srgb, ${colour(place)} 45%, var(--card))`);
      return el("span", {}, dot, expert);
    })));
}

export function showTogether(box, tasks) {
  const looks = tasks.some((task) => Object.keys(task.cosines).length);
  const even = tasks.every((task) => task.weight === 1);
  box.replaceChildren(...[
    tasks.length ? weights(tasks) : el("p", { class: "nothing" }, "No task yet."),
    tasks.length && even ? el("p", { class: "nothing" }, "Every task counts as its configured weight says.") : null,
    looks ? conflicts(tasks) : tasks.length > 1
      ? el("p", { class: "nothing" }, "Gradients are not compared: the balance in use does not look at them.") : null,
    gates(tasks),
  ].filter(Boolean));
}

function when(time) {
  return el("time", { datetime: new Date(time).toISOString(), title: moment(time), "data-since": String(time) },
    `${age(now() - time)} ago`);
}

export function showDrift(box, state) {
  const place = (alarm) => state.tasks.findIndex((task) => task.name === alarm.task);
  box.replaceChildren(state.alarms.length
    ? el("ol", { class: "list" }, ...state.alarms.slice(0, 8).map((alarm) => {
      const dot = el("i", { class: "dot", "aria-hidden": "true" });
      dot.style.setProperty("--c", place(alarm) < 0 ? "var(--muted)" : colour(place(alarm)));
      return el("li", {}, el("p", {}, dot, el("b", {}, alarm.task || "feature"), " ",
        el("span", { class: "chip" }, alarm.kind), when(alarm.time)),
      el("p", { class: "detail" }, `${alarm.detail} (offset ${count(alarm.offset)})`));
    }))
    : el("p", { class: "nothing" }, "No alarm: the data are as they were."));
}

export function showQuarantine(box, troubles) {
  if (!troubles?.count) {
    box.replaceChildren(el("p", { class: "nothing" }, "Empty: every event could be learned from."));
    return;
  }
  const reasons = Object.entries(troubles.reasons).sort(([, a], [, b]) => b - a);
  const most = reasons[0][1];
  box.replaceChildren(
    el("table", { class: "rows" },
      el("caption", {}, troubles.whole ? `${count(troubles.count)} events, by reason`
        : `The last ${count(troubles.count)} events, by reason`),
      el("tbody", {}, ...reasons.map(([reason, number]) => el("tr", {},
        el("th", { scope: "row" }, reason.toLowerCase().replaceAll("_", " ")),
        el("td", { class: "wide" }, bar(number / most, "var(--alarm)")),
        el("td", { class: "number" }, count(number)))))),
    el("h3", {}, "The last ones"),
    el("ol", { class: "list" }, ...troubles.last.slice(0, 4).map((trouble) => el("li", {},
      el("p", {}, el("span", { class: "chip" }, trouble.reason.toLowerCase().replaceAll("_", " ")),
        el("code", {}, trouble.place), when(trouble.time)),
      el("p", { class: "detail" }, trouble.detail)))));
}

export function showSnapshots(box, snapshots) {
  if (!snapshots.length) {
    box.replaceChildren(el("p", { class: "nothing" }, "None yet: they come after a number of learned events."));
    return;
  }
  box.replaceChildren(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of snapshots" },
    el("table", { class: "columns" },
      el("thead", {}, el("tr", {}, ...["Id", "Steps", "Up to offset", "Size", "Taken"].map((name) =>
        el("th", { scope: "col" }, name)))),
      el("tbody", {}, ...snapshots.slice(0, 8).map((snapshot) => el("tr", { title: snapshot.cause.toLowerCase().replaceAll("_", " ") },
        el("td", {}, el("code", {}, snapshot.id)), el("td", {}, count(snapshot.version)),
        el("td", {}, snapshot.nextOffset ? count(snapshot.nextOffset - 1) : NONE), el("td", {}, bytes(snapshot.bytes)),
        el("td", {}, when(snapshot.taken))))))));
}

/** Lets every time that is told as an age grow older. */
export function grow(root) {
  for (const time of root.querySelectorAll("time[data-since]")) {
    put(time, `${age(now() - Number(time.dataset.since))} ago`);
  }
}
