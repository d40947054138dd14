// A picture or a mask that goes in: dropped, pasted, chosen, taken from those that are there already, or drawn.
import { h, icon, show, uniqueId } from './dom.js';
import { get, upload } from './api.js';
import { announce, warn } from './announce.js';
import { drawMask } from './mask-editor.js';
import { put } from './pictures.js';

const RECENT = 12;

const address = (name) => `/v1/files/${encodeURIComponent(name)}`;

/** The control of an input that names a file with a picture. */
export function pictureControl(input, id, context) {
  const mask = input.file === 'mask';
  const direct = input.type === 'image' || input.type === 'mask';
  const what = mask ? 'mask' : 'picture';
  let name;
  const file = h('input', { id, type: 'file', accept: 'image/*', class: 'visually-hidden', onchange: () => take(file.files[0]) });
  const state = h('p', { class: 'drop-text' });
  const image = h('img', { alt: '', hidden: true });
  const clear = h('button', { type: 'button', class: 'icon-button', 'aria-label': `Remove the ${what}`, title: 'Remove', onclick: () => set(undefined) }, icon('remove'));
  const recent = h('div', { class: 'recent', hidden: true, id: uniqueId('recent') });
  const choose = h('button', { type: 'button', class: 'small', onclick: () => file.click() }, icon('picture'), 'Choose …');
  const older = h('button', { type: 'button', class: 'small', 'aria-expanded': 'false', 'aria-controls': recent.id, onclick: () => list() }, 'Used before');
  const draw = mask && h('button', { type: 'button', class: 'small', onclick: () => edit() }, icon('brush'), 'Draw …');
  const element = h('div', {
    class: 'drop', role: 'group', 'aria-label': `${input.name}: ${what}`,
    ondragover: (event) => { event.preventDefault(); element.dataset.over = 'true'; },
    ondragleave: () => { delete element.dataset.over; },
    ondrop: (event) => {
      event.preventDefault();
      delete element.dataset.over;
      take(event.dataTransfer.files[0]);
    },
    onpaste: (event) => event.clipboardData.files.length > 0 && take(event.clipboardData.files[0]),
  }, file, h('div', { class: 'drop-shown' }, image, state, clear), h('div', { class: 'drop-actions' }, draw, choose, older), recent);

  const set = (value) => {
    name = value !== null && typeof value === 'object' ? value.file : value || undefined;
    image.hidden = name === undefined;
    clear.hidden = name === undefined;
    element.dataset.full = String(name !== undefined);
    if (name === undefined) {
      state.textContent = mask ? 'White where it is repainted. Draw one, or drop a picture here.' : 'Drop or paste a picture here.';
      file.value = '';
    } else {
      put(image, address(name), 256);
      state.textContent = name.length > 20 ? `${name.slice(0, 8)}….${name.split('.').pop()}` : name;
    }
    element.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const take = async (given, called = given?.name) => {
    if (!given) {
      return;
    }
    state.textContent = 'Uploading …';
    try {
      const stored = await upload(given, called);
      set(stored.name);
      announce(`${input.name}: ${what} of ${stored.width} by ${stored.height} pixels`);
    } catch (error) {
      set(name);
      warn(error.message);
      state.textContent = error.message;
    }
  };

  const edit = async () => {
    const under = context.picture(input.name);
    if (under === undefined) {
      state.textContent = 'Choose the picture first; the mask is drawn over it.';
      warn(state.textContent);
      return;
    }
    const drawn = await drawMask(under, name === undefined ? undefined : address(name));
    if (drawn) {
      await take(drawn, 'mask.png');
    }
    draw.focus();
  };

  const list = async () => {
    recent.hidden = !recent.hidden;
    older.setAttribute('aria-expanded', String(!recent.hidden));
    if (recent.hidden) {
      return;
    }
    const { files } = await get('/v1/files?order=newest');
    show(recent, files.length === 0 ? h('p', { class: 'hint' }, 'Nothing was uploaded yet.')
      : files.slice(0, RECENT).map((one, i) => {
        const thumb = h('img', { alt: '', loading: 'lazy' });
        put(thumb, address(one), 128);
        return h('button', {
          type: 'button', 'aria-label': `Upload ${i + 1}, ${one}`, onclick: () => { set(one); list(); choose.focus(); },
        }, thumb);
      }));
  };

  set(undefined);
  return {
    element,
    value: () => (name === undefined ? undefined : direct ? { file: name } : name),
    set,
    take,
    path: () => (name === undefined ? undefined : address(name)),
    focus: () => (draw || choose).focus(),
  };
}
