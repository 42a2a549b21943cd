// What the server has told, put together: it says everything once, and then only what has changed.

const COLUMNS = ["offset", "time", "value", "usual", "second", "calibration", "best"];

export const state = {
  head: null, // of the newest message: now, app, command, feed, model
  skew: 0, // what the server's clock is ahead of ours, in milliseconds
  tasks: [],
  quarantine: null,
  snapshots: [],
  alarms: [],
};

/** The server's time of day. */
export function now() {
  return Date.now() + state.skew;
}

/** Takes a message in. */
export function take(name, message) {
  state.skew = message.now - Date.now();
  if (name === "beat") return;
  const { tasks, quarantine, snapshots, alarms, ...head } = message;
  state.head = head;
  if (name === "whole") {
    state.tasks = tasks;
  } else {
    tasks.forEach(renew);
  }
  state.quarantine = quarantine ?? state.quarantine;
  state.snapshots = snapshots ?? state.snapshots;
  state.alarms = alarms ?? state.alarms;
}

function renew(task) {
  const place = state.tasks.findIndex((known) => known.name === task.name);
  if (place < 0) {
    state.tasks.push(task);
    return;
  }
  const known = state.tasks[place];
  if (!task.curve.whole) {
    for (const column of COLUMNS) task.curve[column] = known.curve[column].concat(task.curve[column]);
  }
  state.tasks[place] = task;
}
