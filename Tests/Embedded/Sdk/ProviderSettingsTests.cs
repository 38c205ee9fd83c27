using Infra.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumiverse.Grafana;

namespace Infra.Tests.Embedded.Sdk;

[Collection(ProcessEnvironment.Name)]
public sealed class ProviderSettingsTests
{
    [Fact]
    public async Task Settings_that_the_program_leaves_open_come_from_the_environment()
    {
        using var environment = new EnvironmentScope(
            ("GRAFANA_URL", "http://grafana:3000"), ("GRAFANA_AUTH", "admin:secret"), ("GRAFANA_RETRIES", "5"),
            ("GRAFANA_INSECURE_SKIP_VERIFY", "1"), ("GRAFANA_RETRY_WAIT", "soon"));
        var args = new ProviderArgs();
        Assert.Equal("http://grafana:3000", await OutputUtilities.GetValueAsync(args.Url!.ToOutput()));
        Assert.Equal("admin:secret", await OutputUtilities.GetValueAsync(args.Auth!.ToOutput()));
        Assert.True(await Output.IsSecretAsync(args.Auth!.ToOutput()));
        Assert.Equal(5, await OutputUtilities.GetValueAsync(args.Retries!.ToOutput()));
        Assert.True(await OutputUtilities.GetValueAsync(args.InsecureSkipVerify!.ToOutput()));
        Assert.Null(args.RetryWait);
        Assert.Null(args.OrgId);
    }
}
