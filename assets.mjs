// Builds style sheet, scripts, icon sprite and font of the pages into src/anyam/base/static/dist (node assets.mjs).
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import subsetFont from "subset-font";

const root = import.meta.dirname;
const source = join(root, "src/anyam/base/assets");
const target = join(root, "src/anyam/base/static/dist");
const from = (path) => join(root, "node_modules", path);

// Old phones stay in use: nothing newer than these two may be needed by the pages.
const FLOOR = ["chrome90", "safari14"];

// Bootstrap parts that need its JavaScript or that the kit has in its own form.
const DROPPED =
  /^\.(accordion|carousel|offcanvas|modal|tooltip|popover|bs-tooltip|bs-popover|toast|dropdown|dropup|dropend|dropstart|spinner|placeholder|navbar|nav\b|nav-|tab-content|btn-check|btn-toolbar|btn-outline|btn-secondary|btn-success|btn-info|btn-warning|btn-danger|btn-light|btn-dark|btn-group|list-group|progress|pagination|page-|form-range|form-floating|form-switch|figure|img-thumbnail|alert|badge|display-|link-|text-bg-|focus-ring|icon-link|stretched-link|vr|hstack|vstack|ratio|card-img|card-group|table-(primary|secondary|success|info|warning|danger|light|dark|sm|striped|bordered|borderless|active)|col-(sm|md|xl|xxl)-|offset-|g[xy]?-(sm|md|xl|xxl)-|(m|p)[tbsexy]?-(sm|md|xl|xxl)-|order-|row-cols-|object-fit|float-|z-|translate-|rounded-(start|end|top|bottom)|border-(primary|secondary|success|info|warning|danger|light|dark|black|white|start|end)|bg-(primary|secondary|success|info|warning|danger|light|dark|black|white|gradient|opacity)|text-(primary|secondary|success|info|warning|danger|light|dark|black|white|opacity)|opacity-|overflow-|shadow|fs-|font-|lh-(1|lg)|user-select|pe-|position-(fixed|sticky)|top-|bottom-|start-|end-|column-gap|row-gap|gap-(sm|md|xl|xxl)|d-(sm|md|xl|xxl)|flex-(sm|md|xl|xxl)|justify-content-(sm|md|xl|xxl)|align-(items|content|self)-(sm|md|xl|xxl)|text-(sm|md|xl|xxl)|blockquote|initialism|list-inline|valid-|invalid-|is-valid|is-invalid|was-validated|h[1-6]\b|container-(sm|md|lg|xl|xxl)|sticky|fixed-|clearfix|btn-close|fade|collaps)/;

/** Splits a flat style sheet into [head, body] pairs; media blocks come back as one pair. */
function* blocks(css) {
  let start = 0, depth = 0, open = 0;
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === "{" && (depth += 1) === 1) open = at;
    else if (css[at] === "}" && (depth -= 1) === 0) {
      yield [css.slice(start, open).trim(), css.slice(open + 1, at)];
      start = at + 1;
    }
  }
}

function cut(css) {
  let out = "";
  for (const [head, body] of blocks(css.replace(/\/\*[\s\S]*?\*\/|@charset[^;]*;/g, ""))) {
    if (head.startsWith("@media")) {
      const inner = cut(body);
      if (inner) out += `${head}{${inner}}`;
    } else if (head.startsWith("@")) {
      if (!/(spinner|placeholder|progress)/.test(head)) out += `${head}{${body}}`;
    } else {
      const kept = head.split(/,\s*(?![^(]*\))/).filter((selector) => !DROPPED.test(selector));
      if (kept.length && !kept.every((selector) => /(was-validated|is-valid|is-invalid|progress-bar|btn-check)/.test(selector))) {
        out += `${kept.join(",")}{${body}}`;
      }
    }
  }
  return out;
}

/** "Auto" follows the system without a script: every dark rule is written a second time for it. */
function alsoAuto(css) {
  let dark = "";
  for (const [head, body] of blocks(css)) {
    if (head.includes("[data-bs-theme=dark]")) {
      const auto = head.split(",").filter((one) => one.includes("[data-bs-theme=dark]")).join(",");
      dark += `${auto.replaceAll("[data-bs-theme=dark]", "[data-bs-theme=auto]")}{${body}}`;
    }
  }
  return `${css}@media screen and (prefers-color-scheme:dark){${dark}}`;
}

const styleParts = {
  name: "style-parts",
  setup(bundle) {
    bundle.onResolve({ filter: /^kit:/ }, ({ path }) => ({ path, namespace: "kit" }));
    bundle.onResolve({ filter: /font\.woff2$/ }, ({ path }) => ({ path, external: true }));
    bundle.onLoad({ filter: /.*/, namespace: "kit" }, async ({ path }) => {
      if (path === "kit:dark") {
        const text = (await readFile(join(source, "css/dark.css"), "utf8")).replace(/\/\*[\s\S]*?\*\//g, "");
        return { contents: alsoAuto(text), loader: "css" };
      }
      const bootstrap = await readFile(from("bootstrap/dist/css/bootstrap.css"), "utf8");
      return { contents: alsoAuto(cut(bootstrap)), loader: "css", resolveDir: source };
    });
  },
};

/** Files of the package in which an icon may be named. */
async function* texts(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["static", "assets", "__pycache__", "migrations", "locale"].includes(entry.name)) yield* texts(path);
    } else if (/\.(py|html|svg)$/.test(entry.name)) yield await readFile(path, "utf8");
  }
}

// Tags that take an icon by place as well as by name.
const KIT_TAGS = /\{%\s*(?:status|note|empty_state)\b[^%]*%\}/g;

/** [names surely meant as icons, names that may be meant]: pages name icons openly; Python that builds parts of pages
    also hands them over by place, so there every literal counts that is an icon's name. */
async function namedIcons(folder) {
  const sure = new Set();
  const maybe = new Set();
  for await (const text of texts(folder)) {
    for (const [, name] of text.matchAll(/\b(?:\w+_)?icon["']?(?:: str)?\s*[=:]?\s*["']([a-z][a-z0-9-]+|x)["']/g)) sure.add(name);
    const givers = /anyam\.base\.(parts|shell|templatetags)\b|STATUS_ICONS/.test(text) ? [[text]] : text.matchAll(KIT_TAGS);
    for (const [part] of givers) {
      for (const [, name] of part.matchAll(/["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']/g)) maybe.add(name);
    }
  }
  return [sure, maybe];
}

async function sprite() {
  const all = await readFile(from("@tabler/icons-sprite/dist/tabler-sprite.svg"), "utf8");
  const unknown = [];
  let symbols = "";
  const [sure, maybe] = await namedIcons(join(root, "src/anyam"));
  for (const name of [...new Set([...sure, ...maybe])].sort()) {
    const start = all.indexOf(`<symbol id="tabler-${name}" `);
    if (start < 0) {
      if (sure.has(name)) unknown.push(name);
    } else {
      const inner = all.slice(all.indexOf(">", start) + 1, all.indexOf("</symbol>", start));
      const strokes = inner.replace(/<path stroke="none"[^>]*>/, "").replaceAll(" />", "/>").trim();
      symbols += `<symbol id="${name}" viewBox="0 0 24 24">${strokes}</symbol>`;
    }
  }
  if (unknown.length) {
    console.error(`No such icon in Tabler: ${unknown.join(", ")}`);
    process.exitCode = 1;
  }
  await writeFile(join(target, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`);
}

/** Basic Latin and the marks Indonesian text uses; everything else falls back to the system's face. */
async function font() {
  const latin = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
  const marks = "\u00a0·–—‘’“”…•×°±−éÉèü²½";
  const face = from("@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2");
  const cutFace = await subsetFont(await readFile(face), latin + marks, {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 800 } },
  });
  await writeFile(join(target, "font.woff2"), cutFace);
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await Promise.all([
  build({
    entryPoints: { app: join(source, "css/app.css") },
    outdir: target, bundle: true, minify: true, target: FLOOR, plugins: [styleParts], logLevel: "warning",
  }),
  build({
    entryPoints: { kit: join(source, "js/kit.js") },
    outdir: target, bundle: true, minify: true, target: FLOOR, format: "iife", supported: { destructuring: true }, logLevel: "warning",
  }),
  copyFile(from("htmx.org/dist/htmx.min.js"), join(target, "htmx.js")),
  copyFile(join(source, "img/mark.svg"), join(target, "mark.svg")),
  sprite(),
  font(),
]);
for (const name of (await readdir(target)).sort()) {
  const bytes = await readFile(join(target, name));
  console.log(`${name.padEnd(12)} ${String(bytes.length).padStart(7)} B ${String(gzipSync(bytes).length).padStart(6)} B gzip`);
}
