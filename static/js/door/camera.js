// The camera of the phone: picture after picture to the decoder, one at a time.

const WIDTH = 640;

export class Camera {
  // `onCode` hears each text that was read with the moment of its picture, `onPicture` every other picture.
  constructor(video, decoder, { onCode, onPicture }) {
    Object.assign(this, { video, onCode, onPicture });
    this.canvas = document.createElement("canvas");
    this.worker = new Worker(decoder, { type: "module" });
    this.busy = true; // until the decoder is ready
    this.worker.onmessage = ({ data }) => this.#heard(data);
  }

  get isOn() {
    return Boolean(this.stream);
  }

  async start(deviceId = null) {
    this.stop();
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
    const video = { ...which, width: { ideal: 1280 }, height: { ideal: 720 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    await this.#stayAwake();
    this.#next();
  }

  stop() {
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = null;
    this.lock?.release().catch(() => {});
    this.lock = null;
  }

  // Every camera that there is: their ids, the one that is on first.
  async all() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput").map((device) => device.deviceId);
  }

  get current() {
    return this.stream?.getVideoTracks()[0].getSettings().deviceId ?? null;
  }

  get hasTorch() {
    const track = this.stream?.getVideoTracks()[0];
    return Boolean(track?.getCapabilities?.().torch);
  }

  async light(on) {
    await this.stream?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
  }

  async #stayAwake() {
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {} // the screen may go dark then
  }

  #heard(data) {
    this.busy = false;
    if (data.text) this.onCode(data.text, data.seenAt);
    else if (data.took !== undefined) this.onPicture();
    else if (data.failed) this.failed = data.failed;
    this.#next();
  }

  #next() {
    clearTimeout(this.timer);
    if (!this.stream || this.busy) return;
    const { videoWidth, videoHeight } = this.video;
    if (document.hidden || !videoWidth) {
      this.timer = setTimeout(() => this.#next(), 100);
      return;
    }
    const width = Math.min(WIDTH, videoWidth);
    const height = Math.round((videoHeight / videoWidth) * width);
    Object.assign(this.canvas, { width, height });
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.video, 0, 0, width, height);
    const { buffer } = context.getImageData(0, 0, width, height).data;
    this.busy = true;
    this.worker.postMessage({ pixels: buffer, width, height, seenAt: performance.now() }, [buffer]);
  }
}
