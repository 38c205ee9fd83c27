using Infra.Components.Containers;
using Infra.Components.Postgres;
using Infra.Configs;
using Infra.Configs.Lakehouse;
using Infra.Configs.Lakehouse.Dagster;
using Infra.Configs.Lakehouse.Nessie;
using Infra.Configs.Lakehouse.Trino;
using Pulumi;

namespace Infra.Components.Lakehouse;

/// <summary>What the demo is made of.</summary>
internal sealed record LakehouseDemoArgs
{
    /// <summary>How the container of each service runs.</summary>
    public required Func<string, ContainerProfile> Profile { get; init; }

    /// <summary>The Postgres that Nessie and Dagster keep everything in.</summary>
    public required PostgresServer Postgres { get; init; }

    /// <summary>The role that owns what they keep.</summary>
    public required string DatabaseUser { get; init; }

    public required Output<string> DatabasePassword { get; init; }

    public required string Database { get; init; }

    /// <summary>MinIO's root user.</summary>
    public required string AccessKey { get; init; }

    /// <summary>Its password.</summary>
    public required Output<string> SecretKey { get; init; }

    /// <summary>Where Trino and Nessie send their traces; null for none.</summary>
    public DemoTracing? Tracing { get; init; }

    /// <summary>Where Trino posts its queries; null for nowhere.</summary>
    public DemoQueries? QueryLog { get; init; }
}

/// <summary>Who takes the demo's queries.</summary>
/// <param name="Url">Where they are posted.</param>
/// <param name="Identity">Certificate and private key, as PEM, to be shown there; null for plain HTTP.</param>
/// <param name="Authority">The authority that the other side's certificate must come from, as PEM; null for plain HTTP.</param>
internal sealed record DemoQueries(string Url, Output<string>? Identity, Output<string>? Authority);

/// <summary>A small lakehouse on top of a Postgres: MinIO, Nessie, Trino, and Dagster with a pipeline, each after what it depends on.</summary>
internal sealed class LakehouseDemo : ComponentResource
{
    private const string QueryLogIdentityFile = "query-log.pem";
    private const string QueryLogAuthorityFile = "query-log-ca.pem";

    public MinioServer Minio { get; }

    public NessieServer Nessie { get; }

    public TrinoServer Trino { get; }

    public DagsterServer Webserver { get; }

    public DagsterServer Daemon { get; }

    public LakehouseDemo(string name, LakehouseDemoArgs args, ComponentResourceOptions? options = null)
        : base("phlo:lakehouse:LakehouseDemo", name, options)
    {
        var postgres = args.Postgres.Service;
        Minio = new MinioServer(ServiceNames.Minio, new MinioServerArgs
        {
            Profile = args.Profile(ServiceNames.Minio),
            User = args.AccessKey,
            Password = args.SecretKey,
        }, Inside());
        Nessie = new NessieServer(ServiceNames.Nessie, new NessieServerArgs
        {
            Profile = args.Profile(ServiceNames.Nessie),
            Config = new NessieConfig($"{postgres.Address}/{args.Database}", args.DatabaseUser, Minio.Service.Address, args.AccessKey, args.Tracing),
            DatabasePassword = args.DatabasePassword,
            SecretKey = args.SecretKey,
            After = [postgres, Minio.Service],
        }, Inside());
        Trino = new TrinoServer(ServiceNames.Trino, new TrinoServerArgs
        {
            Profile = args.Profile(ServiceNames.Trino),
            Config = new TrinoConfig(TrinoServer.Port, Nessie.Service.Address, Minio.Service.Address, args.AccessKey, args.Tracing, QueryLog(args.QueryLog)),
            SecretKey = args.SecretKey,
            Secrets = QueryLogSecrets(args.QueryLog),
            After = [Nessie.Service],
        }, Inside());
        // The tables are made by whoever comes first; the other one waits until they are.
        Webserver = Dagster(ServiceNames.DagsterWebserver, DagsterRole.Webserver, args, [postgres], "dagster-web");
        Daemon = Dagster(ServiceNames.DagsterDaemon, DagsterRole.Daemon, args, [Webserver.Service, Trino.Service]);

        RegisterOutputs();
    }

    private DagsterServer Dagster(
        string name, DagsterRole role, LakehouseDemoArgs args, IReadOnlyList<ContainerService> after, params string[] aliases) =>
        new(name, new DagsterServerArgs
        {
            Profile = args.Profile(name),
            Role = role,
            Config = new DagsterConfig(ServiceNames.Postgres, PostgresServer.Port, args.Database, args.DatabaseUser),
            DatabasePassword = args.DatabasePassword,
            After = after,
            Aliases = aliases,
        }, Inside());

    private static DemoQueryLog? QueryLog(DemoQueries? queries) => queries is null ? null : new DemoQueryLog(queries.Url)
    {
        Files = queries.Identity is null ? null : new QueryLogFiles($"{TrinoServer.SecretsPath}/{QueryLogIdentityFile}", $"{TrinoServer.SecretsPath}/{QueryLogAuthorityFile}"),
    };

    private static Dictionary<string, Output<string>> QueryLogSecrets(DemoQueries? queries) => queries is not { Identity: { } identity, Authority: { } authority } ? [] :
        new() { [QueryLogIdentityFile] = identity, [QueryLogAuthorityFile] = authority };

    private ComponentResourceOptions Inside() => new() { Parent = this };
}
