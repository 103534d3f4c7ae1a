import { drop, fill, keep, kept, pairs } from "./keep.js";
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

async function post(form) {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  try {
    const response = await fetch(form.dataset.save, {
      method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(tooLong),
    });
    return { outcome: outcomeOf(response), answer: json(response) ? await response.json() : {} };
  } catch {
    return { outcome: "offline", answer: {} };
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
  #over = false; // somebody else saved, or the text is gone
  #leaving = false;

  constructor(form) {
    this.#form = form;
    this.#saved = this.#now();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.#submit(event));
    for (const sign of ["focus", "online"]) window.addEventListener(sign, () => this.#waiting && this.save());
    window.addEventListener("pageshow", () => { this.#leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!this.#leaving && this.#unsaved()) event.preventDefault();
    });
    this.#offer();
  }

  #now() { return JSON.stringify(pairs(this.#form)); }

  #unsaved() { return this.#now() !== this.#saved; }

  #words(key, values) { return words(this.#form, key, values); }

  // changed says that something may have changed.
  changed() {
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
    if (this.#over) return "conflict";
    if (!this.#unsaved() && !this.#waiting) return "saved";
    this.#first = 0;
    const sent = this.#now();
    const { outcome, answer } = await post(this.#form);
    this.#heard(outcome, answer, sent);
    return outcome;
  }

  #heard(outcome, answer, sent) {
    const waits = outcome === "signin" || outcome === "offline";
    if (outcome === "saved") this.#isSaved(answer, sent);
    if (outcome === "conflict") this.#conflict(answer);
    if (outcome === "problems") this.#problems(answer, sent);
    if (outcome === "failed") {
      this.#over = true;
      warn(this.#words("Failed"));
    }
    if (waits) this.#wait(outcome);
  }

  #isSaved(answer, sent) {
    this.#saved = sent;
    this.#form.elements.edited.value = answer.edited;
    this.#isHeard();
    say(this.#words("Saved", { saved: answer.saved }));
    this.#form.dispatchEvent(new CustomEvent("editor:saved"));
  }

  #conflict(answer) {
    this.#isHeard();
    this.#over = true;
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
    drop(this.#form);
    calm();
  }

  #wait(outcome) {
    this.#waiting = true;
    keep(this.#form);
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

  // offer gives back what an earlier visit could not save.
  #offer() {
    const copy = kept(this.#form);
    if (!copy?.pairs) return;
    if (JSON.stringify(copy.pairs) === this.#saved) {
      drop(this.#form);
      return;
    }
    const end = () => {
      drop(this.#form);
      calm();
    };
    warn(this.#words("Kept"), { buttons: [
      { text: this.#words("Restore"), act: () => { this.#restore(copy); end(); } },
      { text: this.#words("Discard"), act: end },
    ] });
  }

  // What somebody else saved since must not be written over: the copy goes as what it was based on.
  #restore(copy) {
    if (copy.edited) this.#form.elements.edited.value = copy.edited;
    fill(this.#form, copy.pairs);
    this.save();
  }
}
