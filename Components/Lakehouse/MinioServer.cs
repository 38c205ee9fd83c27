using Infra.Components.Containers;
using Infra.Configs.Lakehouse;
using Pulumi;

namespace Infra.Components.Lakehouse;

/// <summary>What MinIO is given.</summary>
internal sealed record MinioServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>The root user, which is its access key too.</summary>
    public required string User { get; init; }

    /// <summary>The root user's password, which is its secret key too.</summary>
    public required Output<string> Password { get; init; }
}

/// <summary>MinIO on one drive, with the bucket that the lakehouse's tables are kept in.</summary>
internal sealed class MinioServer : ComponentResource
{
    public const int Port = 9000;
    private const int ConsolePort = 9001;
    private const string DataPath = "/data";
    private const string SecretsPath = "/run/secrets";
    private const string PasswordFile = "minio-password";

    /// <summary>The container and where it is reached.</summary>
    public ContainerService Service { get; }

    public MinioServer(string name, MinioServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:lakehouse:MinioServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            Port = Port,
            // A folder on the drive is a bucket. Made before the server starts, it is there when the server says that it is ready,
            // and after every loss of the data again; and it takes no second container with the root user's password.
            EntryPoint = ["/bin/bash", "-c"],
            Command = [$"mkdir -p {DataPath}/{LakehouseStorage.Bucket} && exec minio server --json --address :{Port} --console-address :{ConsolePort} {DataPath}"],
            Environment = new Dictionary<string, string>
            {
                ["MINIO_ROOT_USER"] = args.User,
                ["MINIO_ROOT_PASSWORD_FILE"] = PasswordFile,
                // Its metrics are for who has a token.
                ["MINIO_PROMETHEUS_AUTH_TYPE"] = "jwt",
                // It asks nobody whether there is a newer one: there is none.
                ["MINIO_UPDATE"] = "off",
            },
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "secrets",
                    MountPath = SecretsPath,
                    SecretFiles = new Dictionary<string, Output<string>> { [PasswordFile] = args.Password },
                },
            ],
            DataPath = DataPath,
            HealthCheck = HealthChecks.Curl(Port, "/minio/health/ready"),
            // The data folder is root's in the image.
            User = "64990:64990",
            TakesOverData = true,
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }
}
