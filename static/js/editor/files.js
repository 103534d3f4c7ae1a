import { say, warn, words } from "./say.js";
import { block, put } from "./write.js";

// Files come in by the bar, by dragging and by pasting: one after the other, each with how far it is.

const titleOf = (name) => name.replace(/\.[^.]*$/, "").replace(/[-_]+/g, " ").trim() || name;

// send answers with the status (0: not reached) and what the site said, null when that was not JSON.
function send(address, file, progress) {
  const body = new FormData();
  body.append("title", titleOf(file.name));
  body.append("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => resolve({ status: request.status, answer: request.response }));
    request.send(body);
  });
}

function progressOf(area, text) {
  const label = document.createElement("label");
  label.className = "editor__upload";
  const progress = document.createElement("progress");
  progress.value = 0;
  label.append(text, progress);
  area.after(label);
  return { label, progress };
}

// addRow shows a file in the page's own list, in the shape of its template: [data-slot=name] gets row.name as its text,
// [data-href=href] gets row.href as its address.
function addRow(row) {
  const list = document.querySelector("[data-files-list]");
  const shape = document.querySelector("template[data-file-row]");
  if (!list || !shape || typeof row !== "object" || row === null) return;
  const made = shape.content.cloneNode(true);
  for (const slot of made.querySelectorAll("[data-slot]")) slot.textContent = row[slot.dataset.slot] ?? "";
  for (const slot of made.querySelectorAll("[data-href]")) slot.setAttribute("href", row[slot.dataset.href] ?? "#");
  list.append(made);
  list.hidden = false;
}

function failure(form, name, { status, answer }) {
  if (status === 401 || status === 403 || (status === 200 && answer === null)) {
    const link = { href: form.dataset.signin, text: words(form, "SigninLink") };
    return warn(words(form, "FileSignin", { name }), { link });
  }
  return warn(answer?.message ?? words(form, "FileFailed", { name }));
}

const selection = (area) => [area.selectionStart, area.selectionEnd];

// insert writes what stands for a file: a picture on a line of its own, with the caret where its description goes;
// another file as a link in the sentence, or on a line of its own when it is one of several. Who has typed on since
// the file was chosen keeps the caret, and the focus if that is in another field.
function insert(area, markdown, several, chosenAt) {
  const elsewhere = document.activeElement;
  const away = elsewhere !== area && /^(input|textarea|select)$/i.test(elsewhere?.tagName ?? "");
  const now = selection(area);
  const picture = markdown.startsWith("![");
  if (picture || several) block(area, markdown, picture ? 2 : markdown.length);
  else put(area, area.selectionEnd, area.selectionEnd, markdown);
  if (now.join() !== chosenAt.join()) area.setSelectionRange(...now);
  if (away) elsewhere.focus();
}

// Carrier brings files to the site.
export class Carrier {
  #form;
  #area;
  #queue = Promise.resolve();

  constructor(form, area) {
    this.#form = form;
    this.#area = area;
    area.addEventListener("paste", (event) => {
      const { files, types } = event.clipboardData;
      if (files.length === 0 || types.includes("text/plain")) return;
      event.preventDefault();
      this.take(files);
    });
    this.#dropped();
  }

  // A file that is dropped beside the field would take the place of the page.
  #dropped() {
    const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
    const mark = (on) => this.#area.classList.toggle("editor__text--drop", on);
    window.addEventListener("dragover", (event) => {
      if (!holdsFiles(event) || event.target.type === "file") return;
      event.preventDefault();
      event.dataTransfer.dropEffect = event.target === this.#area ? "copy" : "none";
      mark(event.target === this.#area);
    });
    window.addEventListener("dragleave", (event) => {
      if (event.target === this.#area || !event.relatedTarget) mark(false);
    });
    window.addEventListener("drop", (event) => {
      if (!holdsFiles(event) || event.target.type === "file") return;
      event.preventDefault();
      mark(false);
      if (event.target === this.#area) this.take(event.dataTransfer.files);
    });
  }

  // choose lets somebody pick files; accept is as in an input.
  choose(accept) {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = accept ?? "";
    input.addEventListener("change", () => this.take(input.files));
    input.click();
  }

  take(files) {
    const several = files.length > 1;
    for (const file of [...files]) this.#queue = this.#queue.then(() => this.#bring(file, several));
  }

  async #bring(file, several) {
    const { name } = file;
    const chosenAt = selection(this.#area);
    const { label, progress } = progressOf(this.#area, words(this.#form, "FileGoes", { name }));
    say(words(this.#form, "FileGoes", { name }));
    const result = await send(this.#form.dataset.files, file, progress);
    label.remove();
    if (result.status !== 200 && result.status !== 201 || !result.answer?.markdown) {
      say(words(this.#form, "FileNot", { name }));
      failure(this.#form, name, result);
      return;
    }
    const { markdown, row, edited } = result.answer;
    if (edited !== undefined) this.#form.elements.edited.value = edited;
    insert(this.#area, markdown, several, chosenAt);
    addRow(row);
    say(words(this.#form, markdown.startsWith("![") ? "PictureDone" : "FileDone", { name }));
  }
}
