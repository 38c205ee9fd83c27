using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Tls;

/// <summary>
/// The package <c>tls</c>: keys, certificate requests and certificates. A certificate is issued once and stays, until an
/// input changes or an update runs within the hours before its end that <c>earlyRenewalHours</c> names.
/// </summary>
internal sealed class TlsProvider(TimeProvider clock) : LocalProvider
{
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";
    private const string CertRequest = "tls:index/certRequest:CertRequest";
    private const string SelfSignedCert = "tls:index/selfSignedCert:SelfSignedCert";

    private static readonly string[] Hours = ["validityPeriodHours", "earlyRenewalHours"];

    public TlsProvider()
        : this(TimeProvider.System)
    {
    }

    public override string Package => "tls";

    public override string Version => TlsSchemas.Version;

    protected override ResourceSchema? Find(string type) => TlsSchemas.Find(type);

    protected override PropertyMap WithDefaults(string type, PropertyMap inputs)
    {
        switch (type)
        {
            case PrivateKey:
                return inputs.Fallback("ecdsaCurve", PropertyValue.Of("P224")).Fallback("rsaBits", PropertyValue.Of(2048));
            case CertRequest:
                return inputs;
            default:
                if (type == SelfSignedCert) inputs = inputs.Fallback("setAuthorityKeyId", PropertyValue.False);
                return inputs
                    .Fallback("earlyRenewalHours", PropertyValue.Of(0))
                    .Fallback("isCaCertificate", PropertyValue.False)
                    .Fallback("maxPathLength", PropertyValue.Of(-1))
                    .Fallback("setSubjectKeyId", PropertyValue.False);
        }
    }

    protected override void Validate(string type, PropertyMap inputs, ImmutableArray<CheckFailure>.Builder failures)
    {
        if (type == PrivateKey)
        {
            OneOf(inputs, "algorithm", KeyPair.Algorithms, failures);
            OneOf(inputs, "ecdsaCurve", KeyPair.Curves, failures);
            if (inputs.Text("algorithm") == KeyPair.Ed25519) failures.Add(new CheckFailure("algorithm", KeyPair.Ed25519Refused));
            return;
        }

        foreach (var (use, index) in inputs.Texts("allowedUses").Select((use, index) => (use, index)))
        {
            if (!KeyUses.IsKnown(use))
            {
                failures.Add(new CheckFailure(PropertyPath.Append("allowedUses", index), $"expected one of {KeyUses.Known}, found \"{use}\""));
            }
        }

        foreach (var name in Hours.Where(name => inputs.Number(name) < 0))
        {
            failures.Add(new CheckFailure(name, string.Create(CultureInfo.InvariantCulture, $"expected 0 or more hours, found {inputs.Number(name)}")));
        }

        foreach (var (address, index) in inputs.Texts("ipAddresses").Select((address, index) => (address, index)))
        {
            if (!IPAddress.TryParse(address, out _))
            {
                failures.Add(new CheckFailure(PropertyPath.Append("ipAddresses", index), $"expected an IP address, found \"{address}\""));
            }
        }

        if (type == SelfSignedCert && inputs.Flag("isCaCertificate") == true && inputs.Get("subject")?.ContainsUnknown != true && Subject.IsEmpty(inputs.Object("subject")))
        {
            failures.Add(new CheckFailure("subject", "a certificate authority needs a subject with at least one part, and none was given; set commonName"));
        }
    }

    protected override ResourceResult Create(string type, PropertyMap inputs) => type switch
    {
        PrivateKey => PrivateKeys.Create(inputs),
        CertRequest => Certificates.Request(inputs),
        SelfSignedCert => Certificates.SelfSigned(inputs, clock.GetUtcNow()),
        _ => Certificates.LocallySigned(inputs, clock.GetUtcNow()),
    };

    protected override ReadResult Import(string type, string id) =>
        throw new ProviderException($"A resource of type {type} cannot be imported: its private parts are nowhere to be read from. Remove the import id.");

    protected override PropertyMap Refresh(string type, PropertyMap outputs) =>
        IsDue(outputs, outputs.Number("earlyRenewalHours")) ? outputs.Set("readyForRenewal", PropertyValue.True) : outputs;

    protected override DiffResult DiffOutputs(string type, PropertyMap oldOutputs, PropertyMap newInputs, DiffResult diff)
    {
        if (!IsDue(oldOutputs, newInputs.Number("earlyRenewalHours"))) return diff;
        return diff with { Detailed = diff.Detailed.SetItem("readyForRenewal", DiffKind.UpdateReplace) };
    }

    /// <summary>Whether the certificate has ended, or ends within the hours in which it is to be renewed.</summary>
    private bool IsDue(PropertyMap outputs, double? earlyRenewalHours) =>
        outputs.Text("validityEndTime") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
        && clock.GetUtcNow() >= end - TimeSpan.FromHours(earlyRenewalHours ?? 0);

    private static void OneOf(PropertyMap inputs, string name, IReadOnlyList<string> allowed, ImmutableArray<CheckFailure>.Builder failures)
    {
        if (inputs.Text(name) is { } value && !allowed.Contains(value))
        {
            failures.Add(new CheckFailure(name, $"expected one of {string.Join(", ", allowed)}, found \"{value}\""));
        }
    }
}
