using System.Runtime.CompilerServices;

namespace Infra.Tests.Support;

/// <summary>
/// Compares a text with the file that holds what it should be, beside the test. After a change that was meant,
/// run the tests once with <c>UPDATE_GOLDEN=1</c> and read the difference before it is committed.
/// </summary>
internal static class Golden
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    /// <param name="file">The file's name, in the folder of the test.</param>
    public static void Matches(string actual, string file, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);

        Assert.True(File.Exists(path), $"{file} does not exist; run the tests once with {UpdateVariable}=1 to write it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
