// Small pieces of page, made without markup in text, so that nothing that comes over the wire is ever read as markup.

/** An element: attributes by name (on… are listeners, null leaves one out), then texts and elements. */
export function el(name, attributes = {}, ...children) {
  const node = name === "svg" || name === "path"
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Sets a text only where it is another one, so that nobody's selection or screen reader is disturbed. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A group of buttons of which one is pressed; calls `chosen` with its value. */
export function choice(label, options, chosen) {
  const group = el("div", { class: "choice", role: "group", "aria-label": label });
  const press = (value) => {
    for (const button of group.children) button.setAttribute("aria-pressed", String(button.dataset.value === value));
  };
  for (const [value, text] of options) {
    group.append(el("button", {
      type: "button", "data-value": value, "aria-pressed": "false",
      onclick: () => { press(value); chosen(value); },
    }, text));
  }
  press(options[0][0]);
  return group;
}

/** A bar whose length is a share of its track. */
export function bar(share, colour) {
  const fill = el("i");
  fill.style.setProperty("width", `${Math.max(0, Math.min(1, share)) * 100}%`);
  if (colour) fill.style.setProperty("background", colour);
  return el("span", { class: "track", "aria-hidden": "true" }, fill);
}

/** The colour of the task at this place of the configuration; the ninth has that of the first again. */
export function colour(place) {
  return `var(--task-${place % 8})`;
}
