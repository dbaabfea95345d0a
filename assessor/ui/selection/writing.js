// Where a candidate writes. The page follows when the hands rest. What stands in the field is the person's: the program replaces it only
// when the person asked for another text (data.number changes), never because the page was drawn again. Nothing is put in any storage.

const PAUSE = 800;
const SILENCE = 12000;

function build(parent) {
  const make = (name, className) => Object.assign(document.createElement(name), { className });
  const box = { root: make("div", "as-writing"), label: make("label", ""), field: make("textarea", ""), line: make("div", "as-row"), said: make("p", ""), waiting: make("span", "") };
  box.field.id = "as-writing-field";
  box.field.rows = 12;
  box.field.lang = "fr"; // of the answer, whatever the page speaks
  box.field.autocomplete = "off";
  box.label.htmlFor = box.field.id;
  box.said.id = "as-writing-said";
  // Stays in place and only its words change: a live region that is itself drawn anew is not read out.
  box.said.setAttribute("role", "status");
  box.said.setAttribute("aria-live", "polite");
  box.field.setAttribute("aria-describedby", box.said.id);
  box.waiting.setAttribute("aria-hidden", "true");
  box.line.append(box.said, box.waiting);
  box.root.append(box.label, box.field, box.line);
  parent.appendChild(box.root);
  box.field.addEventListener("input", () => {
    follow(box);
    clearTimeout(box.pause);
    box.pause = setTimeout(() => send(box), PAUSE);
  });
  box.field.addEventListener("blur", () => send(box));
  return box;
}

// What was written last, for coming back from another page before the program had heard of it; gone with the page, like everything here.
let last = null;

const written = (box) => box.field.value.toWellFormed?.() ?? box.field.value;

// After a restart of the program, what this page still knows goes with it: the versions that were kept, too.
function send(box, known = {}) {
  clearTimeout(box.pause);
  const typed = { ...known, text: written(box), number: box.data.number, visit: box.data.visit };
  if (JSON.stringify(typed) === box.sent || !box.field.isConnected) return;
  box.sent = JSON.stringify(typed);
  box.report("typed", typed);
  clearTimeout(box.silence);
  box.silence = setTimeout(() => tell(box, box.data.silent), SILENCE);
}

function tell(box, words) {
  if (box.said.textContent !== words) box.said.textContent = words;
}

function follow(box) {
  const late = written(box) !== box.data.text;
  last = { text: written(box), number: box.data.number, visit: box.data.visit, kept: box.data.versions.earlier.length > 0 };
  box.waiting.textContent = late ? "…" : "";
  if (!late) {
    clearTimeout(box.silence);
    tell(box, box.data.said);
  }
}

// A window that is left or reloaded by mistake takes the texts with it, wherever in the program it stands: the browser asks first.
function ask(event) {
  if (last?.text.trim() || last?.kept) event.preventDefault();
}

export default function ({ data, parentElement, setStateValue }) {
  const first = !parentElement.box;
  const box = (parentElement.box ??= build(parentElement));
  const asked = first || (data.visit === box.data.visit && data.number !== box.data.number);
  const restarted = !first && data.visit !== box.data.visit && box.data.versions;
  Object.assign(box, { data, report: setStateValue });
  box.label.textContent = data.label;
  box.field.placeholder = data.placeholder;
  if (asked) {
    clearTimeout(box.pause);
    const same = first && last?.visit === data.visit && last.number === data.number;
    box.field.value = same ? last.text : data.text;
    box.sent = JSON.stringify({ text: data.text, number: data.number, visit: data.visit });
    if (same) send(box);
  }
  if (restarted) send(box, restarted);
  follow(box);
  window.addEventListener("beforeunload", ask); // the same one however often
}
