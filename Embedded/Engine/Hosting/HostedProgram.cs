using System.Net;
using System.Net.Sockets;
using Embedded.Engine.Planning;
using Embedded.Engine.Protocol;

namespace Embedded.Engine.Hosting;

/// <summary>A program in a process of its own, served over the language protocol.</summary>
internal sealed class HostedProgram(UpdateOptions options, ProgramCommand command) : IProgram
{
    public static HostedProgram Create(UpdateOptions options) => new(options, ProgramCommand.For(options.Project));

    /// <remarks>
    /// The socket listens before the server exists: the program starts at once, and its first call waits in the
    /// backlog for the server, which gets ready meanwhile.
    /// </remarks>
    public async Task<ProgramResult> RunAsync(IResourceMonitor monitor, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var address = $"127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}";

        await using var process = ProgramProcess.Start(command, options, address, line => monitor.Log(Severity.Info, null, line, false));
        await using var server = await MonitorServer.StartAsync(socket, monitor);
        var exitCode = await process.WaitAsync(cancellation);
        await monitor.WaitForWorkAsync();
        return exitCode switch
        {
            0 => new ProgramResult(true),
            ExitCodes.AlreadyReported => new ProgramResult(false),
            _ => new ProgramResult(false, $"The program failed with exit code {exitCode}."),
        };
    }

    private static class ExitCodes
    {
        /// <summary>What an SDK ends with when it has logged its error to the engine.</summary>
        public const int AlreadyReported = 32;
    }
}
