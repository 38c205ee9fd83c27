using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Embedded.Engine.Configuration;

namespace Embedded.Engine.Cli;

/// <summary>The stack that <c>stack select</c> has chosen for a project folder, in the file where the CLI keeps it.</summary>
internal static class SelectedStack
{
    public static string? Get(ProjectDefinition project)
    {
        var file = FileOf(project);
        if (!File.Exists(file))
            return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.TryGetProperty("stack", out var stack) && stack.GetString() is { Length: > 0 } name ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static void Set(ProjectDefinition project, string? stack)
    {
        var file = FileOf(project);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = File.Create(file);
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        if (stack is not null)
            writer.WriteString("stack", stack);
        writer.WriteEndObject();
    }

    private static string FileOf(ProjectDefinition project)
    {
        var home = Environment.GetEnvironmentVariable("PULUMI_HOME") is { Length: > 0 } directory
            ? directory
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi");
        // The digest that the CLI names the file by; it protects nothing.
#pragma warning disable CA5350
        var digest = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(project.Path)));
#pragma warning restore CA5350
        return Path.Combine(home, "workspaces", $"{project.Name}-{digest}-workspace.json");
    }
}
