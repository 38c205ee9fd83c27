using Docker.DotNet;

namespace Infra.Tests.Support;

/// <summary>The Docker engine that tests may use, where there is one.</summary>
public static class DockerEngine
{
    private static readonly Lazy<DockerClient?> Connection = new(Connect);

    /// <summary>Whether an engine answers.</summary>
    public static bool Available => Connection.Value is not null;

    /// <summary>The engine's API, for looking at what the code under test has done.</summary>
    public static DockerClient Client => Connection.Value ?? throw new InvalidOperationException("No Docker engine answers.");

    /// <summary>Skips the running test where no engine answers.</summary>
    public static void SkipUnlessAvailable() =>
        Assert.SkipUnless(Available, "no Docker engine answers (DOCKER_HOST or /var/run/docker.sock)");

    /// <summary>A name that no other test and no other run has.</summary>
    public static string UniqueName(string purpose) => $"phlo-test-{purpose}-{Guid.NewGuid().ToString("N")[..8]}";

    private static DockerClient? Connect()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock";
        if (host.StartsWith("unix://", StringComparison.Ordinal) && !File.Exists(host["unix://".Length..]))
            return null;
        var client = new DockerClientBuilder().WithEndpoint(new Uri(host)).Build();
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            // Not on the test's own thread: what it leaves in the synchronization context must not be waited for.
            Task.Run(() => client.System.PingAsync(limit.Token)).GetAwaiter().GetResult();
            return client;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or DockerApiException or TimeoutException)
        {
            client.Dispose();
            return null;
        }
    }
}
