using System.Collections.Immutable;
using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Display;

/// <summary>Steps and values to show, and what a display makes of them.</summary>
internal static class DisplayTest
{
    public const string ContainerType = "docker:index/container:Container";
    public const string StackUrn = "urn:pulumi:sandbox::phlo::pulumi:pulumi:Stack::phlo-sandbox";

    public static readonly UpdateStarted Preview = new(UpdateKind.Preview, "phlo", "sandbox", DryRun: true);
    public static readonly UpdateStarted Up = new(UpdateKind.Up, "phlo", "sandbox", DryRun: false);

    public static async Task<string> ShowAsync(DisplayOptions options, params EngineEvent[] events)
    {
        var output = new StringWriter();
        await using (var display = DisplayFactory.Create(options with { Output = output }))
        {
            foreach (var engineEvent in events)
                display.Emit(engineEvent);
        }
        return output.ToString();
    }

    public static Task<string> ShowAsync(params EngineEvent[] events) =>
        ShowAsync(new DisplayOptions { Kind = UpdateKind.Preview }, events);

    /// <summary>The lines that <c>--diff</c> shows for a container whose inputs change.</summary>
    public static string Diff(PropertyMap before, PropertyMap after, params (string Path, DiffKind Kind)[] diff)
    {
        var text = new StyledText(color: false);
        new StepDiff(new ValueText(new SecretMask()), text).Write(Update(before, after, diff), indent: 0);
        return text.Take();
    }

    public static string Urn(string name, string type = ContainerType) => $"urn:pulumi:sandbox::phlo::{type}::{name}";

    public static ResourceState State(string name, PropertyMap inputs, string? id = null, string type = ContainerType) => new()
    {
        Urn = Urn(name, type),
        Type = type,
        Custom = true,
        Id = id,
        Inputs = inputs,
        Parent = StackUrn,
    };

    public static Step Create(string name, PropertyMap? inputs = null, string type = ContainerType) =>
        Step(StepOperation.Create, null, State(name, inputs ?? PropertyMap.Empty, type: type));

    public static Step Same(string name)
    {
        var state = State(name, PropertyMap.Empty);
        return Step(StepOperation.Same, state, state);
    }

    public static Step Update(PropertyMap before, PropertyMap after, params (string Path, DiffKind Kind)[] diff) =>
        Step(StepOperation.Update, State("web", before), State("web", after), diff);

    public static Step Step(
        StepOperation operation, ResourceState? before, ResourceState? after, params (string Path, DiffKind Kind)[] diff)
    {
        var state = (after ?? before)!;
        return new Step(operation, state.Urn, state.Type, before, after,
            diff.ToImmutableSortedDictionary(pair => pair.Path, pair => pair.Kind, StringComparer.Ordinal),
            [.. diff.Where(pair => pair.Kind.IsReplacing()).Select(pair => pair.Path)]);
    }

    public static UpdateFinished Finished(UpdateKind kind, params (StepOperation Operation, int Count)[] changes) =>
        new(kind, true, TimeSpan.FromSeconds(1.44), changes.ToImmutableSortedDictionary(pair => pair.Operation, pair => pair.Count));

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static PropertyMap Map(params (string Name, PropertyValue Value)[] values) => PropertyMap.Of(values);

    public static PropertyValue Object(params (string Name, PropertyValue Value)[] values) => PropertyValue.Of(Map(values));

    public static PropertyValue List(params PropertyValue[] items) => PropertyValue.Of(items);

    public static PropertyValue Text(string text) => PropertyValue.Of(text);

    public static PropertyValue Secret(string text) => PropertyValue.Secret(PropertyValue.Of(text));
}
