using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Configs;
using Infra.Configs.BlackboxExporter;

namespace Infra.Stacks.Settings;

/// <summary>Reads the setting <c>targets</c>: services that are scraped besides those that every lakehouse has.</summary>
internal static partial class FurtherTargets
{
    private const string Key = "targets";

    private static readonly string[] Fields =
        ["addresses", "droppedMetrics", "enabled", "headers", "job", "labels", "password", "path", "readyPath", "scheme", "token", "user"];

    // Each has its own settings, or is a service of the stack.
    private static readonly string[] TakenNames =
        ["trino", "nessie", "minio", "minio-cluster", "minio-bucket", "dagster", "containers", "canary-log", "canary-span", ScrapeJobs.Node, .. ServiceDefaults.All.Select(service => service.Name)];

    public static IReadOnlyList<LakehouseTarget> Read(SettingReader reader, TargetCredentials credentials, bool localImages)
    {
        var targets = new List<LakehouseTarget>();
        if (reader.Structure(Key, "a mapping of service to addresses and what else its scrape needs") is not { } structure)
            return targets;

        foreach (var entry in structure.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = $"{Key}.{entry.Name}";
            if (!ServiceName().IsMatch(entry.Name))
                reader.Mistake(path, Shown(entry.Value), "expected a name of lower-case letters, digits and hyphens, beginning with a letter");
            else if (TakenNames.Contains(entry.Name) || entry.Name.EndsWith(ReadinessProbes.Suffix, StringComparison.Ordinal))
                reader.Mistake(path, Shown(entry.Value), "this service has settings or a job of its own, expected another name");
            else if (entry.Value.ValueKind != JsonValueKind.Object)
                reader.Mistake(path, entry.Value.ToString(), $"expected a mapping with {string.Join(", ", Fields)}; only addresses is required");
            else if (new Entry(reader, credentials, entry.Name, entry.Value, localImages).Read() is { } target)
                targets.Add(target);
        }

        return targets;
    }

    // There may be a password in it.
    private static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.Object ? "{…}" : value.ToString();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex ServiceName();

    private sealed class Entry(SettingReader reader, TargetCredentials credentials, string name, JsonElement entry, bool localImages)
    {
        /// <summary>The target; null for one that is not enabled.</summary>
        public LakehouseTarget? Read()
        {
            foreach (var field in entry.EnumerateObject().Where(field => !Fields.Contains(field.Name)))
            {
                var nearest = NearestName.Of(field.Name, Fields);
                var suggestion = nearest is null ? "" : $", did you mean {nearest}?";
                // What was meant to be a secret stays one, even under a mistyped name.
                Mistake(field.Name, IsSecret(nearest) ? "(secret)" : Shown(field.Value), $"no such field of a target{suggestion}; expected one of {string.Join(", ", Fields)}");
            }

            var user = Optional("user", TargetNames.IsUser, "the name of a user, without a colon");
            var target = new LakehouseTarget(name)
            {
                Service = Optional("job", text => ServiceName().IsMatch(text), "the name of a service: lower-case letters, digits and hyphens") ?? name,
                Addresses = Addresses(),
                Https = Optional("scheme", text => text is "http" or "https", "http or https") == "https",
                Path = Optional("path", TargetNames.IsPath, TargetNames.PathExpectation) ?? "/metrics",
                ReadyPath = Optional("readyPath", TargetNames.IsPath, "a path that begins with /, such as /health"),
                User = user,
                Password = Secret("password", user ?? ""),
                Token = Secret("token", user: null),
                Headers = Headers(),
                Labels = Labels(),
                DroppedMetrics = TargetNames.MetricPattern(Names("droppedMetrics", TargetNames.IsMetricName, TargetNames.MetricNamesExpectation)),
                // Whatever it is: before Prometheus 3, nothing had to say.
                MayLackContentType = true,
            };
            if (Text("password") is not null && Text("user") is null)
                Mistake("password", Text("password"), "expected a user beside it");
            if (Text("token") is not null && Text("user") is not null)
                Mistake("token", Text("token"), "expected either a token or a user, not both");

            return Optional("enabled", text => text is "true" or "false", "true or false") == "false" ? null : target;
        }

        private IReadOnlyList<string> Addresses()
        {
            var addresses = Names("addresses", HostAndPort.IsValid, TargetNames.AddressesExpectation);
            if (Text("addresses") is null)
                Mistake("addresses", null, $"expected {TargetNames.AddressesExpectation}");

            return addresses;
        }

        private SortedDictionary<string, string> Labels()
        {
            var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (Mapping("labels", "label to value") is { } structure)
                TargetNames.ReadLabels(reader, $"{Key}.{name}.labels", structure, labels);

            return labels;
        }

        private SortedDictionary<string, string> Headers()
        {
            var headers = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (Mapping("headers", "header to value") is not { } structure)
                return headers;

            if (localImages)
                Mistake("headers", structure.ToString(), "the Prometheus of imageSource = local knows no headers, expected none");
            foreach (var header in structure.EnumerateObject())
                HttpHeaders.Add(reader, $"{Key}.{name}.headers.{header.Name}", header.Name, header.Value.ToString(), headers);

            return headers;
        }

        private Secret? Secret(string field, string? user) =>
            Text(field) is { } text ? credentials.Check(Key, $"{Key}.{name}.{field}", text, user) : null;

        private string? Optional(string field, Predicate<string> isValid, string expectation)
        {
            if (Text(field) is not { } text || isValid(text))
                return Text(field);

            Mistake(field, text, $"expected {expectation}");
            return null;
        }

        private IReadOnlyList<string> Names(string field, Predicate<string> isValid, string expectation)
        {
            if (Text(field) is not { } text)
                return [];

            if (SettingReader.ParseList(text, isValid) is { } names)
                return names;

            Mistake(field, text, $"expected {expectation}");
            return [];
        }

        private JsonElement? Mapping(string field, string what)
        {
            if (!entry.TryGetProperty(field, out var value))
                return null;
            if (value.ValueKind == JsonValueKind.Object)
                return value;

            Mistake(field, value.ToString(), $"expected a mapping of {what}");
            return null;
        }

        // A list is as good as names with commas between them; numbers and flags are what the command line makes of «8080» and «true».
        private string? Text(string field) => !entry.TryGetProperty(field, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(item => item.ToString())),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToString(),
        };

        private static bool IsSecret(string? field) => field is "password" or "token";

        private void Mistake(string field, string? value, string problem) =>
            reader.Mistake($"{Key}.{name}.{field}", IsSecret(field) && value is not null ? "(secret)" : value, problem);
    }
}
