// Reads manifests as JSON, one per line, and compiles each as a literal of KEDA's type for its kind: TypeScript rejects
// wrong values and fields that KEDA does not know.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "target");
const manifests = readFileSync(0, "utf8").trim().split("\n").map(JSON.parse);
const kinds = [...new Set(manifests.map((manifest) => manifest.kind))];
const lines = [
  ...kinds.map((kind) => `import type { I${kind} } from "@kubernetes-models/keda/keda.sh/v1alpha1/${kind}";`),
  ...manifests.map((manifest, i) => `export const m${i}: I${manifest.kind} = ${JSON.stringify(manifest, null, 1)};`),
];
mkdirSync(target, { recursive: true });
const file = join(target, "manifests.ts");
writeFileSync(file, lines.join("\n"));
const compiler = spawnSync(
  process.execPath,
  [join(here, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck",
   "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", file],
  { stdio: "inherit", cwd: here },
);
if (compiler.status !== 0) process.exit(1);
console.log(`${manifests.length} manifests have KEDA's types`);
