using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Embedded.Engine.Configuration;

/// <summary>Reads YAML files into <see cref="ConfigNode"/>s, telling the types of scalars as the CLI's parser does.</summary>
internal static class YamlReading
{
    /// <param name="file">For messages.</param>
    /// <returns>Null where the file holds nothing.</returns>
    /// <exception cref="ConfigurationException">It is no YAML, or no map, or nothing that should be read.</exception>
    public static YamlMappingNode? Root(string text, string file)
    {
        var yaml = new YamlStream();
        try
        {
            YamlLimits.Check(text, file);
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new ConfigurationException(
                $"{file}:{exception.Start.Line}: this is no valid YAML: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // The parser's own slip over text that it cannot make sense of; it tells no line.
            throw new ConfigurationException($"{file}: this is no valid YAML; look for a bracket or a quote that is not closed.", exception);
        }
        if (yaml.Documents.Count == 0)
            return null;
        return yaml.Documents[0].RootNode switch
        {
            YamlMappingNode map => map,
            YamlScalarNode { Value: null or "" } => null,
            _ => throw new ConfigurationException($"{file}:1: expected 'name: value' lines, found something else."),
        };
    }

    public static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    public static YamlNode? Get(this YamlMappingNode map, string name)
    {
        foreach (var (key, value) in map.Children)
        {
            if (key is YamlScalarNode scalar && scalar.Value == name)
                return value;
        }
        return null;
    }

    public static string? Text(this YamlNode? node) =>
        node is YamlScalarNode scalar && ToConfig(scalar) is ConfigScalar { Kind: not ScalarKind.Null } value ? value.Value : null;

    public static int Line(this YamlNode node) => (int)node.Start.Line;

    public static ConfigNode ToConfig(YamlNode node) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar),
        YamlSequenceNode list => new ConfigList([.. list.Children.Select(ToConfig)], node.Line()),
        YamlMappingNode { Children.Count: 1 } map when map.Get("secure") is YamlScalarNode { Value: { } ciphertext } =>
            new ConfigSecure(ciphertext, node.Line()),
        YamlMappingNode map => new ConfigMap(
            [.. map.Children.Select(entry => KeyValuePair.Create(entry.Key.ToString(), ToConfig(entry.Value)))], node.Line()),
        _ => new ConfigScalar(ScalarKind.Null, "null", node.Line()),
    };

    private static ConfigScalar Scalar(YamlScalarNode node)
    {
        var value = node.Value ?? "";
        return node.Style is ScalarStyle.Plain or ScalarStyle.Any && node.Tag.IsEmpty
            ? Plain(value, node.Line())
            : new ConfigScalar(ScalarKind.String, value, node.Line());
    }

    /// <summary>What an unquoted scalar is: the CLI's parser knows YAML 1.2's words and numbers, and 1.1's octals.</summary>
    public static ConfigScalar Plain(string value, int line)
    {
        switch (value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new ConfigScalar(ScalarKind.Null, "null", line);
            case "true" or "True" or "TRUE":
                return new ConfigScalar(ScalarKind.Boolean, "true", line);
            case "false" or "False" or "FALSE":
                return new ConfigScalar(ScalarKind.Boolean, "false", line);
        }
        var digits = value.TrimStart('+', '-');
        if (digits.Length == 0 || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.'))
            return new ConfigScalar(ScalarKind.String, value, line);
        if (Integer(value.Replace("_", "", StringComparison.Ordinal)) is { } integer)
            return new ConfigScalar(ScalarKind.Integer, integer.ToString(CultureInfo.InvariantCulture), line);
        if (IsFloat(digits) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new ConfigScalar(ScalarKind.Float, Json(number), line);
        return new ConfigScalar(ScalarKind.String, value, line);
    }

    private static Int128? Integer(string value)
    {
        var negative = value.StartsWith('-');
        var digits = value.TrimStart('+', '-');
        if (value.Length - digits.Length > 1)
            return null;
        var (radix, rest) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, digits[2..]),
            ['0', 'o' or 'O', ..] => (8, digits[2..]),
            ['0', 'b' or 'B', ..] => (2, digits[2..]),
            ['0', _, ..] => (8, digits[1..]),
            _ => (10, digits),
        };
        Int128 result = 0;
        foreach (var letter in rest)
        {
            var digit = char.IsAsciiHexDigit(letter) ? Convert.ToInt32(letter.ToString(), 16) : radix;
            if (digit >= radix)
                return null;
            result = (result * radix) + digit;
            if (result > ulong.MaxValue)
                return null;
        }
        return rest.Length == 0 ? null : negative ? -result : result;
    }

    private static bool IsFloat(string digits)
    {
        var exponent = digits.IndexOfAny(['e', 'E']);
        var mantissa = exponent < 0 ? digits : digits[..exponent];
        var power = exponent < 0 ? "0" : digits[(exponent + 1)..].TrimStart('+', '-');
        return mantissa.Count(letter => letter == '.') <= 1 && mantissa.Any(char.IsAsciiDigit)
            && mantissa.All(letter => char.IsAsciiDigit(letter) || letter == '.')
            && power.Length > 0 && power.All(char.IsAsciiDigit);
    }

    private static string Json(double number) => Math.Abs(number) < 1e15 && Math.Truncate(number) == number
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}
