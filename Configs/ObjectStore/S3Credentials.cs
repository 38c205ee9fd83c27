using System.Text.RegularExpressions;

namespace Infra.Configs.ObjectStore;

/// <summary>
/// The file in which the clients of S3 look for a key: AWS' shared credentials file. Loki and Tempo both use MinIO's client, which finds
/// it by an environment variable that holds its path, so that the key is neither in the environment nor in a configuration.
/// </summary>
internal static partial class S3Credentials
{
    public const string FileName = "s3-credentials";

    /// <summary>The environment variable that says where the file is.</summary>
    public const string PathVariable = "AWS_SHARED_CREDENTIALS_FILE";

    /// <summary>What a key may consist of, for messages.</summary>
    public const string Expectation = "letters, digits and any of / + = . _ ~ -";

    /// <summary>The file: as secret as the key.</summary>
    public static string Render(string accessKey, string secretKey) =>
        $"[default]\naws_access_key_id = {accessKey}\naws_secret_access_key = {secretKey}\n";

    /// <summary>Whether a key can stand in the file: to its reader, signs such as # and ; begin a comment, and % a reference.</summary>
    public static bool CanHold(string key) => Key().IsMatch(key);

    [GeneratedRegex("^[A-Za-z0-9/+=._~-]{3,128}$")]
    private static partial Regex Key();
}
