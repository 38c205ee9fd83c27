using Pulumi;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;

namespace Infra.Components.Certificates;

/// <summary>
/// A certificate by which a caller from outside proves who it is to one service. It is signed by itself, so that whoever holds it gets
/// no further: the stack's authority, which other services trust as well, knows nothing of it.
/// </summary>
internal sealed class ClientIdentity : ComponentResource
{
    /// <summary>The certificate, which is what the service trusts, as PEM.</summary>
    public Output<string> CertificatePem { get; }

    /// <summary>The certificate and its private key in one file, as PEM: what the caller holds.</summary>
    public Output<string> IdentityPem { get; }

    /// <summary>When it ends, as RFC 3339 writes times.</summary>
    public Output<string> ValidityEnd { get; }

    public ClientIdentity(string name, string commonName, int validityHours, int earlyRenewalHours, ComponentResourceOptions? options = null)
        : base("phlo:certificates:ClientIdentity", name, options)
    {
        var key = new PrivateKey(name, new PrivateKeyArgs { Algorithm = "ECDSA", EcdsaCurve = "P256" }, new CustomResourceOptions { Parent = this });
        var certificate = new SelfSignedCert(name, new SelfSignedCertArgs
        {
            PrivateKeyPem = key.PrivateKeyPem,
            Subject = new SelfSignedCertSubjectArgs { CommonName = commonName },
            AllowedUses = { "digital_signature", "client_auth" },
            ValidityPeriodHours = validityHours,
            EarlyRenewalHours = earlyRenewalHours,
        }, new CustomResourceOptions { Parent = this });
        CertificatePem = certificate.CertPem;
        // In the form that Java reads without further ado.
        IdentityPem = Output.CreateSecret(Output.Format($"{certificate.CertPem}{key.PrivateKeyPemPkcs8}"));
        ValidityEnd = certificate.ValidityEndTime;
        RegisterOutputs();
    }
}
