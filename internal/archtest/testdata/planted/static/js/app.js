// https is fine as a word, and so is a function or an evaluation.
export function show(place, text) {
  place.textContent = text;
  place.innerHTML = text; // planted: markup
  place.insertAdjacentHTML("beforeend", text); // planted: markup
  document.write(text); // planted: markup
  eval(text); // planted: markup
  new Function(text)(); // planted: markup
  setTimeout("show()", 5); // planted: markup
  setTimeout(() => show(place, text), 5);
  import("./" + text); // planted: markup
  fetch("https://elsewhere.example/"); // planted: markup
  fetch('//elsewhere.example/'); // planted: markup
  fetch(`//elsewhere.example/${text}`); // planted: markup
  fetch(place.dataset.save);
}
