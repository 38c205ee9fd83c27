namespace Infra.Stacks.Settings;

/// <summary>A password from the stack's file: on one line. Whether it is encrypted and hard to guess is what prod's gate asks.</summary>
internal static class GivenPassword
{
    /// <param name="user">Whose password it is.</param>
    /// <returns>Null where none is given.</returns>
    public static Secret? Read(SettingReader reader, string key, string user)
    {
        if (reader.GivenSecret(key) is not { } password || password == SettingReader.None)
            return null;

        if (password.Any(char.IsControl))
            reader.Mistake(key, "expected a password on one line");

        reader.Note(new GivenCredential(key, key, user, password));
        return new Secret(password);
    }
}
