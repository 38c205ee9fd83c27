using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Tls;

/// <summary>Whom a certificate is for: the distinguished name and the alternative names.</summary>
internal static class Subject
{
    // In the order in which the official provider's library writes them.
    private static readonly (string Property, string Oid, UniversalTagNumber Encoding)[] Parts =
    [
        ("country", "2.5.4.6", UniversalTagNumber.PrintableString),
        ("organization", "2.5.4.10", UniversalTagNumber.UTF8String),
        ("organizationalUnit", "2.5.4.11", UniversalTagNumber.UTF8String),
        ("locality", "2.5.4.7", UniversalTagNumber.UTF8String),
        ("province", "2.5.4.8", UniversalTagNumber.UTF8String),
        ("streetAddresses", "2.5.4.9", UniversalTagNumber.UTF8String),
        ("postalCode", "2.5.4.17", UniversalTagNumber.UTF8String),
        ("commonName", "2.5.4.3", UniversalTagNumber.UTF8String),
        ("serialNumber", "2.5.4.5", UniversalTagNumber.PrintableString),
        ("emailAddress", "1.2.840.113549.1.9.1", UniversalTagNumber.IA5String),
    ];

    public static bool IsEmpty(PropertyMap? subject) =>
        subject is null || Parts.All(part => Values(subject, part.Property).All(string.IsNullOrEmpty));

    public static X500DistinguishedName NameOf(PropertyMap? subject)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (property, oid, encoding) in Parts)
            {
                var values = Values(subject, property).Where(value => value.Length > 0).ToArray();
                if (values.Length == 0) continue;
                using (writer.PushSetOf())
                {
                    foreach (var value in values)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(oid);
                            Write(writer, encoding, value, property);
                        }
                    }
                }
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }

    /// <summary>The alternative names, or null where there are none.</summary>
    /// <param name="critical">As it has to be where the distinguished name is empty.</param>
    public static X509Extension? AlternativeNames(PropertyMap inputs, bool critical)
    {
        var builder = new SubjectAlternativeNameBuilder();
        var (names, addresses, uris) = (inputs.Texts("dnsNames"), inputs.Texts("ipAddresses"), inputs.Texts("uris"));
        if (names.Count + addresses.Count + uris.Count == 0) return null;
        foreach (var name in names) builder.AddDnsName(name);
        foreach (var address in addresses) builder.AddIpAddress(IPAddress.Parse(address));
        foreach (var uri in uris)
        {
            if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed)) throw new ProviderException($"uris: expected an absolute URI, found \"{uri}\".");
            builder.AddUri(parsed);
        }

        return builder.Build(critical);
    }

    private static void Write(AsnWriter writer, UniversalTagNumber encoding, string value, string property)
    {
        try
        {
            writer.WriteCharacterString(encoding, value);
        }
        catch (ArgumentException problem)
        {
            throw new ProviderException($"subject.{property}: expected plain ASCII letters, digits and simple punctuation, found \"{value}\".", problem);
        }
    }

    private static IEnumerable<string> Values(PropertyMap? subject, string property)
    {
        if (subject is null) return [];
        return subject.Text(property) is { } single ? [single] : subject.Texts(property);
    }
}
