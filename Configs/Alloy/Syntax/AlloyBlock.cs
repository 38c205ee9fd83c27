using System.Collections;
using System.Text.RegularExpressions;

namespace Infra.Configs.Alloy.Syntax;

/// <summary>A statement in a block: an attribute or a further block.</summary>
internal abstract record AlloyStatement;

/// <summary>A name that is set to a value.</summary>
internal sealed record AlloyAttribute(string Name, AlloyValue Value) : AlloyStatement;

/// <summary>A block within a block.</summary>
internal sealed record AlloyNested(AlloyBlock Block) : AlloyStatement;

/// <summary>
/// A block of Alloy's configuration: its name and what is in it, in the order in which it is written. An attribute without
/// a value and a block that is null are left out, so that a model's optional parts need no condition of their own.
/// </summary>
internal class AlloyBlock : IEnumerable<AlloyStatement>
{
    private readonly List<AlloyStatement> _statements = [];

    /// <param name="name">The name with its dots, such as <c>stage.regex</c>.</param>
    /// <param name="comment">Says why, in a line of its own above the block.</param>
    public AlloyBlock(string name, string? comment = null)
    {
        AlloyNames.Check(name.Split('.'), $"the block {name}");
        Name = name;
        Comment = comment;
    }

    public string Name { get; }

    public string? Comment { get; }

    /// <summary>The name and the label by which messages speak of it.</summary>
    public virtual string Title => Name;

    public IReadOnlyList<AlloyStatement> Statements => _statements;

    public void Add(string attribute, AlloyValue? value)
    {
        AlloyNames.Check([attribute], $"{Title}: the attribute {attribute}");
        if (value is null)
            return;
        if (_statements.OfType<AlloyAttribute>().Any(other => other.Name == attribute))
            throw new AlloyException($"{Title} sets {attribute} twice.");

        _statements.Add(new AlloyAttribute(attribute, value));
    }

    public void Add(AlloyBlock? block)
    {
        if (block is AlloyComponent component)
            throw new AlloyException($"{component.Title} is a component and stands in no other block, but was put into {Title}.");
        if (block is not null)
            _statements.Add(new AlloyNested(block));
    }

    public void Add(IEnumerable<AlloyBlock> blocks)
    {
        foreach (var block in blocks)
            Add(block);
    }

    public IEnumerator<AlloyStatement> GetEnumerator() => _statements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A part of the pipeline: a block of a known kind with a label of its own, whose exports others use.</summary>
internal sealed class AlloyComponent : AlloyBlock
{
    public AlloyComponent(AlloyComponentKind kind, string label, string? comment = null)
        : base(kind.Name, comment)
    {
        AlloyNames.Check([label], $"the label {label} of {kind.Name}");
        Kind = kind;
        Label = label;
    }

    public AlloyComponentKind Kind { get; }

    public string Label { get; }

    public override string Title => $"{Kind.Name} \"{Label}\"";

    /// <summary>What others get of this component.</summary>
    public AlloyReference Export(string name) =>
        Kind.Exports.Contains(name)
            ? new AlloyReference(Kind, Label, name)
            : throw new AlloyException($"{Title} exports no {name}, only {string.Join(", ", Kind.Exports)}.");
}

/// <summary>A configuration that Alloy would refuse, found before Alloy sees it.</summary>
internal sealed class AlloyException(string message) : InvalidOperationException(message);

/// <summary>What Alloy's grammar takes for a name.</summary>
internal static partial class AlloyNames
{
    public static bool IsIdentifier(string text) => Identifier().IsMatch(text);

    public static void Check(IEnumerable<string> names, string what)
    {
        if (!names.All(IsIdentifier))
            throw new AlloyException($"{what}: expected letters, digits and underscores that begin with no digit.");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
