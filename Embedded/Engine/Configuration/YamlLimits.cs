using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Embedded.Engine.Configuration;

/// <summary>
/// Refuses a text that would cost whoever reads it their stack or their memory: brackets within brackets, and aliases of
/// aliases. It walks over the parser's events, which nest nothing, before anything is made of them.
/// </summary>
internal sealed class YamlLimits
{
    private const int MaximumDepth = 64;
    private const long MaximumValues = 100_000;

    private readonly string _file;
    private readonly Dictionary<AnchorName, long> _named = [];
    private readonly Stack<(AnchorName Name, long ValuesBefore)> _open = [];
    private long _values;

    private YamlLimits(string file) => _file = file;

    /// <exception cref="ConfigurationException">It nests too deep or grows too large.</exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static void Check(string text, string file)
    {
        var limits = new YamlLimits(file);
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
            limits.See(parser.Current!);
    }

    private void See(ParsingEvent parsed)
    {
        switch (parsed)
        {
            case SequenceStart or MappingStart:
                _open.Push((((NodeEvent)parsed).Anchor, _values));
                Add(1, parsed);
                if (_open.Count > MaximumDepth)
                    throw Refused(parsed, $"values are nested more than {MaximumDepth} deep; look for brackets that are not meant.");
                break;
            case SequenceEnd or MappingEnd:
                var (name, before) = _open.Pop();
                Name(name, _values - before);
                break;
            case Scalar scalar:
                Add(1, parsed);
                Name(scalar.Anchor, 1);
                break;
            case AnchorAlias alias:
                if (_open.Any(open => open.Name == alias.Value))
                    throw Refused(parsed, $"the alias '*{alias.Value}' stands inside of what it names; write out what is meant.");
                // One that names nothing is the parser's to refuse.
                Add(_named.GetValueOrDefault(alias.Value), parsed);
                break;
        }
    }

    private void Name(AnchorName name, long values)
    {
        if (!name.IsEmpty)
            _named[name] = values;
    }

    private void Add(long values, ParsingEvent where)
    {
        _values += values;
        if (_values > MaximumValues)
            throw Refused(where, where is AnchorAlias alias
                ? $"with the alias '*{alias.Value}' the file has more than {MaximumValues} values; write out what is meant."
                : $"the file has more than {MaximumValues} values.");
    }

    private ConfigurationException Refused(ParsingEvent where, string why) => new($"{_file}:{where.Start.Line}: {why}");
}
