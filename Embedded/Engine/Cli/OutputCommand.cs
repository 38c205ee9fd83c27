using System.CommandLine;
using System.Text;
using System.Text.Json;
using Embedded.Engine.Configuration;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using Infra.Shared;

namespace Embedded.Engine.Cli;

/// <summary><c>output [NAME]</c>: what the program has exported. Without <c>--show-secrets</c> no passphrase is needed.</summary>
internal static class OutputCommand
{
    private const string StackType = "pulumi:pulumi:Stack";

    public static void Fill(Command command)
    {
        var name = new Argument<string?>("name")
        {
            Description = "Only this output",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json", "-j") { Description = "Write JSON" };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Write secrets in plain text" };
        command.Add(name);
        command.Add(json);
        command.Add(showSecrets);
        command.SetAction((parsed, _) => RunAsync(
            parsed, parsed.GetValue(name), parsed.GetValue(json), parsed.GetValue(showSecrets)));
    }

    private static async Task<int> RunAsync(ParseResult parsed, string? name, bool json, bool showSecrets)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        stack.Store.Open();
        if (stack.Store.Checkpoint is null)
            throw new ConfigurationException($"Stack '{stack.Reference}' has no state yet, so it has no outputs. Run 'up' first.");
        var snapshot = showSecrets
            ? await stack.Store.LoadAsync(forUpdate: false).ConfigureAwait(false)
            : stack.Store.LoadClosed();
        var outputs = snapshot.Resources.FirstOrDefault(resource => resource.Type == StackType)?.Outputs ?? PropertyMap.Empty;
        var secrets = new OutputSecrets(showSecrets);
        if (name is null)
        {
            if (json)
                Console.Out.WriteLine(Json(PropertyValue.Of(outputs), secrets, indented: true));
            else
                WriteAll(outputs, secrets);
            return ExitCode.Ok;
        }
        var value = outputs.Get(name) ?? throw new RefusedException(
            $"Stack '{stack.Reference}' has no output '{name}'. " +
            (outputs.Count > 0 ? $"It has: {string.Join(", ", outputs.Keys)}." : "It has none at all."));
        Console.Out.WriteLine(json ? Json(value, secrets, indented: true) : Text(value, secrets));
        return ExitCode.Ok;
    }

    private static void WriteAll(PropertyMap outputs, OutputSecrets secrets)
    {
        Console.Out.WriteLine($"Current stack outputs ({outputs.Count}):");
        if (outputs.Count == 0)
            Console.Out.WriteLine("    No output values currently in this stack");
        else
            Table.Write(Console.Out, ["OUTPUT", "VALUE"], [.. outputs.Select(pair => new[] { SafeText.Visible(pair.Key), Text(pair.Value, secrets) })], "    ");
    }

    /// <summary>
    /// A string as it is, all else as JSON. What a terminal would obey is written out; who needs it to the byte asks for JSON.
    /// </summary>
    private static string Text(PropertyValue value, OutputSecrets secrets) => value switch
    {
        SecretValue when !secrets.Shown => OutputSecrets.Mask,
        SecretValue secret => Text(secret.Value, secrets),
        StringValue text => SafeText.Visible(text.Value),
        _ => Json(value, secrets, indented: false),
    };

    private static string Json(PropertyValue value, OutputSecrets secrets, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
        {
            PropertyJson.Write(writer, value, secrets);
        }
        if (!indented)
            return Encoding.UTF8.GetString(buffer.ToArray());
        using var document = JsonDocument.Parse(buffer.ToArray(), PropertyJson.Reading);
        using var result = new MemoryStream();
        using (var writer = new Utf8JsonWriter(result, PropertyJson.Compact with { Indented = true }))
        {
            document.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(result.ToArray());
    }

    /// <summary>Secrets as a person or a script wants them: a mask, or the value itself.</summary>
    private sealed class OutputSecrets(bool shown) : ISecretWriter
    {
        public const string Mask = "[secret]";

        public bool Shown { get; } = shown;

        public void Write(Utf8JsonWriter writer, string plaintext)
        {
            if (!Shown)
                writer.WriteStringValue(Mask);
            else
                PropertyJson.Write(writer, SecretJson.Parse(plaintext), this);
        }
    }
}
