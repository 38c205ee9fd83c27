using System.Collections;

namespace Infra.Configs.Alloy.Syntax;

/// <summary>
/// A whole configuration of Alloy. It is checked before it is written: every block is of a known kind, no two components share
/// kind and label, and what a component refers to is there.
/// </summary>
internal sealed class AlloyFile : IEnumerable<AlloyBlock>
{
    private readonly List<AlloyBlock> _blocks = [];

    public void Add(AlloyBlock? block)
    {
        if (block is not null)
            _blocks.Add(block);
    }

    public void Add(IEnumerable<AlloyBlock> blocks)
    {
        foreach (var block in blocks)
            Add(block);
    }

    /// <summary>The text, as <c>alloy fmt</c> leaves it.</summary>
    /// <exception cref="AlloyException">Alloy would refuse it; the message names everything that is wrong.</exception>
    public string Render()
    {
        var mistakes = Mistakes().ToList();
        return mistakes.Count == 0 ? AlloyWriter.Write(_blocks) : throw new AlloyException(string.Join("\n", mistakes));
    }

    public IEnumerator<AlloyBlock> GetEnumerator() => _blocks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<string> Mistakes()
    {
        var components = _blocks.OfType<AlloyComponent>().ToList();
        foreach (var block in _blocks)
        {
            if (block is not AlloyComponent && !AlloyComponentKind.ConfigurationBlocks.Contains(block.Name))
                yield return $"{block.Title} is no kind of component or of configuration block that is known here.";
        }

        foreach (var same in _blocks.GroupBy(block => block.Title).Where(same => same.Count() > 1))
            yield return $"{same.Key} is there {same.Count()} times.";

        foreach (var block in _blocks)
        {
            foreach (var reference in References(block).Distinct())
            {
                if (!components.Any(component => component.Kind == reference.Kind && component.Label == reference.Label))
                    yield return $"{block.Title} refers to {reference}, but there is no {reference.Kind.Name} \"{reference.Label}\".";
            }
        }
    }

    private static IEnumerable<AlloyReference> References(AlloyBlock block) => block.Statements.SelectMany(statement => statement switch
    {
        AlloyAttribute attribute => References(attribute.Value),
        AlloyNested nested => References(nested.Block),
        _ => [],
    });

    private static IEnumerable<AlloyReference> References(AlloyValue value) => value switch
    {
        AlloyReference reference => [reference],
        AlloyList list => list.Items.SelectMany(References),
        AlloyMap map => map.Entries.SelectMany(entry => References(entry.Value)),
        AlloyCall call => call.Arguments.SelectMany(References),
        _ => [],
    };
}
