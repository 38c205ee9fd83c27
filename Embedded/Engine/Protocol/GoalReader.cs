using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Planning;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using Pulumirpc;

namespace Embedded.Engine.Protocol;

/// <summary>Reads a registration as it comes from an SDK. Empty texts are the protocol's way of leaving out.</summary>
internal static class GoalReader
{
    public static ResourceGoal Read(RegisterResourceRequest request) => new()
    {
        Type = request.Type,
        Name = request.Name,
        Custom = request.Custom,
        Inputs = StructConverter.FromStruct(request.Object),
        Parent = Optional(request.Parent),
        Provider = Optional(request.Provider),
        Providers = request.Providers.ToImmutableDictionary(StringComparer.Ordinal),
        Version = Optional(request.Version),
        PluginDownloadUrl = Optional(request.PluginDownloadURL),
        Dependencies = Sorted(request.Dependencies),
        PropertyDependencies = request.PropertyDependencies.ToImmutableSortedDictionary(
            pair => pair.Key, pair => Sorted(pair.Value.Urns), StringComparer.Ordinal),
        Protect = request.HasProtect ? request.Protect : null,
        RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
        DeleteBeforeReplace = request.DeleteBeforeReplaceDefined ? request.DeleteBeforeReplace : null,
        IgnoreChanges = Paths("ignoreChanges", request.IgnoreChanges),
        ReplaceOnChanges = Paths("replaceOnChanges", request.ReplaceOnChanges),
        AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
        HideDiff = Paths("hideDiffs", request.HideDiffs),
        Aliases = [.. request.AliasURNs.Select(urn => new ResourceAlias(urn)), .. request.Aliases.Select(ReadAlias)],
        CustomTimeouts = ReadTimeouts(request.CustomTimeouts),
        ImportId = Optional(request.ImportId),
        DeletedWith = Optional(request.DeletedWith),
        ReplaceWith = Sorted(request.ReplaceWith),
        ReplacementTrigger = request.ReplacementTrigger is null ? null : StructConverter.FromValue(request.ReplacementTrigger),
    };

    public static ReadGoal Read(ReadResourceRequest request) => new(request.Type, request.Name, request.Id)
    {
        Inputs = StructConverter.FromStruct(request.Properties),
        Parent = Optional(request.Parent),
        Provider = Optional(request.Provider),
        Version = Optional(request.Version),
        PluginDownloadUrl = Optional(request.PluginDownloadURL),
        Dependencies = Sorted(request.Dependencies),
        AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
    };

    public static ImmutableArray<string> Paths(string option, IReadOnlyCollection<string> paths)
    {
        try
        {
            foreach (var path in paths)
                PropertyPath.Parse(path);
            return [.. paths];
        }
        catch (FormatException exception)
        {
            throw new RegistrationException($"The option {option}: {exception.Message}");
        }
    }

    public static string? Optional(string text) => text.Length == 0 ? null : text;

    /// <summary>A Go duration such as <c>1m30s</c>; a bare number counts seconds.</summary>
    public static TimeSpan? ReadDuration(string text)
    {
        if (text.Length == 0)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        var total = TimeSpan.Zero;
        for (var position = 0; position < text.Length;)
        {
            var unit = position;
            while (unit < text.Length && (char.IsAsciiDigit(text[unit]) || text[unit] == '.'))
                unit++;
            var end = unit;
            while (end < text.Length && !char.IsAsciiDigit(text[end]) && text[end] != '.')
                end++;
            if (!double.TryParse(text.AsSpan(position, unit - position), NumberStyles.Float, CultureInfo.InvariantCulture, out var count))
                throw Invalid();
            total += text[unit..end] switch
            {
                "h" => TimeSpan.FromHours(count),
                "m" => TimeSpan.FromMinutes(count),
                "s" => TimeSpan.FromSeconds(count),
                "ms" => TimeSpan.FromMilliseconds(count),
                "us" or "µs" => TimeSpan.FromMicroseconds(count),
                "ns" => TimeSpan.FromMicroseconds(count / 1000),
                _ => throw Invalid(),
            };
            position = end;
        }
        return total;

        RegistrationException Invalid() => new($"The timeout \"{text}\" is not a duration. Write it like 30s, 5m or 1h30m.");
    }

    // The order in which an SDK collects them varies from run to run; the state's should not.
    private static ImmutableArray<string> Sorted(IEnumerable<string> urns) =>
        [.. urns.Where(urn => urn.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ResourceAlias ReadAlias(Alias alias) => alias.AliasCase == Alias.AliasOneofCase.Urn
        ? new ResourceAlias(alias.Urn)
        : new ResourceAlias(
            Name: Optional(alias.Spec.Name), Type: Optional(alias.Spec.Type),
            Stack: Optional(alias.Spec.Stack), Project: Optional(alias.Spec.Project),
            Parent: Optional(alias.Spec.ParentUrn), NoParent: alias.Spec.NoParent);

    private static CustomTimeouts? ReadTimeouts(RegisterResourceRequest.Types.CustomTimeouts? timeouts) =>
        timeouts is null || (timeouts.Create + timeouts.Update + timeouts.Delete).Length == 0
            ? null
            : new CustomTimeouts(ReadDuration(timeouts.Create), ReadDuration(timeouts.Update), ReadDuration(timeouts.Delete));
}
