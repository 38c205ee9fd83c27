using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>What a container of a service wrote: a case of <c>Tests/Cases/logs</c>.</summary>
internal sealed record LogCase(string File, string Id, string Component, string[] Lines)
{
    /// <summary>Why what the table says is right.</summary>
    public string Reason { get; init; } = "";

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    public static string Folder { get; } = Path.Combine(SourceTree.Root, "Tests", "Cases");

    /// <summary>All cases, by the name that the record of the real products has for them.</summary>
    public static IReadOnlyDictionary<string, LogCase> All { get; } = Directory.GetFiles(Path.Combine(Folder, "logs"), "*.json")
        .Order(StringComparer.Ordinal).SelectMany(Read).ToDictionary(one => $"{one.File}-{one.Id}");

    public static IEnumerable<LogCase> Of(string file) => All.Values.Where(one => one.File == file);

    private static IEnumerable<LogCase> Read(string path) =>
        JsonSerializer.Deserialize<LogCase[]>(System.IO.File.ReadAllText(path), Names)!.Select(one => one with { File = Path.GetFileNameWithoutExtension(path) });
}
