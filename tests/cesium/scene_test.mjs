// Loads scenes in CesiumJS under a headless browser and says what is wrong with them. The first is also drawn.
// Usage: node scene_test.mjs MODULES PICTURES SCENE.czml …      MODULES: folder with node_modules; CHROMIUM: another browser
// Status 0 when all is well, 1 when something is wrong.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serve } from "./server.mjs";
import { spoiled } from "./spoiled.mjs";
import { views } from "./views.mjs";

const kHere = dirname(fileURLToPath(import.meta.url));
const kFlags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--hide-scrollbars"];

const [modules, pictures, ...sceneFiles] = process.argv.slice(2).map((p) => resolve(p));
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const from = createRequire(join(modules, "package.json"));
const load = (name) => import(pathToFileURL(from.resolve(name)));
const { build } = (await load("esbuild")).default;
const { chromium } = (await load("playwright-core")).default;
const engine = join(modules, "node_modules/@cesium/engine");

const wrong = [];
const expect = (holds, what) => {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  if (!holds) wrong.push(what);
};

const bundle = await build({
  entryPoints: [join(kHere, "viewer.js")], bundle: true, format: "esm", write: false, nodePaths: [join(modules, "node_modules")],
  logLevel: "error",
});
const scenes = await Promise.all(sceneFiles.map(async (file) => JSON.parse(await readFile(file, "utf8"))));
const server = await serve([join(engine, "Build"), join(engine, "Source")], {
  "/": await readFile(join(kHere, "page.html")), "/page.css": "html,body,#globe,canvas{margin:0;width:100%;height:100%}",
  "/base.js": "window.CESIUM_BASE_URL='/';", "/viewer.js": bundle.outputFiles[0].contents,
});
const browser = await chromium.launch({ executablePath: browserPath, headless: true, args: kFlags });
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 700 } });
  page.setDefaultTimeout(180000);
  const heard = [];
  const elsewhere = new Set();
  page.on("console", (m) => { if (m.type() === "error") heard.push(`console: ${m.text()} ${m.location().url}`); });
  page.on("pageerror", (e) => heard.push(`page: ${e.message}`));
  page.on("requestfailed", (r) => heard.push(`request failed: ${r.url()}`));
  page.on("request", (r) => { if (!r.url().startsWith(server.origin) && !/^(data|blob):/.test(r.url())) elsewhere.add(r.url()); });
  await page.goto(server.origin);
  await page.waitForFunction(() => window.tocsin);

  const [scene] = scenes;
  for (const [i, each] of scenes.entries()) {
    const found = await page.evaluate((s) => window.tocsin.check(s), each);
    found.slice(0, 20).forEach((problem) => console.log(`     ${problem}`));
    expect(found.length === 0, `${sceneFiles[i]}: ${each.length - 1} packets became what they say (${found.length} problems)`);
  }
  for (const { name, scene: bad, expected } of spoiled(scene)) {
    const said = await page.evaluate((s) => window.tocsin.check(s), bad);
    expect(said.some((line) => expected.test(line)), `notices ${name}${said.length ? `: ${said[0]}` : ""}`);
  }

  await mkdir(pictures, { recursive: true });
  await page.evaluate((s) => window.tocsin.show(s), scene);
  for (const view of views(scene)) {
    const shown = await page.evaluate((v) => window.tocsin.look(v), view);
    await writeFile(join(pictures, `${view.name}.png`), await page.screenshot({ timeout: 180000 }));
    expect(shown > 0, `${view.name}: ${shown} entities at ${view.time}`);
  }
  heard.push(...await page.evaluate(() => window.tocsin.heard));
  heard.forEach((problem) => console.log(`     ${problem}`));
  expect(heard.length === 0, "no error in the page, its workers or its requests");
  expect(elsewhere.size === 0, `no request left the page's origin ${[...elsewhere].join(" ")}`);
} finally {
  await browser.close();
  server.close();
}
console.log(`pictures in ${pictures}`);
process.exit(wrong.length === 0 ? 0 : 1);
