// What stands in the form, and a copy of it in this browser for as long as the site cannot take it.

// pairs are the names and values that somebody can change. Files are sent on their own; hidden fields are the site's.
export function pairs(form) {
  const hidden = new Set([...form.elements].filter((field) => field.type === "hidden").map((field) => field.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !hidden.has(name));
}

// fill puts pairs back.
export function fill(form, kept) {
  const left = new Map();
  for (const [name, value] of kept) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "submit", "button", "fieldset"].includes(field.type)) continue;
    const values = left.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length > 0) field.value = values.shift();
  }
}

function shelf(form) {
  return "samenspraak " + new URL(form.dataset.save, location.href).pathname;
}

// What is offered lies on a shelf of its own, so that what is typed next does not take its place.
const offers = (form) => shelf(form) + " offered";

// A browser may refuse to keep anything; then the page itself is all there is.
function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

export function copyOf(form) {
  return { edited: form.elements.edited?.value, pairs: pairs(form) };
}

export function keep(form) {
  attempt(() => localStorage.setItem(shelf(form), JSON.stringify(copyOf(form))));
}

export function drop(form) {
  attempt(() => localStorage.removeItem(shelf(form)));
}

// offer is what to give back of earlier visits, the last one at the end. What was kept is moved there.
export function offer(form) {
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const [earlier, last] = [read(offers(form)), read(shelf(form))];
  const copies = [...(Array.isArray(earlier) ? earlier : []), last].filter((copy) => copy?.pairs);
  if (last && leave(form, copies)) drop(form);
  return copies;
}

// leave makes copies all that is offered, and says whether the browser took them.
export function leave(form, copies) {
  return attempt(() => {
    if (copies.length > 0) localStorage.setItem(offers(form), JSON.stringify(copies));
    else localStorage.removeItem(offers(form));
    return true;
  });
}
