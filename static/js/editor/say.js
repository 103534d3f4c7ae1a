// What the script tells: the words stand in data-text-* of the form, so that they are in its reader's language.

// words fills in the words named key: %name% becomes values.name.
export function words(form, key, values = {}) {
  const text = form.dataset["text" + key] ?? "";
  return text.replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);
}

// say puts words in the line that tells how things are.
export function say(text) {
  const line = document.querySelector("[data-status]");
  if (line && line.textContent !== text) line.textContent = text;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function newTab(link) {
  const a = element("a", "", link.text);
  a.href = link.href;
  a.target = "_blank";
  a.rel = "noopener";
  return a;
}

function press(button) {
  const made = element("button", "button button--small", button.text);
  made.type = "button";
  made.addEventListener("click", button.act);
  return made;
}

// warn shows what somebody must do something about, in the place of what stood there: a text, a link that opens in a
// new tab, buttons. The same text twice is read aloud once.
export function warn(text, { link, buttons = [] } = {}) {
  const place = document.querySelector("[data-notice]");
  if (!place || place.dataset.says === text) return;
  place.dataset.says = text;
  const body = element("div", "notice__body");
  body.append(element("p", "notice__title", text));
  if (link?.href) {
    const line = element("p");
    line.append(newTab(link));
    body.append(line);
  }
  if (buttons.length > 0) {
    const line = element("p", "row");
    line.append(...buttons.map(press));
    body.append(line);
  }
  const notice = element("div", "notice notice--bad");
  const sign = document.querySelector("template[data-sign]");
  if (sign) notice.append(sign.content.cloneNode(true));
  notice.append(body);
  place.replaceChildren(notice);
}

// calm takes away what warn showed.
export function calm() {
  const place = document.querySelector("[data-notice]");
  if (!place) return;
  delete place.dataset.says;
  place.replaceChildren();
}
