namespace Infra.Health.Snapshot;

/// <summary>How the page looks.</summary>
internal static class SnapshotStyle
{
    public const string Css =
        """
        :root { --page:#f4f5f7; --panel:#fff; --text:#1f2933; --quiet:#5f6b7a; --grid:#e1e5ea; --good:#1a7f4b; --warning:#b45309; --bad:#c81e1e; --neutral:#2563eb; }
        @media (prefers-color-scheme: dark) { :root { --page:#111217; --panel:#1b1d23; --text:#d8dce3; --quiet:#9aa3b0; --grid:#2c3038; --good:#34c27b; --warning:#f5a524; --bad:#f2605e; --neutral:#6ea8fe; } }
        * { box-sizing:border-box }
        body { margin:0; padding:16px; background:var(--page); color:var(--text); font:14px/1.4 system-ui,sans-serif }
        header { display:flex; align-items:baseline; gap:16px } h1 { font-size:20px; margin:0 } header p, .about, .note { color:var(--quiet); margin:0 }
        nav { display:flex; flex-wrap:wrap; gap:4px 14px; margin:10px 0 } a { color:var(--neutral) }
        h2 { font-size:18px; margin:28px 0 2px } h3 { font-size:14px; margin:16px 0 6px } h4 { font-size:12px; font-weight:600; margin:0 0 4px; color:var(--quiet) }
        .grid { display:grid; grid-template-columns:repeat(24,minmax(0,1fr)); gap:8px }
        .panel { background:var(--panel); border:1px solid var(--grid); border-radius:4px; padding:8px; overflow:hidden; min-width:0 }
        .panel.no-data { border-color:var(--bad); border-style:dashed } .panel.may-be-empty { border-style:dashed }
        .empty-list { background:var(--panel); border:1px solid var(--grid); border-radius:4px; padding:6px 10px }
        svg { display:block; width:100%; height:auto }
        .legend { display:flex; flex-wrap:wrap; gap:2px 12px; font-size:12px; color:var(--quiet) } .legend i { display:inline-block; width:10px; height:3px; margin-right:4px; vertical-align:middle } .legend b { color:var(--text); font-weight:500 }
        .stats { display:flex; flex-wrap:wrap; gap:6px 16px } .stat b { display:block; font-size:22px; font-weight:600 } .stat small { color:var(--quiet) }
        .good { color:var(--good) } .warning { color:var(--warning) } .bad { color:var(--bad) } .neutral { color:inherit }
        .wide { overflow-x:auto } table { border-collapse:collapse; width:100%; font-size:12px } th { text-align:left; color:var(--quiet); font-weight:500 } td, th { padding:2px 8px 2px 0; border-bottom:1px solid var(--grid); overflow-wrap:anywhere } .number { white-space:nowrap }
        .bars td:nth-child(2) { width:50% } .bar { height:10px; border-radius:2px; background:currentColor } .bar.neutral { color:var(--neutral) }
        .states td:first-child { width:160px } .band { position:relative; height:18px } .band i { position:absolute; top:2px; bottom:2px; background:currentColor } .band i.neutral { color:var(--neutral) }
        .lines { font:12px/1.5 ui-monospace,monospace; max-height:420px; overflow:auto } .line { white-space:pre-wrap; overflow-wrap:anywhere; border-left:3px solid var(--grid); padding-left:6px } .line.error,.line.fatal { border-color:var(--bad) } .line.warn { border-color:var(--warning) } time { color:var(--quiet) }
        """;
}
