// Reads the code in a picture, beside the page so that the page never waits for it.

import { prepareZXingModule, readBarcodes } from "./zxing/reader/index.js";

const HOW = { formats: ["QRCode"], maxNumberOfSymbols: 1 };

prepareZXingModule({
  overrides: { locateFile: (name) => new URL(`./zxing/reader/${name}`, import.meta.url).href },
});

async function read(picture) {
  const [found] = await readBarcodes(picture, HOW);
  return found?.text ?? null;
}

// The first picture of all is an empty one, so that the first ticket does not wait for the decoder to start.
read(new ImageData(64, 64)).then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error) }),
);

onmessage = async ({ data }) => {
  const began = performance.now();
  let text = null;
  try {
    text = await read(new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height));
  } catch {} // a picture that cannot be read holds no code
  postMessage({ text, took: performance.now() - began, seenAt: data.seenAt });
};
