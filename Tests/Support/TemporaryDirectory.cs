namespace Infra.Tests.Support;

/// <summary>A folder of a test's own, removed with all that is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("phlo-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        var file = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, content);
        return file;
    }

    public TemporaryDirectory Write(IEnumerable<KeyValuePair<string, string>> files)
    {
        foreach (var (name, content) in files)
        {
            Write(name, content);
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
