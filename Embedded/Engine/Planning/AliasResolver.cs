namespace Embedded.Engine.Planning;

/// <summary>Finds under what other names a resource may stand in the state, its parents' former names included.</summary>
internal sealed class AliasResolver(string stack, string project)
{
    // New name to the old one that was found in the state.
    private readonly Dictionary<string, string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _claimed = new(StringComparer.Ordinal);

    /// <summary>The candidates, in the order in which they count.</summary>
    public IEnumerable<string> Candidates(ResourceGoal goal)
    {
        var own = goal.Aliases.Select(alias => Collapse(goal, alias)).ToList();
        foreach (var urn in own)
            yield return urn;
        if (goal.Parent is not { } parent || !_used.TryGetValue(parent, out var formerParent))
            yield break;
        yield return Inherited(goal.Type, goal.Name, parent, formerParent);
        foreach (var urn in own)
            yield return Inherited(Urns.Type(urn), Urns.Name(urn), parent, formerParent);
    }

    /// <exception cref="RegistrationException">Another resource has taken that name over already.</exception>
    public void Use(string urn, string alias)
    {
        if (!_claimed.TryAdd(alias, urn))
            throw new RegistrationException(
                $"{urn} and {_claimed[alias]} both say that they were {alias}. Take the alias off one of them.");
        _used[urn] = alias;
    }

    public string? ClaimedBy(string urn) => _claimed.GetValueOrDefault(urn);

    private string Collapse(ResourceGoal goal, ResourceAlias alias)
    {
        if (alias.Urn is { } whole)
            return whole;
        var parent = alias.NoParent ? null
            : alias.Parent is { } other ? _used.GetValueOrDefault(other, other)
            : goal.Parent;
        return Urns.Create(alias.Stack ?? stack, alias.Project ?? project, parent, alias.Type ?? goal.Type, alias.Name ?? goal.Name);
    }

    // A child that is called after its parent was called after the parent's former name.
    private string Inherited(string type, string name, string parent, string formerParent)
    {
        var parentName = Urns.Name(parent);
        var formerName = name.StartsWith(parentName, StringComparison.Ordinal) ? Urns.Name(formerParent) + name[parentName.Length..] : name;
        return Urns.Create(stack, project, formerParent, type, formerName);
    }
}
