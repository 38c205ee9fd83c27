using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>What a program talks to while it runs. All members can be called at the same time.</summary>
internal interface IResourceMonitor
{
    /// <summary>Completes when the resource is as the program wants it, or cannot be.</summary>
    Task<Registration> RegisterAsync(ResourceGoal goal);

    Task<Registration> ReadAsync(ReadGoal goal);

    Task RegisterOutputsAsync(string urn, PropertyMap outputs);

    /// <param name="provider"><c>URN::ID</c> of an explicit provider; null for the default one.</param>
    Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, string? provider, string? version, string? pluginDownloadUrl);

    void Log(Severity severity, string? urn, string message, bool ephemeral);

    /// <summary>Completes when everything that has been registered is finished.</summary>
    Task WaitForWorkAsync();
}

/// <summary>A program that declares resources to a monitor.</summary>
internal interface IProgram
{
    /// <summary>Runs it to its end. Cancellation kills it.</summary>
    Task<ProgramResult> RunAsync(IResourceMonitor monitor, CancellationToken cancellation);
}

/// <param name="Error">Why the program did not end well; null where it has said so itself.</param>
internal sealed record ProgramResult(bool Succeeded, string? Error = null);

/// <summary>A registration that cannot be served; the message is for the author of the program.</summary>
internal sealed class RegistrationException(string message) : Exception(message);
