// What stands in Python's WebAssembly is not loaded once more with the memory of its start: the memory
// is kept as what differs from it.
const DATA = 11; // the part of a WebAssembly file that says what its memory holds at first

/** Put in, or take out, what a WebAssembly file lays into its memory; the same step does both. */
export function across(memory, wasm) {
  const start = new DataView(memory.buffer, memory.byteOffset).getUint32(4, true);
  let at = 8;
  const number = () => {
    let [sum, digit] = [0, 1];
    for (;;) {
      const byte = wasm[at];
      at += 1;
      sum += (byte & 127) * digit;
      digit *= 128;
      if (byte < 128) return sum;
    }
  };
  while (at < wasm.length) {
    const kind = wasm[at];
    at += 1;
    const size = number();
    if (kind !== DATA) {
      at += size;
      continue;
    }
    for (let left = number(); left; left -= 1) {
      if (number() !== 0) throw new Error("pyodide.asm.wasm: data without a place");
      at += 1; // "the number"
      const place = start + number();
      at += 1; // "ends"
      const many = number();
      for (let each = 0; each < many; each += 1) memory[place + each] ^= wasm[at + each];
      at += many;
    }
  }
  return memory;
}
