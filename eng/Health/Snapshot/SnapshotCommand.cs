using System.CommandLine;
using System.CommandLine.Help;
using System.Net.Sockets;
using Docker.DotNet;
using Infra.Configs;
using Infra.Health.Live;
using Infra.Shared;

namespace Infra.Health.Snapshot;

/// <summary><c>./infra dashboards snapshot</c>: what the boards of a running stack show, as one page that needs no network.</summary>
internal static class SnapshotCommand
{
    private const string Usage = "Usage: ./infra dashboards snapshot -s STACK [--to FILE] [--last 6h] [--board UID]";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task<int> RunAsync(string[] args)
    {
        var stack = new Option<string?>("--stack", "-s")
        {
            Description = "The stack: dev, prod or sandbox.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PULUMI_STACK"),
        };
        var file = new Option<string>("--to") { Description = "The file to write.", DefaultValueFactory = _ => "dashboards.html" };
        var length = new Option<string>("--last") { Description = "How far back the charts go, such as 30m or 7d.", DefaultValueFactory = _ => "6h" };
        var only = new Option<string?>("--board") { Description = "One board alone, by its uid, such as phlo-trino." };
        var snapshot = new Command("snapshot", "Writes what each panel shows now as one HTML page: for incident reports, pull requests, and machines without Grafana.")
        {
            stack, file, length, only,
        };
        snapshot.SetAction((parsed, cancellation) => Duration.TryParse(parsed.GetValue(length)!) is { } last && last.TotalSeconds > 0
            ? WriteAsync(parsed.GetValue(stack), parsed.GetValue(file)!, last, parsed.GetValue(only), cancellation)
            : FailAsync(ExitCode.Usage, $"--last = '{parsed.GetValue(length)}': expected a duration such as 30m, 6h or 7d."));
        // By the name that people type, not by the program's.
        var dashboards = new Command("dashboards", "What operators look at.") { snapshot, new HelpOption() };
        var command = dashboards.Parse(args);
        return command.Errors.Count == 0
            ? command.InvokeAsync()
            : FailAsync(ExitCode.Usage, string.Join('\n', command.Errors.Select(error => error.Message).Append(Usage)));
    }

    private static async Task<int> WriteAsync(string? stack, string file, Duration last, string? only, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(stack))
            return await FailAsync(ExitCode.Usage, $"The snapshot needs to know of which stack: -s dev, prod or sandbox.\n{Usage}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            return await WriteAsync(stack, file, last, only, DockerHost.Address, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or TimeoutException or DockerApiException)
        {
            return await FailAsync(ExitCode.DockerUnreachable, $"The Docker engine at {DockerHost.Address} does not answer: {failure.GetBaseException().Message}\nStart it, or set DOCKER_HOST to where it is.");
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(ExitCode.Unhealthy, $"The stores did not answer within {Limit.TotalMinutes:0} minutes.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(ExitCode.Unhealthy, $"--to = '{file}': the file cannot be written: {failure.Message}");
        }
    }

    private static async Task<int> WriteAsync(string stack, string file, Duration last, string? only, string host, CancellationToken cancellation)
    {
        using var docker = DockerHost.Connect(host);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
        var containers = new StackContainers(docker);
        var found = await containers.FindAsync(stack, cancellation);
        if (found.Count == 0)
            return await FailAsync(ExitCode.Unhealthy, $"Stack '{stack}' has no containers on the Docker engine at {host}. Bring it up with: ./infra up -s {stack}");
        using var secured = found.FirstOrDefault(container => container.Secured) is { } member
            && await containers.ReadFileAsync(member.Id, SecuredHttp.AuthorityFile, cancellation) is { } authorities
            ? SecuredHttp.Create(authorities)
            : null;
        var (live, problem) = await LiveStack.OpenAsync(found, containers, http, secured, cancellation);
        if (live is null)
            return await FailAsync(ExitCode.Unhealthy, problem!);

        var boards = ExpectedBoards.In(live.Scope).Where(board => only is null || board.Uid == only).ToList();
        if (boards.Count == 0)
            return await FailAsync(ExitCode.Usage, $"--board = '{only}': this stack has {string.Join(", ", ExpectedBoards.In(live.Scope).Select(board => board.Uid))}.");
        var range = LiveRange.Until(DateTimeOffset.UtcNow, last.Value, live.Scope.ScrapeInterval.Value);
        using var reader = new BoardReader(live.Stores, range, live.Scope.ScrapeInterval);
        var panels = await reader.ReadAsync(boards, cancellation);
        await File.WriteAllTextAsync(file, SnapshotPage.Render(stack, range, boards, panels), cancellation);

        var empty = panels.Count(panel => panel is { WasAsked: true, HasData: false });
        Console.WriteLine($"{Path.GetFullPath(file)}: {boards.Count} boards, {panels.Count} panels, {empty} of them without data.");
        return ExitCode.Ok;
    }

    private static Task<int> FailAsync(int code, string message)
    {
        Console.Error.WriteLine(SafeText.Visible(message));
        return Task.FromResult(code);
    }
}
