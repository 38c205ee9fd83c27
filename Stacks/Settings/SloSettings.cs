using System.Globalization;
using Infra.Configs;
using Infra.Configs.Slos;

namespace Infra.Stacks.Settings;

/// <summary>Reads what a stack promises otherwise than by default.</summary>
internal static class SloSettings
{
    private const decimal LeastObjective = 50;
    private const decimal MostObjective = 99.999m;

    private static readonly string[] OffWords = ["off", "false"];

    private static readonly string ObjectiveExpectation =
        string.Create(CultureInfo.InvariantCulture, $"a percentage from {LeastObjective} to {MostObjective}, such as 99.5");

    private static readonly Duration LeastWindow = Duration.Days(1);
    private static readonly Duration MostWindow = Duration.Days(90);

    public static IReadOnlyDictionary<string, SloChoice> Read(SettingReader reader)
    {
        var choices = new Dictionary<string, SloChoice>();
        foreach (var entry in reader.Entries("slos", DefaultSlos.IsName, $"one of {string.Join(", ", DefaultSlos.Names)}, or {DefaultSlos.Freshness} and the key of an asset"))
        {
            if (!entry.HasFields)
            {
                if (entry.Texts(OffWords.Contains, "off, or the fields objective, window") is not null)
                    choices[entry.Name] = new SloChoice { Off = true };
                continue;
            }

            var objective = entry.Text("objective", "", text => Percentage(text) is not null, ObjectiveExpectation);
            var window = entry.Text("window", "", text => Window(text) is not null, $"a duration from {LeastWindow} to {MostWindow}, such as 28d");
            entry.End();
            choices[entry.Name] = new SloChoice { Objective = Percentage(objective) / 100, Window = Window(window) };
        }

        return choices;
    }

    private static decimal? Percentage(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= LeastObjective and <= MostObjective ? number : null;

    private static Duration? Window(string text) => Duration.TryParse(text) is { } duration && duration >= LeastWindow && duration <= MostWindow ? duration : null;
}
