// Makes the WebAssembly of this browser (or node) like that of every other, whatever it can do beyond:
// else a memory made by one starts in some alone. Nothing waits for JavaScript, and calls go through
// no module that asks for types.
delete WebAssembly.Suspending;
delete WebAssembly.promising;
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(target, [bytes]) {
    if (new TextDecoder("latin1").decode(bytes).includes("trampoline_call")) throw new TypeError();
    return Reflect.construct(target, [bytes]);
  },
});
