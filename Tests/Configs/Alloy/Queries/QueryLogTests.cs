using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Logs;
using Infra.Configs.Alloy.Queries;
using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy.Queries;

public sealed class QueryLogTests
{
    private static readonly QueryLogCollection WithLiterals = new() { SqlLength = 2000, Literals = true };

    [Fact]
    public void Recorded_queries_become_the_entries_of_the_golden_file()
    {
        var text = new StringBuilder();
        foreach (var entry in QueryLogRun.Of(QueryLogRun.Recorded).Entries)
        {
            text.AppendLine(entry.Line);
            text.AppendLine(CultureInfo.InvariantCulture, $"  labels:   {string.Join(", ", entry.Labels.Select(label => $"{label.Key}={label.Value}"))}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  metadata: {string.Join(", ", entry.Metadata.Select(value => $"{value.Key}={value.Value}"))}");
        }

        Golden.Matches(text.ToString(), "query-log.golden.txt");
    }

    [Fact]
    public void The_guides_query_returns_each_ended_query_once()
    {
        var found = QueryLogRun.Of(QueryLogRun.Recorded).Entries.Where(entry => entry.Labels["cascade_component"] == "trino" && Regex.IsMatch(entry.Line, "query.*completed"));

        Assert.Equal(["20261130_145006_00001_xfrz9", "20261130_144956_00000_xfrz9"], found.Select(entry => entry.Metadata["query_id"]));
    }

    [Fact]
    public void Durations_are_counted_by_state_from_submission_to_end() =>
        Assert.Equal(
            [
                (QueryDurations.Posted, "[cascade_component, trino],[component, trino],[container, query-log],[job, trino],[service, trino],[state, FAILED]", 0.02),
                (QueryDurations.Posted, "[cascade_component, trino],[component, trino],[container, query-log],[job, trino],[service, trino],[state, FINISHED]", 8.926),
            ],
            QueryLogRun.Of(QueryLogRun.Recorded).Observations);

    [Fact]
    public void A_query_brings_no_label_value()
    {
        var entries = QueryLogRun.Of(QueryLogRun.Recorded).Entries;

        Assert.All(entries, entry => Assert.Equal(LogLabels.OfContainer.Append(LogLabels.Level).Order(StringComparer.Ordinal), entry.Labels.Keys));
        Assert.Equal(["WARN", "INFO"], entries.Select(entry => entry.Level));
    }

    [Fact]
    public void A_monstrous_query_is_at_most_four_kilobytes()
    {
        var body = QueryLogRun.Event(root =>
        {
            root["metadata"]!["query"] = string.Concat(Enumerable.Repeat("\"ü\\\t\u0001 ' ', ", 100_000));
            root["context"]!["user"] = new string('"', 5000);
            root["context"]!["source"] = new string('\\', 5000);
            root["context"]!["catalog"] = new string('\u0002', 5000);
            var input = root["ioMetadata"]!["inputs"]![0]!;
            root["ioMetadata"]!["inputs"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(number => { var copy = input.DeepClone(); copy["table"] = $"t{number}"; return copy; })]);
        });

        var entry = Assert.Single(QueryLogRun.Of(WithLiterals, body).Entries);

        Assert.InRange(Size(entry), 2000, 4096);
        Assert.StartsWith("level=info msg=\"query completed\" query_id=20261130_144956_00000_xfrz9 state=FINISHED ", entry.Line);
        Assert.DoesNotContain('\n', entry.Line);
    }

    [Theory]
    [InlineData("select * from t where a = 'x' and b = 17", "select * from t where a = ? and b = ?")]
    [InlineData("select 'it''s', '', 1.5e3, 0xFF, 1_000 from t1", "select ?, ?, ?, ?, ? from t1")]
    [InlineData("select \"it's\" from \"a\"\"b\" where x = 'secret'", "select \"it's\" from \"a\"\"b\" where x = ?")]
    [InlineData("select '\"' || 'x' || \"c\"", "select ? || ? || \"c\"")]
    [InlineData("select 1 -- password hunter2\n from t", "select ? ? from t")]
    [InlineData("select /* hunter2 */ a\n\t from   t", "select ? a from t")]
    [InlineData("select 'hunter2", "select ?")]
    [InlineData("select a from t where \"hunter2", "select a from t where ?")]
    [InlineData("select /* hunter2", "select ?")]
    [InlineData("create function f() returns int language python as $$ hunter2 $$", "create function f() returns int language python as ?")]
    [InlineData("select date '2026-11-30', x'65', u&'\\00e4' from t", "select date ?, x?, u&? from t")]
    [InlineData("execute immediate 'select ?' using 'hunter2'", "execute immediate ? using ?")]
    public void Literals_and_comments_are_not_kept(string sql, string kept) =>
        Assert.EndsWith($" sql=\"{kept.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", QueryLogRun.LineOf(sql));

    [Fact]
    public void Literals_are_kept_where_that_is_chosen() =>
        Assert.EndsWith(" sql=\"select 'x', 17 -- why\"", QueryLogRun.LineOf("select 'x', 17 -- why", WithLiterals));

    [Theory]
    [InlineData("create user u with password 's3cr3t-Pa55'")]
    [InlineData("select * from t where password = 's3cr3t-Pa55'")]
    [InlineData("select 'postgresql://u:s3cr3t-Pa55@host/db'")]
    [InlineData("select token=\"s3cr3t-Pa55\"")]
    public void Secrets_go_even_where_literals_are_kept(string sql)
    {
        var line = QueryLogRun.LineOf(sql, WithLiterals);

        Assert.Contains(LogRedaction.Replacement, line);
        Assert.DoesNotContain("s3cr3t-Pa55", line);
    }

    [Fact]
    public void Secrets_around_the_SQL_go_as_well() =>
        Assert.DoesNotContain("s3cr3t-Pa55", Assert.Single(QueryLogRun.Of(QueryLogRun.Event(root => root["context"]!["source"] = "jdbc://u:s3cr3t-Pa55@host")).Entries).Line);

    [Fact]
    public void SQL_is_cut_where_the_setting_says_and_left_out_at_0()
    {
        const string sql = "select a, b, c from t";

        Assert.EndsWith(" sql=\"select a,\"", QueryLogRun.LineOf(sql, WithLiterals with { SqlLength = 9 }));
        Assert.DoesNotContain("sql=", QueryLogRun.LineOf(sql, WithLiterals with { SqlLength = 0 }));
        Assert.DoesNotContain("select", QueryLogRun.LineOf(sql, WithLiterals with { SqlLength = 0 }));
    }

    [Fact]
    public void An_event_without_SQL_is_not_left_whole() =>
        Assert.EndsWith(" sql=\"\"", Assert.Single(QueryLogRun.Of(QueryLogRun.Event(root => root["metadata"]!.AsObject().Remove("query"))).Entries).Line);

    [Fact]
    public void What_is_written_and_what_failed_is_named()
    {
        var body = QueryLogRun.Event(root =>
        {
            root["ioMetadata"]!["output"] = JsonNode.Parse("""{"catalogName":"iceberg","schema":"lake","table":"orders"}""");
            root["context"]!["source"] = "dagster";
        });

        Assert.Contains(" source=\"dagster\" ", Assert.Single(QueryLogRun.Of(body).Entries).Line);
        Assert.Contains(" read=\"tpch.tiny.lineitem\" written=\"iceberg.lake.orders\" ", Assert.Single(QueryLogRun.Of(body).Entries).Line);
        Assert.Equal("USER_ERROR", QueryLogRun.Of(QueryLogRun.Recorded[0]).Entries[0].Metadata["error_type"]);
        // The message of an error quotes values.
        Assert.DoesNotContain("cannot be resolved", QueryLogRun.Of(QueryLogRun.Recorded[0]).Entries[0].Line);
    }

    [Fact]
    public void What_is_no_ended_query_is_dropped_and_counted()
    {
        var run = QueryLogRun.Of("hello", "[1]", QueryLogRun.Event(root => root.AsObject().Remove("endTime")));

        Assert.Empty(run.Entries);
        Assert.Equal(["no_ended_query", "no_ended_query", "no_ended_query"], run.Dropped);
    }

    [Fact]
    public void With_TLS_only_who_has_the_one_certificate_may_post()
    {
        var tls = Listener(SampleConfigs.Prod).Blocks.Single(block => block.Name == "http").Blocks.Single();

        Assert.Equal("RequireAndVerifyClientCert", tls.Text("client_auth_type"));
        // Not the stack's authority, whose certificates open other services.
        Assert.Equal("/run/secrets/query-log-client.pem", tls.Text("client_ca_file"));
        Assert.Empty(Listener(SampleConfigs.Dev).Blocks.Single(block => block.Name == "http").Blocks);
    }

    private static ReadBlock Listener(AlloyConfig config) =>
        AlloyReader.Read(AlloyFiles.Render(config)[AlloyFiles.ConfigFile]).Single(block => block.Name == "loki.source.api");

    private static int Size(LogEntry entry) =>
        Encoding.UTF8.GetByteCount(entry.Line) + entry.Metadata.Sum(value => Encoding.UTF8.GetByteCount(value.Key) + Encoding.UTF8.GetByteCount(value.Value));
}
