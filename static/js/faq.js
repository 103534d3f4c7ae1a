// The page of frequently asked questions, which works without this.
//
// - form[role=search][data-filter] holds one input and a [role=status] with data-single, data-many and data-none: what to
//   say of the number found, with %n% for the number. While one types, each .faq__item under [data-filter-list] whose
//   question and answer lack one of the words is hidden, and a .faq__group without questions too. Escape starts again.
//   Sending the form is an ordinary search.
// - The .faq__item that the address names, or that holds what it names, opens and comes into sight.
// - On paper every answer is open.

const items = [...document.querySelectorAll(".faq__item")];

// plain is a text as it is compared: small letters without accents, one space between words.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

// textOf is the question and its answer, without what stands below it.
function textOf(item) {
  const parts = item.querySelectorAll(".faq__question, .faq__answer > :not(.faq__foot)");
  return [...parts].map((part) => part.textContent).join(" ");
}

function filter(form, list) {
  const input = form.querySelector("input[type=search]");
  const status = form.querySelector("[role=status]");
  const whole = status.textContent;
  const texts = new Map();
  let later = 0;

  const matches = (item, words) => {
    if (!texts.has(item)) texts.set(item, plain(textOf(item)));
    return words.every((word) => texts.get(item).includes(word));
  };
  const say = (text) => {
    clearTimeout(later); // who is still typing need not hear every number
    later = setTimeout(() => { status.textContent = text; }, 300);
  };
  const narrow = () => {
    const words = plain(input.value).split(" ").filter(Boolean);
    let found = 0;
    for (const item of list.querySelectorAll(".faq__item")) {
      item.hidden = !matches(item, words);
      if (!item.hidden) found++;
    }
    for (const group of list.querySelectorAll(".faq__group")) {
      group.hidden = !group.querySelector(".faq__item:not([hidden])");
    }
    const { single, many, none } = status.dataset;
    const text = found === 0 ? none : found === 1 ? single : many;
    say(words.length === 0 ? whole : text.replace("%n%", found));
  };

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || input.value === "") return;
    event.preventDefault();
    input.value = "";
    narrow();
  });
  if (input.value !== "") narrow();
  return () => {
    input.value = "";
    narrow();
  };
}

const form = document.querySelector("form[role=search][data-filter]");
const list = document.querySelector("[data-filter-list]");
const showAll = form && list ? filter(form, list) : () => {};

function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // no such escape
  }
}

function openNamed() {
  const target = location.hash.length > 1 ? named() : null;
  const item = target?.closest(".faq__item");
  if (!item) return;
  if (item.hidden) showAll();
  item.open = true;
  target.scrollIntoView();
}

window.addEventListener("hashchange", openNamed);
openNamed();

let opened = [];
window.addEventListener("beforeprint", () => {
  opened = items.filter((item) => !item.open);
  for (const item of opened) item.open = true;
});
window.addEventListener("afterprint", () => {
  for (const item of opened) item.open = false;
  opened = [];
});
