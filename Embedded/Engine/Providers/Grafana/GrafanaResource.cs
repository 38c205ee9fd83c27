using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>
/// One type of resource. A subclass says how Grafana is asked to add, change, show and remove one; what belongs to all
/// of them is here: ids, taking over what an interrupted creation left, finding out what somebody changed by hand.
/// </summary>
internal abstract class GrafanaResource(GrafanaConnection grafana)
{
    public const string OrgProperty = "orgId";

    private const int GeneratedKeyLength = 20;

    private static readonly ImmutableHashSet<string> ChosenByGrafana = ["orgId", "uid"];

    protected GrafanaConnection Grafana => grafana;

    public abstract ResourceSchema Schema { get; }

    /// <summary>What a person calls it: data source.</summary>
    public abstract string Kind { get; }

    /// <summary>Inputs that Grafana never shows again; what is in the state stands.</summary>
    protected virtual ImmutableHashSet<string> WriteOnly => [];

    /// <summary>Lists whose order means nothing, as <see cref="SchemaDiffOptions.Sets"/> has them.</summary>
    protected virtual IReadOnlyDictionary<string, string> Sets => ImmutableDictionary<string, string>.Empty;

    /// <summary>Inputs that Grafana chooses where none is given.</summary>
    protected virtual ImmutableHashSet<string> Computed => ChosenByGrafana;

    /// <summary>Mistakes that the schema does not know of; what is unknown is passed over.</summary>
    public virtual IEnumerable<CheckFailure> Validate(PropertyMap inputs) => [];

    /// <summary>The inputs in one spelling, in which those that mean the same are the same.</summary>
    protected virtual PropertyMap Canonical(PropertyMap inputs) => inputs;

    /// <summary>The key that the inputs give the resource within its organisation; null where Grafana or this provider chooses it.</summary>
    protected abstract string? KeyOf(PropertyMap inputs);

    protected abstract Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation);

    protected abstract Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation);

    /// <summary>What there is, as outputs, among them the inputs that would make it; null where there is nothing.</summary>
    protected abstract Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation);

    protected abstract Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation);

    /// <summary>Outputs that Grafana shows only when it makes the resource; what is in the state stands.</summary>
    protected virtual ImmutableHashSet<string> ShownOnce => [];

    /// <summary>The inputs, without what Grafana has chosen in the places where <paramref name="wanted"/> leaves it to Grafana.</summary>
    protected virtual PropertyMap WithoutChosen(PropertyMap inputs, PropertyMap wanted) => inputs;

    /// <summary>How an id is written.</summary>
    protected virtual string Text(GrafanaId id) => id.ToString();

    protected virtual GrafanaId Read(string id, PropertyMap inputs) => GrafanaId.Parse(id, grafana.Settings.Org);

    public virtual DiffResult Diff(string id, PropertyMap oldInputs, PropertyMap newInputs)
    {
        var diff = SchemaDiff.Compare(Schema, Canonical(WithoutChosen(oldInputs, newInputs)), Canonical(newInputs), Options);
        // Of some the schema does not say that nothing moves to another organisation.
        if (diff.Detailed.TryGetValue(OrgProperty, out var moved))
            diff = diff with { Detailed = diff.Detailed.SetItem(OrgProperty, moved.Replacing()) };
        // Two of one name or uid cannot exist, so the old one goes first; also for what replaceOnChanges makes a replacement.
        var sameKey = KeyOf(newInputs) is { } key && Text(new GrafanaId(OrgOf(newInputs), key)) == id;
        return diff with { DeleteBeforeReplace = diff.HasChanges && (sameKey || HasFixedName(newInputs)) };
    }

    public async Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var id = new GrafanaId(OrgOf(inputs), KeyOf(inputs) ?? GeneratedKey(request.OperationId));
        var once = PropertyMap.Empty;
        try
        {
            var added = await AddAsync(id, inputs, cancellation);
            (id, once) = (id with { Key = added.Key }, added.Once);
        }
        catch (GrafanaApiException failure) when (!failure.IsRefusal)
        {
            // An interrupted creation, or an answer that got lost, has left what we were about to make.
            if (await LookAsync(id, inputs, cancellation) is not { } left)
                throw;
            request.Progress($"{Kind} {id.Key} exists already; it is taken over");
            await ChangeAsync(id, inputs, left, cancellation);
        }
        return await MadeAsync(id, inputs, once, cancellation);
    }

    public async Task<ReadResult?> ReadAsync(string text, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation)
    {
        var id = Read(text, inputs);
        if (await LookAsync(id, inputs, cancellation) is not { } outputs)
            return null;
        return new ReadResult(Text(id), inputs.Count == 0 ? Declared(outputs) : Seen(inputs, outputs), Kept(inputs, oldOutputs, outputs));
    }

    public async Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var id = Read(request.Id, request.NewInputs);
        try
        {
            await ChangeAsync(id, request.NewInputs, request.OldOutputs, cancellation);
        }
        catch (GrafanaApiException failure) when (failure.IsNotFound && KeyOf(request.NewInputs) is not null)
        {
            // Somebody removed it; under the key that the program gives it, it is the same again.
            await AddAsync(id, request.NewInputs, cancellation);
        }
        return await MadeAsync(id, request.NewInputs, request.OldOutputs, cancellation);
    }

    public async Task DeleteAsync(string text, PropertyMap inputs, CancellationToken cancellation)
    {
        try
        {
            await RemoveAsync(Read(text, inputs), inputs, cancellation);
        }
        catch (GrafanaApiException failure) when (failure.IsNotFound)
        {
            // Gone already.
        }
    }

    /// <summary>
    /// What the inputs give a key is simply taken over by the next creation. What was given one by this provider is found by
    /// it, and cannot be another's.
    /// </summary>
    public virtual async Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        if (KeyOf(inputs) is { } named && !Autoname.LooksGenerated(named))
            return null;
        var id = new GrafanaId(OrgOf(inputs), KeyOf(inputs) ?? GeneratedKey(operationId));
        if (await LookAsync(id, inputs, cancellation) is null)
            return null;
        await RemoveAsync(id, inputs, cancellation);
        return $"removed {Kind} {id.Key}, which an interrupted update had left behind";
    }

    protected long OrgOf(PropertyMap inputs) =>
        long.TryParse(inputs.Text(OrgProperty), NumberStyles.None, CultureInfo.InvariantCulture, out var org) && org > 0 ? org : grafana.Settings.Org;

    /// <summary>A key that nobody else chooses and the same operation chooses again, so that what it made is found.</summary>
    protected static string GeneratedKey(string operationId) => $"p{operationId}"[..Math.Min(GeneratedKeyLength, operationId.Length + 1)];

    protected Task<JsonNode?> SendAsync(
        HttpMethod method, string path, GrafanaId id, JsonNode? body, CancellationToken cancellation, bool disableProvenance = false) =>
        grafana.SendAsync(new GrafanaCall(method, path, id.Org) { Body = body, DisableProvenance = disableProvenance }, cancellation);

    protected static string Escaped(string segment) => Uri.EscapeDataString(segment);

    protected static PropertyValue Org(GrafanaId id) => PropertyValue.Of(id.Org.Id());

    /// <summary>Reads what was just made. It exists, so that a failure to read it must not let it be forgotten.</summary>
    private async Task<ResourceResult> MadeAsync(GrafanaId id, PropertyMap inputs, PropertyMap once, CancellationToken cancellation)
    {
        var known = ShownOnce.Aggregate(inputs, (known, name) => once.Get(name) is { } value ? known.Set(name, value) : known);
        try
        {
            return await LookAsync(id, inputs, cancellation) is { } outputs
                ? new ResourceResult(Text(id), Kept(inputs, once, outputs))
                : throw new PartialResourceException(
                    Text(id), known, $"{Kind} {id.Key} was made, but Grafana does not show it. Look whether somebody removes it, then run again.");
        }
        catch (GrafanaApiException failure)
        {
            throw new PartialResourceException(
                Text(id), known, $"{Kind} {id.Key} was made, but cannot be read: Grafana answered {(int)failure.Status}: {failure.Words}. Run again.", failure);
        }
        catch (ProviderUnreachableException failure)
        {
            throw new PartialResourceException(Text(id), known, $"{Kind} {id.Key} was made, but cannot be read: {failure.Message}", failure);
        }
    }

    private SchemaDiffOptions Options => new() { ZeroIsAbsent = true, Sets = Sets, Computed = Computed };

    private bool HasFixedName(PropertyMap inputs) =>
        Schema.Input("name") is not null && inputs.Text("name") is { } name && !Autoname.LooksGenerated(name);

    /// <summary>The outputs, with what Grafana does not show as it was given.</summary>
    private PropertyMap Kept(PropertyMap inputs, PropertyMap once, PropertyMap outputs)
    {
        foreach (var name in WriteOnly)
            outputs = !outputs.ContainsKey(name) && inputs.Get(name) is { } given ? outputs.Set(name, given) : outputs;
        foreach (var name in ShownOnce)
            outputs = once.Get(name) is { } shown ? outputs.Set(name, shown) : outputs;
        return outputs;
    }

    /// <summary>The inputs as they are, save where Grafana shows something that means another thing.</summary>
    private PropertyMap Seen(PropertyMap inputs, PropertyMap outputs)
    {
        var shown = PropertyMap.Of(outputs.Where(pair => Schema.Input(pair.Key) is not null));
        foreach (var name in WriteOnly)
            shown = inputs.Get(name) is { } given && !shown.ContainsKey(name) ? shown.Set(name, given) : shown;
        var drift = SchemaDiff.Compare(Schema, Canonical(WithoutChosen(shown, inputs)), Canonical(inputs), Options).Detailed.Keys
            .Select(PropertyPath.Root).ToHashSet(StringComparer.Ordinal);
        shown = WithoutChosen(shown, inputs);
        return drift.Aggregate(inputs, (seen, name) => shown.Get(name) is { } value ? seen.Set(name, value) : seen.Remove(name));
    }

    /// <summary>The inputs that would make what there is, for taking it into the stack.</summary>
    private PropertyMap Declared(PropertyMap outputs)
    {
        var inputs = PropertyMap.Of(outputs.Where(pair => Schema.Input(pair.Key) is { } schema
            && !(schema.Default is null && pair.Value is StringValue { Value: "" } or NullValue or ListValue { Items.IsEmpty: true } or MapValue { Properties.Count: 0 })));
        return SchemaCheck.Run(Schema, inputs).Inputs;
    }
}

/// <param name="Key">Which Grafana may have chosen.</param>
/// <param name="Once">Outputs that Grafana shows only now.</param>
internal sealed record Added(string Key, PropertyMap Once)
{
    public static implicit operator Added(string key) => new(key, PropertyMap.Empty);
}
