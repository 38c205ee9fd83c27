using Infra.Components.Containers;
using Infra.Components.Postgres;
using Infra.Configs;
using Pulumi;
using Pulumi.Random;

namespace Infra.Stacks;

// What is watched.
internal sealed partial class ObservabilityStack
{
    private PostgresServer DemoPostgres(ContainerPolicy policy, Output<string> password) => new(ServiceNames.Postgres, new PostgresServerArgs
    {
        Profile = Profile(policy, ServiceNames.Postgres),
        User = _settings.Postgres.User,
        Password = password,
        Database = _settings.Postgres.Database,
    });

    private Output<string> GeneratedPassword()
    {
        if (_settings.Containers.KeepData)
            Log.Warn("keepData keeps the demo's database, and postgresPassword is generated anew after a destroy: set it to have both fit.");

        // Letters and digits alone: what reads a password may give other characters a meaning of their own.
        return new RandomPassword("postgres-password", new RandomPasswordArgs { Length = 32, Special = false }).Result;
    }
}
