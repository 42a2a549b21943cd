// The live page: follows the feed and shows what it tells, twice a second at most.

import { follow } from "./feed.js";
import { age, span } from "./format.js";
import { el, put } from "./parts.js";
import { grow, showDrift, showGlance, showQuarantine, showSnapshots, showTogether } from "./panels.js";
import { now, state, take } from "./state.js";
import { redrawTasks, showTasks } from "./tasks.js";
import { theme } from "./theme.js";

const STALE = 60_000; // without new metrics

const part = (id) => document.getElementById(id);
const body = (id) => part(id).querySelector("div");
const connection = { name: "connecting", why: "", until: 0 };
let recent = false;
let shownAlarm = "";

function show(message) {
  put(part("app"), state.head.app);
  put(part("command"), state.head.command);
  part("command").hidden = false;
  showTasks(part("tasks"), state, recent);
  showTogether(body("together"), state.tasks);
  if (message.alarms) showDrift(body("drift"), state);
  if (message.quarantine) showQuarantine(body("quarantine"), state.quarantine);
  if (message.snapshots) showSnapshots(body("snapshots"), state.snapshots);
}

/** How things are, the worst first: name, words, and what is to be said aloud about it. */
function condition() {
  const { head } = state;
  if (connection.name === "locked") return ["lost", "Locked", ""];
  if (connection.name === "lost") {
    const rest = Math.max(0, connection.until - Date.now());
    return ["lost", "Reconnecting", `Connection lost: ${connection.why}. What is shown is ${head
      ? `as of ${age(Date.now() - connection.since)} ago` : "nothing yet"}; tries again ${rest > 900 ? `in ${age(rest)}` : "now"}.`];
  }
  if (!head) return ["connecting", "Connecting", ""];
  if (head.feed.state === "away") return ["lost", "No news", `The topics cannot be read: ${head.feed.detail}`];
  if (head.feed.state === "reading") return ["connecting", "Reading back", ""];
  if (head.model.version < 0) return ["waiting", "Waiting for the first model", head.feed.detail];
  const quiet = now() - head.model.taken;
  if (quiet > STALE) return ["stale", `No new metrics for ${span(Math.round(quiet / 1000) * 1000)}`, ""];
  return ["live", "Live", ""];
}

function look() {
  const [name, words, aloud] = condition();
  const diverged = Boolean(state.head?.model.diverged);
  const pill = part("state");
  pill.dataset.state = diverged ? "diverged" : name;
  put(pill.lastElementChild, diverged ? "Diverged" : words);
  document.body.dataset.state = name;
  document.title = `${diverged ? "DIVERGED · " : name === "lost" ? "(away) " : ""}${state.head?.app ?? ""} · Thalweg`
    .replace(/^ · /, "");
  alarm(diverged, aloud);
  if (state.head) showGlance(part("glance"), state);
  grow(document.body);
}

/** Banners are renewed only when their kind changes, so that nobody hears them every second. */
function alarm(diverged, aloud) {
  const kind = `${diverged} ${aloud.slice(0, 12)}`;
  const box = part("alerts");
  if (kind !== shownAlarm) {
    shownAlarm = kind;
    box.replaceChildren(...[
      diverged ? el("p", { class: "banner loud" }, el("b", {}, "The model has diverged."),
        " It learns from nothing, for no task, until another model takes over: bring back a good snapshot with",
        " ", el("code", {}, "promote"), ", and look at the last events in quarantine and at the optimiser's rate.") : null,
      aloud ? el("p", { class: "banner" }, aloud) : null,
    ].filter(Boolean));
  } else if (aloud) {
    put(box.lastElementChild, aloud);
  }
}

const feed = follow("/v1/live", {
  event(name, message) {
    take(name, message);
    if (name !== "beat") show(message);
    connection.name = "connected";
    connection.since = Date.now();
    part("key").hidden = true;
    look();
  },
  lost(why, pause) {
    Object.assign(connection, { name: "lost", why, until: Date.now() + pause });
    look();
  },
  locked() {
    connection.name = "locked";
    part("key").hidden = false;
    part("secret").focus();
    look();
  },
});

part("key").addEventListener("submit", (event) => {
  event.preventDefault();
  feed.unlock(part("secret").value);
  part("secret").value = "";
});

for (const button of document.querySelectorAll("[data-range]")) {
  button.addEventListener("click", () => {
    recent = button.dataset.range === "recent";
    for (const other of document.querySelectorAll("[data-range]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    if (state.head) showTasks(part("tasks"), state, recent);
  });
}

theme(part("theme"), redrawTasks);
showDrift(body("drift"), state);
showQuarantine(body("quarantine"), null);
showSnapshots(body("snapshots"), []);
showTogether(body("together"), []);
setInterval(look, 1_000);
