// Makes what the binary embeds: dist/*.js from src/, htmx as its authors published it,
// and the licences of everything that went in. Same input, same bytes.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const result = await build({
  entryPoints: { islands: "src/islands.js", editor: "src/editor.js" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome100", "firefox100", "safari15"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
});

await mkdir("script", { recursive: true });
await copyFile("node_modules/htmx.org/dist/htmx.min.js", "script/htmx.min.js");
await copyFile("node_modules/htmx.org/LICENSE", "script/htmx.LICENSE.txt");

/** The names of the packages whose code stands in a bundle. */
function bundled(metafile) {
  const names = Object.keys(metafile.inputs)
    .map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
    .filter(Boolean);
  return [...new Set(names)].sort();
}

/** Packages of one workspace that publish no licence file of their own carry their sibling's. */
async function licenceOf(name) {
  for (const from of [name, name.startsWith("@tiptap/") ? "@tiptap/core" : name]) {
    const folder = join("node_modules", from);
    const file = (await readdir(folder)).find((f) => /^licen[cs]e/i.test(f));
    if (file) return (await readFile(join(folder, file), "utf8")).trim();
  }
  throw new Error(`${name} has no licence file: look for it by hand`);
}

const byText = new Map();
for (const name of ["htmx.org", ...bundled(result.metafile)]) {
  const { version, license } = JSON.parse(await readFile(join("node_modules", name, "package.json"), "utf8"));
  const text = await licenceOf(name);
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
}
const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
await writeFile(
  "THIRD-PARTY.txt",
  `What others wrote and tongket serves to browsers. Written by build.mjs.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`,
);

for (const [path, { bytes }] of Object.entries(result.metafile.outputs)) console.log(path, bytes);
