using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Pulumi;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;
using Infra.Components.Containers;

namespace Infra.Components.Certificates;

/// <summary>What an authority and its certificates are like.</summary>
internal sealed record CertificateAuthorityArgs
{
    /// <summary>The name that people see where they are asked whether they trust it.</summary>
    public required string CommonName { get; init; }

    /// <summary>How long a service's certificate is valid.</summary>
    public required int ValidityHours { get; init; }

    /// <summary>How long before its end an update renews it.</summary>
    public required int EarlyRenewalHours { get; init; }

    /// <summary>How often the stack's own authority was replaced: another number is another key and certificate.</summary>
    public int Rotation { get; init; }

    /// <summary>An authority that is given instead of one that the stack makes; null for its own.</summary>
    public GivenAuthority? Given { get; init; }
}

/// <summary>An authority from elsewhere.</summary>
internal sealed record GivenAuthority(string CertificatePem, Output<string> PrivateKeyPem);

/// <summary>
/// The authority that the services of a stack trust, and the certificates that it gives them. Made of resources of the
/// engine's, so that keys stay what they are until they are to be renewed.
/// </summary>
/// <remarks>Nothing renews by itself: that takes an <c>up</c> within the hours before the end.</remarks>
internal sealed class CertificateAuthority : ComponentResource
{
    // An authority outlives what it signs by far: a new one is a moment in which everything is replaced.
    private const int AuthorityValidityHours = 10 * 365 * 24;
    private const int AuthorityEarlyRenewalHours = 365 * 24;
    private const string Algorithm = "ECDSA";
    // The provider's own default, P224, is not what everybody's TLS takes.
    private const string Curve = "P256";

    private static readonly string[] Uses = ["digital_signature", "server_auth"];

    private readonly CertificateAuthorityArgs _args;
    private readonly Output<string> _certificate;
    private readonly Output<string> _privateKey;

    /// <summary>The certificates that clients trust, as PEM.</summary>
    public Output<string> TrustedPem { get; }

    /// <summary>When the authority's own certificate ends.</summary>
    public Output<string> ValidityEnd { get; }

    public CertificateAuthority(string name, CertificateAuthorityArgs args, ComponentResourceOptions? options = null)
        : base("phlo:certificates:CertificateAuthority", name, options)
    {
        _args = args;
        if (args.Given is { } given)
        {
            _certificate = Output.Create(given.CertificatePem);
            _privateKey = Output.CreateSecret(given.PrivateKeyPem);
            ValidityEnd = Output.Create(EndOf(given.CertificatePem));
        }
        else
        {
            var key = Key(name, args.Rotation);
            var certificate = new SelfSignedCert(Rotated(name, args.Rotation), new SelfSignedCertArgs
            {
                PrivateKeyPem = key.PrivateKeyPem,
                Subject = new SelfSignedCertSubjectArgs { CommonName = args.CommonName },
                IsCaCertificate = true,
                AllowedUses = { "cert_signing", "crl_signing", "digital_signature" },
                ValidityPeriodHours = AuthorityValidityHours,
                EarlyRenewalHours = AuthorityEarlyRenewalHours,
            }, new CustomResourceOptions { Parent = this });
            (_certificate, _privateKey, ValidityEnd) = (certificate.CertPem, key.PrivateKeyPem, certificate.ValidityEndTime);
        }

        TrustedPem = _certificate;
        RegisterOutputs();
    }

    /// <summary>A certificate for a service.</summary>
    /// <param name="names">The names by which it is called, the first of which is its own.</param>
    /// <param name="client">Whether it is good for calling others with, and not for being called alone.</param>
    /// <param name="rotation">How often its key was replaced: another number is another key, and a certificate for that.</param>
    public ServiceCertificate Issue(IReadOnlyList<string> names, bool client, int rotation)
    {
        var name = $"{names[0]}-certificate";
        var key = Key(name, rotation);
        var request = new CertRequest(name, new CertRequestArgs
        {
            PrivateKeyPem = key.PrivateKeyPem,
            Subject = new CertRequestSubjectArgs { CommonName = names[0] },
            DnsNames = names.Where(candidate => !IsAddress(candidate)).ToArray(),
            IpAddresses = names.Where(IsAddress).ToArray(),
        }, new CustomResourceOptions { Parent = this });
        var certificate = new LocallySignedCert(name, new LocallySignedCertArgs
        {
            CertRequestPem = request.CertRequestPem,
            CaCertPem = _certificate,
            CaPrivateKeyPem = _privateKey,
            AllowedUses = client ? Uses.Append("client_auth").ToArray() : Uses,
            ValidityPeriodHours = _args.ValidityHours,
            EarlyRenewalHours = _args.EarlyRenewalHours,
        }, new CustomResourceOptions { Parent = this });
        return new ServiceCertificate(new TlsIdentity(certificate.CertPem, key.PrivateKeyPem, TrustedPem), certificate.ValidityEndTime);
    }

    // What is signed is of no use once any of them has ended.
    private static string EndOf(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Min(certificate => certificate.NotAfter.ToUniversalTime()).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private PrivateKey Key(string name, int rotation) =>
        new(Rotated(name, rotation), new PrivateKeyArgs { Algorithm = Algorithm, EcdsaCurve = Curve }, new CustomResourceOptions { Parent = this });

    // The provider makes another key for nothing that could be set: a resource of another name is one.
    private static string Rotated(string name, int rotation) =>
        rotation == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{rotation}");

    private static bool IsAddress(string name) => System.Net.IPAddress.TryParse(name, out _);
}

/// <summary>A service's certificate.</summary>
/// <param name="ValidityEnd">When it ends, as RFC 3339 writes times.</param>
internal sealed record ServiceCertificate(TlsIdentity Identity, Output<string> ValidityEnd);
