// Reads pictures of codes with the decoder of the scanning page, a path a line.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const decoder = process.argv[2];
const { prepareZXingModule, readBarcodes } = await import(`${decoder}/reader/index.js`);
const wasm = await readFile(fileURLToPath(`${decoder}/reader/zxing_reader.wasm`));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) } });

for await (const line of createInterface({ input: process.stdin })) {
  const picture = await readFile(JSON.parse(line).path);
  const began = performance.now();
  const [found] = await readBarcodes(new Uint8Array(picture), { formats: ["QRCode"], maxNumberOfSymbols: 1 });
  const took = performance.now() - began;
  process.stdout.write(`${JSON.stringify({ done: { text: found?.text ?? null, took } })}\n`);
}
