using Infra.Configs.Tls;

namespace Infra.Configs.Grafana;

/// <summary>What Grafana is told at its start. Secrets are no part of this: it reads them from the files of <see cref="GrafanaFiles"/>.</summary>
internal sealed record GrafanaConfig
{
    /// <summary>The port on which it listens.</summary>
    public const int Port = 3000;

    /// <summary>The address by which people reach it, with a slash at its end.</summary>
    public required Uri RootUrl { get; init; }

    /// <summary>How its listener is secured; null for plain HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>The administrator that a new database is given.</summary>
    public required string AdminUser { get; init; }

    /// <summary>Where it keeps its state; null for SQLite in its data folder.</summary>
    public GrafanaDatabase? Database { get; init; }

    /// <summary>How it sends mail; null for not at all.</summary>
    public GrafanaSmtp? Smtp { get; init; }

    /// <summary>Who may read its metrics; null for everybody in its networks.</summary>
    public string? MetricsUser { get; init; }

    /// <summary>
    /// The data sources, as <c>host:port</c>, to which Grafana hands on what a browser asks of them as it is: any path and method, whoever
    /// may look. Others are asked by Grafana's own queries alone. None lets through to all.
    /// </summary>
    public IReadOnlyList<string> ProxiedHosts { get; init; } = [];

    /// <summary>Plugins to be fetched from grafana.com at each start, as <c>id@version</c>. None needs no way out.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Plugins of the image that are not to be loaded.</summary>
    public IReadOnlyList<string> DisabledPlugins { get; init; } = [];
}

/// <summary>A database in a Postgres.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="SslMode">As libpq has it.</param>
/// <param name="VerifiesWithAuthority">Whether the server's certificate is checked with an authority that is given.</param>
internal sealed record GrafanaDatabase(string Address, string Name, string User, string SslMode, bool VerifiesWithAuthority);

/// <summary>A mail server.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="User">Who logs in there; null for nobody.</param>
/// <param name="From">The sender's address.</param>
/// <param name="RequiresTls">Whether the connection must turn to TLS.</param>
internal sealed record GrafanaSmtp(string Address, string? User, string From, bool RequiresTls);
