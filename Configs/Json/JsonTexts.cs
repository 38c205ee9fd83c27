using System.Text.Json;

namespace Infra.Configs.Json;

/// <summary>Finds texts in JSON that are none: half of a character that takes two, which is noticed only by who asks for the text.</summary>
internal static class JsonTexts
{
    /// <exception cref="JsonException">The text is no JSON, or has such a text in it, at the line that the exception says.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException broken)
            {
                throw new JsonException("a text with half of a character is none.", null, json[..(int)reader.TokenStartIndex].Count((byte)'\n'), null, broken);
            }
        }
    }
}
