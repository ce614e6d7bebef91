// The pane: whether Python is ready, and why not.
"use strict";
(() => {
  const state = document.getElementById("state");
  const NEEDS =
    "需要 Microsoft 365、网页版，或 2023 年 11 月以后的 Excel。" +
    "This needs Excel of Microsoft 365, on the web, or one of November 2023 or newer.";
  const say = (text, failed = false) => {
    state.textContent = text;
    state.classList.toggle("failed", failed);
  };
  if (!globalThis.Office || !globalThis.CustomFunctions) return say(NEEDS, true);
  say("正在启动 Python… Starting Python…");
  globalThis.TradeDept.ready.then(
    ({ version }) => say(`可以用了 Ready. Python ${version}`),
    (fault) =>
      say(
        `Python 没有启动：${fault.message}。请联网后再打开一次。 ` +
          `Python did not start: ${fault.message}. Open it again with a network.`,
        true,
      ),
  );
  if ("serviceWorker" in navigator) {
    globalThis.TradeDept.offline = navigator.serviceWorker.register("./sw.js").catch(() => null);
  }
})();
