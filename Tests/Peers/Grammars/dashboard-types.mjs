// Holds dashboards against the shapes beside this script: {file name: JSON text} from the standard input,
// [{file, path, message}] to the standard output. The packages' folder is the argument.
//
// Each dashboard, panel and query becomes a literal in TypeScript, because only literals are checked for properties
// that their type does not have.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = process.argv[2];
const ts = createRequire(join(packages, "packages.js"))("typescript");
// They resolve packages from where they seem to be.
const shapes = join(dirname(packages), "dashboard-shapes.ts");
const sources = new Map([[shapes, readFileSync(join(dirname(fileURLToPath(import.meta.url)), "dashboard-shapes.ts"), "utf8")]]);
const findings = [];

/** Writes values as literals and keeps which place in the JSON each part of the text stands for. */
class Literals {
  constructor(file) {
    this.file = file;
    this.text = `import type * as shapes from "./dashboard-shapes";\n`;
    this.places = [];
    this.count = 0;
  }

  mark(path) { this.places.push([this.text.length, path]); }

  declare(type, value, path) {
    this.text += "export const ";
    this.mark(path);
    this.text += `value${this.count++}: ${type} = `;
    this.write(value, path);
    this.text += ";\n";
  }

  write(value, path) {
    if (value === null || typeof value !== "object") {
      this.text += JSON.stringify(value);
      return;
    }
    const list = Array.isArray(value);
    this.text += list ? "[" : "{";
    for (const [key, item] of Object.entries(value)) {
      const inner = list ? `${path}[${key}]` : path ? `${path}.${key}` : key;
      this.mark(inner);
      if (!list) this.text += `${JSON.stringify(key)}: `;
      this.write(item, inner);
      this.text += ", ";
    }
    this.text += list ? "]" : "}";
  }

  /** The place in the JSON of the last part that begins at this position of the text or before. */
  place(position) { return this.places.findLast(([start]) => start <= position)?.[1] ?? ""; }
}

const panelTypes = [...sources.get(shapes).match(/interface PanelTypes \{([\s\S]*?)\n\}/)[1].matchAll(/^ {2}"?([\w-]+)"?:/gm)].map(([, name]) => name);

function declarePanels(literals, panels, path) {
  panels.forEach((panel, index) => {
    const here = `${path}[${index}]`;
    const { panels: inner, targets, ...own } = panel;
    if (panel.type === "row") {
      literals.declare("shapes.Row", own, here);
      declarePanels(literals, inner ?? [], `${here}.panels`);
      return;
    }
    if (!panelTypes.includes(panel.type)) {
      findings.push({ file: literals.file, path: `${here}.type`, message: `'${panel.type}' is no type of panel that is known here: ${panelTypes.join(", ")}.` });
      return;
    }
    literals.declare(`shapes.Panel<${JSON.stringify(panel.type)}>`, inner === undefined ? own : { ...own, panels: inner }, here);
    (targets ?? []).forEach((target, number) => {
      const source = target.datasource?.type ?? panel.datasource?.type;
      const type = ["prometheus", "loki", "tempo"].includes(source) ? source : "other";
      literals.declare(`shapes.Targets[${JSON.stringify(type)}]`, target, `${here}.targets[${number}]`);
    });
  });
}

const all = new Map();
for (const [file, json] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const literals = new Literals(file);
  try {
    const { panels, ...own } = JSON.parse(json);
    literals.declare("shapes.Dashboard", own, "");
    declarePanels(literals, panels ?? [], "panels");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    findings.push({ file, path: "", message: `is no JSON: ${error.message}` });
    continue;
  }
  const source = join(dirname(packages), `dashboard-${all.size}.ts`);
  all.set(source, literals);
  sources.set(source, literals.text);
}

const options = {
  noEmit: true, strict: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
};
const host = ts.createCompilerHost(options);
const { fileExists, readFile } = host;
host.fileExists = (name) => sources.has(name) || fileExists(name);
host.readFile = (name) => sources.get(name) ?? readFile(name);
const getSourceFile = host.getSourceFile;
host.getSourceFile = (name, version, ...rest) =>
  sources.has(name) ? ts.createSourceFile(name, sources.get(name), version) : getSourceFile(name, version, ...rest);

for (const diagnostic of ts.getPreEmitDiagnostics(ts.createProgram([shapes, ...all.keys()], options, host))) {
  const literals = all.get(diagnostic.file?.fileName);
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ").replaceAll(/\s+/g, " ");
  if (!literals) throw new Error(`${diagnostic.file?.fileName ?? "the options"}: ${message}`);
  findings.push({ file: literals.file, path: literals.place(diagnostic.start), message });
}
process.stdout.write(JSON.stringify(findings));
