// Prints what two readers see in workbooks, as JSON: { exceljs: { path: seen }, sheetjs: { path: seen } }.
// tests/readings.py says what is in it: values are [kind, value], n number, s text, b logical, e error, d milliseconds,
// ? no value although there is one.

const ExcelJS = require("exceljs");
const XLSX = require("xlsx");

const PLAIN = { number: "n", string: "s", boolean: "b" };
const ERRORS = { 0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A" };

function fresh() {
  return { sheets: [], values: [], formulas: [], tables: [], names: [], rules: [] };
}

function valueOf(value) {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? ["?", null] : ["d", value.getTime()];
  if (value.richText) return ["s", value.richText.map((run) => run.text).join("")];
  if (value.error) return ["e", value.error];
  if (value.text !== undefined) return valueOf(value.text);
  return [PLAIN[typeof value], value];
}

// exceljs holds a rule once for each cell: cells of one rule that stand below each other are told as one area.
function* runs(model) {
  const columns = new Map();
  for (const [address, rule] of Object.entries(model)) {
    const [, column, row] = /^([A-Z]+)(\d+)$/.exec(address);
    if (!columns.has(column)) columns.set(column, []);
    columns.get(column).push([Number(row), rule]);
  }
  for (const [column, cells] of columns) {
    cells.sort(([one], [other]) => one - other);
    for (let start = 0, at = 1; at <= cells.length; at++) {
      const [before, rule] = cells[at - 1];
      if (at < cells.length && cells[at][0] === before + 1 && cells[at][1] === rule) continue;
      yield [rule, `${column}${cells[start][0]}:${column}${before}`];
      start = at;
    }
  }
}

async function byExcelJS(path) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const seen = fresh();
  for (const sheet of book.worksheets) {
    seen.sheets.push([sheet.name, sheet.state]);
    sheet.eachRow((row) => row.eachCell((cell) => {
      if (cell.type === ExcelJS.ValueType.Merge) return; // shows what its block's first cell holds
      const given = cell.value;
      const formula = typeof given === "object" && (given.formula !== undefined || given.sharedFormula !== undefined);
      if (formula) seen.formulas.push([sheet.name, cell.address, cell.formula]);
      const value = valueOf(formula ? cell.result : given);
      if (value !== null) seen.values.push([sheet.name, cell.address, value]);
    }));
    for (const { table } of sheet.getTables()) {
      seen.tables.push([table.name, sheet.name, table.tableRef, table.columns.map((column) => column.name), table.totalsRow]);
    }
    const { printArea, printTitlesRow } = sheet.pageSetup;
    if (printArea) seen.names.push(["_xlnm.Print_Area", sheet.name, [printArea]]);
    if (printTitlesRow) seen.names.push(["_xlnm.Print_Titles", sheet.name, [printTitlesRow]]);
    for (const [rule, area] of runs(sheet.dataValidations.model)) {
      const formulas = (rule.formulae || []).map((one) => (one instanceof Date ? ["d", one.getTime()] : one));
      seen.rules.push([sheet.name, area, rule.type, formulas]);
    }
  }
  for (const { name, localSheetId, ranges } of book.definedNames.model) {
    seen.names.push([name, localSheetId, ranges]);
  }
  return seen;
}

function bySheetJS(path) {
  const book = XLSX.readFile(path, { cellFormula: true, sheetStubs: true, cellDates: false, cellText: false, cellHTML: false });
  const seen = fresh();
  const { Sheets, Names } = book.Workbook;
  book.SheetNames.forEach((name, at) => {
    seen.sheets.push([name, ["visible", "hidden", "veryHidden"][Sheets[at].Hidden]]);
    for (const [address, cell] of Object.entries(book.Sheets[name])) {
      if (address.startsWith("!")) continue;
      if (cell.f !== undefined) seen.formulas.push([name, address, cell.f]);
      if (cell.t !== "z") seen.values.push([name, address, [cell.t, cell.t === "e" ? ERRORS[cell.v] : cell.v]]);
    }
  });
  for (const { Name, Sheet, Ref } of Names) seen.names.push([Name, Sheet, [Ref]]);
  return seen;
}

(async () => {
  const answer = { exceljs: {}, sheetjs: {} };
  for (const path of process.argv.slice(2)) {
    answer.exceljs[path] = await byExcelJS(path);
    answer.sheetjs[path] = bySheetJS(path);
  }
  process.stdout.write(JSON.stringify(answer));
})();
