using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Configs.Yaml;

/// <summary>Writes a tree of <see cref="YamlMap"/>, lists, strings, numbers and booleans as one YAML document.</summary>
/// <remarks>On YamlDotNet's emitter rather than its serializer: the order is ours and a preview pays for no reflection.</remarks>
internal static partial class YamlText
{
    private const string Header = "# Written by phlo-observability. Changes made here are lost with the next update.\n";

    private static readonly EmitterSettings Settings = new(
        bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024,
        skipAnchorName: true, indentSequences: true, newLine: "\n");

    public static string Render(YamlMap root)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Write(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return Header + writer;
    }

    private static void Write(Emitter emitter, object node)
    {
        switch (node)
        {
            case YamlMap map:
                emitter.Emit(new MappingStart());
                foreach (var (key, value) in map)
                {
                    Write(emitter, key);
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case string text:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));
                break;
            case bool flag:
                Plain(emitter, flag ? "true" : "false");
                break;
            case int number:
                Plain(emitter, number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                Plain(emitter, number.ToString(CultureInfo.InvariantCulture));
                break;
            case decimal number:
                Plain(emitter, number.ToString(CultureInfo.InvariantCulture));
                break;
            case Duration or ByteSize:
                Plain(emitter, node.ToString()!);
                break;
            case IEnumerable list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in list)
                    Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            default:
                throw new ArgumentException($"YAML has no form for a {node.GetType()}.", nameof(node));
        }
    }

    private static void Plain(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    // A string that a reader would take for a number, a boolean or nothing has to say that it is a string.
    private static ScalarStyle StyleOf(string text) =>
        text.Contains('\n') ? ScalarStyle.Literal
        : text.Length == 0 || NotAString().IsMatch(text) ? ScalarStyle.DoubleQuoted
        : ScalarStyle.Any;

    [GeneratedRegex("^(true|false|yes|no|on|off|null|y|n|~|[-+.]?[0-9][0-9_.,:eExXa-fA-F+-]*|\\.inf|\\.nan)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotAString();
}
