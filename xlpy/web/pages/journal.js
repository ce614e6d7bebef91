// What buttons wrote into a workbook, so that it can be taken back: kept in this browser, a text a
// workbook. Where the browser keeps nothing, nothing can be taken back.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  const [STORE, WRITES] = ["tradedept", "writes"];

  const answered = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  async function does(mode, what) {
    const asked = indexedDB.open(STORE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(WRITES);
    const store = await answered(asked);
    try {
      return await answered(what(store.transaction(WRITES, mode).objectStore(WRITES)));
    } finally {
      store.close();
    }
  }
  /** The open workbook by its address; by its name while it was never saved. */
  const named = (name) => globalThis.Office?.context?.document?.url || name;

  TD.journal = {
    entries: async (name) =>
      (await does("readonly", (store) => store.get(named(name))).catch(() => null)) ?? "[]",
    /** Whether it was kept. */
    keep: (name, text) =>
      does("readwrite", (store) => store.put(text, named(name))).then(
        () => true,
        () => false,
      ),
  };
})();
