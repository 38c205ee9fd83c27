using Infra.Tests.Support;
using Pulumi;
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
        Assert.Equal("http://grafana:3000", await ValueAsync(args.Url!.ToOutput()));
        Assert.Equal("admin:secret", await ValueAsync(args.Auth!.ToOutput()));
        Assert.True(await Output.IsSecretAsync(args.Auth!.ToOutput()));
        Assert.Equal(5, await ValueAsync(args.Retries!.ToOutput()));
        Assert.True(await ValueAsync(args.InsecureSkipVerify!.ToOutput()));
        Assert.Null(args.RetryWait);
        Assert.Null(args.OrgId);
    }

    private static Task<T> ValueAsync<T>(Output<T> output)
    {
        var result = new TaskCompletionSource<T>();
        output.Apply(value =>
        {
            result.SetResult(value);
            return value;
        });
        return result.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
