using System.Globalization;
using System.Text;
using System.Text.Json;
using Infra.Configs.Json;
using Infra.Stacks.Gate;

namespace Infra.Stacks.Settings;

/// <summary>
/// Reads settings one after the other and collects every mistake, so that a person who mends a file mends it once.
/// A mistake leaves the default in place; nothing is deployed with it, because <see cref="ThrowIfMistaken"/> comes last.
/// </summary>
internal sealed class SettingReader(SettingSource source)
{
    /// <summary>The word for «what is usual in this environment», which is what every setting has that is not given.</summary>
    public const string Auto = "auto";

    /// <summary>The word for «there is none», where a setting can be without.</summary>
    public const string None = "none";

    private const int ShownLength = 60;

    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly List<GivenCredential> _credentials = [];
    private readonly SortedDictionary<string, List<string>> _mistakes = new(StringComparer.Ordinal);
    private readonly Lazy<MachineFacts> _machine = new(source.Machine);

    /// <summary>Every setting that has been asked for.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>The value that a setting was given; null for none and for <c>auto</c>.</summary>
    public string? Given(string key)
    {
        _known.Add(key);
        var text = source.Get(key)?.Trim();
        return text is null or "" or Auto ? null : text;
    }

    /// <summary>A value that is a secret whether or not the stack's file says so: it is never shown.</summary>
    public string? GivenSecret(string key)
    {
        _secrets.Add(key);
        return Given(key);
    }

    /// <summary>The places of secrets that were given and are not encrypted: settings, or parts of them.</summary>
    public IEnumerable<string> ReadableSecrets => _secrets.Where(key => Given(key) is not (null or None))
        .Union(_credentials.Select(credential => credential.Path))
        .Where(path => !IsEncrypted(path.Split('.')[0]))
        .Order(StringComparer.Ordinal);

    /// <summary>The settings that are for secrets and were given one, with what they were given.</summary>
    public IEnumerable<KeyValuePair<string, string>> GivenSecrets =>
        _secrets.Where(key => Given(key) is not (null or None)).Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, Given(key)!));

    /// <summary>The settings that are encrypted although whatever they say is shown.</summary>
    public IReadOnlyList<string> MisplacedSecrets =>
        [.. _known.Where(key => IsEncrypted(key) && source.Get(key) is not (null or "" or Auto or None)).Except(_secrets).Except(_credentials.Select(credential => credential.Setting)).Order(StringComparer.Ordinal)];

    /// <summary>Encrypted values that were encrypted for another place, by their paths; none where nobody can tell.</summary>
    public IEnumerable<string> UnboundSecrets => (source.UnboundSecrets ?? [])
        .Select(path => path.StartsWith($"{source.Project}:", StringComparison.Ordinal) ? path[(source.Project.Length + 1)..] : path)
        .Order(StringComparer.Ordinal);

    /// <summary>The settings of providers, by their full keys.</summary>
    public IReadOnlyDictionary<string, string> ProviderSettings => source.ProviderSettings;

    /// <summary>The stack's name.</summary>
    public string Stack => source.Stack;

    /// <summary>What is known of the machine that the stack is on.</summary>
    public MachineFacts Machine => _machine.Value;

    /// <summary>The credentials that were given.</summary>
    public IReadOnlyList<GivenCredential> Credentials => _credentials;

    /// <summary>Remembers a credential, for whoever asks how good they are.</summary>
    public void Note(GivenCredential credential) => _credentials.Add(credential);

    /// <summary>Reads a setting by a parser that answers null for what it cannot read.</summary>
    /// <param name="expectation">Completes «expected …».</param>
    public T Value<T>(string key, T defaultValue, Func<string, T?> parse, string expectation)
        where T : struct
    {
        if (Given(key) is not { } text)
            return defaultValue;

        if (parse(text) is { } value)
            return value;

        Mistake(key, $"expected {expectation}");
        return defaultValue;
    }

    /// <summary>Reads a text that must satisfy a condition.</summary>
    public string Text(string key, string defaultValue, Predicate<string> isValid, string expectation)
    {
        if (Given(key) is not { } text)
            return defaultValue;

        if (isValid(text))
            return text;

        Mistake(key, $"expected {expectation}");
        return defaultValue;
    }

    public bool Flag(string key, bool defaultValue) =>
        Value<bool>(key, defaultValue, text => bool.TryParse(text, out var flag) ? flag : null, "true or false");

    public int Number(string key, int defaultValue, int least, int most) =>
        Value<int>(
            key, defaultValue,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
            $"a whole number from {least} to {most}");

    /// <summary>A TCP port, or 0 for one that is not published.</summary>
    public int Port(string key, int defaultValue) =>
        Value<int>(
            key, defaultValue,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port : null,
            "a port from 1 to 65535, or 0 to publish none");

    public Configs.Duration Duration(string key, Configs.Duration defaultValue, Configs.Duration least, Configs.Duration most) =>
        Value<Configs.Duration>(
            key, defaultValue,
            text => Configs.Duration.TryParse(text) is { } duration && duration >= least && duration <= most ? duration : null,
            $"a duration from {least} to {most}, such as {defaultValue}");

    /// <summary>Reads a text that may also be <c>none</c>, which is what it is by default.</summary>
    public string? Optional(string key, Predicate<string> isValid, string expectation)
    {
        var text = Text(key, None, text => text == None || isValid(text), expectation);
        return text == None ? null : text;
    }

    /// <summary>Reads the address of a web service, with whatever secret is in it; null for <c>none</c>.</summary>
    public Secret? Url(string key) =>
        SecretText(key, IsUrl, "an address that begins with http:// or https://");

    /// <summary>Whether a text is the address of a web service.</summary>
    public static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.Host.Length > 0 && !Expansion.IsIn(text);

    public T OneOf<T>(string key, T defaultValue, params (string Word, T Value)[] choices)
        where T : struct =>
        Value<T>(
            key, defaultValue,
            text => choices.Where(choice => choice.Word == text).Select(choice => (T?)choice.Value).FirstOrDefault(),
            string.Join(" or ", choices.Select(choice => choice.Word)));

    /// <summary>Reads names that are separated by commas; <c>none</c> is none at all.</summary>
    public IReadOnlyList<string> List(string key, IReadOnlyList<string> defaults, Predicate<string> isValid, string expectation)
    {
        if (Given(key) is not { } text)
            return defaults;

        if (ParseList(text, isValid) is { } items)
            return items;

        Mistake(key, $"expected {expectation}");
        return defaults;
    }

    /// <summary>Names that are separated by commas, each once; null if one of them is not valid.</summary>
    public static IReadOnlyList<string>? ParseList(string text, Predicate<string> isValid)
    {
        if (text == None)
            return [];

        var items = text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        return items.TrueForAll(isValid) ? items : null;
    }

    /// <summary>Reads a mapping whose content is for the caller to read; null if it is none or not given.</summary>
    public JsonElement? Structure(string key, string expectation)
    {
        if (Given(key) is not { } text)
            return null;

        using var document = TryParseJson(text);
        if (document is { RootElement.ValueKind: JsonValueKind.Object })
            return document.RootElement.Clone();

        Mistake(key, $"expected {expectation}");
        return null;
    }

    /// <summary>Reads a mapping whose keys are names from a list; other names and values that cannot be read are mistakes.</summary>
    /// <param name="kind">What the names are the names of.</param>
    public IReadOnlyDictionary<string, T> Map<T>(string key, IReadOnlyList<string> names, Func<JsonElement, T?> parse, string expectation, string kind = "service")
        where T : notnull
    {
        var values = new SortedDictionary<string, T>(StringComparer.Ordinal);
        if (Given(key) is not { } text)
            return values;

        using var document = TryParseJson(text);
        if (document is not { RootElement.ValueKind: JsonValueKind.Object })
        {
            Mistake(key, $"expected a mapping of {kind} to {expectation}");
            return values;
        }

        foreach (var entry in document.RootElement.EnumerateObject())
        {
            var path = $"{key}.{entry.Name}";
            if (!names.Contains(entry.Name))
                Mistake(path, entry.Value.ToString(), $"no such {kind}{Suggestion(entry.Name, names)}; expected one of {string.Join(", ", names)}");
            else if (parse(entry.Value) is { } value)
                values[entry.Name] = value;
            else
                Mistake(path, entry.Value.ToString(), $"expected {expectation}");
        }

        return values;
    }

    /// <summary>Reads a mapping of names to entries, in the order of the names.</summary>
    /// <param name="isName">Which names there can be.</param>
    /// <param name="expectation">Completes «expected …» for a name.</param>
    public IReadOnlyList<SettingEntry> Entries(string key, Predicate<string> isName, string expectation)
    {
        if (Structure(key, "a mapping of names to fields") is not { } structure)
            return [];

        var entries = new List<SettingEntry>();
        foreach (var entry in structure.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (isName(entry.Name))
                entries.Add(new SettingEntry(this, key, entry.Name, entry.Value));
            else
                Mistake($"{key}.{entry.Name}", entry.Value.ToString(), $"expected {expectation}");
        }

        return entries;
    }

    /// <summary>Reads a secret; null for <c>none</c>. Whether it is encrypted is what prod's gate asks.</summary>
    public Secret? SecretText(string key, Predicate<string> isValid, string expectation)
    {
        if (GivenSecret(key) is not { } text || text == None)
            return null;

        if (!isValid(text))
            Mistake(key, $"expected {expectation}, or none");

        return new Secret(text);
    }

    /// <summary>Notes what is wrong with a setting's value; the value is shown unless it is a secret.</summary>
    public void Mistake(string key, string problem) => Mistake(key, source.Get(key)?.Trim(), problem);

    /// <summary>Whether the value is encrypted in the stack's file.</summary>
    public bool IsEncrypted(string key) => source.SecretKeys.Contains(key);

    /// <summary>Whether something is wrong with a setting.</summary>
    public bool IsMistaken(string key) => _mistakes.ContainsKey(key);

    /// <summary>Throws one message with all mistakes, if there are any.</summary>
    public void ThrowIfMistaken()
    {
        foreach (var key in source.Keys.Where(key => !_known.Contains(key)))
        {
            // What was meant to be a secret stays one, even under a mistyped name.
            if (NearestName.Of(key, _known) is { } nearest && _secrets.Contains(nearest))
                _secrets.Add(key);

            Mistake(key, $"no such setting{Suggestion(key, _known)}");
        }

        if (_mistakes.Count == 0)
            return;

        var message = new StringBuilder();
        message.Append(CultureInfo.InvariantCulture, $"{source.File}: {(_mistakes.Count == 1 ? "1 setting is" : $"{_mistakes.Count} settings are")} wrong, nothing was changed.\n");
        foreach (var line in _mistakes.Values.SelectMany(lines => lines))
            message.Append(CultureInfo.InvariantCulture, $"  {line}\n");

        message.Append("Every setting is described in docs/configuration.md.");
        throw new Pulumi.RunException(message.ToString());
    }

    /// <summary>Notes what is wrong with a value that the setting has by default or in part. What is said of it first is what there is to mend first.</summary>
    public void Mistake(string key, string? value, string problem) => _mistakes.TryAdd(key, [Line(key, Shown(key, value), problem)]);

    /// <summary>Notes a finding of prod's gate: a line of its own for each, unless the setting cannot be read at all.</summary>
    public void Refuse(IEnumerable<GateFinding> findings)
    {
        foreach (var setting in findings.GroupBy(finding => finding.Setting))
        {
            var lines = setting.Select(finding => Line(finding.Setting, Shown(finding.Setting, finding.Value), $"refused in prod ({finding.Rule}), expected {finding.Expectation}"));
            _mistakes.TryAdd(setting.Key, [.. lines.Distinct()]);
        }
    }

    private string Shown(string key, string? value)
    {
        var setting = key.Split('.')[0];
        var shown = value is null || (_secrets.Contains(setting) && value is Auto or None) ? "(not set)"
            : _secrets.Contains(setting) || IsEncrypted(setting) ? "(secret)"
            : value.Length > ShownLength ? string.Concat(value.AsSpan(0, ShownLength), "…")
            : value;
        return shown.ReplaceLineEndings(" ");
    }

    // A provider's setting has its namespace already.
    private string Line(string key, string shown, string problem) =>
        $"{(key.Split('.')[0].Contains(':', StringComparison.Ordinal) ? "" : $"{source.Project}:")}{key} = {shown}: {problem}";

    private static string Suggestion(string name, IEnumerable<string> names) =>
        NearestName.Of(name, names) is { } nearest ? $", did you mean {nearest}?" : "";

    private static JsonDocument? TryParseJson(string text)
    {
        try
        {
            JsonTexts.Check(Encoding.UTF8.GetBytes(text));
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
