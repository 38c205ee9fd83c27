using System.Net.Sockets;
using Docker.DotNet;
using Infra.Health;
using Infra.Health.Live;
using Infra.Health.Snapshot;
using Infra.Shared;
using Spectre.Console;

if (args is ["dashboards", .. var rest])
    return await SnapshotCommand.RunAsync(rest);

if (args.Any(argument => argument is "-h" or "--help"))
{
    Console.WriteLine(HealthOptions.Usage);
    return ExitCode.Ok;
}

var (options, mistake) = HealthOptions.Parse(args, Environment.GetEnvironmentVariable("PULUMI_STACK"));
if (options is null)
{
    Console.Error.WriteLine($"{mistake}\n{HealthOptions.Usage}");
    return ExitCode.Usage;
}

var host = DockerHost.Address;
using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
try
{
    using var docker = DockerHost.Connect(host);
    using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };
    var containers = new StackContainers(docker);
    var found = await containers.FindAsync(options.Stack, limit.Token);
    if (found.Count == 0)
    {
        Console.Error.WriteLine(SafeText.Visible(
            $"Stack '{options.Stack}' has no containers on the Docker engine at {host}. Bring it up with: ./infra up -s {options.Stack}"));
        return ExitCode.Unhealthy;
    }

    using var secured = found.FirstOrDefault(container => container.Secured) is { } member
        && await containers.ReadFileAsync(member.Id, SecuredHttp.AuthorityFile, limit.Token) is { } authorities
        ? SecuredHttp.Create(authorities)
        : null;
    var probe = new ReadinessProbe(http, secured, containers);
    var readiness = Task.WhenAll(found.Select(container => probe.AskAsync(container, limit.Token)));
    var (settling, pause) = (TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(500));
    var prometheus = found.FirstOrDefault(container => container.Component == "prometheus") switch
    {
        { IsRunning: true, Secured: true } running => await new SecuredPrometheus(running, secured, containers).ReadAsync(settling, pause, limit.Token),
        { IsRunning: true } running => await PrometheusView.ReadSettledAsync(path => PrometheusApi.ReadAsync(running, path, http, containers, limit.Token), settling, pause),
        _ => null,
    };
    var report = HealthReport.Judge(options.Stack, [.. found.Zip(await readiness)], prometheus);
    if (options.Deep)
        report = report with { Reasons = [.. report.Reasons, .. await DeepAsync(found, containers, http, secured, limit.Token)] };

    if (options.Json)
        Console.WriteLine(HealthDisplay.ToJson(report));
    else
        HealthDisplay.WriteTable(AnsiConsole.Console, report);
    return report.IsHealthy ? ExitCode.Ok : ExitCode.Unhealthy;
}
catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException or DockerApiException)
{
    Console.Error.WriteLine(
        $"The Docker engine at {SafeText.Visible(host)} does not answer: {SafeText.Visible(failure.GetBaseException().Message)}\nStart it, or set DOCKER_HOST to where it is.");
    return ExitCode.DockerUnreachable;
}

// Of the last hour: what has just been deployed has no more.
static async Task<IReadOnlyList<string>> DeepAsync(
    IReadOnlyList<ServiceContainer> found, StackContainers containers, HttpClient http, HttpClient? secured, CancellationToken cancellation)
{
    var (stack, problem) = await LiveStack.OpenAsync(found, containers, http, secured, cancellation);
    if (stack is null)
        return [problem!];
    var range = LiveRange.Until(DateTimeOffset.UtcNow, TimeSpan.FromHours(1), stack.Scope.ScrapeInterval.Value);
    return await new DeepHealth(stack.Stores, stack.Scope, range).FindAsync(cancellation);
}
