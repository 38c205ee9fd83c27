using Infra.Components.Containers;
using Infra.Images;

// dotnet infra-images.dll FILE [--mirror REGISTRY/PATH] [--check]: run by ./infra images lock.
if (args.Any(argument => argument is "-h" or "--help"))
{
    Console.WriteLine(LockOptions.Usage);
    return ExitCode.Ok;
}

var (options, mistake) = LockOptions.Parse([.. args.Skip(1)]);
if (options is null || args.Length == 0)
{
    Console.Error.WriteLine($"{mistake ?? "The lock file is not given."}\n{LockOptions.Usage}");
    return ExitCode.Usage;
}

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
using var registries = new RegistryClient(RegistryCredentials.OfUser());
try
{
    return await new ImageLocker(registries, ContainerImages.All, Console.Out, Console.Error)
        .RunAsync(args[0], options, interrupt.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine($"Interrupted; {ImageLock.File} is as it was.");
    return 130;
}
