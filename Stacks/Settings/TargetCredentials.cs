using Infra.Configs.Lakehouse;

namespace Infra.Stacks.Settings;

/// <summary>Reads what a target wants to know, with the same rules for all.</summary>
internal sealed class TargetCredentials(SettingReader reader)
{
    /// <summary>Reads a password or key that somebody chose; null for none.</summary>
    /// <param name="user">Whose it is: it must not be built of that name.</param>
    public Secret? Read(string key, string user)
    {
        if (reader.GivenSecret(key) is not { } text || text == SettingReader.None)
            return null;

        return Check(key, key, text, user);
    }

    /// <summary>Reads a token that a machine made; null for none.</summary>
    public Secret? ReadToken(string key)
    {
        if (reader.GivenSecret(key) is not { } text || text == SettingReader.None)
            return null;

        return Check(key, key, text, user: null);
    }

    /// <summary>Checks the form of a secret; whether it is strong enough is what prod's gate asks.</summary>
    /// <param name="setting">The setting that it stands in.</param>
    /// <param name="path">Its own place in there.</param>
    /// <param name="user">Whose it is; null for a token.</param>
    public Secret? Check(string setting, string path, string text, string? user)
    {
        const string shown = "(secret)";
        if (text.Length == 0 || text.Any(char.IsControl) || text != text.Trim())
        {
            reader.Mistake(path, shown, "expected a secret on one line, without spaces around it");
            return null;
        }

        reader.Note(new GivenCredential(setting, path, user, text));
        return new Secret(text);
    }
}

/// <summary>As whom MinIO is asked for its metrics.</summary>
/// <param name="AccessKey">The user; the demo's MinIO has it for its root user.</param>
/// <param name="SecretKey">Its secret key; null where it is not known.</param>
/// <param name="Token">What is sent along; null where the metrics are public.</param>
internal sealed record MinioIdentity(string AccessKey, Secret? SecretKey, Secret? Token)
{
    public static MinioIdentity Read(SettingReader reader, TargetCredentials credentials)
    {
        var accessKey = reader.Text("minioAccessKey", "minio", text => text.Length <= 128 && !text.Any(char.IsControl), "the access key of a user with the permission admin:Prometheus");
        var secretKey = credentials.Read("minioSecretKey", accessKey);
        var isPublic = reader.OneOf("minioAuth", secretKey is null, ("jwt", false), ("public", true));
        if (!isPublic && secretKey is null && reader.Given("minioSecretKey") is null)
            reader.Mistake("minioSecretKey", "expected the secret key of minioAccessKey, of which the token is made; set it with: ./infra config set --secret minioSecretKey");

        return new MinioIdentity(accessKey, secretKey, isPublic || secretKey is null ? null : new Secret(MinioToken.Mint(accessKey, secretKey.Value)));
    }
}
