namespace Infra.Stacks.Settings;

/// <summary>A password from the stack's file: on one line, and in prod encrypted and hard to guess.</summary>
internal static class GivenPassword
{
    /// <param name="user">Whose password it is.</param>
    /// <param name="mayBeWeak">Whether somebody else has decided on it.</param>
    /// <returns>Null where none is given.</returns>
    public static Secret? Read(SettingReader reader, string key, StackEnvironment environment, string user, bool mayBeWeak = false)
    {
        if (reader.GivenSecret(key) is not { } password || password == SettingReader.None)
            return null;

        if (password.Any(char.IsControl))
            reader.Mistake(key, "expected a password on one line");
        else if (environment == StackEnvironment.Prod && !reader.IsEncrypted(key))
            reader.Mistake(key, $"expected an encrypted value in prod; set it with: ./infra config set --secret {key}");
        else if (environment == StackEnvironment.Prod && !mayBeWeak && PasswordStrength.IsWeak(password, user))
            reader.Mistake(key, $"too weak for prod, expected {PasswordStrength.Expectation}");

        return new Secret(password);
    }
}
