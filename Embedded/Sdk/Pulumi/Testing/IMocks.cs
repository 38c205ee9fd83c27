using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Stands in for the engine and the providers in a test.</summary>
public interface IMocks
{
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    Task<object> CallAsync(MockCallArgs args);

    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource that is to be made or read.</summary>
public class MockResourceArgs
{
    public string? Type { get; set; }

    public string? Name { get; set; }

    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    public string? Provider { get; set; }

    public string? Id { get; set; }
}

/// <summary>A function that is to be called.</summary>
public class MockCallArgs
{
    public string? Token { get; set; }

    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    public string? Provider { get; set; }
}

/// <summary>Outputs that a component or a stack publishes.</summary>
public class MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
{
#pragma warning disable CA1051 // Fields in the official SDK.
    public readonly string Urn = urn;

    public readonly ImmutableDictionary<string, Output<object?>> Outputs = outputs;
#pragma warning restore CA1051
}

/// <summary>Gives every resource its inputs as outputs.</summary>
public class EmptyMocks : IMocks
{
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) => Task.FromResult(((string?)null, (object)args.Inputs));

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);
}

/// <summary>What a program under test is told of its surroundings.</summary>
public class TestOptions
{
    public string? ProjectName { get; set; }

    public string? StackName { get; set; }

    /// <summary>True unless said otherwise: then values that only a deployment brings are unknown.</summary>
    public bool? IsPreview { get; set; }

    public string? OrganizationName { get; set; }

    public string? RootDirectory { get; set; }
}
