// Reads every table of the open workbook in two requests, and selects cells in it.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  const BELOW = 20; // rows below a table that are looked at: some were meant to be in it
  TD.most = 50_000; // cells in one request, where Excel says that all at once are too many

  /** Row and column from 1 of the first cell of an address, and its sheet. */
  function place(address) {
    const cut = address.lastIndexOf("!");
    const sheet = address.slice(0, cut).replace(/^'|'$/g, "").replaceAll("''", "'");
    const [, letters, row] = /^\$?([A-Z]+)\$?(\d+)/.exec(address.slice(cut + 1)) ?? [, "A", "1"];
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    return { sheet, row: Number(row), column };
  }

  /** One format a column, where all its cells have the same. */
  function byColumn(formats, width) {
    return Array.from({ length: width }, (_, at) => {
      const own = formats.map((row) => String(row[at]));
      return own.every((each) => each === own[0]) ? (own[0] ?? "General") : own;
    });
  }

  function parts(table) {
    const header = table.getHeaderRowRange();
    const body = table.getDataBodyRange();
    const below = body.getLastRow().getOffsetRange(1, 0).getResizedRange(BELOW - 1, 0);
    return { table, header, body, below };
  }

  async function cells(context, tables) {
    const read = tables.map(parts);
    for (const { header, body, below } of read) {
      header.load("address,values");
      body.load("values,numberFormat");
      below.load("values");
    }
    await context.sync();
    return read.map(({ table, header, body, below }) =>
      told(table, header, body.values, body.numberFormat, below.values),
    );
  }

  function told(table, header, values, formats, below) {
    const names = header.values[0];
    const { name, showTotals } = table;
    const rest = showTotals ? [] : below;
    return {
      ...place(header.address),
      name,
      totals: showTotals,
      header: names,
      values,
      formats: byColumn(formats, names.length),
      below: rest,
    };
  }

  /** The same for tables of which all at once are too much for Excel on the web. */
  async function inPieces(context, tables) {
    const read = tables.map(parts);
    for (const { header, body, below } of read) {
      header.load("address,values");
      body.load("rowCount,columnCount");
      below.load("values");
    }
    await context.sync();
    const found = [];
    for (const { table, header, body, below } of read) {
      const [values, formats] = [[], []];
      const step = Math.max(Math.floor(TD.most / body.columnCount), 1);
      for (let from = 0; from < body.rowCount; from += step) {
        const more = Math.min(step, body.rowCount - from) - 1;
        const part = body.getRow(from).getResizedRange(more, 0);
        part.load("values,numberFormat");
        await context.sync();
        values.push(...part.values);
        formats.push(...part.numberFormat);
      }
      found.push(told(table, header, values, formats, below.values));
    }
    return found;
  }

  /** The selected cells; null when a chart or several areas are selected. */
  async function selection() {
    try {
      return await Excel.run(async (context) => {
        const range = context.workbook.getSelectedRange();
        range.load("address,rowCount,columnCount");
        const first = range.getCell(0, 0);
        first.load("values");
        await context.sync();
        const [rows, columns] = [range.rowCount, range.columnCount];
        return { ...place(range.address), rows, columns, value: first.values[0][0] };
      });
    } catch {
      return null;
    }
  }

  TD.read = async () => {
    const selected = await selection();
    return Excel.run(async (context) => {
      const { workbook } = context;
      workbook.load("name");
      workbook.worksheets.load("items/name,items/visibility");
      workbook.tables.load("items/name,items/showTotals");
      await context.sync();
      const all = workbook.tables.items;
      let tables;
      try {
        tables = await cells(context, all);
      } catch (fault) {
        if (!/PayloadSizeLimit|RequestAborted|payload/i.test(`${fault.code} ${fault.message}`)) {
          throw fault;
        }
        tables = await inPieces(context, all);
      }
      const sheets = workbook.worksheets.items.map(({ name, visibility }) => ({
        name,
        visible: visibility === "Visible",
      }));
      return { name: workbook.name, sheets, tables, selection: selected };
    });
  };

  /** Bring a sheet to the front; with a row and column, select the cell. */
  TD.goTo = ({ sheet, row, column }) =>
    Excel.run(async (context) => {
      const found = context.workbook.worksheets.getItem(sheet);
      found.visibility = "Visible";
      found.activate();
      if (row) found.getCell(row - 1, column - 1).select();
      await context.sync();
    });

  TD.selected = selection;
})();
