using Docker.DotNet;
using Docker.DotNet.NativeHttp;

namespace Infra.Shared;

/// <summary>The Docker engine that a stack is on: <c>DOCKER_HOST</c>, which ./infra sets from the stack's <c>docker:host</c>.</summary>
internal static class DockerHost
{
    public static string Address =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock";

    public static DockerClient Connect(string address)
    {
        var host = new Uri(address);
        var builder = new DockerClientBuilder().WithTimeout(Timeout.InfiniteTimeSpan);
        if (host.Scheme != "ssh")
            return builder.WithEndpoint(host).Build();
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
