namespace Pulumi;

/// <summary>What a program is told of its surroundings.</summary>
internal sealed record DeploymentSettings(string Organization, string Project, string Stack, string? RootDirectory, bool IsDryRun)
{
    private const string DefaultOrganization = "organization";

    public static DeploymentSettings Of(Testing.TestOptions? options) => new(
        options?.OrganizationName ?? DefaultOrganization,
        options?.ProjectName ?? "project",
        options?.StackName ?? "stack",
        options?.RootDirectory,
        options?.IsPreview ?? true);

    /// <summary>Reads what an engine puts into the environment.</summary>
    /// <returns>Null if no engine has started the program.</returns>
    public static (DeploymentSettings Settings, string Monitor, string Engine)? FromEnvironment()
    {
        if (Get("PULUMI_MONITOR") is not { } monitor
            || Get("PULUMI_ENGINE") is not { } engine
            || Get("PULUMI_PROJECT") is not { } project
            || Get("PULUMI_STACK") is not { } stack
            || !bool.TryParse(Get("PULUMI_DRY_RUN"), out var isDryRun)
            || !bool.TryParse(Get("PULUMI_QUERY_MODE"), out _)
            || !int.TryParse(Get("PULUMI_PARALLEL"), out _))
        {
            return null;
        }

        var settings = new DeploymentSettings(
            Get("PULUMI_ORGANIZATION") ?? DefaultOrganization, project, stack, Get("PULUMI_ROOT_DIRECTORY"), isDryRun);
        return (settings, monitor, engine);
    }

    private static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
