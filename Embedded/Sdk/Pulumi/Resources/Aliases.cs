namespace Pulumi;

/// <summary>Brings aliases into the form that the engine reads.</summary>
internal static class Aliases
{
    /// <summary>The parts as given, for an engine that fills in the rest and knows the aliases of the parents.</summary>
    public static async Task<IReadOnlyList<Pulumirpc.Alias>> ToSpecsAsync(IEnumerable<Input<Alias>> aliases)
    {
        var result = new List<Pulumirpc.Alias>();
        foreach (var alias in aliases)
        {
            // An alias that is unknown names nothing yet.
            if (await alias.ToOutput().GetValueAsync(whenUnknown: null!).ConfigureAwait(false) is { } resolved)
                result.Add(await ToSpecAsync(resolved).ConfigureAwait(false));
        }

        return result;
    }

    /// <summary>Whole names, those inherited from the parent's aliases included, for an engine that knows nothing else.</summary>
    public static async Task<IReadOnlyList<string>> ToUrnsAsync(IReadOnlyList<Input<Alias>> aliases, string name, string type, Resource? parent)
    {
        var outputs = aliases.Select(alias => ToUrn(alias, name, type, parent)).ToList();
        foreach (var parentAlias in parent?.AliasUrns ?? [])
        {
            var parentName = parent!.GetResourceName();
            outputs.Add(Urn.InheritedChildAlias(name, parentName, parentAlias, type));
            outputs.AddRange(aliases.Select(alias => ToUrn(alias, name, type, parent)
                .Apply(urn => Urn.InheritedChildAlias(Urn.NameOf(urn), parentName, parentAlias, Urn.TypeOf(urn)))));
        }

        var urns = new List<string>();
        foreach (var output in outputs)
            urns.Add(await output.GetValueAsync(whenUnknown: "").ConfigureAwait(false));
        return urns.Where(urn => urn.Length > 0).Distinct().ToArray();
    }

    public static Output<string> ToUrn(Input<Alias> alias, string name, string type, Resource? parent) => alias.Apply(resolved =>
    {
        Check(resolved);
        if (resolved.Urn is { } urn)
            return Output.Create(urn);
        var (aliasParent, aliasParentUrn) = resolved switch
        {
            { Parent: { } other } => (other, null),
            { ParentUrn: { } other } => ((Resource?)null, other),
            { NoParent: true } => (null, null),
            _ => (parent, (Input<string>?)null),
        };
        return Urn.Create(resolved.Name ?? name, resolved.Type ?? type, aliasParent, aliasParentUrn, resolved.Project, resolved.Stack);
    });

    private static void Check(Alias alias)
    {
        var hasPart = alias is not { Name: null, Type: null, Stack: null, Project: null, Parent: null, ParentUrn: null, NoParent: false };
        if (alias.Urn is not null && hasPart)
            throw new ArgumentException("An Alias is given either by its Urn or by its parts, not by both.");
        if ((alias.Parent is null ? 0 : 1) + (alias.ParentUrn is null ? 0 : 1) + (alias.NoParent ? 1 : 0) > 1)
            throw new ArgumentException("Only specify one of 'Parent', 'ParentUrn' or 'NoParent' in an Alias.");
    }

    private static async Task<Pulumirpc.Alias> ToSpecAsync(Alias alias)
    {
        Check(alias);
        if (alias.Urn is not null)
            return new() { Urn = alias.Urn };
        var spec = new Pulumirpc.Alias.Types.Spec
        {
            Name = await ResolveAsync(alias.Name).ConfigureAwait(false),
            Type = await ResolveAsync(alias.Type).ConfigureAwait(false),
            Stack = await ResolveAsync(alias.Stack).ConfigureAwait(false),
            Project = await ResolveAsync(alias.Project).ConfigureAwait(false),
        };
        var parentUrn = await ResolveAsync(alias.Parent is { } parent ? parent.Urn : alias.ParentUrn).ConfigureAwait(false);
        if (parentUrn.Length > 0)
            spec.ParentUrn = parentUrn;
        else if (alias.NoParent)
            spec.NoParent = true;
        return new() { Spec = spec };
    }

    private static async Task<string> ResolveAsync(Input<string>? input)
        => input is null ? "" : await input.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
}
