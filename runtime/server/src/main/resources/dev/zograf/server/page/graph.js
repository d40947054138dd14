// Draws the graph of a workflow, and what its nodes are at: lit while they run.
import { h, s, show } from './dom.js';
import { layers } from './layers.js';

const BOX = { width: 132, height: 40 };
const GAP = { along: 40, across: 14 };
const NARROW = 560;
const LETTERS = 18;
const SMALLEST = 0.7;
const WORDS = {
  waiting: 'waits', running: 'runs', finished: 'done', cached: 'result from before', skipped: 'left out', failed: 'failed',
};

/** A drawing in an element: `draw` shows a workflow's steps, `mark` what they are at. */
export class Graph {
  #host;
  #steps = [];
  #boxes = new Map();
  #states = new Map();
  #links = [];
  #words;
  #narrow;

  constructor(host) {
    this.#host = host;
    new ResizeObserver(() => {
      if (this.#steps.length > 0 && this.#isNarrow(layers(this.#steps)) !== this.#narrow) {
        this.draw(this.#steps);
        this.mark(this.#states);
      }
      this.#reach();
    }).observe(host);
  }

  /** Where the drawing scrolls, the keyboard has to get at it. */
  #reach() {
    const drawing = this.#host.querySelector('.drawing');
    if (drawing && drawing.scrollWidth > drawing.clientWidth) {
      drawing.tabIndex = 0;
    } else {
      drawing?.removeAttribute('tabindex');
    }
  }

  /** Whether there is no room to draw it from left to right. */
  #isNarrow({ depth }) {
    const room = this.#host.clientWidth;
    return room < NARROW || SMALLEST * (depth * (BOX.width + GAP.along) - GAP.along) > room;
  }

  /** Draws a workflow, from left to right, or downwards where there is no room. */
  draw(steps) {
    this.#steps = steps;
    this.#boxes.clear();
    this.#links = [];
    if (steps.length === 0) {
      show(this.#host, h('p', { class: 'empty' }, 'The workflow has no nodes that run.'));
      return;
    }
    const { spots, links, depth, width } = layers(steps);
    this.#narrow = this.#isNarrow({ depth });
    const middle = (spot) => this.#middle(spot, width);
    const across = width * ((this.#narrow ? BOX.width : BOX.height) + GAP.across) - GAP.across;
    const size = this.#narrow
      ? [across, depth * (BOX.height + GAP.along) - GAP.along]
      : [depth * (BOX.width + GAP.along) - GAP.along, across];
    const lines = links.map((link) => this.#link(link.from, [spots.get(link.from), ...link.bends, spots.get(link.to)].map(middle)));
    const boxes = steps.map((step) => this.#box(step, middle(spots.get(step.id))));
    this.#words = h('ul', { class: 'visually-hidden', 'aria-label': 'Nodes of the graph' });
    show(this.#host,
      h('div', { class: 'drawing', role: 'group', 'aria-label': 'Drawing of the graph' },
        svg(size, lines, boxes)),
      this.#words);
    this.#reach();
    this.#say();
  }

  /** The middle of a spot. */
  #middle({ layer, place }, width) {
    const along = (size) => layer * (size + GAP.along) + size / 2;
    const across = (size) => (place + width / 2) * (size + GAP.across) - GAP.across / 2;
    return this.#narrow ? [across(BOX.width), along(BOX.height)] : [along(BOX.width), across(BOX.height)];
  }

  /** A line through the middles of two nodes and of the bends between them, along each of them straight. */
  #link(from, middles) {
    const half = (this.#narrow ? BOX.height : BOX.width) / 2;
    const shifted = ([x, y], by) => (this.#narrow ? [x, y + by] : [x + by, y]);
    let d = `M${shifted(middles[0], half).join(' ')}`;
    middles.slice(1).forEach((middle, i) => {
      const start = shifted(middles[i], half);
      const end = shifted(middle, -half);
      d += `C${shifted(start, GAP.along / 2).join(' ')} ${shifted(end, -GAP.along / 2).join(' ')} ${end.join(' ')}`;
      if (i < middles.length - 2) {
        d += `L${shifted(middle, half).join(' ')}`;
      }
    });
    const path = s('path', { class: 'link', d });
    this.#links.push({ from, path });
    return path;
  }

  #box(step, [x, y]) {
    const title = step.title || step.type;
    const short = title.length > LETTERS ? `${title.slice(0, LETTERS - 1)}…` : title;
    const group = s('g', { class: 'node', transform: `translate(${x - BOX.width / 2} ${y - BOX.height / 2})`, 'data-id': step.id, 'data-state': 'waiting' },
      s('title', {}, `${title} (${step.id})`),
      s('rect', { width: BOX.width, height: BOX.height, rx: 9 }),
      s('text', { x: 12, y: 17, class: 'node-title' }, short),
      s('text', { x: 12, y: 31, class: 'node-id' }, step.id.length > 20 ? `…${step.id.slice(-19)}` : step.id),
      s('circle', { class: 'lamp', cx: BOX.width - 12, cy: 12, r: 4 }));
    this.#boxes.set(step.id, group);
    return group;
  }

  /** Shows what nodes are at, by their ids or by those of nodes that they run. */
  mark(states) {
    this.#states = states;
    const now = new Map();
    for (const [id, state] of states) {
      const own = this.#owner(id);
      if (own !== undefined && (own === id || !states.has(own))) {
        now.set(own, own === id || state === 'running' ? state : now.get(own) ?? 'running');
      }
    }
    this.#reason(now);
    for (const [id, box] of this.#boxes) {
      box.dataset.state = now.get(id) ?? 'waiting';
    }
    for (const { from, path } of this.#links) {
      path.dataset.state = ['finished', 'cached'].includes(now.get(from)) ? 'done' : 'waiting';
    }
    this.#say();
  }

  /** A node that runs has what it needs, also if nobody saw that being made. */
  #reason(now) {
    for (const step of [...this.#steps].reverse()) {
      if (['running', 'finished'].includes(now.get(step.id))) {
        step.after.filter((id) => !now.has(id)).forEach((id) => now.set(id, 'finished'));
      }
    }
  }

  #owner(id) {
    for (let end = id.length; end > 0; end = id.lastIndexOf('/', end - 1)) {
      if (this.#boxes.has(id.slice(0, end))) {
        return id.slice(0, end);
      }
    }
    return undefined;
  }

  #say() {
    show(this.#words, this.#steps.map((step) => {
      const state = this.#boxes.get(step.id).dataset.state;
      return h('li', {}, `${step.title || step.type} (${step.id}): ${WORDS[state] ?? state}`);
    }));
  }
}

/** As wide as there is room, but not so small that nobody can read it: then it scrolls. */
function svg([width, height], ...children) {
  const element = s('svg', { viewBox: `-4 -4 ${width + 8} ${height + 8}`, width: width + 8, height: height + 8, 'aria-hidden': 'true' }, children);
  element.style.minWidth = `${Math.round(SMALLEST * width)}px`;
  return element;
}
