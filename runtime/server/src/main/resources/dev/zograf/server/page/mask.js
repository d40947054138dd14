// A mask as what was done to it, so that it can be undone: strokes, and acts on the whole.

/** Opaque where it masks, transparent elsewhere, of the picture's size. */
export class Mask {
  #canvas;
  #context;
  #base;
  #done = [];
  #undone = [];

  /** An empty mask of a size; `base` is a picture, white where it masks, that is gone on with. */
  constructor(width, height, base) {
    this.#canvas = new OffscreenCanvas(width, height);
    this.#context = this.#canvas.getContext('2d');
    this.#base = base && opaqueWhereWhite(base, width, height);
    this.#paint();
  }

  get canvas() {
    return this.#canvas;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Begins a stroke; points are added to it by `stroke`. */
  begin(point, size, erase) {
    this.#add({ act: 'stroke', points: [point], size, erase });
  }

  stroke(point) {
    const last = this.#done.at(-1);
    this.#line(last.points.at(-1), point, last);
    last.points.push(point);
  }

  fill() {
    this.#add({ act: 'fill' });
  }

  clear() {
    this.#add({ act: 'clear' });
  }

  invert() {
    this.#add({ act: 'invert' });
  }

  undo() {
    this.#move(this.#done, this.#undone);
  }

  redo() {
    this.#move(this.#undone, this.#done);
  }

  #move(from, to) {
    if (from.length > 0) {
      to.push(from.pop());
      this.#paint();
    }
  }

  #add(step) {
    this.#done.push(step);
    this.#undone = [];
    this.#apply(step);
  }

  #paint() {
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (this.#base) {
      this.#context.drawImage(this.#base, 0, 0);
    }
    this.#done.forEach((step) => this.#apply(step));
  }

  #apply(step) {
    const { width, height } = this.#canvas;
    const context = this.#context;
    if (step.act === 'stroke') {
      step.points.forEach((point, i) => this.#line(step.points[Math.max(0, i - 1)], point, step));
    } else if (step.act === 'clear') {
      context.clearRect(0, 0, width, height);
    } else {
      // What was opaque becomes transparent, and the other way round.
      context.globalCompositeOperation = step.act === 'invert' ? 'xor' : 'source-over';
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      context.globalCompositeOperation = 'source-over';
    }
  }

  #line(from, to, { size, erase }) {
    const context = this.#context;
    context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
    context.strokeStyle = '#fff';
    context.lineWidth = size;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x, from.y);
    // A line to where it is draws nothing: a dot is a very short one.
    context.lineTo(to.x + (from.x === to.x && from.y === to.y ? 0.01 : 0), to.y);
    context.stroke();
    context.globalCompositeOperation = 'source-over';
  }

  /** The mask as a PNG, white on black. */
  png() {
    const out = new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
    const context = out.getContext('2d');
    context.fillStyle = '#000';
    context.fillRect(0, 0, out.width, out.height);
    context.drawImage(this.#canvas, 0, 0);
    return out.convertToBlob({ type: 'image/png' });
  }
}

function opaqueWhereWhite(picture, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(picture, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height);
  const { data } = pixels;
  for (let i = 0; i < data.length; i += 4) {
    // Luminance as ITU-R BT.601 has it, as the server reads masks.
    data[i + 3] = 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
    data.fill(255, i, i + 3);
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}
