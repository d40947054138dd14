// Where the nodes of a graph go: in layers by their longest path from a start, within a layer near what they are linked with. A link that
// passes layers gets a narrow place in each, so that it goes around the nodes there.

const BEND = 0.3;
const SWEEPS = 6;

/**
 * Lays steps `{id, after}` out, each after those that it depends on.
 *
 * @returns `spots`, by id `{layer, place}` with the place of its middle in widths of a node from the middle of its layer; `links` with
 *     the spots of their `bends`; how many layers there are, and how many widths the widest takes
 */
export function layers(steps) {
  const layer = layersOf(steps);
  const spots = new Map(steps.map((step) => [step.id, spot(layer.get(step.id), 1)]));
  const rows = [];
  const links = [];
  const put = (item) => (rows[item.layer] ??= []).push(item);
  for (const step of steps) {
    put(spots.get(step.id));
    for (const from of step.after.filter((id) => spots.has(id))) {
      const bends = [];
      let last = spots.get(from);
      for (let passed = last.layer + 1; passed < layer.get(step.id); passed++) {
        const bend = spot(passed, BEND);
        put(bend);
        join(last, bend);
        bends.push(bend);
        last = bend;
      }
      join(last, spots.get(step.id));
      links.push({ from, to: step.id, bends });
    }
  }
  arrange(rows);
  return { spots, links, depth: rows.length, width: Math.max(0, ...rows.map(widthOf)) };
}

const spot = (layer, size) => ({ layer, size, place: 0, up: [], down: [] });

function join(from, to) {
  from.down.push(to);
  to.up.push(from);
}

function layersOf(steps) {
  const layer = new Map();
  for (const step of steps) {
    layer.set(step.id, Math.max(0, ...step.after.map((id) => (layer.get(id) ?? -1) + 1)));
  }
  // What starts a path comes just before its first use, so that links stay short.
  for (const step of steps.filter((one) => one.after.length === 0)) {
    const uses = steps.filter((other) => other.after.includes(step.id)).map((other) => layer.get(other.id));
    if (uses.length > 0) {
      layer.set(step.id, Math.min(...uses) - 1);
    }
  }
  return layer;
}

/** The barycentre heuristic of Sugiyama, Tagawa and Toda (1981): each row by the middle of its neighbours, down and up in turn. */
function arrange(rows) {
  rows.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows.slice(1) : rows.slice(0, -1).reverse()) {
      const middle = new Map(row.map((item) => [item, mean((down ? item.up : item.down).map((one) => one.place)) ?? item.place]));
      row.sort((a, b) => middle.get(a) - middle.get(b));
      number(row);
    }
  }
}

const widthOf = (row) => row.reduce((sum, item) => sum + item.size, 0);

function number(row) {
  let at = -widthOf(row) / 2;
  for (const item of row) {
    item.place = at + item.size / 2;
    at += item.size;
  }
}

function mean(numbers) {
  return numbers.length === 0 ? undefined : numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
