// Reads expressions with the products' own grammars: [{id, language, expression}] from the standard input, what is in
// each of them to the standard output. The packages' folder is the argument.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "packages.js"));
const parsers = {
  promql: require("@prometheus-io/lezer-promql").parser,
  logql: require("@grafana/lezer-logql").parser,
  traceql: require("@grafana/lezer-traceql").parser,
};

/** The value of a quoted string, by the rules of Go, which all three languages follow. */
function unquote(text) {
  const inner = text.slice(1, -1);
  if (text[0] === "`") return inner;
  const plain = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
  return inner.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs, (_, x, u, long, octal, one) =>
    one !== undefined ? plain[one] ?? one : String.fromCodePoint(octal ? parseInt(octal, 8) : parseInt(x ?? u ?? long, 16)));
}

class Reading {
  constructor(request) {
    this.expression = request.expression;
    this.result = {
      id: request.id, errors: [], selectors: [], groupings: [], functions: [],
      streams: [], fields: [], lineFilters: [], parsers: [], attributes: [],
    };
    this.tree = parsers[request.language].parse(request.expression);
  }

  text(node) { return this.expression.slice(node.from, node.to).trim(); }

  add(list, value) {
    if (value && !this.result[list].includes(value)) this.result[list].push(value);
  }

  error(from, to) {
    const found = this.expression.slice(from, to).trim();
    this.result.errors.push({ from, to, message: found ? `unexpected '${found}'` : "unexpected end" });
  }

  /** A label's name, of which the grammars have several kinds. */
  name(node) {
    const text = this.text(node);
    return /^["'`]/.test(text) ? unquote(text) : text;
  }

  read(visit) {
    this.tree.iterate({
      enter: (reference) => {
        const node = reference.node;
        if (node.type.isError) this.error(node.from, node.to);
        else if (/^String(Literal)?$/.test(node.name)) this.string(node);
        visit(node);
      },
    });
    return this.result;
  }

  /** The grammars let a string end where the line or the expression does; the products do not. */
  string(node) {
    const text = this.text(node);
    if (text.length < 2 || text.at(-1) !== text[0]) this.error(node.from, node.to);
  }
}

const children = (node) => {
  const found = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
};

const descendants = (node, name) =>
  children(node).flatMap((child) => (child.name === name ? [child] : descendants(child, name)));

function promql(reading) {
  return reading.read((node) => {
    if (node.name === "VectorSelector") selector(reading, node);
    else if (node.name === "LabelName" || node.name === "QuotedLabelName") {
      if (node.parent?.name === "GroupingLabels") reading.add("groupings", reading.name(node));
    } else if (node.name === "FunctionIdentifier" || node.name === "AggregateOp") {
      reading.add("functions", reading.text(node).toLowerCase());
    }
  });
}

function selector(reading, node) {
  const matchers = [];
  const identifier = node.getChild("Identifier");
  let metric = identifier && reading.text(identifier);
  for (const child of children(node.getChild("LabelMatchers") ?? node)) {
    if (child.name === "QuotedLabelName") metric ??= reading.name(child);
    if (!child.name.endsWith("LabelMatcher")) continue;
    const label = child.getChild("LabelName") ?? child.getChild("QuotedLabelName");
    const op = child.getChild("MatchOp");
    const value = child.getChild("StringLiteral");
    if (label && op && value) matchers.push({ label: reading.name(label), op: reading.text(op), value: unquote(reading.text(value)) });
  }
  const named = matchers.findIndex(({ label, op }) => label === "__name__" && op === "=");
  if (!metric && named >= 0) metric = matchers.splice(named, 1)[0].value;

  let range = false;
  let offset = null;
  for (let outer = node.parent; /^(MatrixSelector|SubqueryExpr|OffsetExpr|StepInvariantExpr|ParenExpr)$/.test(outer?.name); outer = outer.parent) {
    range ||= outer.name === "MatrixSelector";
    const duration = outer.getChild("OffsetDurationExpr");
    if (duration) offset = reading.text(duration);
  }
  reading.result.selectors.push({ metric: metric || null, matchers, range, offset });
}

function logql(reading) {
  // Names that the expression gives to what it has found itself are not expected of the log line.
  const own = new Set();
  const field = (name) => { if (!own.has(name)) reading.add("fields", name); };
  const templates = (text) => {
    for (const [, action] of text.matchAll(/\{\{([\s\S]*?)\}\}/g))
      for (const [, name] of action.replace(/"[^"]*"|`[^`]*`/g, " ").matchAll(/(?<![\w.)])\.([A-Za-z_]\w*)/g)) field(name);
  };
  const identifier = (node) => { const found = node.getChild("Identifier"); return found && reading.text(found); };

  return reading.read((node) => {
    switch (node.name) {
      case "Selector":
        own.clear();
        reading.result.streams.push(descendants(node, "Matcher").map((matcher) => logMatcher(reading, matcher)));
        break;
      case "Matcher":
        if (node.parent?.name === "LabelFilter") field(identifier(node));
        break;
      case "NumberFilter": case "DurationFilter": case "BytesFilter": case "IpLabelFilter": case "UnwrapExpr":
        field(identifier(node));
        break;
      case "LabelExtractionExpression": {
        const source = node.getChild("String");
        field(source ? unquote(reading.text(source)) : identifier(node));
        own.add(identifier(node));
        break;
      }
      case "LabelFormatMatcher": {
        const source = node.getChildren("Identifier")[1];
        if (source) field(reading.text(source));
        else templates(unquote(reading.text(node.getChild("String"))));
        own.add(identifier(node));
        break;
      }
      case "LineFormatExpr":
        templates(unquote(reading.text(node.getChild("String"))));
        break;
      case "LineFilter": {
        const value = node.getChild("String") ?? node.getChild("FilterOp")?.getChild("String");
        reading.result.lineFilters.push({ op: reading.text(node.getChild("Filter")), value: value ? unquote(reading.text(value)) : reading.text(node) });
        break;
      }
      case "Json": case "Logfmt": case "Unpack": case "Pattern": case "Regexp":
        reading.add("parsers", reading.text(node));
        if (node.name === "Pattern") for (const [, name] of captures(reading, node, /<([A-Za-z_]\w*)>/g)) own.add(name);
        if (node.name === "Regexp") for (const [, name] of captures(reading, node, /\(\?P?<([A-Za-z_]\w*)>/g)) own.add(name);
        break;
      case "RangeOp": case "VectorOp": case "Vector": case "LabelReplace":
        reading.add("functions", reading.text(node).toLowerCase());
        break;
      case "Labels":
        for (const label of children(node)) if (label.name === "Identifier") reading.add("groupings", reading.text(label));
        break;
      case "GroupingLabel":
        reading.add("groupings", reading.text(node));
        break;
    }
  });
}

const captures = (reading, node, pattern) => {
  const text = node.parent.getChild("String");
  return text ? unquote(reading.text(text)).matchAll(pattern) : [];
};

const logMatcher = (reading, node) => {
  const [label, op, value] = children(node);
  return { label: reading.text(label), op: op ? reading.text(op) : "", value: value ? unquote(reading.text(value)) : "" };
};

function traceql(reading) {
  return reading.read((node) => {
    if (node.name === "AttributeField" || node.name === "IntrinsicField") reading.add("attributes", reading.text(node));
    else if (/^(AggregateExpression|MetricsOperation)$/.test(node.name)) reading.add("functions", /^\w+/.exec(reading.text(node))?.[0]);
  });
}

const readers = { promql, logql, traceql };
const requests = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(requests.map((request) => readers[request.language](new Reading(request)))));
