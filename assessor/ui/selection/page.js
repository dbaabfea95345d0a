// Tells screen readers which language the page speaks, and everyone when the program has stopped: Streamlit only turns the fields grey. Of a
// program that was started again it does not always ask for the page, and what stands there would look alive and do nothing: it is asked for
// here. Another answer is read from its beginning, wherever the one before had been left. On a narrow window the menu covers the page: it
// closes once a page is chosen.

const PAUSE = 1500;

function banner() {
  const box = document.createElement("div");
  box.className = "as-lost";
  box.setAttribute("role", "alert");
  return box;
}

// Streamlit's own dialog would take the focus away in the middle of a word, and the page with it: nothing could be typed or copied any more.
// Its first button, which only screen readers find, closes it; what the button is called depends on the browser's language. Whoever was typing
// goes on where they were, without losing a letter: the dialog is met as it appears and as it takes the focus, not a moment later.
const DIALOG = '[data-testid="stDialog"]';
let field = null;
let taken = false;

function dismissed() {
  const dialog = document.querySelector(DIALOG);
  if (!dialog && !taken) return;
  taken = Boolean(dialog);
  dialog?.querySelector("button")?.click();
  field?.focus();
}

// Heard before the dialog hears it, which would otherwise fetch the focus back as long as it is closing.
function focused(event) {
  if (document.querySelector(DIALOG)) {
    event.stopPropagation();
    if (event.target !== field) dismissed();
  } else field = event.target;
}

function chosen(event) {
  if (window.innerWidth < 768 && event.target.closest('[data-testid="stSidebarNavLink"]'))
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  if (parentElement.opened !== undefined && parentElement.opened !== data.opened)
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  parentElement.opened = data.opened;
  const app = document.querySelector('[data-testid="stApp"]');
  const box = (parentElement.banner ??= document.body.appendChild(banner()));
  let waiting = 0;
  const dialogs = new MutationObserver(dismissed);
  const look = () => {
    clearTimeout(waiting);
    const connected = app?.dataset.testConnectionState === "CONNECTED";
    if (connected) {
      dialogs.disconnect();
      window.removeEventListener("focusin", focused, true);
      box.textContent = "";
    } else {
      if (!taken) field = document.activeElement;
      dialogs.observe(document.body, { childList: true, subtree: true });
      window.addEventListener("focusin", focused, true);
      waiting = setTimeout(() => (box.textContent = data.lost), PAUSE);
    }
    if (connected && parentElement.away) setTriggerValue("back", true);
    parentElement.away = !connected;
  };
  const watch = new MutationObserver(look);
  if (app) watch.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  look();
  document.addEventListener("click", chosen);
  return () => {
    document.removeEventListener("click", chosen);
    clearTimeout(waiting);
    dialogs.disconnect();
    window.removeEventListener("focusin", focused, true);
    watch.disconnect();
  };
}
