using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Embedded.Engine.Configuration;
using Embedded.Engine.Secrets;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using Infra.Shared;

namespace Embedded.Engine.Cli;

/// <summary><c>config</c>, <c>config get|set|rm</c>.</summary>
internal static class ConfigCommands
{
    public static void Fill(Command command)
    {
        var json = new Option<bool>("--json", "-j") { Description = "Write JSON" };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "With secrets in plain text" };
        command.Add(json);
        command.Add(showSecrets);
        command.SetAction(parsed => List(parsed, parsed.GetValue(json), parsed.GetValue(showSecrets)));
        command.Add(GetCommand());
        command.Add(SetCommand());
        command.Add(RemoveCommand());
    }

    private static Command GetCommand()
    {
        var key = Key();
        var path = PathFlag();
        var json = new Option<bool>("--json", "-j") { Description = "Write JSON" };
        var command = new Command("get", "Print a setting, decrypted") { key, path, json };
        command.SetAction(parsed => Get(parsed, parsed.GetValue(key)!, parsed.GetValue(path), parsed.GetValue(json)));
        return command;
    }

    private static Command SetCommand()
    {
        var key = Key();
        var value = new Argument<string?>("value") { Description = "The value; left out, it is asked for or read from standard input", Arity = ArgumentArity.ZeroOrOne };
        var path = PathFlag();
        var secret = new Option<bool>("--secret") { Description = "Encrypt the value; leave it out, and it is asked for and stays out of the shell's history" };
        var plaintext = new Option<bool>("--plaintext") { Description = "Do not encrypt the value (the default)" };
        var command = new Command("set", "Change a setting in the stack file") { key, value, path, secret, plaintext };
        command.SetAction(parsed => Set(
            parsed, parsed.GetValue(key)!, parsed.GetValue(value), parsed.GetValue(path), parsed.GetValue(secret) && !parsed.GetValue(plaintext)));
        return command;
    }

    private static Command RemoveCommand()
    {
        var key = Key();
        var path = PathFlag();
        var command = new Command("rm", "Remove a setting from the stack file") { key, path };
        command.SetAction(parsed => Remove(parsed, parsed.GetValue(key)!, parsed.GetValue(path)));
        return command;
    }

    private static int List(ParseResult parsed, bool json, bool showSecrets)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        var values = new SortedDictionary<string, ConfigNode>(stack.File.Config.ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, declaration) in workspace.Project.Config)
        {
            if (declaration.Default is { } byDefault)
                values.TryAdd(key, byDefault);
        }
        string Text(ConfigNode node) => showSecrets && node.IsSecure ? node.Text(Decryption(stack)) : node.Masked();
        if (json)
        {
            Console.Out.WriteLine(Json(writer =>
            {
                writer.WriteStartObject();
                foreach (var (key, node) in values)
                {
                    writer.WritePropertyName(key);
                    WriteValue(writer, node, node.IsSecure && !showSecrets ? null : Text(node));
                }
                writer.WriteEndObject();
            }));
            return ExitCode.Ok;
        }
        Table.Write(Console.Out, ["KEY", "VALUE"], [.. values.Select(pair => new[] { Short(workspace, pair.Key), Text(pair.Value) })]);
        return ExitCode.Ok;
    }

    private static int Get(ParseResult parsed, string key, bool isPath, bool json)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        var (fullKey, inside) = Split(workspace, key, isPath);
        var setting = stack.File.Config.GetValueOrDefault(fullKey) ?? workspace.Project.Config.GetValueOrDefault(fullKey)?.Default;
        var node = ConfigPath.Get(setting, inside.AsSpan()) ?? throw NotFound(stack, key);
        var text = node.Text(Decryption(stack));
        // A program wants the very value; at a terminal it must not drive that.
        var shown = Console.IsOutputRedirected ? text : SafeText.Visible(text);
        Console.Out.WriteLine(json ? Json(writer => WriteValue(writer, node, text)) : shown);
        return ExitCode.Ok;
    }

    private static int Set(ParseResult parsed, string key, string? value, bool isPath, bool secret)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        var (fullKey, inside) = Split(workspace, key, isPath);
        var plain = value ?? ReadValue(parsed, key, secret);
        var text = File.Exists(stack.File.Path) ? YamlReading.ReadFile(stack.File.Path) : "";
        var editor = new StackFileEditor(stack.File.Name, workspace.Project.FullKey);
        ConfigNode node = isPath ? ConfigPath.Coerce(plain) : new ConfigScalar(ScalarKind.String, plain);
        string? newSalt = null;
        if (secret)
        {
            var crypter = Encryption(stack);
            node = new ConfigSecure(crypter.EncryptFor(SecretPlace.Of(fullKey, inside), plain));
            newSalt = stack.File.Salt is null ? crypter.SaltText : null;
        }
        try
        {
            text = editor.Set(text, fullKey, inside, node);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
        if (newSalt is not null)
            text = editor.SetSalt(text, newSalt);
        Save(stack, text);
        if (secret && value is not null)
            Messages.Warning(
                $"The secret stood on the command line: it is in the shell's history, and every user of this machine could read it. Leave it out, "
                + $"and it is asked for; or pipe it in: 'config set --secret {key} < FILE'. Remove it from the history, or set another one.");
        return ExitCode.Ok;
    }

    private static int Remove(ParseResult parsed, string key, bool isPath)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        var (fullKey, inside) = Split(workspace, key, isPath);
        var text = File.Exists(stack.File.Path) ? YamlReading.ReadFile(stack.File.Path) : "";
        Save(stack, new StackFileEditor(stack.File.Name, workspace.Project.FullKey).Remove(text, fullKey, inside) ?? throw NotFound(stack, key));
        return ExitCode.Ok;
    }

    private static (string Key, ImmutableArray<PropertyPathStep> Inside) Split(Workspace workspace, string key, bool isPath)
    {
        try
        {
            if (!isPath)
                return (workspace.Project.FullKey(key), []);
            var (name, inside) = ConfigPath.Split(key);
            return (workspace.Project.FullKey(name), inside);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>The value of standard input, or of the terminal; the line end behind it does not belong to it.</summary>
    private static string ReadValue(ParseResult parsed, string key, bool secret)
    {
        if (!Console.IsInputRedirected)
        {
            return GlobalOptions.IsInteractive(parsed)
                ? secret ? Questions.Secret($"Value of {key}:") : Console.ReadLine() ?? ""
                : throw new UsageException($"No value is given for '{key}'.");
        }
        return Console.In.ReadToEnd().TrimEnd('\n', '\r');
    }

    private static Func<string, string> Decryption(StackSession stack) => ciphertext =>
        stack.Secrets.For(
            stack.File.Salt ?? throw new ConfigurationException(
                $"{stack.File.Name} has encrypted values but no encryptionsalt; restore it from your version control."),
            stack.File.Name).Decrypt(ciphertext);

    /// <summary>By the stack file's salt, else by the state's, so that one passphrase opens both.</summary>
    private static PassphraseCrypter Encryption(StackSession stack)
    {
        if (stack.File.Salt is { } salt)
            return stack.Secrets.For(salt, stack.File.Name);
        stack.Store.Open();
        return stack.Store.Salt is { } stateSalt
            ? stack.Secrets.For(stateSalt, stack.Store.File)
            : stack.Secrets.ForNewSalt();
    }

    private static void Save(StackSession stack, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(stack.File.Path)!);
        AtomicFile.Write(stack.File.Path, Encoding.UTF8.GetBytes(text), ownerOnly: false);
    }

    private static void WriteValue(Utf8JsonWriter writer, ConfigNode node, string? text)
    {
        writer.WriteStartObject();
        if (text is not null)
        {
            writer.WriteString("value", text);
            if (node.IsObject)
            {
                writer.WritePropertyName("objectValue");
                writer.WriteRawValue(text);
            }
        }
        writer.WriteBoolean("secret", node.IsSecure);
        writer.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact with { Indented = true }))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Short(Workspace workspace, string key) =>
        key.StartsWith(workspace.Project.Name + ":", StringComparison.Ordinal) ? key[(workspace.Project.Name.Length + 1)..] : key;

    private static ConfigurationException NotFound(StackSession stack, string key) =>
        new($"Stack '{stack.Reference}' has no setting '{key}' in {stack.File.Name}.");

    private static Argument<string> Key() => new("key") { Description = "Name of the setting, of another namespace as namespace:name" };

    private static Option<bool> PathFlag() => new("--path") { Description = "The key is a path into a setting: name.inner[0]" };
}
