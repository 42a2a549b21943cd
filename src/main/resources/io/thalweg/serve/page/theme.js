// Auto, light or dark: what the system prefers, unless somebody says otherwise on this page.

import { put } from "./parts.js";

const KEY = "thalweg.theme";
const NEXT = { auto: "light", light: "dark", dark: "auto" };
const SIGNS = { auto: "◐", light: "☀", dark: "☾" };

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme in NEXT ? theme : "auto";
  } catch {
    return "auto"; // a browser that keeps nothing
  }
}

/** Lets the button change the theme; `changed` is called whenever colours are others than before. */
export function theme(button, changed) {
  let current = remembered();
  const show = () => {
    document.documentElement.dataset.theme = current;
    put(button, SIGNS[current]);
    button.setAttribute("aria-label", `Theme: ${current}. Change to ${NEXT[current]}`);
    button.title = `Theme: ${current}`;
    changed();
  };
  button.addEventListener("click", () => {
    current = NEXT[current];
    try {
      localStorage.setItem(KEY, current);
    } catch {
      // then it is for this visit only
    }
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  show();
}
