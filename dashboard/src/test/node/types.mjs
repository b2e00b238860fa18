// Writes each dashboard as a TypeScript file in which every part has the type that Grafana publishes for it, and compiles
// these files. TypeScript rejects wrong values and, because all parts are literals, options that Grafana does not know.
// PromQL goes through Prometheus' own parser for editors.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parser as promql } from "@prometheus-io/lezer-promql";

const here = dirname(fileURLToPath(import.meta.url));
const module = join(here, "../../..");
const dashboards = join(module, "grafana/dashboards");
const generated = join(module, "target/grafana-types");
const types = join(here, "node_modules/@grafana/schema/dist/types/raw");

/** The type of the field options that only this type of panel has. A stat has none. */
const customTypes = {
  barchart: "barchart.FieldConfig",
  stat: "{}",
  table: "table.FieldConfig",
  timeseries: "timeseries.FieldConfig",
  trend: "trend.FieldConfig",
};

/** TypeScript's enums accept no strings. Plain also accepts the text of an enum's value. */
const head = `
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer E)[] ? Plain<E>[]
  : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Deep<T> = T extends (infer E)[] ? Deep<E>[] : T extends object ? { [K in keyof T]?: Deep<T[K]> } : T;
import type { Dashboard, FieldConfig, Panel } from "${types}/dashboard/x/types.gen";
${Object.keys(customTypes)
  .map((type) => `import type * as ${type} from "${types}/composable/${type}/panelcfg/x/types.gen";`)
  .join("\n")}
`;

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });

function checkPromql(expression) {
  const tree = promql.parse(expression.replaceAll("$__rate_interval", "1m"));
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`not PromQL at ${node.from}: ${expression}`);
    },
  });
}

const alerts = readFileSync(join(module, "grafana/provisioning/alerting/lossline.yaml"), "utf8");
for (const [, expression] of alerts.matchAll(/expr: (.*)/g)) checkPromql(expression);

const files = readdirSync(dashboards).map((name) => {
  const dashboard = JSON.parse(readFileSync(join(dashboards, name), "utf8"));
  const literal = (value) => JSON.stringify(value, null, 1);
  const { panels, ...rest } = dashboard;
  const lines = [head, `export const dashboard: Plain<Dashboard> = ${literal(rest)};`];
  for (const panel of panels.filter((panel) => panel.type !== "row")) {
    if (!customTypes[panel.type]) throw new Error(`${name}: no types for panels of type ${panel.type}`);
    const { custom, ...defaults } = panel.fieldConfig.defaults;
    const { options, fieldConfig, ...frame } = panel;
    panel.targets.filter((target) => target.expr).forEach((target) => checkPromql(target.expr));
    lines.push(
      `// ${panel.title}`,
      `export const panel${panel.id}: Plain<Panel> = ${literal(frame)};`,
      `export const defaults${panel.id}: Plain<FieldConfig> = ${literal(defaults)};`,
      `export const custom${panel.id}: Deep<Plain<${customTypes[panel.type]}>> = ${literal(custom ?? {})};`,
      `export const options${panel.id}: Deep<Plain<${panel.type}.Options>> = ${literal(options)};`,
    );
    for (const [o, override] of fieldConfig.overrides.entries()) {
      for (const [p, property] of override.properties.entries()) {
        const place = `override${panel.id}_${o}_${p}`;
        const key = property.id.replace(/^custom\./, "");
        const type = key === property.id ? "FieldConfig" : customTypes[panel.type];
        lines.push(`export const ${place}: Deep<Plain<Pick<${type}, ${literal(key)}>>> = ${literal({ [key]: property.value })};`);
      }
    }
  }
  const file = join(generated, name.replace(".json", ".ts"));
  writeFileSync(file, lines.join("\n"));
  return file;
});

const compiler = spawnSync(
  process.execPath,
  [join(here, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck",
   "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", ...files],
  { stdio: "inherit", cwd: here },
);
if (compiler.status !== 0) process.exit(1);
console.log(`${files.length} dashboards have the types of @grafana/schema; their expressions are PromQL`);
