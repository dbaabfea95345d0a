// Tells screen readers which language the page speaks, and everyone when the program has stopped: Streamlit only turns the fields grey. Of a
// program that was started again it does not always ask for the page, and what stands there would look alive and do nothing: it is asked for
// here. Another answer is read from its beginning, wherever the one before had been left. On a narrow window the menu covers the page: it
// closes once a page is chosen.

const PAUSE = 1500;
const AT_ONCE = 50;

function banner() {
  const box = document.createElement("div");
  box.className = "as-lost";
  box.setAttribute("role", "alert");
  return box;
}

// Streamlit's own dialog would take the focus away in the middle of a word, and the page with it: nothing could be typed or copied any more.
// Its first button, which only screen readers find, closes it; what the button is called depends on the browser's language. Whoever was typing
// goes on where they were.
let field = null;
let taken = false;

function dismissed() {
  const dialog = document.querySelector('[data-testid="stDialog"]');
  dialog?.querySelector("button")?.click();
  if (!dialog && taken) field?.focus();
  else if (!dialog) field = document.activeElement;
  taken = Boolean(dialog);
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
  let dismissing = 0;
  const look = () => {
    clearTimeout(waiting);
    const connected = app?.dataset.testConnectionState === "CONNECTED";
    clearInterval(dismissing);
    if (!connected) dismissing = setInterval(dismissed, AT_ONCE);
    if (connected) box.textContent = "";
    else waiting = setTimeout(() => (box.textContent = data.lost), PAUSE);
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
    clearInterval(dismissing);
    watch.disconnect();
  };
}
