// The answer with its evidence marked; reports the span that the person selects, in code points.
// Text enters the page through textContent only: whatever was typed appears as typed.

const points = (text) => Array.from(text).length;

function tag(mark) {
  const element = document.createElement("span");
  element.className = "as-tag";
  element.style.backgroundColor = mark.fill;
  element.style.color = mark.ink;
  element.textContent = mark.code;
  element.title = mark.name;
  return element;
}

function draw(segment) {
  if (!segment.marks.length) return [document.createTextNode(segment.text)];
  const element = document.createElement("mark");
  element.className = "as-mark";
  element.title = segment.marks.map((mark) => `${mark.code} ${mark.name}`).join(" + ");
  element.style.setProperty("--fill", segment.marks[0].fill);
  // One line below the words for each piece of evidence that covers them.
  element.style.boxShadow = segment.marks.map((mark, row) => `inset 0 -${3 * (row + 1)}px 0 ${mark.fill}`).join(", ");
  element.textContent = segment.text;
  return [element, ...segment.ending.map(tag)];
}

function offset(root, node, position) {
  const before = document.createRange();
  before.setStart(root, 0);
  before.setEnd(node, position);
  const copy = before.cloneContents();
  copy.querySelectorAll(".as-tag").forEach((one) => one.remove());
  return points(copy.textContent);
}

function selected(root) {
  const selection = document.getSelection();
  if (!selection || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(root)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(root);
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(root, 0);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(root, root.childNodes.length);
  const start = offset(root, range.startContainer, range.startOffset);
  const end = offset(root, range.endContainer, range.endOffset);
  return start < end ? { start, end } : null;
}

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".as-answer");
  if (!root) {
    root = document.createElement("div");
    root.className = "as-answer";
    root.tabIndex = 0;
    root.setAttribute("role", "region");
    parentElement.appendChild(root);
  }
  root.setAttribute("aria-label", data.label);
  root.lang = "fr"; // of the answer, whatever the page speaks
  const drawn = JSON.stringify(data.segments);
  if (root.drawn !== drawn) {
    root.replaceChildren(...data.segments.flatMap(draw));
    root.drawn = drawn;
  }
  let last = "";
  const report = () => {
    const span = selected(root);
    const written = JSON.stringify(span);
    if (!span || written === last) return;
    last = written;
    setTriggerValue("selected", span);
  };
  // A selection may end outside the answer, and on a phone it grows by its handles without any pointer event on the text.
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(report, 350);
  };
  document.addEventListener("selectionchange", soon);
  return () => {
    clearTimeout(waiting);
    document.removeEventListener("selectionchange", soon);
  };
}
