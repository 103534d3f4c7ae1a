import { block, put } from "./write.js";

// The bar of tools: [role=toolbar] names its field in aria-controls; each button names what it does in data-tool.

const mac = /mac|iphone|ipad/i.test(navigator.platform);
const keys = { b: "bold", i: "italic", k: "link" };

// What a line may begin with, before its words.
const mark = /^(\s*(?:[-*+]|\d+[.)]|>|#{1,6})\s+)?(.*?)(\s*)$/;

function wrap(area, sign) {
  const { value } = area;
  let [from, to] = [area.selectionStart, area.selectionEnd];
  while (from < to && /\s/.test(value[from])) from++;
  while (to > from && /\s/.test(value[to - 1])) to--;
  const n = sign.length;
  const inner = value.slice(from, to);
  if (from >= n && value.slice(from - n, from) === sign && value.slice(to, to + n) === sign) {
    put(area, from - n, to + n, inner, from - n, to - n);
  } else if (inner.length > 2 * n && inner.startsWith(sign) && inner.endsWith(sign)) {
    put(area, from, to, inner.slice(n, -n), from, to - 2 * n);
  } else if (inner.includes("\n")) {
    const text = inner.split("\n").map((line) => wrapLine(line, sign)).join("\n");
    put(area, from, to, text, from, from + text.length);
  } else {
    put(area, from, to, sign + inner + sign, from + n, to + n);
  }
}

function wrapLine(line, sign) {
  const [, begin = "", text, end] = mark.exec(line);
  return text === "" ? line : begin + sign + text + sign + end;
}

// lines changes the lines that the selection touches.
function lines(area, change) {
  const { value, selectionStart, selectionEnd } = area;
  const from = value.slice(0, selectionStart).lastIndexOf("\n") + 1;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const next = value.indexOf("\n", last);
  const to = next < 0 ? value.length : next;
  const text = change(value.slice(from, to).split("\n")).join("\n");
  const end = from + text.length;
  if (selectionStart !== selectionEnd) {
    put(area, from, to, text, from, end);
  } else {
    put(area, from, to, text, Math.max(from, end - (to - selectionEnd)));
  }
}

// begin makes every line with words begin as sign says (n is its number), and when all do, none.
function begin(area, has, sign) {
  lines(area, (all) => {
    const filled = all.filter((line) => line.trim() !== "");
    const off = filled.length > 0 && filled.every((line) => has.test(line));
    let n = 0;
    return all.map((line) => {
      if (line.trim() === "" && filled.length > 0) return line;
      const [, , text, end] = mark.exec(line);
      return (off ? "" : sign(++n)) + text + end;
    });
  });
}

// heading goes round: no heading, the highest of a text, one lower, the lowest, none.
function heading(area) {
  lines(area, (all) => all.map((line) => {
    if (line.trim() === "" && all.length > 1) return line;
    const level = /^(#{1,6}) /.exec(line)?.[1].length ?? 0;
    const [, , text, end] = mark.exec(line);
    const next = level < 2 ? 2 : level + 1;
    return (next > 4 ? "" : "#".repeat(next) + " ") + text + end;
  }));
}

function link(area) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const text = value.slice(from, to);
  const address = /^(\/|www\.|mailto:|[a-z]+:\/\/)\S*$/i.test(text);
  if (address || text === "") put(area, from, to, `[](${text})`, from + 1);
  else put(area, from, to, `[${text}]()`, from + text.length + 3);
}

function table(area, bar) {
  const names = (bar.dataset.columns ?? "A|B").split("|");
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const text = [row(names), row(names.map(() => "---")), row(names.map(() => "  "))].join("\n");
  block(area, text, 2, names[0].length);
}

function undo(area) {
  area.focus();
  document.execCommand("undo");
}

const tools = {
  heading,
  table,
  link,
  undo,
  bold: (area) => wrap(area, "**"),
  italic: (area) => wrap(area, "_"),
  list: (area) => begin(area, /^\s*[-*+] /, () => "- "),
  numbers: (area) => begin(area, /^\s*\d+[.)] /, (n) => `${n}. `),
  quote: (area) => begin(area, /^\s*> /, () => "> "),
};

// onlyStop makes the bar one stop of the tab key; arrows, Home and End go through its buttons.
function onlyStop(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const stop = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  stop(buttons[0]);
  bar.addEventListener("focusin", (event) => stop(event.target.closest("button")));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = {
      ArrowRight: (at + 1) % buttons.length,
      ArrowLeft: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[to].focus();
  });
}

// toolbar wakes one bar; more are tools that only its page has.
export function toolbar(bar, more = {}) {
  const area = document.getElementById(bar.getAttribute("aria-controls"));
  if (!area) return;
  const known = { ...tools, ...more };
  for (const button of bar.querySelectorAll("button")) {
    if (!known[button.dataset.tool]) button.remove();
  }
  onlyStop(bar);
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.tool;
    if (name) known[name](area, bar);
  });
  area.addEventListener("keydown", (event) => {
    const name = keys[event.key.toLowerCase()];
    if (!name || event.altKey || event.shiftKey || !(mac ? event.metaKey : event.ctrlKey)) return;
    event.preventDefault();
    tools[name](area, bar);
  });
  bar.hidden = false;
}
