// Server-sent events over fetch: unlike EventSource it can show a key, and says why a connection failed.

const SILENCE = 15_000; // three signs of life
const LONGEST_PAUSE = 10_000;

/** Splits a stream of text into events, and hands out each with its data read as JSON. */
function parser(received) {
  let rest = "";
  return (text) => {
    rest += text;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const lines = rest.slice(0, end).split("\n");
      rest = rest.slice(end + 2);
      const name = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (name && data) received(name, JSON.parse(data));
    }
  };
}

async function explain(response) {
  try {
    return (await response.json()).detail ?? response.statusText;
  } catch {
    return response.statusText;
  }
}

/**
 * Follows the feed and reconnects by itself.
 *
 * told.event(name, data); told.lost(why, millis until the next try); told.locked() when a key is needed.
 */
export function follow(url, told) {
  let key = sessionStorage.getItem("thalweg.key");
  let failures = 0;
  let timer = 0;

  async function connect() {
    clearTimeout(timer);
    timer = 0;
    const stop = new AbortController();
    let watchdog = 0;
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => stop.abort(), SILENCE);
    };
    let why = "the server has ended the connection";
    try {
      heard();
      const headers = { Accept: "text/event-stream" };
      if (key) headers.Authorization = `Bearer ${key}`;
      const response = await fetch(url, { headers, cache: "no-store", signal: stop.signal });
      if (response.status === 401 || response.status === 403) {
        told.locked();
        return;
      }
      if (!response.ok) {
        why = await explain(response);
      } else {
        const parse = parser((name, data) => {
          failures = 0;
          try {
            told.event(name, data);
          } catch (problem) {
            reportError(problem); // the page's own mistake, and no reason to connect again
          }
        });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          heard();
          parse(part.value);
        }
      }
    } catch (problem) {
      why = stop.signal.aborted ? "the server has fallen silent" : "the server does not answer";
    } finally {
      clearTimeout(watchdog);
    }
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** failures++) * (0.75 + Math.random() / 2);
    timer = setTimeout(connect, pause);
    told.lost(why, pause);
  }

  const now = () => { if (timer) connect(); };
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  connect();

  return {
    unlock(secret) {
      key = secret;
      sessionStorage.setItem("thalweg.key", secret);
      connect();
    },
  };
}
