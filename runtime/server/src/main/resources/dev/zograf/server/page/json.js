// JSON in which whole numbers keep all their digits: seeds have 64 bits, and numbers of JavaScript have 53.

/** Reads; whole numbers beyond what a number holds become BigInt where the browser says what was written. */
export function parse(text) {
  return JSON.parse(text, (name, value, context) => {
    const source = context?.source;
    return typeof value === 'number' && source && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
      ? BigInt(source) : value;
  });
}

/** Writes; a BigInt as the number that it is. */
export function write(value) {
  const mark = `big${Math.random().toString(36).slice(2)}:`;
  const text = JSON.stringify(value, (name, part) => (typeof part === 'bigint' ? mark + part : part));
  return text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
}

/** A whole number of any length as it is best kept; undefined if the text is none. */
export function integer(text) {
  if (!/^-?\d+$/.test(text)) {
    return undefined;
  }
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}
