// Writes what a button collected: reads again, does the steps in one batch, reads what stands there
// then, and puts it back where it is not what was meant. Excel takes nothing back by itself.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  TD.mostSent = 2_000_000; // characters of cells in one request; Excel on the web takes 5 MB

  const UNSURE =
    "写入后没能核对：请不要保存，关闭后打开副本。 " +
    "What was written could not be compared: do not save; close the workbook and open the copy.";

  const does = {
    set: (range, { cells }) => {
      // Formulas come with relative references; what is no formula is taken as it is typed.
      const formula = (value) => typeof value === "string" && value.startsWith("=");
      if (cells.some((line) => line.some(formula))) range.formulasR1C1 = cells;
      else range.values = cells;
    },
    format: (range, { codes }) => (range.numberFormat = codes),
    clear: (range) => range.clear("Contents"),
    insert: (range) => range.insert("Down"),
    delete: (range) => range.delete("Up"),
    copy: (range, step, sheet) =>
      range.copyFrom(sheet.getRangeByIndexes(step.from.row - 1, step.from.column - 1, 1, 1), "All"),
    resize: (range, { table }, _sheet, workbook) => workbook.tables.getItem(table).resize(range),
  };

  /** Do the steps; null, or what Excel said when it broke off. */
  async function perform(steps) {
    try {
      await Excel.run(async (context) => {
        const { workbook } = context;
        let sent = 0;
        for (const step of steps) {
          const { sheet: name, row, column, rows, columns } = step;
          const sheet = workbook.worksheets.getItem(name);
          const range = sheet.getRangeByIndexes(row - 1, column - 1, rows, columns);
          does[step.do](range, step, sheet, workbook);
          if (step.cells) sent += JSON.stringify(step.cells).length;
          if (sent > TD.mostSent) {
            await context.sync();
            sent = 0;
          }
        }
        await context.sync();
      });
      return null;
    } catch (fault) {
      return `${fault.code ?? ""} ${fault.message}`.trim();
    }
  }

  /** What Python says to the tables as they are now, and to what Excel said. */
  async function compared(name, read, fault) {
    let details = null;
    try {
      details = await TD.details(read);
    } catch (lost) {
      fault ??= lost.message;
    }
    try {
      return JSON.parse(await TD.ask("xlpy.web.writing", name, JSON.stringify({ details, fault })));
    } catch (gone) {
      const said = { kind: "fail", title: "TradeDept", text: `${UNSURE} ${gone.message}` };
      return { done: false, said: [said] };
    }
  }

  /** Write what a button wants written: `done` and what is said of it, as Python tells. */
  TD.write = async (wanted) => {
    const given = { book: await TD.read(), details: await TD.details(wanted) };
    const plan = JSON.parse(await TD.ask("xlpy.web.writing", "planned", JSON.stringify(given)));
    if (!plan.steps) return plan;
    const told = await compared("landed", plan.read, await perform(plan.steps));
    if (!told.back) return told;
    return compared("restored", plan.read, await perform(told.back));
  };
})();
