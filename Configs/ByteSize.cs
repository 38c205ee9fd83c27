using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Configs;

/// <summary>A number of bytes with a unit as Prometheus takes it: <c>512MB</c>, <c>40GB</c> (powers of 1024).</summary>
internal readonly partial record struct ByteSize(long Count, string Unit)
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>All of it in bytes.</summary>
    public long Bytes => Count << (10 * Array.IndexOf(Units, Unit));

    /// <summary>Reads a size; null if the text is none, has no unit, or is more than Prometheus can count to.</summary>
    public static ByteSize? TryParse(string text)
    {
        var match = Grammar().Match(text);
        return match.Success
            && long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= long.MaxValue >> (10 * Array.IndexOf(Units, match.Groups[2].Value))
            ? new ByteSize(count, match.Groups[2].Value)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}{Unit}");

    [GeneratedRegex("^([0-9]+)(B|KB|MB|GB|TB|PB|EB)$", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
