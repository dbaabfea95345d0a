// Gives a file again that Streamlit lost. A browser asks it first where to send a file; the answer is thrown away if anything else is clicked
// before it has left (streamlit.runtime.forward_msg_queue, version 1.67), and the field stays empty without a word.

const FIELD = '[data-testid="stFileUploader"]';
const INPUT = '[data-testid="stFileUploaderDropzoneInput"]';
const CHIP = '[data-testid="stFileChip"]';
const PATIENCE = 1500;
const TIMES = 5;

let waiting = 0;
let watch = null;

// Streamlit at work may still be about to answer.
function idle() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED";
}

const aboutChip = ({ target, addedNodes, removedNodes }) =>
  [target, ...addedNodes, ...removedNodes].some((node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(CHIP)
    || node.querySelector?.(CHIP));

function stop() {
  clearTimeout(waiting);
  watch?.disconnect();
}

function look(files, times) {
  waiting = setTimeout(() => {
    const input = document.querySelector(INPUT);
    if (!input) return stop();
    if (!idle()) return look(files, times);
    const again = new DataTransfer();
    files.forEach((file) => again.items.add(file));
    input.files = again.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (times > 1) look(files, times - 1);
    else stop();
  }, PATIENCE);
}

// The name of the file in its field is the sign that it was taken, or refused with a reason; one that stood there before changes.
function given(event) {
  const field = event.target.closest?.(FIELD);
  const files = [...((event.type === "drop" ? event.dataTransfer : event.target).files ?? [])];
  if (!event.isTrusted || !field || !files.length) return;
  stop();
  watch = new MutationObserver((changes) => changes.some(aboutChip) && stop());
  watch.observe(field, { subtree: true, childList: true, characterData: true });
  look(files, TIMES);
}

export default function () {
  const listening = new AbortController();
  for (const type of ["change", "drop"]) document.addEventListener(type, given, { capture: true, signal: listening.signal });
  return () => listening.abort();
}
