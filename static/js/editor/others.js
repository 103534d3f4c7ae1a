import { words } from "./say.js";

const sign = 20_000;

// others tells the site every twenty seconds that the text is open here, and shows who else has it open.
export function others(form) {
  const line = document.querySelector("[data-others]");
  if (!form.dataset.presence || !line) return;
  const ask = async () => {
    try {
      const response = await fetch(form.dataset.presence, {
        method: "POST", redirect: "manual", headers: { Accept: "application/json" },
      });
      if (!response.ok) return;
      const { others: names } = await response.json();
      const text = names?.length > 0 ? words(form, "Others", { names: names.join("; ") }) : "";
      if (line.textContent !== text) line.textContent = text;
    } catch {
      // Saving says it when the site is out of reach.
    }
  };
  ask();
  setInterval(ask, sign);
  window.addEventListener("focus", ask);
}
