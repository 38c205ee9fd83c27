using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace Infra.Tests.Embedded.Sdk;

/// <summary>Keeps what is asked of it, and answers with the inputs and what a test adds to them.</summary>
internal sealed class RecordingMocks(params (string Name, object Value)[] outputs) : IMocks
{
    private readonly List<MockResourceArgs> _resources = [];

    public Func<MockCallArgs, object>? OnCall { get; init; }

    public Dictionary<string, ImmutableDictionary<string, Output<object?>>> Published { get; } = [];

    public Exception? Failure { get; init; }

    public MockResourceArgs this[string name]
    {
        get
        {
            lock (_resources)
                return Assert.Single(_resources, resource => resource.Name == name);
        }
    }

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        lock (_resources)
            _resources.Add(args);
        if (Failure is not null)
            throw Failure;
        object state = args.Inputs.SetItems(outputs.Select(output => KeyValuePair.Create(output.Name, output.Value)));
        return Task.FromResult(((string?)$"{args.Name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult(OnCall!(args));

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        lock (Published)
            Published[args.Urn] = args.Outputs;
        return Task.CompletedTask;
    }

    public static TestOptions Update => new() { IsPreview = false };

    /// <summary>Makes resources as an update would, and returns what the mocks were asked.</summary>
    public static async Task<RecordingMocks> RunAsync(Action create, params (string Name, object Value)[] outputs)
    {
        var mocks = new RecordingMocks(outputs);
        await Deployment.TestAsync(mocks, Update, create);
        return mocks;
    }
}
