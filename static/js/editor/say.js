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

// warn shows what somebody must do something about, in the place of what stood there of that kind: a text, a link that
// opens in a new tab, buttons. The same text twice is read aloud once.
export function warn(text, { link, buttons = [], kind = "warning" } = {}) {
  const place = document.querySelector("[data-notice]");
  const old = shown(kind);
  if (!place || old?.dataset.says === text) return;
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
  Object.assign(notice.dataset, { kind, says: text });
  const sign = document.querySelector("template[data-sign]");
  if (sign) notice.append(sign.content.cloneNode(true));
  notice.append(body);
  if (old) old.replaceWith(notice);
  else place.append(notice);
}

const shown = (kind) => document.querySelector(`[data-notice] > [data-kind=${kind}]`);

// calm takes away what warn showed of a kind.
export function calm(kind = "warning") {
  shown(kind)?.remove();
}
