import { Carrier } from "./editor/files.js";
import { others } from "./editor/others.js";
import { Saver } from "./editor/save.js";
import { toolbar } from "./editor/tools.js";

// Writing a Markdown text on the staff side. Without this the form is an ordinary form.
//
// What the page holds (templates/parts/editor.html writes all of it):
// - div[role=toolbar][hidden][aria-controls=ID of the field] with button[data-tool]: heading, bold, italic, list,
//   numbers, quote, link, table (data-columns on the bar: "Tijd|Onderdeel"), undo; picture and file where the form takes
//   files (data-accept-pictures and data-accept-files on the bar: what may be chosen). A bar may stand in any form.
// - form[data-editor][autocomplete=off] with input[type=hidden][name=edited] and textarea[data-markdown]; at most one.
//     data-save      POST, form-encoded: 200 {"edited": 7, "saved": "10.52"}; 409 {"message"} when somebody else saved in
//                    between; 422 {"problems": [{"field", "message"}]}; 401, 403 or a redirect when the sign-in expired
//     data-presence  POST every 20 seconds: {"others": ["Noor Haddad, sinds 10.52 uur"]}
//     data-files     POST multipart, title and file, one file: {"markdown": "![](/bestanden/3/schip.png)", "row": {…}};
//                    413, 415, 422 {"message"}. With "edited" when it made a save
//     data-preview   id of the frame that shows the real page, same origin; it reloads after each save
//     data-signin    where one signs in again; data-page: where the text as others saved it can be read
//     data-text-*    the words: saved {saved}, unsaved, problems {message}, theirs, signin, signin-link, offline, failed,
//                    kept, restore, discard, others {names}, file-goes, file-done, picture-done, file-not, file-failed,
//                    file-signin %name%
// - [data-status] and [data-others], both role=status; [data-notice] role=alert, empty; template[data-sign] with the
//   sign of a notice.
// - [data-files-list] with template[data-file-row]: where a file that came in is shown; may be left out.
//
// What is typed is saved after two seconds of rest, and every fifteen while typing. What the site cannot take (the
// sign-in expired, no network) is kept in this browser until it can; after a conflict nothing is saved by itself, and all
// of it is kept. What an earlier visit kept is offered, and stays until somebody restores or discards it.

function reload(frame) {
  try {
    const { scrollX, scrollY, location: { href } } = frame.contentWindow;
    frame.addEventListener("load", () => scroll(frame, scrollX, scrollY), { once: true });
    if (href === frame.src) return frame.contentWindow.location.reload();
  } catch {
    // The frame shows no page of ours: an error of the network.
  }
  frame.src = frame.getAttribute("src");
}

function scroll(frame, x, y) {
  try {
    frame.contentWindow.scrollTo(x, y);
  } catch {
    // What was loaded is no page of ours either: the sign-in expired, or there is no network.
  }
}

function awake(form) {
  const area = form.querySelector("textarea[data-markdown]");
  if (form.dataset.save) new Saver(form);
  others(form);
  const frame = document.getElementById(form.dataset.preview ?? "");
  if (frame) form.addEventListener("editor:saved", () => reload(frame));
  return form.dataset.files && area ? new Carrier(form, area) : null;
}

const editing = document.querySelector("form[data-editor]");
const carrier = editing ? awake(editing) : null;

for (const bar of document.querySelectorAll("[role=toolbar][aria-controls]")) {
  const mine = carrier && editing.contains(bar);
  toolbar(bar, mine ? {
    picture: (_, { dataset }) => carrier.choose(dataset.acceptPictures),
    file: (_, { dataset }) => carrier.choose(dataset.acceptFiles),
  } : {});
}
