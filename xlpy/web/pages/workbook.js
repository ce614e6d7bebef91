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

  /** Parts of the cells below a header, each small enough for one request. */
  function* partsOf(worksheet, { row, column }, rows, columns) {
    const step = Math.max(Math.floor(TD.most / columns), 1);
    for (let from = 0; from < rows; from += step) {
      const many = Math.min(step, rows - from);
      const range = worksheet.getRangeByIndexes(row + from, column - 1, many, columns);
      yield { range, cells: many * columns };
    }
  }

  /** Loads parts of cells, as many in a request as Excel on the web takes. */
  function loading(context, names) {
    let waiting = 0;
    return async (range, cells) => {
      if (waiting && waiting + cells > TD.most) {
        await context.sync();
        waiting = 0;
      }
      range.load(names);
      waiting += cells;
    };
  }

  /** The same for tables of which all at once are too much for Excel on the web. */
  async function inPieces(context, tables) {
    const read = tables.map(parts);
    for (const { header, body, below } of read) {
      header.load("address,values");
      body.load("rowCount");
      below.load("values");
    }
    await context.sync();
    const load = loading(context, "values,numberFormat");
    for (const each of read) {
      const { table, header, body } = each;
      const columns = header.values[0].length;
      const all = partsOf(table.worksheet, place(header.address), body.rowCount, columns);
      each.found = [];
      for (const { range, cells } of all) {
        await load(range, cells);
        each.found.push(range);
      }
    }
    await context.sync();
    return read.map(({ table, header, found, below }) => {
      const values = found.flatMap((range) => range.values);
      const formats = found.flatMap((range) => range.numberFormat);
      return told(table, header, values, formats, below.values);
    });
  }

  /** Tables with all that a write has to know: what cells show, their formulas and formats, rows that
   * are not seen, protection; so many `rows` from the first on, or `below` the last. */
  TD.details = (wanted) =>
    Excel.run(async (context) => {
      const asked = wanted.map(({ name }) => {
        const table = context.workbook.tables.getItem(name);
        const [header, body] = [table.getHeaderRowRange(), table.getDataBodyRange()];
        const { worksheet } = table;
        table.load("name,showTotals");
        header.load("address,values");
        body.load("rowCount,rowHidden");
        worksheet.protection.load("protected");
        return { table, header, body, worksheet };
      });
      await context.sync();
      const found = [];
      const load = loading(context, "values,formulasR1C1,numberFormat");
      for (const [at, { table, header, body, worksheet }] of asked.entries()) {
        const { rows, below } = wanted[at];
        const { name, showTotals: totals } = table;
        const [first, [names]] = [place(header.address), header.values];
        const many = rows ?? body.rowCount + (totals ? 1 : 0) + below;
        const parts = [];
        for (const { range, cells } of partsOf(worksheet, first, many, names.length)) {
          await load(range, cells);
          parts.push(range);
        }
        const [hidden, protects] = [body.rowHidden !== false, worksheet.protection];
        const told = { ...first, name, totals, header: names, rows: body.rowCount, hidden, protects };
        found.push({ ...told, parts });
      }
      await context.sync();
      return found.map(({ parts, protects, ...told }) => ({
        ...told,
        protected: protects.protected,
        values: parts.flatMap((range) => range.values),
        formulas: parts.flatMap((range) => range.formulasR1C1),
        formats: parts.flatMap((range) => range.numberFormat),
      }));
    });

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
