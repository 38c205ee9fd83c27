using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a stack against mocks.</summary>
    /// <returns>Every resource that it makes, the stack itself included.</returns>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new()
        => TestStackAsync(mocks, options, () => Task.FromResult<Stack>(PublishProperties(CreateStack<TStack>())));

    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
        => TestStackAsync(mocks, options, () => Task.FromResult<Stack>(PublishProperties(GetStack<TStack>(serviceProvider))));

    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources)
        => (await TestFunctionAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.FromResult(NoOutputs);
        }).ConfigureAwait(false)).Resources;

    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
        => (await TestFunctionAsync(testMocks, testOptions, async () =>
        {
            await createResources().ConfigureAwait(false);
            return NoOutputs;
        }).ConfigureAwait(false)).Resources;

    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources)
        => TestFunctionAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
        => TestFunctionAsync(testMocks, testOptions, createResources);

    /// <returns>Every resource but the stack, and what the function returns.</returns>
    private static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestFunctionAsync(
        IMocks mocks, TestOptions options, Func<Task<IDictionary<string, object?>>> function)
    {
        var outputs = NoOutputs;
        var resources = await TestStackAsync(mocks, options, async () =>
        {
            var stack = new Stack();
            outputs = await function().ConfigureAwait(false);
            return stack;
        }).ConfigureAwait(false);
        return ([.. resources.Where(resource => resource is not Pulumi.Stack)], outputs);
    }

    private static async Task<ImmutableArray<Resource>> TestStackAsync(IMocks mocks, TestOptions? options, Func<Task<Stack>> createStack)
    {
        var settings = DeploymentSettings.Of(options);
        var engine = new MockEngine();
        var monitor = new MockMonitor(mocks, settings);
        var deployment = new Deployment(settings, monitor, engine);
        Enter(deployment);
        await deployment.RunAsync(createStack).ConfigureAwait(false);
        return engine.Failure is { } failure ? throw failure : monitor.Resources;
    }
}
