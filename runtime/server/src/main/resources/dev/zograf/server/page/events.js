// Server-sent events by fetch, because an EventSource cannot send a key. Comes back by itself, with the id that it saw last.
import { request } from './api.js';
import { parse } from './json.js';

const LONGEST_PAUSE = 10_000;

/** Takes a stream of text apart into events `{id, type, data}`. */
async function* split(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = {};
      for (const line of block.split('\n')) {
        const colon = line.indexOf(': ');
        if (colon > 0) {
          event[line.slice(0, colon)] = line.slice(colon + 2);
        }
      }
      if (event.event) {
        yield { id: event.id, type: event.event, data: parse(event.data) };
      }
    }
  }
}

const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/**
 * Listens for as long as the page is there.
 *
 * `opened` is called at each connection, when what was missed is to be asked for; `closed` when one is lost.
 */
export async function follow(path, { event, opened, closed }) {
  let last;
  for (let wait = 500; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      const response = await request(path, { headers: last ? { 'Last-Event-ID': last } : {} });
      opened();
      wait = 500;
      for await (const one of split(response.body)) {
        last = one.id ?? last;
        event(one);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) {
        console.warn(error);
      }
    }
    closed();
    await pause(wait);
  }
}
