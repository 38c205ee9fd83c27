using Docker.DotNet;
using Docker.DotNet.NativeHttp;

namespace Infra.Shared;

/// <summary>The Docker engine that a stack is on: <c>DOCKER_HOST</c>, which ./infra sets from the stack's <c>docker:host</c>.</summary>
internal static class DockerHost
{
    public static string Address =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock";

    /// <exception cref="IOException">The address is none.</exception>
    public static DockerClient Connect(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var host))
            throw new IOException($"DOCKER_HOST is '{address}'; expected an address like unix:///var/run/docker.sock or ssh://user@server.example.com");
        var builder = new DockerClientBuilder().WithTimeout(Timeout.InfiniteTimeSpan);
        if (host.Scheme != "ssh")
            return builder.WithEndpoint(host).Build();
        if (SshWords.ProblemOfHost(host) is { } expected)
            throw new IOException($"DOCKER_HOST is '{address}'; expected {expected}, as in ssh://user@server.example.com");
        return builder.WithEndpoint(new Uri("http://localhost")).WithTransportOptions(new NativeHttpTransportOptions
        {
            ConfigureHandler = handler =>
            {
                handler.UseProxy = false;
                handler.ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(SshDockerStream.Connect(host, []));
            },
        }).Build();
    }
}
