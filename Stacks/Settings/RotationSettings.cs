using System.Globalization;
using System.Text.Json;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>
/// How often each credential that the stack made was replaced: another number is another password, private key and certificate, of that
/// service alone. Who calls it is given the new ones by the same update.
/// </summary>
internal sealed record RotationSettings(IReadOnlyDictionary<string, int> Counts)
{
    /// <summary>The authority that signs the services' certificates.</summary>
    public const string Authority = "authority";

    /// <summary>The password of those who send traces.</summary>
    public const string Otlp = "otlp";

    private const string Key = "rotations";

    // What has neither a password nor a certificate of the stack's, or has them in a database that a setting does not change.
    private static readonly string[] Names =
        [.. ServiceNames.All.Except(ServiceNames.Lakehouse).Except(ServiceNames.WithoutTls), ServiceNames.Postgres, Authority, Otlp];

    /// <summary>The number of a service's or of one of the above; 0 if it was never replaced.</summary>
    public int Of(string name) => Counts.GetValueOrDefault(name);

    public static RotationSettings Read(SettingReader reader)
    {
        var counts = reader.Map(Key, Names, Count, "how often it was replaced, a whole number from 0 to 1000000", "credential");
        if (counts.ContainsKey(Authority) && reader.Given("tlsAuthorityCertificate") is not (null or SettingReader.None))
            reader.Mistake($"{Key}.{Authority}", counts[Authority], "expected none, as the authority is given: give another one as tlsAuthorityCertificate");
        if (counts.ContainsKey(Otlp) && reader.Given("otlpPassword") is not (null or SettingReader.None))
            reader.Mistake($"{Key}.{Otlp}", counts[Otlp], "expected none, as the password is given: give another one as otlpPassword");
        return new RotationSettings(counts.ToDictionary(count => count.Key, count => int.Parse(count.Value, CultureInfo.InvariantCulture)));
    }

    // Its text, as the reader knows nothing of a number that is none.
    private static string? Count(JsonElement element) =>
        int.TryParse(element.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000
            ? count.ToString(CultureInfo.InvariantCulture)
            : null;
}
