// Runs panels through Grafana's own transformation and field code, as Grafana does before it draws them.
// Reads a list of { panel, frames } from standard input, where frames are the responses of the panel's queries, and
// writes one object per panel: the fields before each transformation, the fields that each override matches, and the
// fields that the panel draws.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { lastValueFrom } from "rxjs";

// Standard output is for the result.
console.log = console.info = console.debug = console.error;

// @grafana/data is written for browsers.
const { window } = new JSDOM("<!doctype html>", { url: "http://localhost:3000/" });
for (const name of ["window", "document", "navigator", "Element", "HTMLElement", "Node"]) {
  Object.defineProperty(globalThis, name, { value: window[name] });
}
const grafana = createRequire(import.meta.url)("@grafana/data");

/** Joining by field is listed twice. */
const transformers = new Map(Object.values(grafana.standardTransformers).map((each) => [each.id, each]));
grafana.standardTransformersRegistry.setInit(() =>
  [...transformers.values()].map((transformation) => ({ id: transformation.id, name: transformation.name, transformation })),
);

const theme = grafana.createTheme();
const timeZone = "utc";
const units = new Set(grafana.getValueFormats().flatMap((category) => category.submenu.map((unit) => unit.value)));
const unitPrefix = /^(prefix|suffix|time|si|count|currency|bool):./;

/** The options that all types of panels have for a field. Grafana's application registers them; the library does not. */
const standardOptions = [
  ...["min", "max", "decimals"].map((id) => [id, grafana.numberOverrideProcessor]),
  ...["noValue", "description"].map((id) => [id, grafana.stringOverrideProcessor]),
  ...["color", "fieldMinMax", "filterable"].map((id) => [id, grafana.identityOverrideProcessor]),
  ["displayName", grafana.displayNameOverrideProcessor],
  ["unit", grafana.unitOverrideProcessor],
  ["thresholds", grafana.thresholdsOverrideProcessor],
  ["mappings", grafana.valueMappingsOverrideProcessor],
  ["links", grafana.dataLinksOverrideProcessor],
].map(([id, process]) => option(id, id, false, process));

function option(id, path, isCustom, process) {
  return { id, path, isCustom, process, name: id, override: () => null, editor: () => null, shouldApply: () => true };
}

/** The options that all types of panels have, and those of its own type that this panel sets. */
function optionsOf({ defaults, overrides }) {
  const properties = overrides.flatMap((override) => override.properties.map((property) => property.id));
  const custom = [
    ...Object.keys(defaults.custom ?? {}),
    ...properties.filter((id) => id.startsWith("custom.")).map((id) => id.slice("custom.".length)),
  ];
  const unknown = [...Object.keys(defaults).filter((id) => id !== "custom"), ...properties]
    .filter((id) => !id.startsWith("custom.") && !standardOptions.some((standard) => standard.id === id));
  if (unknown.length > 0) throw new Error(`frames.mjs does not know the field option ${unknown}: add it to standardOptions`);
  return new grafana.FieldConfigOptionsRegistry(() => [
    ...standardOptions,
    ...[...new Set(custom)].map((path) => option(`custom.${path}`, path, true, grafana.identityOverrideProcessor)),
  ]);
}

/** Replaces the variables that name a field of the row; Grafana's application does it in links. */
function replaceVariables(text, scopedVars) {
  const context = scopedVars?.__dataContext?.value;
  return text.replace(/\$\{__data\.fields\.([^}]+)}/g, (variable, name) => {
    if (context?.rowIndex === undefined) return variable;
    return grafana.getFieldDisplayValuesProxy({ frame: context.frame, rowIndex: context.rowIndex })[name] ?? variable;
  });
}

const fieldNames = (frames) =>
  frames.flatMap((frame) => frame.fields.map((field) => grafana.getFieldDisplayName(field, frame, frames)));

function drawnField(field, frame, frames) {
  const rows = [...field.values.keys()];
  const { unit, decimals } = field.config;
  return {
    name: field.name,
    label: grafana.getFieldDisplayName(field, frame, frames),
    type: field.type,
    unit,
    decimals,
    unitIsKnown: !unit || units.has(unit) || unitPrefix.test(unit),
    values: field.values,
    texts: field.values.map((value) => grafana.formattedValueToString(field.display(value))),
    links: rows.flatMap((valueRowIndex) => field.getLinks({ valueRowIndex }).map((link) => link.href)),
  };
}

/** What a stat shows: a title and a text per value. */
function statistics(panel, frames) {
  const { reduceOptions } = panel.options;
  return grafana
    .getFieldDisplayValues({ data: frames, reduceOptions, fieldConfig: panel.fieldConfig, theme, timeZone, replaceVariables })
    .map(({ display }) => ({ title: display.title ?? "", text: grafana.formattedValueToString(display) }));
}

async function draw({ panel, frames: responses }) {
  let frames = responses.map((response) => grafana.dataFrameFromJSON(response));
  const stages = [fieldNames(frames)];
  for (const transformation of panel.transformations ?? []) {
    frames = await lastValueFrom(grafana.transformDataFrame([transformation], frames));
    stages.push(fieldNames(frames));
  }
  const matches = panel.fieldConfig.overrides.map(({ matcher }) => {
    const match = grafana.fieldMatchers.get(matcher.id).get(matcher.options);
    return frames.flatMap((frame) => frame.fields.filter((field) => match(field, frame, frames)).map((field) => field.name));
  });
  const drawn = grafana.applyFieldOverrides({
    data: frames, fieldConfig: panel.fieldConfig, fieldConfigRegistry: optionsOf(panel.fieldConfig), theme, timeZone, replaceVariables,
  });
  return {
    stages,
    matches,
    frames: drawn.map((frame) => frame.fields.map((field) => drawnField(field, frame, drawn))),
    statistics: panel.type === "stat" ? statistics(panel, drawn) : [],
  };
}

const results = [];
for (const input of JSON.parse(readFileSync(0, "utf8"))) {
  results.push(await draw(input).catch((error) => ({ error: error.message })));
}
writeFileSync(1, JSON.stringify(results));
