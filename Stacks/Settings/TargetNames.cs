using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>Reads what the settings of all targets have in common.</summary>
internal static partial class TargetNames
{
    public const string AddressesExpectation = "hosts with ports, separated by commas, such as trino:8080";
    public const string PathExpectation = "a path that begins with /, such as /metrics";
    public const string LabelsExpectation = "a label's value of at most 128 characters";
    public const string MetricNamesExpectation = "names of metrics, separated by commas, with * for any characters, or none";

    // They are what the program itself says of a target.
    private static readonly string[] OwnLabels = ["job", "service", "instance", Configs.Prometheus.ScrapeJobYaml.PathLabel];

    public static IReadOnlyList<string> ReadAddresses(SettingReader reader, string key, string defaultAddress) =>
        reader.List(key, [defaultAddress], HostAndPort.IsValid, AddressesExpectation);

    public static bool ReadScheme(SettingReader reader, string key) => reader.OneOf(key, false, ("http", false), ("https", true));

    public static string ReadPath(SettingReader reader, string key, string defaultPath) => reader.Text(key, defaultPath, IsPath, PathExpectation);

    /// <summary>Reads the path under which a service says whether it can work; null for one that is not asked.</summary>
    public static string? ReadReadyPath(SettingReader reader, string key, string defaultPath) =>
        reader.Text(key, defaultPath, text => text == SettingReader.None || IsPath(text), $"{PathExpectation}, or none") is var path && path == SettingReader.None ? null : path;

    /// <summary>A regular expression for the metrics that a setting names; null for none.</summary>
    public static string? ReadMetricNames(SettingReader reader, string key, IReadOnlyList<string> defaults) =>
        MetricPattern(reader.List(key, defaults, IsMetricName, MetricNamesExpectation));

    /// <summary>A regular expression for names with <c>*</c> in them; null for none.</summary>
    public static string? MetricPattern(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : string.Join('|', names.Select(name => name.Replace("*", ".*", StringComparison.Ordinal)));

    public static IReadOnlyDictionary<string, string> ReadLabels(SettingReader reader, string key)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (reader.Structure(key, $"a mapping of label to {LabelsExpectation}") is not { } structure)
            return labels;

        ReadLabels(reader, key, structure, labels);
        return labels;
    }

    /// <summary>Reads labels out of a structure, telling each mistake by its path.</summary>
    public static void ReadLabels(SettingReader reader, string path, System.Text.Json.JsonElement structure, IDictionary<string, string> labels)
    {
        foreach (var label in structure.EnumerateObject())
        {
            var value = label.Value.ToString();
            if (!LabelName().IsMatch(label.Name))
                reader.Mistake($"{path}.{label.Name}", value, "expected a label's name: letters, digits and underscores, not two of these in front");
            else if (OwnLabels.Contains(label.Name))
                reader.Mistake($"{path}.{label.Name}", value, "the program gives this label itself, expected another name");
            else if (value.Length is 0 or > 128 || value.Any(char.IsControl))
                reader.Mistake($"{path}.{label.Name}", value, $"expected {LabelsExpectation}");
            else
                labels[label.Name] = value;
        }
    }

    /// <summary>Reads the certificates of an authority; null for none.</summary>
    public static string? ReadAuthority(SettingReader reader, string key)
    {
        var text = reader.Optional(key, IsCertificates, "certificates as PEM, or none");
        return text is null ? null : text.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    public static bool IsPath(string text) => Path().IsMatch(text);

    public static bool IsUser(string text) => text.Length <= 128 && !text.Contains(':') && !text.Any(char.IsControl);

    /// <summary>Whether a text can be the name of a network that somebody has made; in Docker's own, containers have no names, or no network of their own.</summary>
    public static bool IsOwnNetwork(string text) =>
        DockerName().IsMatch(text) && text is not ("bridge" or "host" or "default" or "ingress" or "docker_gwbridge" or "container" or SettingReader.None);

    public static bool IsMetricName(string text) => MetricName().IsMatch(text);

    private static bool IsCertificates(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    // What needs no escape in an address.
    [GeneratedRegex(@"^/[A-Za-z0-9._~/-]*\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"^(?!__)[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^[A-Za-z0-9_:*]{2,200}\z")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex DockerName();
}
