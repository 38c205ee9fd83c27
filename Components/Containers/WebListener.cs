using Infra.Configs.Tls;
using Infra.Configs.WebConfig;
using Pulumi;

namespace Infra.Components.Containers;

/// <summary>How Prometheus, Alertmanager and the exporters are told of TLS and of who may come in: all in the same way.</summary>
internal static class WebListener
{
    private const string PasswordFile = "password";
    private const string ProbeFile = "probe.yml";

    /// <summary>The configuration of a client in the container itself: the health check's.</summary>
    public const string ProbePath = $"{WebConfigFiles.Folder}/{ProbeFile}";

    /// <summary>The flags of the service; none where it is not secured.</summary>
    public static IEnumerable<string> Flags(ServiceSecurity? security) => security is null ? [] : [$"--web.config.file={WebConfigFiles.Path}"];

    /// <summary>What the flags refer to.</summary>
    public static IEnumerable<ConfigurationVolumeArgs> Volumes(ServiceSecurity? security)
    {
        if (security is null)
            yield break;

        var credential = security.Credential ?? throw new ArgumentException("This kind of listener knows its callers by their password.", nameof(security));
        yield return new ConfigurationVolumeArgs
        {
            Purpose = "web",
            MountPath = WebConfigFiles.Folder,
            Files = new Dictionary<string, string>
            {
                [ProbeFile] = WebConfigFiles.RenderProbe(new ClientTls("localhost"), credential.User, $"{WebConfigFiles.Folder}/{PasswordFile}"),
            },
            SecretFiles = new Dictionary<string, Output<string>>
            {
                [WebConfigFiles.FileName] = credential.PasswordHash.Apply(hash => WebConfigFiles.Render(new ServerTls(), credential.User, hash)),
                [PasswordFile] = credential.Password,
            },
        };
    }
}
