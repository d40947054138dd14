// Makes elements. Text comes in as text nodes only, so that nothing that a workflow or a server says can become markup.

const SVG = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'open', 'indeterminate']);

/** An element with attributes, listeners (`onclick: f`) and children; null and false children are left out. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same of SVG. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (PROPERTIES.has(name)) {
      element[name] = value;
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Replaces what is in an element. */
export function show(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

let count = 0;

/** An id that no other element has. */
export function uniqueId(word) {
  count += 1;
  return `${word}-${count}`;
}

const ICONS = {
  up: 'M8 13V3M3.5 7.5 8 3l4.5 4.5',
  down: 'M8 3v10M3.5 8.5 8 13l4.5-4.5',
  first: 'M3 2.5h10M8 14V6M4 9.5 8 6l4 3.5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  dice: 'M2 11.5h2l5-7h4.5M11.5 2.5l2 2-2 2M2 4.5h2l1.4 2M8 9.7l1 1.8h4.5M11.5 9.5l2 2-2 2',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  download: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  brush: 'M13 3 7 9M7 9a2.2 2.2 0 0 0-3 2c0 1.2-.7 1.8-1.5 2 2.6.6 5.5.2 5.5-2',
  picture: 'M2.5 3h11v10h-11zM2.5 11l3.5-3.5 3 3 2-2 2.5 2.5M10.5 6h.01',
  remove: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 9h6l.5-9',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3',
  chevron: 'M4 6l4 4 4-4',
  play: 'M5 3.5v9l7.5-4.5z',
};

/** A drawing of a word, for the eye only. */
export function icon(name) {
  return s('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: ICONS[name] }));
}
