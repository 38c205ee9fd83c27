// The shapes that dashboards' JSON is held against: @grafana/schema's own types, panel by panel and query by query.
import type * as dashboard from "@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen";
import type * as annotationsList from "@grafana/schema/dist/esm/raw/composable/annotationslist/panelcfg/x/AnnotationsListPanelCfg_types.gen";
import type * as barChart from "@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen";
import type * as barGauge from "@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen";
import type * as dashboardList from "@grafana/schema/dist/esm/raw/composable/dashboardlist/panelcfg/x/DashboardListPanelCfg_types.gen";
import type * as gauge from "@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen";
import type * as heatmap from "@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen";
import type * as histogram from "@grafana/schema/dist/esm/raw/composable/histogram/panelcfg/x/HistogramPanelCfg_types.gen";
import type * as logs from "@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen";
import type * as nodeGraph from "@grafana/schema/dist/esm/raw/composable/nodegraph/panelcfg/x/NodeGraphPanelCfg_types.gen";
import type * as pieChart from "@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen";
import type * as stat from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type * as stateTimeline from "@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen";
import type * as statusHistory from "@grafana/schema/dist/esm/raw/composable/statushistory/panelcfg/x/StatusHistoryPanelCfg_types.gen";
import type * as table from "@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen";
import type * as text from "@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen";
import type * as timeSeries from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";
// The data sources became plugins of their own. These are the last releases of the package that had their queries.
import type * as loki from "grafana-schema-of-loki-and-tempo/dist/esm/raw/composable/loki/dataquery/x/LokiDataQuery_types.gen";
import type * as tempo from "grafana-schema-of-loki-and-tempo/dist/esm/raw/composable/tempo/dataquery/x/TempoDataQuery_types.gen";
import type * as prometheus from "grafana-schema-of-prometheus/dist/esm/raw/composable/prometheus/dataquery/x/PrometheusDataQuery_types.gen";

/** A type as JSON has it: a text, where TypeScript has a member of an enumeration. */
type Json<T> = unknown extends T ? unknown
  : T extends string ? `${T}`
  : T extends number | boolean | null | undefined ? T
  : T extends Array<infer Item> ? Array<Json<Item>>
  : { [Key in keyof T]: Json<T[Key]> };

/** Grafana keeps nothing there. */
type Nothing = Record<string, never>;

/** Grafana has no type for it. */
type Anything = Record<string, unknown>;

/** For each type of panel its own options, and what its fields have beyond what all have. */
export interface PanelTypes {
  alertlist: [Anything, Nothing];
  annolist: [annotationsList.Options, Nothing];
  barchart: [barChart.Options, barChart.FieldConfig];
  bargauge: [barGauge.Options, Nothing];
  dashlist: [dashboardList.Options, Nothing];
  gauge: [gauge.Options, Nothing];
  heatmap: [heatmap.Options, heatmap.FieldConfig];
  histogram: [histogram.Options, histogram.FieldConfig];
  logs: [logs.Options, Nothing];
  nodeGraph: [nodeGraph.Options, Nothing];
  piechart: [pieChart.Options, pieChart.FieldConfig];
  stat: [stat.Options, Nothing];
  "state-timeline": [stateTimeline.Options, stateTimeline.FieldConfig];
  "status-history": [statusHistory.Options, statusHistory.FieldConfig];
  table: [table.Options, table.FieldConfig];
  text: [text.Options, Nothing];
  timeseries: [timeSeries.Options, timeSeries.FieldConfig];
  traces: [Anything, Nothing];
}

type Standard = Omit<dashboard.FieldConfig, "custom">;

interface Fields<Custom> extends Json<Standard> {
  custom?: Json<Custom>;
}

/** What an override can set: whatever all fields have, and the panel's own with a prefix. */
type Property<Custom> =
  | { [Key in keyof Standard & string]-?: { id: Key; value?: Json<Standard[Key]> } }[keyof Standard & string]
  | (Custom extends Nothing ? never : { [Key in keyof Custom & string]-?: { id: `custom.${Key}`; value?: Json<Custom[Key]> } }[keyof Custom & string]);

export interface Panel<Type extends keyof PanelTypes> extends Json<Omit<dashboard.Panel, "type" | "options" | "fieldConfig" | "targets">> {
  type: Type;
  options?: Json<PanelTypes[Type][0]>;
  fieldConfig?: {
    defaults: Fields<PanelTypes[Type][1]>;
    overrides: Array<{ matcher: Json<dashboard.MatcherConfig>; properties: Array<Property<PanelTypes[Type][1]>> }>;
  };
}

/** Rows have no number of their own here: Grafana's provider takes it out, and Grafana gives it. */
export interface Row extends Json<Omit<dashboard.RowPanel, "panels" | "id">> {
  id?: number;
}

interface Source {
  datasource?: Json<dashboard.DataSourceRef>;
}

export interface Targets {
  /** "Min step" is not among the package's types, and kept under this name. */
  prometheus: Json<Omit<prometheus.PrometheusDataQuery, "datasource">> & Source & { interval?: string };
  loki: Json<Omit<loki.LokiDataQuery, "datasource" | "queryType">> & Source & { queryType?: Json<loki.LokiQueryType> };
  tempo: Json<Omit<tempo.TempoQuery, "datasource" | "queryType">> & Source & { queryType?: tempo.TempoQueryType };
  /** Of other data sources, which the package does not know. */
  other: Source & { refId: string; hide?: boolean } & Anything;
}

/** A query for annotations, which Prometheus' and Loki's keep beside the rest and not in a target. */
interface Annotation extends Json<Omit<dashboard.AnnotationQuery, "target">> {
  target?: Json<dashboard.AnnotationTarget> | Targets["prometheus"] | Targets["loki"];
  expr?: string;
  step?: string;
  titleFormat?: string;
  textFormat?: string;
  tagKeys?: string;
  useValueForTime?: boolean;
}

export interface Dashboard extends Json<Omit<dashboard.Dashboard, "panels" | "annotations">> {
  annotations?: { list?: Annotation[] };
}
