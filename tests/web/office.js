// Stands in for Office.js and Excel: functions, tables, cells; what was not loaded and synchronized
// cannot be read, as in Excel. The test puts a workbook into `book`, as webbook.py writes it.
"use strict";
(() => {
  // An Excel too old for functions of add-ins.
  if (new URLSearchParams(globalThis.location?.search).has("old")) return;
  class FunctionError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }
  const functions = {};
  globalThis.CustomFunctions = {
    Error: FunctionError,
    associate: (id, does) => (functions[id] = does),
    ErrorCode: {
      invalidValue: "#VALUE!",
      notAvailable: "#N/A",
      divisionByZero: "#DIV/0!",
      invalidNumber: "#NUM!",
      nullReference: "#NULL!",
    },
  };
  const pressed = {};
  globalThis.Office = { actions: { associate: (key, does) => (pressed[key] = does) } };
  const plain = (value) =>
    value instanceof FunctionError ? { error: value.code, why: value.message } : value;
  globalThis.stand = {
    functions,
    pressed,
    syncs: 0,
    steps: 0, // changes of cells since the test last set it
    failsAt: [], // the changes at which a batch breaks off
    garbles: null, // what a cell holds instead of what is entered
    beforeSync: null, // what somebody else does meanwhile
    most: Infinity, // so many cells can be loaded at once
    /** Call a function as Excel does: what it gives, or its error. */
    call: async (id, args, address = "Sheet1!A1", parameterAddresses = []) => {
      try {
        const rows = await functions[id](...args, { address, parameterAddresses });
        return rows.map((row) => row.map(plain));
      } catch (fault) {
        return plain(fault);
      }
    },
  };

  const sheetNamed = (name) => {
    const found = book.sheets.find((sheet) => sheet.name === name);
    if (!found) throw new Error(`ItemNotFound: ${name}`);
    return found;
  };
  const letters = (column) =>
    column ? letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26)) : "";

  class Loaded {
    constructor(context, get) {
      this.context = context;
      this.get = get;
      this.loaded = {};
    }
    load(names) {
      this.context.queue.push(() => {
        const all = this.get();
        this.counted?.(names);
        for (const name of names.split(",")) {
          const own = name.split("/")[0].trim();
          if (!(own in all)) throw new Error(`PropertyNotFound: ${own}`);
          this.loaded[own] = all[own];
        }
      });
    }
  }
  const readable = (type, names, settable = {}) => {
    for (const name of names) {
      Object.defineProperty(type.prototype, name, {
        get() {
          if (!(name in this.loaded)) throw new Error(`PropertyNotLoaded: ${name}`);
          return this.loaded[name];
        },
        set(value) {
          if (!settable[name]) throw new Error(`InvalidOperation: ${name}`);
          this.context.queue.push(() => settable[name](this, value));
        },
      });
    }
  };

  class Range extends Loaded {
    constructor(context, sheet, where) {
      super(context, () => this.all());
      this.sheet = sheet;
      this.where = where; // gives row, column, rows, columns, from 0
    }
    all() {
      const { row, column, rows, columns } = this.where();
      const sheet = sheetNamed(this.sheet());
      const grid = (of, none) =>
        Array.from({ length: rows }, (_, y) =>
          Array.from({ length: columns }, (_, x) => of?.[row + y]?.[column + x] ?? none),
        );
      const values = grid(sheet.cells, "");
      const hidden = values.map((_, y) => Boolean(sheet.hidden?.includes(row + y)));
      const formulas = grid(sheet.formulas, null);
      const end = `${letters(column + columns)}${row + rows}`;
      return {
        values,
        numberFormat: grid(sheet.formats, "General"),
        valueTypes: values.map((line) => line.map((v) => (v === "" ? "Empty" : "Double"))),
        address: `'${sheet.name.replaceAll("'", "''")}'!${letters(column + 1)}${row + 1}:${end}`,
        rowCount: rows,
        columnCount: columns,
        formulasR1C1: formulas.map((line, y) => line.map((each, x) => each ?? values[y][x])),
        rowHidden: hidden.every((each) => each === hidden[0]) ? hidden[0] : null,
      };
    }
    counted(names) {
      const { rows, columns } = this.where();
      if (/values|numberFormat|formulas/.test(names)) this.context.cells += rows * columns;
    }
    part(change) {
      return new Range(this.context, this.sheet, () => change(this.where()));
    }
    getLastRow() {
      return this.part((at) => ({ ...at, row: at.row + at.rows - 1, rows: 1 }));
    }
    getRow(row) {
      return this.part((at) => {
        if (row >= at.rows) throw new Error(`InvalidArgument: row ${row} of ${at.rows}`);
        return { ...at, row: at.row + row, rows: 1 };
      });
    }
    getOffsetRange(down, across) {
      return this.part((at) => ({ ...at, row: at.row + down, column: at.column + across }));
    }
    getResizedRange(down, across) {
      return this.part((at) => ({ ...at, rows: at.rows + down, columns: at.columns + across }));
    }
    getCell(row, column) {
      return this.part((at) => ({ row: at.row + row, column: at.column + column, rows: 1, columns: 1 }));
    }
    select() {
      this.context.queue.push(() => {
        book.selection = { sheet: this.sheet(), ...this.where() };
      });
    }
    /** Change the cells; a protected sheet, or the fault of a test, ends the batch. */
    changed(does) {
      const sheet = sheetNamed(this.sheet());
      stand.steps += 1;
      if (sheet.protected) throw refusal("AccessDenied", `${sheet.name} is protected`);
      if (stand.failsAt.includes(stand.steps)) throw refusal("GeneralException", "the test says so");
      does(sheet, this.where());
    }
    change(does) {
      this.context.queue.push(() => this.changed(does));
    }
    clear(what) {
      if (what !== "Contents") throw new Error(`InvalidArgument: ${what}`);
      this.change((sheet, at) => each(at, (row, column) => enter(sheet, row, column, "")));
    }
    insert(shift) {
      if (shift !== "Down") throw new Error(`InvalidArgument: ${shift}`);
      this.change((sheet, at) => shifted(sheet, at, at.rows));
    }
    delete(shift) {
      if (shift !== "Up") throw new Error(`InvalidArgument: ${shift}`);
      this.change((sheet, at) => shifted(sheet, at, -at.rows));
    }
    copyFrom(source, what) {
      if (what !== "All") throw new Error(`InvalidArgument: ${what}`);
      this.change((sheet, at) => {
        const from = source.where();
        const held = sheet.formulas?.[from.row]?.[from.column] ?? sheet.cells[from.row][from.column];
        each(at, (row, column) => {
          (sheet.formats[row] ??= [])[column] = sheet.formats[from.row]?.[from.column] ?? "General";
          enter(sheet, row, column, held);
        });
      });
    }
  }
  const refusal = (code, message) => Object.assign(new Error(message), { code });
  const each = ({ row, column, rows, columns }, does) => {
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1) does(row + y, column + x, y, x);
    }
  };
  /** What Excel makes of what is typed: a text that looks like something else becomes it. */
  const typed = (value, format) => {
    if (typeof value !== "string" || format === "@") return value;
    if (value.startsWith("'")) return value.slice(1);
    if (/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return Number(value);
    if (/^\d+(\.\d+)?%$/.test(value)) return Number(value.slice(0, -1)) / 100;
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return Date.parse(value) / 86_400_000 + 25_569;
    return /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;
  };
  const enter = (sheet, row, column, given) => {
    if (given === null) return; // leaves a cell as it is
    const format = sheet.formats[row]?.[column] ?? "General";
    const formula = typeof given === "string" && given.startsWith("=") && format !== "@";
    sheet.formulas ??= [];
    (sheet.formulas[row] ??= [])[column] = formula ? given : null;
    const value = formula ? 0 : typed(given, format);
    (sheet.cells[row] ??= [])[column] = stand.garbles?.(sheet.name, row, column, value) ?? value;
  };
  const enters = (range, grid) =>
    range.changed((sheet, at) => {
      if (grid.length !== at.rows || grid.some((line) => line.length !== at.columns)) {
        throw refusal("InvalidArgument", "the values have another shape than the range");
      }
      each(at, (row, column, y, x) => enter(sheet, row, column, grid[y][x]));
    });
  /** Cells put in (or taken out, `by` below 0): those below move; a table grows inside of itself. */
  const shifted = (sheet, { row, column, columns }, by) => {
    for (const table of sheet.tables) {
      const [left, right] = [table.column, table.column + table.columns];
      const last = table.row + table.rows + (table.showTotals ? 1 : 0);
      if (left >= column + columns || right <= column || row > last) continue;
      if (left < column || right > column + columns) {
        throw refusal("InvalidOperation", "this would shift a part of a table");
      }
      if (row <= table.row) table.row += by;
      else table.rows += by;
    }
    for (const grid of [sheet.cells, sheet.formats, (sheet.formulas ??= [])]) {
      const end = Math.max(grid.length, row);
      for (let x = column; x < column + columns; x += 1) {
        const own = Array.from({ length: end }, (_, y) => grid[y]?.[x]);
        if (by > 0) own.splice(row, 0, ...Array.from({ length: by }));
        else own.splice(row, -by);
        for (let y = row; y < Math.max(end, own.length); y += 1) (grid[y] ??= [])[x] = own[y];
      }
    }
  };
  const put = (range, grid) => {
    const { row, column } = range.where();
    const { cells } = sheetNamed(range.sheet());
    grid.forEach((line, y) =>
      line.forEach((value, x) => {
        (cells[row + y] ??= [])[column + x] = value;
      }),
    );
  };
  /** What Excel does with a formula that is one call: it computes later, and spills. */
  const compute = async (range, formula) => {
    const name = range.sheet();
    put(range, [["#BUSY!"]]);
    const [, id, given] = /^=(TD_\w+)\((.*)\)$/.exec(formula);
    const from = [];
    const args = given.split(",").map((text) => {
      if (text.startsWith('"')) return [[text.slice(1, -1)]];
      if (!/^[A-Z]/.test(text)) return [[Number(text)]];
      const { row, column, rows, columns } = area(text);
      from[from.length] = `'${name}'!${text}`;
      const { cells } = sheetNamed(name);
      return Array.from({ length: rows }, (_, y) =>
        // the desktop hands a blank cell over as 0
        Array.from({ length: columns }, (_, x) => cells[row + y]?.[column + x] || 0),
      );
    });
    const places = given.split(",").map((text) => (/^[A-Z]/.test(text) ? `'${name}'!${text}` : null));
    const { row, column } = range.where();
    const own = `'${name}'!${letters(column + 1)}${row + 1}`;
    await new Promise((done) => setTimeout(done, 50));
    const wants = (await (await fetch("./functions.json")).json()).functions.find((f) => f.id === id);
    while (args.length < wants.parameters.length) args.push(null);
    const found = await stand.call(id, args, own, places);
    const shown = (value) => value?.error ?? value;
    if (book.sheets.some((sheet) => sheet.name === name)) {
      put(range, found.error ? [[found.error]] : found.map((line) => line.map(shown)));
    }
  };
  const CELLS = ["values", "formulasR1C1", "numberFormat", "valueTypes", "rowHidden"];
  readable(Range, [...CELLS, "address", "rowCount", "columnCount"], {
    values: enters,
    formulasR1C1: enters,
    numberFormat: (range, grid) =>
      range.changed((sheet, at) =>
        each(at, (row, column, y, x) => ((sheet.formats[row] ??= [])[column] = grid[y][x])),
      ),
  });
  Object.defineProperty(Range.prototype, "formulas", {
    set([[formula]]) {
      this.context.queue.push(() => void compute(this, formula));
    },
  });

  class Table extends Loaded {
    constructor(context, table, sheet) {
      super(context, () => table);
      this.of = (row, rows) =>
        new Range(context, () => sheet, () => {
          const { column, columns } = table;
          return { row: table.row + row, column, rows, columns };
        });
      this.rowsNow = () => table.rows;
      this.context = context;
      this.sheetName = () => sheet;
      this.table = table;
    }
    getHeaderRowRange() {
      return this.of(0, 1);
    }
    getDataBodyRange() {
      const found = this.of(1, 0);
      const { where } = found;
      found.where = () => ({ ...where(), rows: this.rowsNow() });
      return found;
    }
    get worksheet() {
      return new Sheet(this.context, this.sheetName());
    }
    resize(range) {
      range.change((_sheet, at) => {
        const { row, column, columns } = this.table;
        if (at.row !== row || at.column !== column || at.columns !== columns || at.rows < 2) {
          throw refusal("InvalidArgument", "a table keeps its header and columns");
        }
        this.table.rows = at.rows - 1;
      });
    }
  }
  readable(Table, ["name", "showTotals"]);

  class Sheet extends Loaded {
    constructor(context, name) {
      super(context, () => sheetNamed(name));
      this.called = name;
    }
    delete() {
      this.context.queue.push(() => {
        book.sheets = book.sheets.filter((sheet) => sheet.name !== this.called);
      });
    }
    activate() {
      this.context.queue.push(() => (book.front = sheetNamed(this.called).name));
    }
    getRange(address) {
      return new Range(this.context, () => this.called, () => area(address));
    }
    getCell(row, column) {
      return this.getRangeByIndexes(row, column, 1, 1);
    }
    getRangeByIndexes(row, column, rows, columns) {
      return new Range(this.context, () => this.called, () => ({ row, column, rows, columns }));
    }
    get protection() {
      this.protects ??= new Protection(this.context, this.called);
      return this.protects;
    }
  }
  class Protection extends Loaded {
    constructor(context, name) {
      super(context, () => ({ protected: Boolean(sheetNamed(name).protected) }));
    }
  }
  readable(Protection, ["protected"]);
  readable(Sheet, ["name", "visibility"], {
    visibility: (sheet, value) => (sheetNamed(sheet.called).visibility = value),
  });
  function area(address) {
    const [from, to = from] = address.split(":").map((cell) => {
      const [, name, row] = /^\$?([A-Z]+)\$?(\d+)$/.exec(cell);
      return [Number(row), [...name].reduce((sum, l) => sum * 26 + l.charCodeAt(0) - 64, 0)];
    });
    const [rows, columns] = [to[0] - from[0] + 1, to[1] - from[1] + 1];
    return { row: from[0] - 1, column: from[1] - 1, rows, columns };
  }

  class Collection extends Loaded {
    constructor(context, items) {
      super(context, () => ({ items: items() }));
    }
    load(names) {
      this.context.queue.push(() => {
        this.loaded.items = this.get().items;
        for (const item of this.loaded.items) {
          for (const name of names.split(",")) {
            const own = name.trim().replace("items/", "");
            item.loaded[own] = item.get()[own];
          }
        }
      });
    }
  }
  readable(Collection, ["items"]);

  class Workbook extends Loaded {
    constructor(context) {
      super(context, () => book);
      const all = () => book.sheets.map((sheet) => new Sheet(context, sheet.name));
      this.worksheets = new Collection(context, all);
      this.worksheets.getItem = (name) => new Sheet(context, name);
      this.worksheets.add = (name) => {
        context.queue.push(() =>
          book.sheets.push({ name, visibility: "Visible", cells: [], formats: [], tables: [] }),
        );
        return new Sheet(context, name);
      };
      this.tables = new Collection(context, () =>
        book.sheets.flatMap((sheet) => sheet.tables.map((t) => new Table(context, t, sheet.name))),
      );
      this.tables.getItem = (name) => {
        const lower = name.toLowerCase();
        for (const sheet of book.sheets) {
          const found = sheet.tables.find((table) => table.name.toLowerCase() === lower);
          if (found) return new Table(context, found, sheet.name);
        }
        throw refusal("ItemNotFound", `the table ${name} is not there`);
      };
    }
    getSelectedRange() {
      return new Range(
        this.context,
        () => book.selection?.sheet ?? "",
        () => book.selection,
      );
    }
  }
  readable(Workbook, ["name"]);

  globalThis.book = { name: "Book1.xlsx", sheets: [], selection: null };
  globalThis.Excel = {
    run: async (does) => {
      const context = { queue: [], cells: 0 };
      context.workbook = new Workbook(context);
      context.sync = async () => {
        stand.syncs += 1;
        stand.beforeSync?.(stand.syncs, book);
        context.cells = 0;
        const waiting = context.queue.splice(0);
        for (const each of waiting) each();
        if (context.cells > stand.most) {
          throw Object.assign(new Error("too much"), { code: "ResponsePayloadSizeLimitExceeded" });
        }
      };
      return does(context);
    },
  };
})();
