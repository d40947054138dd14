// Draws a mask by hand over a picture: by mouse, pen or finger, and by keyboard.
import { h, icon } from './dom.js';
import { announce } from './announce.js';
import { Mask } from './mask.js';
import { bitmap } from './pictures.js';

/** Small pictures are drawn on so many pixels, so that the brush is round. */
const SHARP = 1024;
const STRIPES = 48;

/** Of two colours, so that one of them is seen on any picture. */
function stripes(size) {
  const tile = new OffscreenCanvas(size, size);
  const context = tile.getContext('2d');
  context.fillStyle = '#e3122a';
  context.fillRect(0, 0, size, size);
  context.strokeStyle = '#fff';
  context.lineWidth = size / 4;
  context.beginPath();
  for (const at of [-size, 0, size]) {
    context.moveTo(at - size / 2, 1.5 * size);
    context.lineTo(at + 1.5 * size, -size / 2);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat');
}

/**
 * Opens the editor.
 *
 * @param under the path of the picture
 * @param former the path of the mask that is gone on with, if there is one
 * @returns the mask as PNG, or undefined if it was given up
 */
export async function drawMask(under, former) {
  const picture = await bitmap(under);
  const mask = new Mask(picture.width, picture.height, former && await bitmap(former));
  return new Promise((resolve) => { new Editor(picture, mask, resolve).open(); });
}

class Editor {
  #picture;
  #mask;
  #resolve;
  #result;
  #dialog;
  #canvas;
  #tinted;
  #stripes;
  #size;
  #buttons;
  #drawing = false;
  #cursor;
  #zoom;

  constructor(picture, mask, resolve) {
    this.#picture = picture;
    this.#zoom = Math.max(1, Math.ceil(SHARP / Math.max(picture.width, picture.height)));
    this.#mask = mask;
    this.#resolve = resolve;
    this.#cursor = { x: picture.width / 2, y: picture.height / 2, shown: false };
    this.#tinted = new OffscreenCanvas(this.#zoom * picture.width, this.#zoom * picture.height);
    this.#stripes = stripes(Math.ceil(Math.max(this.#tinted.width, this.#tinted.height) / STRIPES));
  }

  open() {
    const largest = Math.max(8, Math.round(Math.max(this.#picture.width, this.#picture.height) / 2));
    const tool = (value, words, key, checked) => h('label', { class: 'tool' },
      h('input', { type: 'radio', name: 'tool', value, checked, onchange: () => this.#draw() }), `${words} `, h('kbd', {}, key));
    const act = (words, key, does) => h('button', { type: 'button', class: 'small', 'aria-keyshortcuts': key, onclick: () => this.#do(does) }, words);
    this.#size = h('input', { id: 'brush-size', type: 'range', min: 1, max: largest, value: Math.ceil(largest / 6), oninput: () => this.#draw() });
    this.#buttons = { undo: act('Undo', 'Control+Z', 'undo'), redo: act('Redo', 'Control+Y', 'redo') };
    this.#canvas = h('canvas', {
      width: this.#zoom * this.#picture.width, height: this.#zoom * this.#picture.height, tabindex: 0, role: 'img',
      'aria-label': 'Mask over the picture. Arrow keys move the brush, space paints.',
      onpointerdown: (event) => this.#press(event),
      onpointermove: (event) => this.#drag(event),
      onpointerup: () => this.#lift(),
      onpointercancel: () => this.#lift(),
      onpointerleave: () => { this.#cursor.shown = false; this.#draw(); },
    });
    this.#canvas.style.setProperty('--ratio', this.#picture.width / this.#picture.height);
    this.#dialog = h('dialog', {
      class: 'mask-editor', 'aria-labelledby': 'mask-title',
      onclose: () => this.#closed(), onkeydown: (event) => this.#key(event),
    },
    h('h2', { id: 'mask-title' }, 'Draw the mask'),
    h('p', { class: 'hint' }, 'What has red and white stripes is painted anew.'),
    h('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Tools' },
      h('fieldset', { class: 'tool-choice' }, h('legend', { class: 'visually-hidden' }, 'Tool'), tool('paint', 'Brush', 'B', true), tool('erase', 'Eraser', 'E', false)),
      h('label', { class: 'brush-size', for: 'brush-size' }, 'Size', this.#size),
      act('Fill', 'F', 'fill'), act('Clear', 'Delete', 'clear'), act('Invert', 'I', 'invert'),
      this.#buttons.undo, this.#buttons.redo),
    h('div', { class: 'canvas-room' }, this.#canvas),
    h('div', { class: 'dialog-actions' },
      h('button', { type: 'button', onclick: () => this.#dialog.close() }, 'Cancel'),
      h('button', { type: 'button', class: 'primary', onclick: () => this.#use() }, icon('brush'), 'Use the mask')));
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#draw();
  }

  get #erasing() {
    return this.#dialog.querySelector('input[name=tool]:checked').value === 'erase';
  }

  #do(what) {
    this.#mask[what]();
    this.#draw();
    announce({ undo: 'Undone', redo: 'Done again', fill: 'All is masked', clear: 'Nothing is masked', invert: 'Inverted' }[what]);
  }

  #at(event) {
    const box = this.#canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * this.#picture.width) / box.width,
      y: ((event.clientY - box.top) * this.#picture.height) / box.height,
    };
  }

  #press(event) {
    if (event.button !== 0) {
      return;
    }
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drawing = true;
    this.#mask.begin(this.#at(event), Number(this.#size.value), this.#erasing);
    this.#draw();
  }

  #drag(event) {
    Object.assign(this.#cursor, this.#at(event), { shown: true });
    if (this.#drawing) {
      const all = event.getCoalescedEvents?.() ?? [];
      (all.length > 0 ? all : [event]).forEach((one) => this.#mask.stroke(this.#at(one)));
    }
    this.#draw();
  }

  #lift() {
    this.#drawing = false;
    this.#draw();
  }

  #key(event) {
    const word = (event.ctrlKey || event.metaKey ? 'ctrl+' : '') + event.key.toLowerCase();
    const onCanvas = event.target === this.#canvas;
    const move = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] }[word];
    const act = { f: 'fill', delete: 'clear', i: 'invert', 'ctrl+z': 'undo', 'ctrl+y': 'redo' }[word];
    if (onCanvas && move) {
      this.#walk(move, Number(this.#size.value) / 2, event.shiftKey);
    } else if (onCanvas && word === ' ') {
      this.#mask.begin({ x: this.#cursor.x, y: this.#cursor.y }, Number(this.#size.value), this.#erasing);
    } else if (word === 'b' || word === 'e') {
      this.#dialog.querySelector(`input[name=tool][value=${word === 'b' ? 'paint' : 'erase'}]`).checked = true;
    } else if (word === '[' || word === ']') {
      this.#size.value = Number(this.#size.value) * (word === '[' ? 0.8 : 1.25);
    } else if (act) {
      this.#do(act);
    } else {
      return;
    }
    event.preventDefault();
    this.#draw();
  }

  /** Moves the brush; with shift it paints on the way. */
  #walk([dx, dy], far, paints) {
    const from = { x: this.#cursor.x, y: this.#cursor.y };
    this.#cursor.x = Math.max(0, Math.min(this.#picture.width, from.x + dx * far));
    this.#cursor.y = Math.max(0, Math.min(this.#picture.height, from.y + dy * far));
    this.#cursor.shown = true;
    if (paints) {
      this.#mask.begin(from, Number(this.#size.value), this.#erasing);
      this.#mask.stroke({ x: this.#cursor.x, y: this.#cursor.y });
    }
  }

  /** The picture, over it the mask as stripes, over that the brush. */
  #draw() {
    const { width, height } = this.#picture;
    const tint = this.#tinted.getContext('2d');
    tint.globalCompositeOperation = 'copy';
    tint.drawImage(this.#mask.canvas, 0, 0, this.#tinted.width, this.#tinted.height);
    tint.globalCompositeOperation = 'source-in';
    tint.fillStyle = this.#stripes;
    tint.fillRect(0, 0, this.#tinted.width, this.#tinted.height);
    const context = this.#canvas.getContext('2d');
    context.setTransform(this.#zoom, 0, 0, this.#zoom, 0, 0);
    context.clearRect(0, 0, width, height);
    context.drawImage(this.#picture, 0, 0);
    context.globalAlpha = 0.6;
    context.drawImage(this.#tinted, 0, 0, width, height);
    context.globalAlpha = 1;
    if (this.#cursor.shown) {
      const scale = width / this.#canvas.getBoundingClientRect().width;
      for (const [colour, line] of [['#000', 3], ['#fff', 1.5]]) {
        context.beginPath();
        context.arc(this.#cursor.x, this.#cursor.y, Number(this.#size.value) / 2, 0, 2 * Math.PI);
        context.strokeStyle = colour;
        context.lineWidth = line * scale;
        context.stroke();
      }
    }
    this.#buttons.undo.disabled = !this.#mask.canUndo;
    this.#buttons.redo.disabled = !this.#mask.canRedo;
  }

  async #use() {
    this.#result = await this.#mask.png();
    this.#dialog.close();
  }

  #closed() {
    this.#dialog.remove();
    this.#resolve(this.#result);
  }
}
