// Copies the files that the pages load from node_modules into static/vendor, with their licences.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "static", "vendor");
mkdirSync(target, { recursive: true });

const files = [
  ["@tabler/core/dist/css/tabler.min.css", "tabler.min.css"],
  ["htmx.org/dist/htmx.min.js", "htmx.min.js"],
  ["echarts/dist/echarts.common.min.js", "echarts.common.min.js"],
];
for (const [from, to] of files) copyFileSync(join(here, "node_modules", from), join(target, to));

// The style sheet must not look for its source map on the server.
const css = join(target, "tabler.min.css");
writeFileSync(css, readFileSync(css, "utf8").replace(/\/\*# sourceMappingURL=.*?\*\//g, ""));

const packages = ["@tabler/core", "htmx.org", "echarts"];
const notice = packages.map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
  return `${name} ${version} (${license})`;
});
writeFileSync(join(target, "NOTICE.txt"), notice.join("\n") + "\n");
