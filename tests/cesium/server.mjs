// Serves the page, the bundle, Cesium's files and one scene on a free port of the loopback, under a strict content policy.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const kTypes = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json",
  ".czml": "application/json", ".jpg": "image/jpeg", ".png": "image/png", ".wasm": "application/wasm", ".xml": "text/xml",
};
export const kPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; " +
  "connect-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'";

/** `folders` are searched in order; `files` are texts by path. */
export async function serve(folders, files) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const send = (bytes) => {
      response.writeHead(200, { "content-type": kTypes[extname(path) || ".html"] ?? "application/octet-stream",
        "content-security-policy": kPolicy, "cache-control": "no-store" });
      response.end(bytes);
    };
    if (files[path] !== undefined) return send(files[path]);
    for (const folder of folders) {
      try {
        return send(await readFile(join(folder, path)));
      } catch { /* the next folder may have it */ }
    }
    response.writeHead(404);
    return response.end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
