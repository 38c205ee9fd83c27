using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Embedded.Engine.Providers.Tls;

/// <summary>A key as OpenSSH writes it: the line for <c>authorized_keys</c>, its fingerprints, and the private key file.</summary>
internal sealed record OpenSshKey(string AuthorizedKey, string Md5Fingerprint, string Sha256Fingerprint, string PrivatePem)
{
    /// <summary>Null where OpenSSH has no such key.</summary>
    public static OpenSshKey? Of(KeyPair key)
    {
        if (key.Rsa is { } rsa)
        {
            var numbers = rsa.ExportParameters(true);
            var blob = new Wire().Text("ssh-rsa").Number(numbers.Exponent!).Number(numbers.Modulus!).ToArray();
            var secret = new Wire().Text("ssh-rsa").Number(numbers.Modulus!).Number(numbers.Exponent!).Number(numbers.D!)
                .Number(numbers.InverseQ!).Number(numbers.P!).Number(numbers.Q!);
            return Create("ssh-rsa", blob, secret);
        }

        if (key.Ecdsa!.KeySize is not (256 or 384 or 521)) return null;
        var curve = "nistp" + key.Ecdsa.KeySize;
        var point = key.Ecdsa.ExportParameters(true);
        byte[] q = [4, .. point.Q.X!, .. point.Q.Y!];
        var name = "ecdsa-sha2-" + curve;
        return Create(
            name, new Wire().Text(name).Text(curve).Bytes(q).ToArray(), new Wire().Text(name).Text(curve).Bytes(q).Number(point.D!));
    }

    private static OpenSshKey Create(string name, byte[] blob, Wire secret)
    {
#pragma warning disable CA5351 // OpenSSH's older form of fingerprint, asked for by name.
        var md5 = Convert.ToHexStringLower(MD5.HashData(blob));
#pragma warning restore CA5351
        return new(
            $"{name} {Convert.ToBase64String(blob)}\n",
            string.Join(':', md5.Chunk(2).Select(pair => new string(pair))),
            "SHA256:" + Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('='),
            PrivateFile(blob, secret));
    }

    /// <summary>An unencrypted file of the format <c>openssh-key-v1</c>.</summary>
    private static string PrivateFile(byte[] blob, Wire secret)
    {
        var check = RandomNumberGenerator.GetBytes(4);
        byte[] body = [.. check, .. check, .. secret.ToArray(), .. new Wire().Text("").ToArray()];
        // Filled up to the cipher's block size, 8 where there is none, with 1, 2, 3 …
        byte[] padding = [.. Enumerable.Range(1, (8 - body.Length % 8) % 8).Select(number => (byte)number)];
        var file = new Wire().Text("none").Text("none").Text("").Number(1).Bytes(blob).Bytes([.. body, .. padding]).ToArray();
        return PemText([.. "openssh-key-v1\0"u8, .. file]);
    }

    private static string PemText(byte[] content)
    {
        var lines = Convert.ToBase64String(content).Chunk(70).Select(line => new string(line));
        return $"-----BEGIN OPENSSH PRIVATE KEY-----\n{string.Join('\n', lines)}\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    /// <summary>Fields as SSH sends them: each after its length.</summary>
    private sealed class Wire
    {
        private readonly List<byte> _content = [];

        public Wire Text(string text) => Bytes(Encoding.ASCII.GetBytes(text));

        public Wire Bytes(ReadOnlySpan<byte> bytes)
        {
            Number((uint)bytes.Length);
            _content.AddRange(bytes);
            return this;
        }

        /// <summary>A number of any size: without leading zeros, but with one where it would look negative.</summary>
        public Wire Number(ReadOnlySpan<byte> bigEndian)
        {
            var digits = bigEndian.TrimStart((byte)0);
            return digits.Length > 0 && digits[0] >= 0x80 ? Bytes([0, .. digits]) : Bytes(digits);
        }

        public Wire Number(uint number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            _content.AddRange(bytes);
            return this;
        }

        public byte[] ToArray() => [.. _content];
    }
}
