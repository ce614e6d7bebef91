// Registers every function of functions.json; the calls of one turn go to Python together.
"use strict";
(() => {
  const TD = globalThis.TradeDept;
  if (!globalThis.CustomFunctions) return; // an Excel too old: the pane says so
  const reasons = new Map(); // address of a formula's cell -> why it shows an error
  // Excel shows a text of ours with the first two only; an add-in cannot return #REF! and #NAME?.
  const CODES = {
    value: "invalidValue",
    na: "notAvailable",
    num: "invalidNumber",
    div0: "divisionByZero",
    null: "nullReference",
    ref: "invalidValue",
    name: "invalidValue",
  };
  const BARE = new Set(["num", "div0", "null"]);
  const problem = ({ kind, reason }) =>
    new CustomFunctions.Error(
      CustomFunctions.ErrorCode[CODES[kind]],
      BARE.has(kind) ? undefined : reason,
    );

  /** A cell as Python takes it: an error as {"error": "#N/A"}. */
  const cell = (given) => {
    if (given === undefined) return null;
    if (given === null || typeof given !== "object") return given;
    return { error: String(given.code ?? given.errorType ?? given.basicValue ?? "#VALUE!") };
  };
  const rows = (given) => {
    if (given === undefined || given === null) return null;
    if (!Array.isArray(given)) return [[cell(given)]];
    return given.map((row) => (Array.isArray(row) ? row.map(cell) : [cell(row)]));
  };

  let waiting = [];
  function called(name, given, invocation, repeats) {
    const last = repeats ? (given.pop() ?? []) : [];
    const args = [...given, ...last].map(rows);
    return new Promise((resolve, reject) => {
      const from = invocation?.parameterAddresses ?? [];
      waiting.push({ name, args, from: from.flat(), at: invocation?.address, resolve, reject });
      if (waiting.length === 1) setTimeout(send, 0);
    });
  }

  /** Desktop Excel hands a blank cell over as 0, Excel on the web as null: the cells are asked. */
  async function blanked(calls) {
    const doubtful = [];
    for (const each of calls) {
      each.args.forEach((arg, place) => {
        const where = each.from[place];
        const zero = arg?.some((row) => row.includes(0));
        if (zero && typeof where === "string" && where.includes("!")) {
          doubtful.push({ each, place, where });
        }
      });
    }
    if (!doubtful.length || !globalThis.Excel) return;
    await Excel.run(async (context) => {
      const asked = new Map();
      for (const { where } of doubtful) {
        if (asked.has(where)) continue;
        const cut = where.lastIndexOf("!");
        const sheet = where.slice(0, cut).replace(/^'|'$/g, "").replaceAll("''", "'");
        const range = context.workbook.worksheets.getItem(sheet).getRange(where.slice(cut + 1));
        range.load("valueTypes");
        asked.set(where, range);
      }
      await context.sync();
      for (const { each, place, where } of doubtful) {
        const types = asked.get(where).valueTypes;
        each.args[place] = each.args[place].map((row, y) =>
          row.map((value, x) => (value === 0 && types[y]?.[x] === "Empty" ? null : value)),
        );
      }
    });
  }

  function answer(each, results) {
    const told = [];
    const shown = results.map((row) =>
      row.map((value) => {
        if (value === null || typeof value !== "object") return value;
        told.push(value.reason);
        return problem(value);
      }),
    );
    if (each.at) {
      if (told.length) reasons.set(each.at, [...new Set(told)].join("\n"));
      else reasons.delete(each.at);
    }
    const [[first]] = shown;
    const single = shown.length === 1 && shown[0].length === 1;
    if (single && first instanceof CustomFunctions.Error) each.reject(first);
    else each.resolve(shown);
  }

  async function send() {
    const calls = waiting;
    waiting = [];
    // Cells that cannot be asked stay as they came.
    await blanked(calls).catch(() => {});
    const text = JSON.stringify(calls.map(({ name, args }) => [name, args]));
    try {
      const all = JSON.parse(await TD.ask("xlpy.web.calls", "answered", text));
      calls.forEach((each, place) => answer(each, all[place]));
    } catch (fault) {
      const why = `Python: ${fault.message}`;
      for (const each of calls) answer(each, [[{ kind: "na", reason: why }]]);
    }
  }

  TD.why = (address) => reasons.get(address) ?? "";
  TD.registered = fetch("./functions.json")
    .then((found) => found.json())
    .then(({ functions }) => {
      for (const { id, parameters } of functions) {
        const repeats = parameters.at(-1)?.repeating ?? false;
        const does =
          id === "TD_WHY"
            ? (_cell, invocation) => [[TD.why([invocation?.parameterAddresses].flat()[0])]]
            : (...all) => {
                const invocation = all.pop();
                return called(id, all, invocation, repeats);
              };
        CustomFunctions.associate(id, does);
      }
      return functions.length;
    });
})();
