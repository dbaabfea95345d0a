// Opened from a folder (file:), a browser allows no worker. The search of the theme then runs in a hidden frame that behaves like one.
// The theme recognises it by its name, and looks for the worker's address in the frame's first script.
class IFrameWorker extends EventTarget {
  constructor(address) {
    super();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.srcdoc = "<!doctype html><title>Recherche</title>";
    this.ready = new Promise((ready) => {
      frame.addEventListener("load", () => {
        const inside = frame.contentWindow;
        const load = (source) =>
          new Promise((done, failed) => {
            const script = frame.contentDocument.createElement("script");
            script.src = source;
            script.onload = done;
            script.onerror = failed;
            frame.contentDocument.head.append(script);
          });
        inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
        inside.importScripts = async (...sources) => {
          for (const source of sources) await load(source);
        };
        load(address).then(() => ready(inside));
      });
    });
    document.body.append(frame);
  }

  postMessage(data) {
    this.ready.then((inside) => inside.dispatchEvent(new MessageEvent("message", { data })));
  }

  terminate() {}
}

window.IFrameWorker = IFrameWorker;
if (location.protocol === "file:") window.Worker = IFrameWorker;
