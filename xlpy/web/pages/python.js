// The page's side of Python: one worker, asked by messages.
"use strict";
globalThis.TradeDept = (() => {
  const worker = new Worker(`./worker.mjs${location.search}`, { type: "module" });
  const waiting = new Map();
  let next = 0;
  const ready = new Promise((resolve, reject) => {
    const fail = (text) => {
      const fault = new Error(text);
      reject(fault);
      for (const each of waiting.values()) each.reject(fault);
      waiting.clear();
    };
    worker.addEventListener("error", (event) => fail(event.message || "worker.mjs"));
    worker.addEventListener("message", ({ data }) => {
      if (data.ready) return resolve(data);
      if (data.failed) return fail(data.failed);
      const each = waiting.get(data.id);
      waiting.delete(data.id);
      return "error" in data ? each.reject(new Error(data.error)) : each.resolve(data.text);
    });
  });
  ready.catch(() => {}); // the pane says so
  /** What a Python function of the package gives for a text. */
  const ask = (module, name, text) =>
    new Promise((resolve, reject) => {
      next += 1;
      waiting.set(next, { resolve, reject });
      worker.postMessage({ id: next, module, name, text });
    });
  return { ready, ask };
})();
