// Keeps reviews in this browser's own storage, hands back what it finds, follows the keys of the evidence list, and sends what is typed.

const PREFIX = "assessor.review.";
const MOST = 200;
const PAUSE = 1000;

const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

function read(name) {
  try {
    const { order, text } = JSON.parse(localStorage.getItem(name));
    return { key: name.slice(PREFIX.length), order, text };
  } catch {
    return { key: name.slice(PREFIX.length), order: 0, text: "" };
  }
}

const all = () => names().map(read).sort((one, other) => other.order - one.order);

function save({ key, text }) {
  const known = all();
  if (known.find((one) => one.key === key)?.text === text) return;
  const order = 1 + Math.max(0, ...known.map((one) => one.order));
  const others = known.filter((one) => one.key !== key);
  others.splice(MOST - 1).forEach((one) => localStorage.removeItem(PREFIX + one.key));
  for (;;) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ order, text }));
      return;
    } catch {
      // The storage is full: the oldest review makes room.
      const oldest = others.pop();
      if (!oldest) return;
      localStorage.removeItem(PREFIX + oldest.key);
    }
  }
}

const CARD = '[class*="st-key-evidence_card_"]';
const VERDICTS = { a: 0, r: 1, u: 2 };
const named = (card) => [...card.classList].find((name) => name.startsWith("st-key-evidence_card_"));

// Where the keys are. Redrawing the list takes the focus away; the place is kept all the same.
let place = null;

function follow(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.closest('input:not([type="radio"]):not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"]');
  if (typing) return;
  const key = event.key.toLowerCase();
  const cards = [...document.querySelectorAll(CARD)].filter((card) => card.querySelector("button"));
  const focused = cards.indexOf(event.target.closest(CARD));
  const current = focused >= 0 ? focused : cards.findIndex((card) => named(card) === place);
  if (key in VERDICTS && current >= 0) {
    const button = cards[current].querySelectorAll("button")[VERDICTS[key]];
    if (button) {
      event.preventDefault();
      place = named(cards[current]);
      button.focus();
      button.click();
    }
  } else if ((key === "j" || key === "k") && cards.length) {
    const next = Math.min(cards.length - 1, Math.max(0, current + (key === "j" ? 1 : -1)));
    event.preventDefault();
    place = named(cards[next]);
    cards[next].querySelector("button").focus();
    cards[next].scrollIntoView({ block: "nearest" });
  }
}

// Streamlit hears of a field when it is left; a reload or a stopped program would take with it what was typed before. So a pause counts too:
// this is the key that Streamlit itself has for it.
let pause = 0;

function typed(event) {
  const field = event.target.closest?.('[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input');
  clearTimeout(pause);
  if (!field || event.isComposing) return;
  untold = true;
  pause = setTimeout(() => {
    if (field === document.activeElement) field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  }, PAUSE);
}

// A file that is asked for right after typing would be the one made before, and words typed right before another page is chosen may be lost
// on the way: the click waits until what was typed has come back.
const LONGEST = 5000;
const LEAVING = '[data-testid="stDownloadButton"], a[data-testid="stTopNavLink"], a[data-testid="stSidebarNavLink"]';
let untold = false;
let asked = null;

function go() {
  const found = asked && document.querySelector(asked);
  asked = null;
  untold = false;
  found?.click();
}

function wait(event) {
  const button = event.target.closest?.(LEAVING);
  if (!untold || !button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const box = button.closest('[data-testid="stDownloadButton"]')?.closest('[class*="st-key-"]');
  asked = box ? `.${[...box.classList].find((name) => name.startsWith("st-key-"))} button` : `a[href="${button.getAttribute("href")}"]`;
  setTimeout(() => asked && go(), LONGEST);
}

// The same review may be open in another tab, and each writes the whole of it: what was kept here is then replaced in silence. So it is said,
// in the tab that did not write, before its own next word would replace the other's.
let elsewhere = null;

function tell(text, button) {
  elsewhere?.remove();
  elsewhere = document.createElement("div");
  elsewhere.className = "as-lost";
  elsewhere.setAttribute("role", "alert");
  const close = document.createElement("button");
  close.textContent = button;
  close.addEventListener("click", () => elsewhere.remove());
  document.body.appendChild(elsewhere).append(text, " ", close);
}

export default function ({ data, parentElement, setTriggerValue }) {
  data.drop.forEach((key) => localStorage.removeItem(PREFIX + key));
  [data.left, data.save].forEach((one) => one && save(one));
  if (asked) setTimeout(go, PAUSE / 4);
  else untold = false;
  if (parentElement.answered !== data.visit && data.ask) {
    parentElement.answered = data.visit;
    setTriggerValue("found", { visit: data.visit, reviews: all().map(({ key, text }) => ({ key, text })) });
  }
  // Functions of this very copy, since the browser knows a listener by its function: a copy that is taken off the page after its successor
  // came would take the successor's with it.
  const listening = new AbortController();
  document.addEventListener("keydown", (event) => follow(event), { signal: listening.signal });
  document.addEventListener("click", (event) => wait(event), { capture: true, signal: listening.signal });
  document.addEventListener("input", (event) => typed(event), { signal: listening.signal });
  const here = data.opened && PREFIX + data.opened;
  window.addEventListener("storage", (event) => event.key === here && event.newValue && tell(data.elsewhere, data.understood), {
    signal: listening.signal,
  });
  return () => listening.abort();
}
