using System.Globalization;
using Infra.Components.Alloy;
using Infra.Components.Containers;
using Infra.Components.Lakehouse;
using Infra.Components.Postgres;
using Infra.Configs;
using Infra.Configs.Alloy;
using Infra.Configs.Lakehouse;
using Pulumi;
using Pulumi.Random;

namespace Infra.Stacks;

// What is watched.
internal sealed partial class ObservabilityStack
{
    // The role that the exporter connects as to a demo that has more than a Postgres.
    private const string DemoWatcher = "phlo_watcher";

    // Where no registry is, there is an image of Postgres alone.
    private bool HasWholeDemo => _settings.Services.Contains(ServiceNames.Trino);

    private PostgresServer DemoPostgres(ContainerPolicy policy, Output<string> password, PostgresWatcher watcher) => new(ServiceNames.Postgres, new PostgresServerArgs
    {
        Profile = Profile(policy, ServiceNames.Postgres),
        User = _settings.Postgres.User,
        Password = password,
        Database = _settings.Postgres.Database,
        Watcher = HasWholeDemo ? watcher : null,
        Aliases = HasWholeDemo ? ["pg"] : [],
    });

    /// <returns>The token by which the demo's MinIO lets its metrics be read.</returns>
    private Output<string> DemoLakehouse(ContainerPolicy policy, PostgresServer postgres, Output<string> password)
    {
        var minio = _settings.Lakehouse.Minio;
        var secretKey = minio.SecretKey?.ToOutput() ?? GeneratedPassword("minio-password");
        _ = new LakehouseDemo("lakehouse", new LakehouseDemoArgs
        {
            // It is there to be watched, not to withstand anything.
            Profile = service => Profile(policy with { Hardened = false }, service),
            Postgres = postgres,
            DatabaseUser = _settings.Postgres.User,
            DatabasePassword = password,
            Database = _settings.Postgres.Database,
            AccessKey = minio.AccessKey,
            SecretKey = secretKey,
            Tracing = DemoTraces(),
            QueryLog = TakesQueries ? new DemoQueries(AlloyServer.QueriesUrl(_settings.Security.Tls), _queryLogClient?.IdentityPem, _authority?.TrustedPem) : null,
        });
        return secretKey.Apply(key => MinioToken.Mint(minio.AccessKey, key));
    }

    // Trino can show no credential to who takes its traces, and speaks to nobody who wants one: with TLS there are none.
    private DemoTracing? DemoTraces()
    {
        var kept = _settings.Services.Contains(ServiceNames.Tempo) || _settings.Traces.Tempo is not null;
        var taken = _settings.Services.Contains(ServiceNames.Alloy) && !_settings.Security.Tls;
        return kept && taken && _settings.Traces.DemoPercentage > 0
            ? new DemoTracing(string.Create(CultureInfo.InvariantCulture, $"http://{ServiceNames.Alloy}:{AlloyFiles.OtlpGrpcPort}"), _settings.Traces.DemoPercentage)
            : null;
    }

    private Output<string> GeneratedPostgresPassword()
    {
        if (_settings.Containers.KeepData)
            Log.Warn("keepData keeps the demo's database, and postgresPassword is generated anew after a destroy: set it to have both fit.");

        return GeneratedPassword("postgres-password");
    }

    // Letters and digits alone: what reads a password may give other characters a meaning of their own.
    private static Output<string> GeneratedPassword(string name) => new RandomPassword(name, new RandomPasswordArgs { Length = 32, Special = false }).Result;
}
