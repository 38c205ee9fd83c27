using System.Globalization;
using System.Runtime.InteropServices;
using Infra.Bench;

// dotnet infra-bench.dll ROOT [ROUNDS [GROUP]]: run by eng/bench.sh, which builds first.
var root = Path.GetFullPath(args.ElementAtOrDefault(0) ?? ".");
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
var group = args.ElementAtOrDefault(2);
if (group is not null && !Suite.Groups.Contains(group))
{
    Console.Error.WriteLine($"There is no group '{group}' of benchmarks: {string.Join(", ", Suite.Groups)}.");
    return 2;
}

using var interrupt = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    // What was brought up is removed before the end.
    context.Cancel = true;
    interrupt.Cancel();
}
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var suite = new Suite(root, rounds, group, line => Console.Error.WriteLine(line));
    await suite.RunAsync(interrupt.Token);
    Console.WriteLine(suite.Conditions);
    Console.WriteLine();
    Table.Write(Console.Out, suite.Rows);
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted");
    return 130;
}
catch (BenchException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
