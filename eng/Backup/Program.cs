using System.Net.Sockets;
using Docker.DotNet;
using Infra.Backup;
using Infra.Shared;

// dotnet infra-backup.dll backup|restore …: run by ./infra.
if (args.Any(argument => argument is "-h" or "--help"))
{
    Console.WriteLine(BackupOptions.Usage);
    return ExitCode.Ok;
}

var (options, mistake) = BackupOptions.Parse(args, Environment.GetEnvironmentVariable("PULUMI_STACK"));
if (options is null)
{
    Console.Error.WriteLine($"{mistake}\n{BackupOptions.Usage}");
    return ExitCode.Usage;
}

var host = DockerHost.Address;
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
try
{
    using var docker = DockerHost.Connect(host);
    var containers = new ContainerSwitch(docker, TimeSpan.FromMinutes(5));
    if (options.Restores is not { } file)
    {
        var path = await new StackBackup(docker, containers, Console.Out).RunAsync(options.Stack!, options.To, interrupt.Token);
        Console.WriteLine($"Backup of stack '{options.Stack}': {path}");
        return ExitCode.Ok;
    }

    var manifest = await BackupArchive.VerifyAsync(file, interrupt.Token);
    var restore = new StackRestore(docker, containers, Console.Out);
    var matched = await restore.MatchAsync(manifest, options.Stack, interrupt.Token);
    if (!options.Yes)
    {
        if (!options.Interactive || Console.IsInputRedirected)
        {
            Console.Error.WriteLine("--yes must be passed in to restore when running in non-interactive mode.");
            return ExitCode.Usage;
        }
        Console.Write(
            $"Replace the data of {string.Join(", ", matched.Select(item => SafeText.Visible(item.Store.Service)))} in stack '{SafeText.Visible(manifest.Stack)}' by that of {manifest.Time:yyyy-MM-dd HH:mm} UTC? (y/N) ");
        if (Console.ReadLine()?.Trim().ToLowerInvariant() is not ("y" or "yes"))
        {
            Console.Error.WriteLine("Not confirmed; nothing was changed.");
            return ExitCode.Failed;
        }
    }
    await restore.RunAsync(file, matched, interrupt.Token);
    Console.WriteLine($"Restored stack '{SafeText.Visible(manifest.Stack)}' as of {manifest.Time:yyyy-MM-dd HH:mm:ss} UTC.");
    return ExitCode.Ok;
}
catch (BackupException failure)
{
    Console.Error.WriteLine(SafeText.Visible(failure.Message));
    return failure.ExitCode;
}
catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted; services that were stopped have been started again.");
    return ExitCode.Interrupted;
}
catch (DockerApiException failure)
{
    Console.Error.WriteLine($"Docker refuses: {SafeText.Visible(failure.Message)}");
    return ExitCode.Failed;
}
catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException or TimeoutException)
{
    Console.Error.WriteLine(
        $"The Docker engine at {SafeText.Visible(host)} does not answer: {SafeText.Visible(failure.GetBaseException().Message)}\nStart it, or set DOCKER_HOST to where it is.");
    return ExitCode.DockerUnreachable;
}
