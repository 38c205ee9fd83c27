using Infra.Configs.Alloy.Queries;
using Infra.Configs.Tls;

namespace Infra.Configs.Alloy;

/// <summary>What Alloy is told: whose logs it collects, whose traces it takes, and where both go.</summary>
internal sealed record AlloyConfig
{
    /// <summary>The stack, as a label on every line.</summary>
    public required string Stack { get; init; }

    public required LogCollection Logs { get; init; }

    public required LokiTarget Loki { get; init; }

    /// <summary>Null where no queries are taken.</summary>
    public QueryLogCollection? Queries { get; init; }

    /// <summary>Null where no traces are taken.</summary>
    public TraceCollection? Traces { get; init; }

    /// <summary>How Alloy's own page and metrics are secured; null for plain HTTP.</summary>
    public HttpAccess? Http { get; init; }
}

/// <summary>Who may see Alloy's page and metrics.</summary>
/// <param name="PasswordFile">A file that holds the password and nothing else.</param>
internal sealed record HttpAccess(ServerTls Tls, string User, string PasswordFile);

/// <summary>How containers' logs are read.</summary>
internal sealed record LogCollection
{
    /// <summary>The Docker API, such as <c>tcp://socket-proxy:2375</c>.</summary>
    public required string DockerHost { get; init; }

    /// <summary>The age at which a line is not worth sending any more: Loki refuses older ones, and with them their neighbours.</summary>
    public required Duration MaxAge { get; init; }

    /// <summary>How many lines a second a container may write for long; what exceeds it is dropped and counted.</summary>
    public required int LinesPerSecond { get; init; }

    /// <summary>How many lines a container may write at once: enough for what Docker kept of it before Alloy came.</summary>
    public int Burst => LinesPerSecond * 200;
}

/// <summary>A Loki that is written to.</summary>
/// <param name="Url">The address with its path, such as <c>http://loki:3100/loki/api/v1/push</c>.</param>
internal sealed record LokiTarget(string Url)
{
    /// <summary>How long Loki may be away without a line being lost.</summary>
    public required Duration Outage { get; init; }

    /// <summary>The tenant; null for a Loki that has but one.</summary>
    public string? Tenant { get; init; }

    /// <summary>Null for a Loki that asks for no password.</summary>
    public FileCredential? Credential { get; init; }

    /// <summary>The certificate to show and the authority to trust; null for those that everybody trusts, or plain HTTP.</summary>
    public ClientTls? Tls { get; init; }
}

/// <summary>A user whose password is in a file.</summary>
internal sealed record FileCredential(string User, string PasswordFile);

/// <summary>How traces are taken and passed on.</summary>
internal sealed record TraceCollection
{
    /// <summary>The memory in megabytes above which Alloy asks senders to come back later.</summary>
    public required int MemoryLimitMegabytes { get; init; }

    public required TempoTarget Tempo { get; init; }

    /// <summary>Which traces are kept; null keeps all.</summary>
    public TraceSampling? Sampling { get; init; }

    /// <summary>How the listeners are secured; null for plain ones.</summary>
    public OtlpAccess? Access { get; init; }
}

/// <summary>Who may send traces.</summary>
/// <param name="UsersFile">Lines of <c>user:password</c>.</param>
internal sealed record OtlpAccess(ServerTls Tls, string UsersFile);

/// <summary>A Tempo, or anything that takes OTLP by gRPC.</summary>
/// <param name="Address">Host and port.</param>
internal sealed record TempoTarget(string Address)
{
    /// <summary>Whether the connection is not encrypted.</summary>
    public required bool Plain { get; init; }

    /// <summary>The certificate to show and the authority to trust; null for those that everybody trusts.</summary>
    public ClientTls? Tls { get; init; }

    /// <summary>Null for a Tempo that asks for no password.</summary>
    public FileCredential? Credential { get; init; }
}

/// <summary>Which traces are kept besides those with errors, of which all are.</summary>
/// <param name="Percentage">The part that is kept of traces that are neither slow nor in error.</param>
/// <param name="SlowerThan">The duration from which on a trace is slow, and kept.</param>
internal sealed record TraceSampling(decimal Percentage, Duration SlowerThan);
