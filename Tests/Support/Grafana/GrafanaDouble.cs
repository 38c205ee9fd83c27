using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Infra.Tests.Support.Grafana;

/// <summary>
/// A test double of Grafana's HTTP API: a real server in the test's process, with real HTTP and TLS, but none of Grafana's
/// code. It stands here because Grafana itself cannot be had where these tests run. So that it is not simply what the
/// provider makes of it, each call is held against Grafana's published API description (<see cref="ApiFacts"/>): method,
/// path, parameters, and each property of the body. What does not fit is answered with 400 and kept in
/// <see cref="Violations"/>. It answers as Grafana does in what the provider relies on: statuses, uniqueness, what is
/// never shown again, and that alerting refuses calls at the same time.
/// </summary>
internal sealed class GrafanaDouble : IAsyncDisposable
{
    private const string OrgHeader = "X-Grafana-Org-Id";

    private readonly WebApplication _app;
    private readonly GrafanaDoubleOptions _options;
    private readonly ConcurrentDictionary<string, GrafanaOrganization> _organizations = new(StringComparer.Ordinal);
    private int _writing;

    private GrafanaDouble(WebApplication app, GrafanaDoubleOptions options) => (_app, _options) = (app, options);

    /// <summary>Where it listens, as a provider's <c>url</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The credential of its administrator, as a provider's <c>auth</c>.</summary>
    public string Auth => $"{_options.User}:{_options.Password}";

    /// <summary>Every call, in order: <c>POST /datasources</c>.</summary>
    public ConcurrentQueue<GrafanaDoubleCall> Calls { get; } = new();

    /// <summary>The calls that change something: <c>PUT /datasources/uid/loki</c>.</summary>
    public IEnumerable<string> Changes => Calls.Where(call => call.Method != "GET").Select(call => $"{call.Method} {call.Path}");

    /// <summary>What was asked against the published description.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Asked before each call (method and path); an answer is given in place of the call.</summary>
    public Func<string, GrafanaAnswer?> Instead { get; set; } = _ => null;

    /// <summary>Asked after each call was carried out, before it is answered; true cuts the connection off.</summary>
    public Func<string, bool> CutOff { get; set; } = _ => false;

    /// <summary>What is in the first organisation.</summary>
    public GrafanaOrganization Content => Organization("1");

    public GrafanaOrganization Organization(string id) => _organizations.GetOrAdd(id, number => new GrafanaOrganization(number));

    public static async Task<GrafanaDouble> StartAsync(GrafanaDoubleOptions? options = null)
    {
        options ??= new GrafanaDoubleOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.Address, options.Port, listen =>
        {
            if (options.Certificate is { } certificate)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var grafana = new GrafanaDouble(app, options);
        app.Run(grafana.AnswerAsync);
        await app.StartAsync();
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        grafana.Url = $"{(options.Certificate is null ? "http" : "https")}://{(options.Certificate is null ? "127.0.0.1" : "localhost")}:{bound.Port}{options.Subpath}";
        return grafana;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = new Uri(context.Request.GetEncodedUrl()).AbsolutePath;
        if (_options.Subpath.Length > 0 && !path.StartsWith(_options.Subpath, StringComparison.Ordinal))
        {
            context.Response.Redirect(_options.Subpath + path);
            return;
        }
        path = path[_options.Subpath.Length..];
        var call = $"{context.Request.Method} {(path.StartsWith("/api/", StringComparison.Ordinal) ? path[4..] : path)}";
        var answer = Instead(call) ?? await CarryOutAsync(context.Request, path);
        if (CutOff(call))
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.Status;
        if (answer.Body is null)
            return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Body.ToJsonString());
    }

    private async Task<GrafanaAnswer> CarryOutAsync(HttpRequest request, string path)
    {
        if (path == "/api/health")
            return GrafanaAnswer.Ok(new JsonObject { ["database"] = "ok", ["version"] = "13.2.0", ["commit"] = "double" });
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "Not found");
        path = path[4..];
        if (!IsAuthorized(request))
            return GrafanaAnswer.Error(HttpStatusCode.Unauthorized, "Invalid username or password");

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        var body = text.Length == 0 ? null : JsonNode.Parse(text);
        var provenance = request.Headers.TryGetValue("X-Disable-Provenance", out var disabled) && disabled.Count > 0 ? "" : "api";
        Calls.Enqueue(new GrafanaDoubleCall(request.Method, path, body, provenance.Length == 0));
        if (ApiFacts.Published.Find(request.Method, path) is not { } found)
            return Violate($"{request.Method} {path} is no operation of Grafana's API");
        var mistakes = ApiFacts.Published.Mistakes(found.Operation, body)
            .Concat(request.Query.Keys.Except(found.Operation.Query).Select(name => $"it has no parameter {name}"))
            .Concat(provenance.Length == 0 && !found.Operation.Headers.Contains("X-Disable-Provenance") ? ["it takes no X-Disable-Provenance"] : []).ToList();
        if (mistakes.Count > 0)
            return Violate($"{found.Operation.Name}: {string.Join("; ", mistakes)}");

        var asked = new GrafanaRequest(
            found.Operation.Name, found.Parameters, body as JsonObject ?? [], name => request.Query[name].FirstOrDefault(), provenance);
        var organization = Organization(request.Headers[OrgHeader].FirstOrDefault() ?? "1");
        return request.Method == "GET" ? organization.Answer(asked) : await WriteAsync(organization, asked);
    }

    /// <summary>Alerting keeps all of its configuration in one place, and of two who change it at once refuses one.</summary>
    private async Task<GrafanaAnswer> WriteAsync(GrafanaOrganization organization, GrafanaRequest asked)
    {
        var alone = Interlocked.Increment(ref _writing) == 1;
        try
        {
            if (!alone && asked.Operation.Contains("/v1/provisioning/", StringComparison.Ordinal))
                return GrafanaAnswer.Error(HttpStatusCode.Conflict, "the configuration has been changed by someone else");
            // Long enough that calls at the same time do meet.
            await Task.Yield();
            return organization.Answer(asked);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    private bool IsAuthorized(HttpRequest request)
    {
        var given = request.Headers.Authorization.FirstOrDefault() ?? "";
        if (given.StartsWith("Bearer ", StringComparison.Ordinal))
            return given[7..] == _options.Token || _organizations.Values.Any(organization => organization.Knows(given[7..]));
        return given == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Auth));
    }

    private GrafanaAnswer Violate(string violation)
    {
        Violations.Enqueue(violation);
        return GrafanaAnswer.Error(HttpStatusCode.BadRequest, violation);
    }
}

/// <param name="Path">Below <c>/api</c>.</param>
internal sealed record GrafanaDoubleCall(string Method, string Path, JsonNode? Body, bool DisablesProvenance);

/// <summary>How a double is started.</summary>
internal sealed record GrafanaDoubleOptions
{
    /// <summary>Any free one by default.</summary>
    public int Port { get; init; }

    /// <summary>Loopback by default; <see cref="IPAddress.Any"/> where containers are to reach it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public string User { get; init; } = "admin";

    public string Password { get; init; } = "a-password-of-the-double";

    /// <summary>A service account's token that it accepts too.</summary>
    public string Token { get; init; } = "glsa_double";

    /// <summary>With its private key; then it speaks TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What its pages are served under, for instance <c>/grafana</c>.</summary>
    public string Subpath { get; init; } = "";
}
