import { copyOf, drop, fill, keep, leave, offer, pairs } from "./keep.js";
import { calm, say, warn, words } from "./say.js";

// Saving by itself: two seconds after the last key, fifteen after the first at the latest, never two at once.

const pause = 2_000;
const patience = 15_000;
const again = 5_000;
const tooLong = 20_000;

const json = (response) => response.headers.get("Content-Type")?.includes("json");

// outcomeOf names what an answer means: saved, conflict, problems, signin, offline or failed.
function outcomeOf(response) {
  const { status, type } = response;
  if (type === "opaqueredirect" || status === 401 || status === 403) return "signin";
  if (status === 409) return "conflict";
  if (status === 422) return "problems";
  if (status === 408 || status === 429 || status >= 500) return "offline";
  if (!response.ok) return "failed";
  return json(response) ? "saved" : "signin"; // a page in its place is a page to sign in
}

// fieldsOf is all that is sent, but for files.
const fieldsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

// post says besides whether the answer was lost: the site may have saved then.
async function post(form, fields) {
  const body = new URLSearchParams(fields);
  if (form.elements.edited) body.set("edited", form.elements.edited.value);
  try {
    const response = await fetch(form.dataset.save, {
      method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(tooLong),
    });
    const lost = [408, 502, 503, 504].includes(response.status); // somebody between us and the site says so
    const answer = json(response) ? await response.json() : {};
    return { outcome: outcomeOf(response), answer, lost };
  } catch {
    return { outcome: "offline", answer: {}, lost: true };
  }
}

// Saver knows what of a form the site has, and brings it the rest.
export class Saver {
  #form;
  #saved; // what the site has
  #first = 0; // when the first change after that was made
  #timer = 0;
  #refused = ""; // what the site would not have
  #running = null; // the saving that is under way
  #waiting = false; // the site could not take it; it is tried again
  #lost = null; // what was sent without an answer
  #kept = false; // this page left a copy in the browser
  #ours; // the saves that this page began from or made
  #copies = []; // what earlier visits could not save
  #over = ""; // conflict: somebody else saved; failed: the text is gone
  #leaving = false;

  constructor(form) {
    this.#form = form;
    this.#saved = this.#now();
    this.#ours = new Set([form.elements.edited?.value]);
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.#submit(event));
    for (const sign of ["focus", "online"]) window.addEventListener(sign, () => this.#waiting && this.save());
    window.addEventListener("pageshow", () => { this.#leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!this.#leaving && this.#unsaved()) event.preventDefault();
    });
    this.#copies = offer(form).filter((copy) => JSON.stringify(copy.pairs) !== this.#saved);
    this.#offer();
  }

  #now() { return JSON.stringify(pairs(this.#form)); }

  #unsaved() { return this.#now() !== this.#saved; }

  #words(key, values) { return words(this.#form, key, values); }

  // changed says that something may have changed.
  changed() {
    if (this.#over === "conflict") this.#keep();
    if (this.#over || this.#waiting || !this.#unsaved() || this.#now() === this.#refused) return;
    this.#first ||= Date.now();
    this.#later(Math.max(0, Math.min(pause, this.#first + patience - Date.now())));
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), wait);
  }

  // save brings what is not saved, and says how that went: "saved" too when there was nothing.
  save() {
    this.#running ??= this.#save().finally(() => {
      this.#running = null;
      this.changed(); // what was typed meanwhile
    });
    return this.#running;
  }

  async #save() {
    clearTimeout(this.#timer);
    if (this.#over) return this.#over;
    if (!this.#unsaved() && !this.#waiting) return "saved";
    this.#first = 0;
    // After a lost answer the same goes first: if that was saved, the site says so, and newer words are no conflict.
    const { sent, fields } = this.#lost ?? { sent: this.#now(), fields: fieldsOf(this.#form) };
    const { outcome, answer, lost } = await post(this.#form, fields);
    this.#lost = lost ? { sent, fields } : null;
    this.#heard(outcome, answer, sent);
    return outcome;
  }

  #heard(outcome, answer, sent) {
    const waits = outcome === "signin" || outcome === "offline";
    if (outcome === "saved") this.#isSaved(answer, sent);
    if (outcome === "conflict") this.#conflict(answer);
    if (outcome === "problems") this.#problems(answer, sent);
    if (outcome === "failed") {
      this.#over = "failed";
      warn(this.#words("Failed"));
    }
    if (waits) this.#wait(outcome);
  }

  #isSaved(answer, sent) {
    this.#saved = sent;
    this.#form.elements.edited.value = answer.edited;
    this.#ours.add(String(answer.edited));
    this.#isHeard();
    if (this.#kept) this.#keep(this.#unsaved());
    say(this.#words("Saved", { saved: answer.saved }));
    this.#form.dispatchEvent(new CustomEvent("editor:saved"));
  }

  // What was typed is not saved by itself any more: the copy in the browser is all there is of it beside the page.
  #conflict(answer) {
    this.#isHeard();
    this.#over = "conflict";
    this.#keep();
    say(this.#words("Unsaved"));
    warn(answer.message, { link: { href: this.#form.dataset.page ?? location.pathname, text: this.#words("Theirs") } });
  }

  // A text with problems is tried again when it has changed, not before.
  #problems(answer, sent) {
    const messages = (answer.problems ?? []).map((problem) => problem.message).join(" ");
    this.#refused = sent;
    this.#isHeard();
    say(this.#words("Problems", { message: messages }));
  }

  // The site can be reached again.
  #isHeard() {
    if (!this.#waiting) return;
    this.#waiting = false;
    calm();
  }

  #keep(needed = true) {
    this.#kept = needed;
    if (needed) keep(this.#form);
    else drop(this.#form);
  }

  #wait(outcome) {
    this.#waiting = true;
    this.#keep();
    say(this.#words("Unsaved"));
    const { signin } = this.#form.dataset;
    warn(this.#words(outcome === "signin" ? "Signin" : "Offline"),
      outcome === "signin" ? { link: { href: signin, text: this.#words("SigninLink") } } : {});
    this.#later(again);
  }

  // Sending the form leaves the page: first what was typed is brought, so that an expired sign-in costs nothing.
  async #submit(event) {
    const nothing = !this.#running && (!this.#unsaved() || this.#now() === this.#refused);
    if (this.#leaving || this.#over || nothing) {
      clearTimeout(this.#timer);
      this.#leaving = true;
      return;
    }
    event.preventDefault();
    const by = event.submitter;
    await this.#running;
    const outcome = await this.save();
    if (outcome === "signin" || outcome === "offline" || this.#leaving) return;
    this.#leaving = true;
    this.#form.requestSubmit(by);
  }

  // offer gives back what an earlier visit could not save. Nothing but its two buttons takes that away.
  #offer() {
    leave(this.#form, this.#copies);
    calm("offer");
    const copy = this.#copies.at(-1);
    if (!copy) return;
    warn(this.#words("Kept"), { kind: "offer", buttons: [
      { text: this.#words("Restore"), act: () => this.#restore(copy) },
      { text: this.#words("Discard"), act: () => this.#end(copy) },
    ] });
  }

  // end takes a copy away; what stands in its place is offered too.
  #end(copy, instead = []) {
    this.#copies = [...instead, ...this.#copies.filter((one) => one !== copy)];
    this.#offer();
  }

  // What somebody else saved since must not be written over: the copy goes as what it was based on.
  async #restore(copy) {
    await this.#running;
    if (!this.#copies.includes(copy)) return; // pressed twice
    const { edited } = this.#form.elements;
    const mine = this.#unsaved() ? [copyOf(this.#form)] : [];
    if (copy.edited && !this.#ours.has(copy.edited)) edited.value = copy.edited;
    this.#lost = null;
    fill(this.#form, copy.pairs);
    this.#keep();
    this.#end(copy, mine);
    this.save();
  }
}
