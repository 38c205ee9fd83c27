using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Random;

/// <summary>Random bytes, and the ways to write them.</summary>
internal static class RandomBits
{
    public static byte[] Draw(double? length) => RandomNumberGenerator.GetBytes((int)length!);

    public static ResourceResult Id(byte[] bytes, PropertyMap inputs)
    {
        var prefix = inputs.Text("prefix") ?? "";
        var id = Base64Url.EncodeToString(bytes);
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        return new(id, inputs
            .Set("b64Url", PropertyValue.Of(prefix + id))
            .Set("b64Std", PropertyValue.Of(prefix + Convert.ToBase64String(bytes)))
            .Set("hex", PropertyValue.Of(prefix + Convert.ToHexStringLower(bytes)))
            .Set("dec", PropertyValue.Of(prefix + number.ToString(CultureInfo.InvariantCulture))));
    }

    public static ResourceResult Bytes(byte[] bytes, PropertyMap inputs)
    {
        var base64 = Convert.ToBase64String(bytes);
        return new(base64, inputs
            .Set("base64", PropertyValue.Of(base64))
            .Set("hex", PropertyValue.Of(Convert.ToHexStringLower(bytes))));
    }

    /// <param name="id">The bytes in URL-safe base64, with the prefix and a comma before them where there is a prefix.</param>
    public static ReadResult ImportId(string id)
    {
        var comma = id.LastIndexOf(',');
        var bytes = Decode(id, () => Base64Url.DecodeFromChars(id.AsSpan(comma + 1)), "[PREFIX,]BASE64URL");
        var inputs = PropertyMap.Of(("byteLength", PropertyValue.Of(bytes.Length)));
        if (comma > 0) inputs = inputs.Set("prefix", PropertyValue.Of(id[..comma]));
        var result = Id(bytes, inputs);
        return new ReadResult(result.Id, inputs, result.Outputs);
    }

    public static ReadResult ImportBytes(string id)
    {
        var bytes = Decode(id, () => Convert.FromBase64String(id), "BASE64");
        var inputs = PropertyMap.Of(("length", PropertyValue.Of(bytes.Length)));
        return new ReadResult(id, inputs, Bytes(bytes, inputs).Outputs);
    }

    private static byte[] Decode(string id, Func<byte[]> decode, string form)
    {
        try
        {
            return decode();
        }
        catch (FormatException problem)
        {
            throw new ProviderException($"The import id is expected as {form}; found one of {id.Length} characters that is not.", problem);
        }
    }
}
