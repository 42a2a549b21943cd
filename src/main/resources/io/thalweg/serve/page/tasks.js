// A card for each task: how well it predicts now, the curve up to here, and how it stands.

import { Chart } from "./chart.js";
import { choice, colour, el, put } from "./parts.js";
import { change, count, figure, percent, short, NONE } from "./format.js";

const NAMES = { logloss: "Log loss", RMSE: "RMSE", loss: "Loss" };
const USUAL = { logloss: "baselineLogloss", RMSE: "baselineRmse", loss: "baselineLoss" };
const cards = new Map();

function main(task, over) {
  return { value: task[over][task.metric === "RMSE" ? "rmse" : task.metric], usual: task[over][USUAL[task.metric]] };
}

/** What can be drawn of a task, the figure that it is judged by first. */
function figures(task) {
  const drawn = [["value", NAMES[task.metric] ?? task.metric]];
  const has = (column) => task.curve[column].some((value) => value !== null);
  if (has("second")) drawn.push(["second", task.kind === "classes" ? "AUC" : "MAE"]);
  if (has("calibration")) drawn.push(["calibration", "Calibration"]);
  return drawn;
}

class Card {
  constructor(task, place) {
    this.chosen = "value";
    this.offered = "";
    this.name = el("h3", {}, el("i", { class: "dot", "aria-hidden": "true" }), task.name);
    this.metric = el("span", { class: "metric" });
    this.value = el("strong", { class: "big" });
    this.gain = el("span", { class: "gain" });
    this.possible = el("span", { class: "possible" });
    this.tabs = el("div");
    this.chart = new Chart(task.name);
    this.facts = el("dl", { class: "facts" });
    this.root = el("article", { class: "card task", "data-task": task.name },
      el("header", {}, this.name, this.tabs),
      el("p", { class: "figure" }, this.value, this.metric),
      el("p", { class: "stand" }, this.gain, this.possible), this.chart.root, this.facts);
    this.root.style.setProperty("--c", colour(place));
  }

  show(task, alarms, recent) {
    this.last = [task, alarms, recent];
    this.offer(task);
    const { value, usual } = main(task, "window");
    put(this.value, figure(value));
    put(this.metric, `${NAMES[task.metric] ?? task.metric}, lately`);
    const gain = value / usual - 1;
    put(this.gain, Number.isFinite(gain) ? `${change(gain)} against the mean` : "");
    this.gain.dataset.good = String(gain < 0);
    put(this.possible, this.share(task));
    this.draw(task, alarms, recent);
    this.tell(task);
  }

  /** How far it has come from the running mean towards what is possible. */
  share(task) {
    const { value, usual } = main(task, "lifetime");
    const share = (usual - value) / (usual - task.best);
    return task.best === null || !Number.isFinite(share)
      ? ""
      : `${percent(share)} of what can be known`;
  }

  offer(task) {
    const options = figures(task);
    const names = options.map(([, name]) => name).join();
    if (names === this.offered) return;
    this.offered = names;
    this.chosen = "value";
    this.tabs.replaceChildren(options.length < 2 ? "" : choice(`Figure of ${task.name}`, options, (chosen) => {
      this.chosen = chosen;
      this.draw(...this.last);
    }));
  }

  draw(task, alarms, recent) {
    const { curve } = task;
    const level = (value) => curve.offset.map(() => value);
    const none = level(null);
    const isPossible = curve.best.some((value) => value !== null);
    const views = {
      value: ["model", "mean", isPossible ? "best" : ""],
      second: ["model", task.kind === "classes" ? "chance" : "", ""],
      calibration: ["predicted ÷ true", "even", ""],
    };
    const second = {
      value: curve.usual, second: task.kind === "classes" ? level(0.5) : none, calibration: level(1),
    };
    this.chart.root.dataset.figure = this.chosen;
    this.chart.show({
      title: figures(task).find(([name]) => name === this.chosen)[1],
      keys: views[this.chosen],
      data: [curve.offset, curve[this.chosen], second[this.chosen],
        this.chosen === "value" ? curve.best : none],
      times: curve.time,
      alarms: alarms.filter((alarm) => !alarm.task || alarm.task === task.name),
      recent,
    });
  }

  tell(task) {
    const { window } = task;
    const facts = [];
    const add = (name, value, title) => facts.push([name, value, title]);
    if (task.kind === "classes") add("AUC", figure(window.auc ?? NaN), "Chance that a positive scores above a negative");
    else add("MAE", figure(window.mae ?? NaN), "Mean absolute error, in the learned unit");
    if (window.calibration !== undefined) add("Calibration", figure(window.calibration), "Sum of predicted over sum of true");
    else if (window.correlation !== undefined) add("Correlation", figure(window.correlation), "Of prediction and label");
    if (window.coverage !== undefined) add("Coverage", percent(window.coverage), "Labels not above their predicted quantile");
    add("Labels", short(task.labelled), `${count(task.labelled)} labels learned from`);
    if (task.refused > 0) add("Refused", short(task.refused), "Labels at which the model overflowed");
    add("Loss weight", task.weight === null ? NONE : task.weight.toFixed(2), "What the balance makes the task count for");
    this.facts.replaceChildren(...facts.map(([name, value, title]) => el("div", { title }, el("dt", {}, name),
      el("dd", {}, value, name === "Calibration" ? gauge(window.calibration) : null))));
  }
}

/** A needle between half and twice as much as there is, even in the middle. */
function gauge(calibration) {
  const needle = el("i");
  const place = Math.max(-1, Math.min(1, Math.log2(calibration)));
  needle.style.setProperty("left", `${50 + 50 * place}%`);
  return el("span", { class: "gauge", "aria-hidden": "true" }, needle);
}

/** Shows all tasks in their order. */
export function showTasks(box, state, recent) {
  const empty = box.querySelector("#empty");
  empty.hidden = state.tasks.length > 0;
  for (const [name, card] of cards) {
    if (!state.tasks.some((task) => task.name === name)) {
      card.root.remove();
      cards.delete(name);
    }
  }
  state.tasks.forEach((task, place) => {
    let card = cards.get(task.name);
    if (!card) {
      card = new Card(task, place);
      cards.set(task.name, card);
      box.append(card.root);
      card.chart.begin();
    }
    card.show(task, state.alarms, recent);
  });
}

/** Draws all curves again, in the colours of now. */
export function redrawTasks() {
  for (const card of cards.values()) card.chart.redraw();
}
