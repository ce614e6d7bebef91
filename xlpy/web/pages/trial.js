// The trial: has Excel compute formulas in a sheet of its own, compares what they show, and gives one
// text to send back. It holds no cell of the workbook, only counts and times.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  const GAP = 10; // rows between formulas, which may spill
  const LONGEST = 30_000; // milliseconds that Excel may take
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const waits = (value) => typeof value === "string" && /^#(BUSY|GETTING_DATA|CALC)/.test(value);
  const alike = (got, wanted) =>
    typeof got === "number" && typeof wanted === "number"
      ? Math.abs(got - wanted) < 1e-9 * Math.max(1, Math.abs(wanted))
      : got === wanted;

  async function formulas({ cells, asked, why }) {
    return Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.add(`TradeDept ${Date.now() % 100_000}`);
      try {
        sheet.getRange(`A1:B${cells.length}`).values = cells;
        asked.forEach(({ formula }, at) => {
          sheet.getRange(`D${1 + at * GAP}`).formulas = [[formula]];
        });
        await context.sync();
        const from = performance.now();
        const seen = asked.map(({ shows }, at) => {
          const first = sheet.getRange(`D${1 + at * GAP}`);
          return first.getResizedRange(shows.length - 1, shows[0].length - 1);
        });
        do {
          await pause(100);
          for (const range of seen) range.load("values");
          await context.sync();
        } while (
          seen.some((range) => range.values.flat().some(waits)) &&
          performance.now() - from < LONGEST
        );
        const seconds = (performance.now() - from) / 1000;
        const reason = sheet.getRange("C1");
        reason.formulas = [[`=TD_WHY(D${1 + why.of * GAP})`]];
        await context.sync();
        await pause(300);
        reason.load("values");
        await context.sync();
        const results = asked.map(({ formula, shows }, at) => {
          const got = seen[at].values;
          const same = shows.every((row, y) => row.every((value, x) => alike(got[y][x], value)));
          return same ? { formula, same } : { formula, same, shows, got };
        });
        const told = reason.values[0][0];
        results.push({ formula: "=TD_WHY(…)", same: told === why.shows, got: told });
        return { seconds, results };
      } finally {
        sheet.delete();
        await context.sync();
      }
    });
  }

  /** What the trial found, as an object. */
  TD.trial = async () => {
    const began = performance.now();
    const { version, marks } = await TD.ready;
    const asked = await (await fetch("./trial.json")).json();
    const { build } = await (await fetch("./files.json")).json();
    const found = { build, python: version, start: marks, agent: navigator.userAgent };
    found.excel = globalThis.Office?.context?.diagnostics ?? null;
    found.kept = Boolean(navigator.serviceWorker?.controller);
    try {
      Object.assign(found, await formulas(asked));
    } catch (fault) {
      found.fault = String(fault);
    }
    try {
      const from = performance.now();
      const { tables, sheets } = await TD.read();
      found.read = { tables: tables.length, sheets: sheets.length };
      found.read.seconds = (performance.now() - from) / 1000;
    } catch (fault) {
      found.read = { fault: String(fault) };
    }
    found.total = (performance.now() - began) / 1000;
    return found;
  };
})();
