// The control of an input, by what its type and the nodes that it goes to say of it. Each control has
// `element`, `value()` (undefined for nothing), `set(value)` and `focus()`.
import { h, icon, show } from './dom.js';
import { integer } from './json.js';
import { pictureControl } from './picture-field.js';

const FINE = 200;
const SEEDS = 2 ** 32;

/** The control of an input; `id` is for its label, `context` lets a mask ask for the picture that it lies over. */
export function control(input, id, context) {
  const list = input.type.startsWith('list of ');
  if (input.file === 'image' || input.file === 'mask') {
    return pictureControl(input, id, context);
  }
  if (list) {
    return listControl(input, id);
  }
  if (input.choices || input.suggested || input.models) {
    return choiceControl(input, id);
  }
  switch (input.type) {
    case 'boolean': return switchControl(id);
    case 'integer': return input.seed ? seedControl(input, id) : numberControl(input, id);
    case 'number': return numberControl(input, id);
    case 'text': return textControl(input, id);
    case 'any': return jsonControl(id);
    default: return unknownControl(input, id);
  }
}

/** Grows with what is in it. */
function area(id, rows, attributes = {}) {
  const element = h('textarea', { id, rows, ...attributes, oninput: () => fit(element) });
  return element;
}

function fit(element) {
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight + 2}px`;
}

function textControl(input, id) {
  const long = /prompt|negative|text|caption|description/.test(input.name);
  const element = area(id, long ? 2 : 1, { spellcheck: long });
  const set = (value) => {
    element.value = value ?? '';
    requestAnimationFrame(() => fit(element));
  };
  // An empty text is a value where the workflow has one, and none where it must be given.
  return { element, value: () => element.value || (input.value === undefined ? undefined : ''), set, focus: () => element.focus() };
}

function jsonControl(id) {
  const element = area(id, 1);
  const value = () => {
    try {
      return JSON.parse(element.value);
    } catch {
      return element.value || undefined;
    }
  };
  return { element, value, set: (v) => { element.value = typeof v === 'string' || v === undefined ? v ?? '' : JSON.stringify(v); }, focus: () => element.focus() };
}

function listControl(input, id) {
  const numbers = !/text$/.test(input.type);
  const element = area(id, 2, { placeholder: 'One a line' });
  const value = () => element.value.split('\n').map((line) => line.trim()).filter((line) => line !== '')
    .map((line) => (numbers ? integer(line) ?? Number(line) : line));
  return { element, value, set: (v) => { element.value = (v ?? []).join('\n'); }, focus: () => element.focus() };
}

function choiceControl(input, id) {
  const names = input.choices ?? input.suggested ?? [];
  const element = h('select', { id });
  const none = names.length === 0 ? `There is none in models/${input.models?.[0] ?? ''}` : 'Choose …';
  const fill = (value) => {
    const all = value === undefined || value === '' || names.includes(value) ? names : [value, ...names];
    const blank = input.value === undefined || input.value === '' || value === undefined || value === '';
    show(element, blank && h('option', { value: '' }, none), all.map((name) => h('option', { value: name }, name)));
    element.value = value ?? '';
  };
  fill(undefined);
  return { element, value: () => element.value || (input.value === '' ? '' : undefined), set: fill, focus: () => element.focus() };
}

function switchControl(id) {
  const element = h('input', { id, type: 'checkbox', class: 'switch', role: 'switch' });
  return { element, value: () => element.checked, set: (v) => { element.checked = v === true; }, focus: () => element.focus() };
}

function numberControl(input, id) {
  const whole = input.type === 'integer';
  const { min, max } = input;
  const step = input.multipleOf ?? input.step ?? (whole ? 1 : undefined);
  const span = min !== undefined && max !== undefined ? max - min : Infinity;
  const element = h('input', { id, type: 'number', inputmode: whole ? 'numeric' : 'decimal', min, max, step: whole ? step : 'any' });
  const fine = step ?? (span <= 2 ? 0.01 : 0.1);
  const slider = span > 0 && span / fine <= FINE
    ? h('input', { type: 'range', class: 'slider', min, max, step: fine, tabindex: '-1', 'aria-hidden': 'true', oninput: () => { element.value = slider.value; } })
    : undefined;
  const follow = () => {
    if (slider) {
      slider.value = element.value;
    }
  };
  element.addEventListener('input', follow);
  const value = () => (element.value === '' ? undefined : whole ? integer(element.value) ?? Number(element.value) : Number(element.value));
  return {
    element: h('div', { class: 'number' }, slider, element, input.unit && input.unit !== input.name && h('span', { class: 'unit' }, input.unit)),
    value,
    set: (v) => { element.value = v === undefined ? '' : String(v); follow(); },
    focus: () => element.focus(),
  };
}

function seedControl(input, id) {
  const element = h('input', { id, type: 'text', inputmode: 'numeric', pattern: '-?[0-9]*', autocomplete: 'off' });
  const each = h('input', { type: 'checkbox', class: 'switch', role: 'switch', checked: true, 'aria-label': 'A new seed for each run' });
  const renew = () => { element.value = String(Math.floor(Math.random() * SEEDS)); };
  return {
    element: h('div', { class: 'seed' },
      element,
      h('button', { type: 'button', class: 'icon-button', title: 'New seed', 'aria-label': `New seed for ${input.name}`, onclick: renew }, icon('dice')),
      h('label', { class: 'each' }, each, h('span', { 'aria-hidden': 'true' }, 'new each run'))),
    value: () => (element.value.trim() === '' ? undefined : integer(element.value.trim()) ?? element.value.trim()),
    set: (v) => { element.value = v === undefined ? '' : String(v); },
    focus: () => element.focus(),
    renew,
    /** Before a run: another seed, if one is wanted each time. */
    beforeRun: () => each.checked && renew(),
    keep: (kept) => { each.checked = !kept; },
  };
}

function unknownControl(input, id) {
  const element = h('output', { id, class: 'hint' }, `A value of the type ${input.type} cannot be given here.`);
  return { element, value: () => undefined, set: () => {}, focus: () => {} };
}
