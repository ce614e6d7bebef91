// Presses a button: reads the workbook, has Python do what it says, asks what it asks, and writes
// what it wants written.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  const NEEDED = "1.13"; // of ExcelApi: tables can be given other rows

  const local = () => {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  };
  const readOnly = () => globalThis.Office?.context?.document?.mode === "readOnly";
  const tooOld = () =>
    globalThis.Office?.context?.requirements?.isSetSupported?.("ExcelApi", NEEDED) === false;

  /** What a button said and did. `person`: `ask` gives the answer to a question, `say` shows what
   * goes on, `settings` and `keep` are what the browser keeps. */
  TD.pressed = async (key, writes, person) => {
    const { words, ask, say, settings, keep } = person;
    if (writes && tooOld()) {
      const text = words(
        "这个 Excel 太旧，加载项不能写入；请用 Microsoft 365、网页版或 2023 年 11 月以后的 Excel。",
        "This Excel is too old for an add-in that writes; use Microsoft 365, Excel on the web, or one of November 2023 or newer.",
      );
      return { done: false, said: [{ kind: "fail", title: "TradeDept", text }] };
    }
    const book = await TD.read();
    await TD.ask("xlpy.web.presses", "opened", JSON.stringify(book));
    const journal = writes ? await TD.journal.entries(book.name) : null;
    const [answers, now] = [[], TD.clock?.() ?? local()];
    for (;;) {
      say(words("正在计算…", "Computing…"));
      const asked = { key, user: "TradeDept", now, answers, settings: settings(), journal };
      asked.read_only = writes && readOnly();
      const told = JSON.parse(await TD.ask("xlpy.web.presses", "pressed", JSON.stringify(asked)));
      keep(told);
      if (told.ask) {
        answers.push(await ask(told.ask, told.said));
        continue;
      }
      if (!told.write.length) return told;
      say(words("正在写入…", "Writing…"));
      const written = await TD.write(told.write);
      if (written.done && !(await TD.journal.keep(book.name, written.journal))) {
        const text = words("这个浏览器存不下记录，以后不能撤销。", "This browser keeps nothing, so it cannot be undone.");
        written.said.push({ kind: "tell", title: "TradeDept", text });
      }
      return { goes_to: null, ...written };
    }
  };
})();
