using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Tls;

/// <summary>Certificate requests, and certificates signed with their own key or with an authority's.</summary>
internal static class Certificates
{
    private const string AlternativeNamesOid = "2.5.29.17";

    public static ResourceResult Request(PropertyMap inputs)
    {
        using var key = KeyPair.Parse(inputs.Text("privateKeyPem")!, "privateKeyPem");
        var request = new CertificateRequest(Subject.NameOf(inputs.Object("subject")), key.Public, key.Hash);
        if (Subject.AlternativeNames(inputs, critical: false) is { } names) request.CertificateExtensions.Add(names);
        var der = request.CreateSigningRequest(key.Signer);
        return new ResourceResult(PrivateKeys.Checksum(der), inputs
            .Set("keyAlgorithm", PropertyValue.Of(key.Algorithm))
            .Set("certRequestPem", PropertyValue.Of(PrivateKeys.Pem("CERTIFICATE REQUEST", der))));
    }

    public static ResourceResult SelfSigned(PropertyMap inputs, DateTimeOffset now)
    {
        using var key = KeyPair.Parse(inputs.Text("privateKeyPem")!, "privateKeyPem");
        var subject = inputs.Object("subject");
        var request = new CertificateRequest(Subject.NameOf(subject), key.Public, key.Hash);
        var subjectKeyId = AddExtensions(request, inputs);
        if (inputs.Flag("setAuthorityKeyId") == true)
        {
            if (subjectKeyId is null)
            {
                throw new ProviderException("setAuthorityKeyId: a self-signed certificate's authority is itself, and it has no key identifier. "
                    + "Set setSubjectKeyId or isCaCertificate too.");
            }

            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(subjectKeyId));
        }

        if (Subject.AlternativeNames(inputs, critical: Subject.IsEmpty(subject)) is { } names) request.CertificateExtensions.Add(names);
        return Issue(request, request.SubjectName, key, inputs.Set("keyAlgorithm", PropertyValue.Of(key.Algorithm)), now);
    }

    public static ResourceResult LocallySigned(PropertyMap inputs, DateTimeOffset now)
    {
        using var authorityKey = KeyPair.Parse(inputs.Text("caPrivateKeyPem")!, "caPrivateKeyPem");
        using var authority = Parse(inputs.Text("caCertPem")!, "caCertPem", "a certificate", pem => X509Certificate2.CreateFromPem(pem));
        if (!authority.PublicKey.ExportSubjectPublicKeyInfo().SequenceEqual(authorityKey.Key.ExportSubjectPublicKeyInfo()))
        {
            throw new ProviderException("caPrivateKeyPem: expected the private key that caCertPem was made for, found another one's.");
        }

        var wanted = Parse(inputs.Text("certRequestPem")!, "certRequestPem", "a certificate request", pem => CertificateRequest.LoadSigningRequestPem(
            pem, authorityKey.Hash, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1));
        var request = new CertificateRequest(wanted.SubjectName, wanted.PublicKey, authorityKey.Hash);
        AddExtensions(request, inputs);
        if (authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } authorityKeyId)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authorityKeyId));
        }

        // Of what the request asks for, its names alone are granted.
        if (wanted.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == AlternativeNamesOid) is { } names)
        {
            var nameless = wanted.SubjectName.RawData is [0x30, 0x00];
            request.CertificateExtensions.Add(new X509Extension(AlternativeNamesOid, names.RawData, critical: nameless));
        }

        return Issue(request, authority.SubjectName, authorityKey, inputs.Set("caKeyAlgorithm", PropertyValue.Of(authorityKey.Algorithm)), now);
    }

    /// <returns>The key identifier, where the certificate carries one.</returns>
    private static X509SubjectKeyIdentifierExtension? AddExtensions(CertificateRequest request, PropertyMap inputs)
    {
        var isAuthority = inputs.Flag("isCaCertificate") == true;
        foreach (var extension in KeyUses.Extensions(inputs.Texts("allowedUses"))) request.CertificateExtensions.Add(extension);
        var pathLength = isAuthority ? (int)(inputs.Number("maxPathLength") ?? -1) : -1;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, pathLength >= 0, Math.Max(pathLength, 0), critical: true));
        if (!isAuthority && inputs.Flag("setSubjectKeyId") != true) return null;
        var keyId = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(keyId);
        return keyId;
    }

    private static ResourceResult Issue(
        CertificateRequest request, X500DistinguishedName issuer, KeyPair key, PropertyMap outputs, DateTimeOffset now)
    {
        // A certificate knows whole seconds.
        var start = new DateTimeOffset(now.UtcDateTime.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var end = start.AddHours(outputs.Number("validityPeriodHours")!.Value);
        var serial = RandomNumberGenerator.GetBytes(16);
        // Positive, and not shortened by a leading zero.
        serial[0] = (byte)(serial[0] & 0x7f | 0x40);
        try
        {
            using var certificate = request.Create(issuer, key.Signer, start, end, serial);
            return new ResourceResult(
                new BigInteger(serial, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture),
                outputs
                    .Set("certPem", PropertyValue.Of(PrivateKeys.Pem("CERTIFICATE", certificate.RawData)))
                    .Set("readyForRenewal", PropertyValue.False)
                    .Set("validityStartTime", Time(start))
                    .Set("validityEndTime", Time(end)));
        }
        catch (CryptographicException problem)
        {
            throw new ProviderException($"The certificate could not be made: {problem.Message}", problem);
        }
    }

    private static T Parse<T>(string pem, string property, string expected, Func<string, T> parse)
    {
        try
        {
            return parse(pem);
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException or AsnContentException)
        {
            throw new ProviderException($"{property}: expected {expected} in PEM format, but its content is not one.", problem);
        }
    }

    private static PropertyValue Time(DateTimeOffset time) =>
        PropertyValue.Of(time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
