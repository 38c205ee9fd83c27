using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>
/// A double of a Docker engine in which another container has the name of the one that is to be made, until it is removed; or
/// of one that goes down: it makes the container and says that it failed. Answers nothing but the calls of these two ways, in
/// the words of Docker's API description (v1.41), and all else with an error that ends the test.
/// </summary>
internal sealed partial class DockerDouble : IDisposable
{
    public const string HolderId = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";
    public const string NewId = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

    private readonly HttpListener _listener = new();
    private readonly string _port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
    private readonly string _holder;

    public DockerDouble(string name, string state, string label)
    {
        _holder = $$"""
            {"Id":"{{HolderId}}","Names":["/{{name}}"],"Image":"app","ImageID":"sha256:0","Command":"","Created":1700000000,"Ports":[],"Labels":{"{{label}}":"x"},"State":"{{state}}","Status":"{{state}}"}
            """;
        _listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Whether it makes the container and says that it failed.</summary>
    public bool GoesDown { get; init; }

    /// <summary>Whether it has nothing to tell of what it has.</summary>
    public bool TellsNothing { get; init; }

    public string Address => $"tcp://127.0.0.1:{_port}";

    /// <summary>What was asked to be removed.</summary>
    public List<string> Removed { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var path = Version().Replace(context.Request.Url!.AbsolutePath, "");
                var (status, body) = Answer($"{context.Request.HttpMethod} {path}");
                context.Response.StatusCode = status;
                if (body.Length > 0)
                {
                    context.Response.ContentType = "application/json";
                    context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(body));
                }
                context.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private (int Status, string Body) Answer(string call)
    {
        switch (call)
        {
            case "GET /version":
                return (200, """{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64"}""");
            case "POST /containers/create" when GoesDown:
                return (500, """{"message":"context canceled"}""");
            case "POST /containers/create" when Removed.Count == 0:
                return (409, $$"""{"message":"Conflict. The container name \"/web\" is already in use by container \"{{HolderId}}\". You have to remove (or rename) that container to be able to reuse that name."}""");
            case "POST /containers/create":
                return (201, $$"""{"Id":"{{NewId}}","Warnings":[]}""");
            case "GET /containers/json" when TellsNothing:
                return (500, """{"message":"context canceled"}""");
            case "GET /containers/json":
                return (200, $"[{_holder}]");
            case $"DELETE /containers/{HolderId}":
                Removed.Add(HolderId);
                return (204, "");
            case $"GET /containers/{NewId}/json":
                return (200, $$$"""
                    {"Id":"{{{NewId}}}","Name":"/web","Image":"sha256:0","Created":"2026-01-01T00:00:00Z","Platform":"linux","RestartCount":0,
                     "State":{"Status":"created","Running":false,"Paused":false,"Restarting":false,"OOMKilled":false,"Dead":false,"Pid":0,"ExitCode":0,"Error":"","StartedAt":"0001-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"},
                     "Config":{"Hostname":"web","Image":"app","Labels":{}},"HostConfig":{"NetworkMode":"bridge","RestartPolicy":{"Name":"no"}},"Mounts":[],"NetworkSettings":{"Ports":{},"Networks":{} } }
                    """);
            default:
                return (501, $$"""{"message":"the double does not know {{call}}"}""");
        }
    }

    [GeneratedRegex(@"^/v\d+\.\d+(?=/)")]
    private static partial Regex Version();
}
