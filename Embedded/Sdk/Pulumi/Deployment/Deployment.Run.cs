using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

public sealed partial class Deployment
{
    public static Task<int> RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return Task.FromResult(NoOutputs);
    });

    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
    {
        await func().ConfigureAwait(false);
        return NoOutputs;
    });

    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) => RunWithEngineAsync(() =>
    {
        var stack = new Stack(options);
        stack.Publish(Output.Create(RunInsideAsync(func)));
        return stack;
    });

    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => RunWithEngineAsync(() => PublishProperties(CreateStack<TStack>()));

    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return RunWithEngineAsync(() => PublishProperties(GetStack<TStack>(serviceProvider)));
    }

    private static IDictionary<string, object?> NoOutputs => ImmutableDictionary<string, object?>.Empty;

    // What the program throws at once is to end where everything else that it throws does.
    private static async Task<IDictionary<string, object?>> RunInsideAsync(Func<Task<IDictionary<string, object?>>> func)
        => await func().ConfigureAwait(false);

    private static TStack CreateStack<TStack>()
        where TStack : Stack
        => (TStack)Activator.CreateInstance(
            typeof(TStack), BindingFlags.DoNotWrapExceptions | BindingFlags.Instance | BindingFlags.Public, binder: null, args: null, culture: null)!;

    private static TStack GetStack<TStack>(IServiceProvider services)
        where TStack : Stack
        => services.GetService(typeof(TStack)) as TStack
            ?? throw new InvalidOperationException($"The service provider has no {typeof(TStack)}; register the stack's type with it.");

    private static TStack PublishProperties<TStack>(TStack stack)
        where TStack : Stack
    {
        stack.PublishProperties();
        return stack;
    }

    private static async Task<int> RunWithEngineAsync(Func<Stack> createStack)
    {
        if (DeploymentSettings.FromEnvironment() is not var (settings, monitor, engine))
        {
            await Console.Error.WriteLineAsync("Program run without the Pulumi engine available; start it with the command that deploys the project.").ConfigureAwait(false);
            return Environment.ExitCode = ExitCodes.Failed;
        }

        var connection = new EngineConnection(monitor, engine);
        var deployment = new Deployment(settings, connection, connection);
        Enter(deployment);
        var exitCode = await deployment.RunAsync(() => Task.FromResult(createStack())).ConfigureAwait(false);
        // A program may forget to return it.
        if (exitCode != ExitCodes.Ok)
            Environment.ExitCode = exitCode;
        return exitCode;
    }

    // Only for the asynchronous method that calls it and what that starts.
    private static void Enter(Deployment deployment)
    {
        if (CurrentInstance.Value is not null)
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");
        CurrentInstance.Value = new(deployment);
    }
}
