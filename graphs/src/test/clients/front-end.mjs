// ComfyUI's front end in headless Chromium against a server that serves it.
// Usage: node front-end.mjs URL CHROMIUM FOLDER MODULES, the folder where node_modules has playwright-core.
// Writes screenshots to FOLDER; ends with 1 if something is not as it should be.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [url, executablePath, folder, modules] = process.argv.slice(2);
const { chromium } = createRequire(join(resolve(modules), 'here.js'))('playwright-core');
const node = (class_type, inputs) => ({ class_type, inputs, _meta: { title: class_type } });
const prompt = {
  4: node('CheckpointLoaderSimple', { ckpt_name: 'emoji' }),
  5: node('EmptyLatentImage', { width: 64, height: 64, batch_size: 1 }),
  6: node('CLIPTextEncode', { text: 'a red apple', clip: ['4', 1] }),
  7: node('CLIPTextEncode', { text: '', clip: ['4', 1] }),
  3: node('KSampler', {
    seed: 5, steps: 40, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1,
    model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0],
  }),
  8: node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
  9: node('SaveImage', { images: ['8', 0], filename_prefix: 'front' }),
};

const fail = (what) => {
  console.error('FAILED: ' + what);
  process.exitCode = 1;
};

// Not shown the first time: the tour of templates, which lies over everything.
await fetch(url + '/api/settings', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ 'Comfy.TutorialCompleted': true }),
});
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
page.on('pageerror', (e) => fail('page: ' + e));
const heard = new Map();
page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => {
  const type = typeof payload === 'string' ? JSON.parse(payload).type : 'binary';
  heard.set(type, (heard.get(type) ?? 0) + 1);
}));

await page.goto(url, { waitUntil: 'load' });
await page.waitForFunction(() => window.app?.graph && window.LiteGraph?.registered_node_types?.KSampler, null, { timeout: 60000 });
const types = await page.evaluate(() => Object.keys(window.LiteGraph.registered_node_types).length);
if (types < 50) fail(types + ' node types');
await page.evaluate((p) => window.app.loadApiJson(p, 'apple'), prompt);
const loaded = await page.evaluate(() => window.app.graph._nodes.length);
if (loaded !== 7) fail(loaded + ' nodes loaded');
await page.waitForTimeout(1500);
await page.keyboard.press('Escape');
await page.mouse.click(1000, 700);
await page.keyboard.press('.');
await page.waitForTimeout(1000);
await page.screenshot({ path: join(folder, 'loaded.png') });
await page.evaluate(() => window.app.queuePrompt(0, 1));
await page.waitForFunction(() => window.app.runningNodeId != null || window.app.nodeOutputs?.['9'], null, { timeout: 30000 });
await page.waitForTimeout(300);
await page.screenshot({ path: join(folder, 'running.png') });
await page.waitForFunction(() => window.app.nodeOutputs?.['9']?.images?.length, null, { timeout: 120000 });
await page.waitForTimeout(2000);
await page.screenshot({ path: join(folder, 'done.png') });
for (const type of ['status', 'feature_flags', 'execution_start', 'executing', 'progress_state', 'binary', 'executed', 'execution_success']) {
  if (!heard.has(type)) fail('no message ' + type);
}
console.log(types + ' node types; heard ' + JSON.stringify(Object.fromEntries(heard)));
await browser.close();
