using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>Changes property by property, where no provider says them, and what options do to those it says.</summary>
internal static class DetailedDiff
{
    public const string InitError = "#initerror";

    public static readonly ImmutableSortedDictionary<string, DiffKind> None = DiffResult.None.Detailed;

    /// <summary>Compares content; whether a value is secret makes no difference.</summary>
    public static ImmutableSortedDictionary<string, DiffKind> Compute(PropertyMap old, PropertyMap @new)
    {
        var changes = None.ToBuilder();
        Compare("", old, @new, changes);
        return changes.ToImmutable();
    }

    /// <summary>Leaves out what <c>ignoreChanges</c> names, and makes replacements of what <c>replaceOnChanges</c> names.</summary>
    public static ImmutableSortedDictionary<string, DiffKind> Apply(
        ImmutableSortedDictionary<string, DiffKind> diff,
        IEnumerable<string> ignoreChanges,
        IEnumerable<string> replaceOnChanges,
        bool hasInitErrors)
    {
        var ignored = Paths(ignoreChanges);
        var replacing = Paths(replaceOnChanges);
        if (ignored.Count == 0 && replacing.Count == 0)
            return diff;
        var result = diff.ToBuilder();
        foreach (var (text, kind) in diff)
        {
            if (!PropertyPath.TryParse(text, out var path))
                continue;
            if (ignored.Any(other => other.Contains(path)))
                result.Remove(text);
            else if (replacing.Any(other => other.Contains(path)))
                result[text] = kind.Replacing();
        }
        if (hasInitErrors && replacing.Any(other => other.Contains(PropertyPath.Parse(InitError))))
            result[InitError] = DiffKind.UpdateReplace;
        return result.ToImmutable();
    }

    // A state that the CLI has written may hold what it tolerates and this engine does not take for a path.
    private static List<PropertyPath> Paths(IEnumerable<string> texts) =>
        [.. texts.Select(text => PropertyPath.TryParse(text, out var path) ? path : null).OfType<PropertyPath>()];

    /// <summary>The same changes seen from the other side: what <c>up</c> would add has gone.</summary>
    public static ImmutableSortedDictionary<string, DiffKind> Invert(ImmutableSortedDictionary<string, DiffKind> diff) =>
        diff.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value switch
            {
                DiffKind.Add or DiffKind.AddReplace => DiffKind.Delete,
                DiffKind.Delete or DiffKind.DeleteReplace => DiffKind.Add,
                _ => DiffKind.Update,
            },
            StringComparer.Ordinal);

    private static void Compare(
        string path, PropertyMap old, PropertyMap @new, ImmutableSortedDictionary<string, DiffKind>.Builder changes)
    {
        foreach (var (name, value) in old)
        {
            if (@new.Get(name) is { } other)
                Compare(PropertyPath.Append(path, name), value, other, changes);
            else
                changes[PropertyPath.Append(path, name)] = DiffKind.Delete;
        }
        foreach (var name in @new.Keys.Where(name => !old.ContainsKey(name)))
            changes[PropertyPath.Append(path, name)] = DiffKind.Add;
    }

    private static void Compare(
        string path, PropertyValue old, PropertyValue @new, ImmutableSortedDictionary<string, DiffKind>.Builder changes)
    {
        switch (old.Unwrapped, @new.Unwrapped)
        {
            case (MapValue first, MapValue second):
                Compare(path, first.Properties, second.Properties, changes);
                break;
            case (ListValue first, ListValue second):
                for (var i = 0; i < Math.Max(first.Items.Length, second.Items.Length); i++)
                {
                    var item = PropertyPath.Append(path, i);
                    if (i >= second.Items.Length)
                        changes[item] = DiffKind.Delete;
                    else if (i >= first.Items.Length)
                        changes[item] = DiffKind.Add;
                    else
                        Compare(item, first.Items[i], second.Items[i], changes);
                }
                break;
            case var (first, second) when !first.WithoutSecrets().Equals(second.WithoutSecrets()):
                changes[path] = DiffKind.Update;
                break;
        }
    }
}
