// Shows pictures of the server. Where a key is needed they are fetched with it, because an <img> cannot send one.
import { blob, hasKey } from './api.js';

const KEPT = 200;
const urls = new Map();

async function url(path) {
  if (!urls.has(path)) {
    urls.set(path, blob(path).then((bytes) => URL.createObjectURL(bytes)));
    if (urls.size > KEPT) {
      const [oldest, made] = urls.entries().next().value;
      urls.delete(oldest);
      made.then(URL.revokeObjectURL, () => {});
    }
  }
  return urls.get(path);
}

/** Lets an image show what is at a path, no larger than told if a size is given. */
export function put(image, path, largest) {
  const wanted = largest ? `${path}?largest=${largest}` : path;
  image.dataset.path = path;
  if (!hasKey()) {
    image.src = wanted;
    return;
  }
  url(wanted).then((made) => {
    if (image.dataset.path === path) {
      image.src = made;
    }
  }, () => image.removeAttribute('src'));
}

/** Saves what is at a path to the person's disk. */
export async function download(path, name) {
  const made = URL.createObjectURL(await blob(path));
  const link = document.createElement('a');
  link.href = made;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(made), 10_000);
}

/** A picture on the person's machine or at a path as a bitmap of its own size. */
export async function bitmap(path) {
  return createImageBitmap(await blob(path));
}
