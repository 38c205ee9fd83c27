using Pulumirpc;

namespace Pulumi;

/// <summary>Runs a program: against the engine that has started it, or against mocks.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> CurrentInstance = new();

    private Stack? _stack;

    private Deployment(DeploymentSettings settings, IMonitor monitor, IEngine engine)
    {
        Settings = settings;
        Monitor = monitor;
        Engine = engine;
        InFlight = new();
        Log = new(engine, InFlight);
        Features = new(monitor);
        Registrar = new(this);
        Invoker = new(this);
        Config = ConfigValues.FromEnvironment();
        AcceptsResources = Environment.GetEnvironmentVariable("PULUMI_DISABLE_RESOURCE_REFERENCES") is not ("1" or "true" or "TRUE" or "True");
    }

    public static DeploymentInstance Instance
        => CurrentInstance.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal static Deployment Current => Instance.Deployment;

    internal static Deployment? TryCurrent => CurrentInstance.Value?.Deployment;

    internal DeploymentSettings Settings { get; }

    internal IMonitor Monitor { get; }

    internal IEngine Engine { get; }

    internal InFlightTasks InFlight { get; }

    internal EngineLog Log { get; }

    internal MonitorFeatures Features { get; }

    internal ResourceRegistrar Registrar { get; }

    internal FunctionInvoker Invoker { get; }

    internal ConfigValues Config { get; }

    internal bool AcceptsResources { get; }

    internal Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("A resource needs a stack: make resources inside Deployment.RunAsync.");
        set => _stack = value;
    }

    /// <summary>Ends the program unless the engine's version is in the range.</summary>
    public static Task RequirePulumiVersionAsync(string version) => Current.Engine.RequirePulumiVersionAsync(version);

    private async Task<int> RunAsync(Func<Task<Stack>> createStack)
    {
        try
        {
            var stack = await createStack().ConfigureAwait(false);
            if (stack.Published is { } outputs)
                InFlight.Track(outputs.DataTask);
            var failures = await InFlight.WaitAsync().ConfigureAwait(false);
            if (failures.Count > 0)
                return await ReportAsync(failures).ConfigureAwait(false);
            if (Log.HasErrors)
                return ExitCodes.Failed;
            await Monitor.SignalAndWaitForShutdownAsync().ConfigureAwait(false);
            return ExitCodes.Ok;
        }
        catch (Exception exception)
        {
            return await ReportAsync([exception]).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the user what went wrong, each thing once.</summary>
    private async Task<int> ReportAsync(IReadOnlyList<Exception> failures)
    {
        // If the engine is gone or stops, then everything else that fails does so for that reason.
        if (failures.Any(failure => failure is UpdateEndedException))
            return ExitCodes.Reported;
        var gone = failures.FirstOrDefault(failure => failure is EngineGoneException or LogException);
        if (gone is not null)
        {
            await Console.Error.WriteLineAsync(gone.Message).ConfigureAwait(false);
            return ExitCodes.Failed;
        }

        try
        {
            foreach (var failure in failures)
            {
                if (failure is not (RunException or ResourceException { HideStack: true }))
                    await Log.WriteAsync(LogSeverity.Debug, failure.ToString()).ConfigureAwait(false);
                await Log.WriteAsync(LogSeverity.Error, Describe(failure), (failure as ResourceException)?.Resource).ConfigureAwait(false);
            }

            return ExitCodes.Reported;
        }
        catch (LogException exception)
        {
            await Console.Error.WriteLineAsync($"{string.Join(Environment.NewLine, failures.Select(Describe))}{Environment.NewLine}{exception.Message}")
                .ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }

    // Where it happened is for those who ask for debug messages; what happened is for all.
    private static string Describe(Exception failure) => failure switch
    {
        RunException or ResourceException => failure.Message,
        { InnerException: { } inner } => $"The program failed: {failure.GetType().FullName}: {failure.Message} Cause: {inner.GetType().FullName}: {inner.Message}",
        _ => $"The program failed: {failure.GetType().FullName}: {failure.Message}",
    };

    /// <summary>What the engine understands when the program ends.</summary>
    private static class ExitCodes
    {
        public const int Ok = 0;
        public const int Failed = 1;

        /// <summary>The user has been told; nothing needs to be added.</summary>
        public const int Reported = 32;
    }
}
