// Writing in a text field as a hand would, so that the browser's own "undo" takes it back.

// put replaces what stands from … to by text, and selects start … end afterwards (the end of the text when left out).
export function put(area, from, to, text, start = from + text.length, end = start) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!typed(text, from === to)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start, end);
}

// typed asks the browser to do it. The command is old and nothing has come in its place that undo knows of.
function typed(text, nothing) {
  if (text !== "") return document.execCommand("insertText", false, text);
  return nothing || document.execCommand("delete");
}

// block puts a block of text after the line of the caret, with an empty line on both sides, and selects length
// characters of it from offset on.
export function block(area, text, offset = text.length, length = 0) {
  const { value, selectionEnd } = area;
  const next = value.indexOf("\n", selectionEnd);
  const at = next < 0 ? value.length : next;
  const [head, tail] = [value.slice(0, at), value.slice(at)];
  const before = head === "" || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
  const after = tail.startsWith("\n\n") || tail === "\n" ? "" : "\n";
  const start = at + before.length + offset;
  put(area, at, at, before + text + after, start, start + length);
}
