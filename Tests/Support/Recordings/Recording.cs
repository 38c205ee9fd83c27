using System.Globalization;
using System.Text;

namespace Infra.Tests.Support.Recordings;

/// <summary>A metric of a recording.</summary>
/// <param name="Type">As the type line says: <c>counter</c>, <c>gauge</c>, <c>histogram</c>, <c>summary</c>, <c>untyped</c>.</param>
internal sealed record RecordedFamily(string Name, string Type);

/// <summary>A series of a recording, with its value then.</summary>
internal sealed record RecordedSample(RecordedFamily Family, string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The series without one label, as a text: the same for all buckets of a histogram.</summary>
    public string Without(string label) =>
        Name + string.Concat(Labels.Where(pair => pair.Key != label).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"\n{pair.Key}={pair.Value}"));
}

/// <summary>One scrape of a product: what <c>Tests/Recordings/metrics</c> has of it, in Prometheus' text format or in OpenMetrics.</summary>
internal sealed record Recording
{
    private const string CutMark = "# more of ";
    private const string TypeMark = "# TYPE ";

    /// <summary>The product, by the name of its file.</summary>
    public required string Product { get; init; }

    public required IReadOnlyList<RecordedSample> Samples { get; init; }

    /// <summary>Names that had more series than the recording has, or longer ones.</summary>
    public required IReadOnlySet<string> Cut { get; init; }

    /// <summary>The folder of the recordings.</summary>
    public static string Folder { get; } = Path.Combine(SourceTree.Root, "Tests", "Recordings");

    /// <summary>The products that there are recordings of.</summary>
    public static IReadOnlyList<string> Products { get; } =
        [.. Directory.GetFiles(Path.Combine(Folder, "metrics"), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>As it was recorded.</summary>
    public static Recording Read(string product) => Parse(product, File.ReadLines(Path.Combine(Folder, "metrics", $"{product}.txt")));

    /// <summary>With the names of the pinned version besides, with what is known of the series that were cut off, and with those that are served since.</summary>
    public static Recording Complete(string product) => AddedSeries.AddTo(CutSeries.Complete(PinnedNames.AddTo(Read(product))));

    public static Recording Parse(string product, IEnumerable<string> lines)
    {
        var families = new Dictionary<string, RecordedFamily>(StringComparer.Ordinal);
        var samples = new List<RecordedSample>();
        var cut = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.StartsWith(CutMark, StringComparison.Ordinal))
            {
                cut.Add(line[CutMark.Length..]);
            }
            else if (line.StartsWith(TypeMark, StringComparison.Ordinal))
            {
                var parts = line[TypeMark.Length..].Split(' ');
                families[parts[0]] = new RecordedFamily(parts[0], parts[1]);
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                var sample = new SampleLine(line);
                if (sample.Read(name => FamilyOf(name, families)) is { } read)
                    samples.Add(read);
                else
                    cut.Add(sample.Name);
            }
        }

        return new Recording { Product = product, Samples = samples, Cut = cut };
    }

    // OpenMetrics leaves the ending of a counter out of the type line.
    private static RecordedFamily FamilyOf(string name, Dictionary<string, RecordedFamily> families)
    {
        foreach (var ending in (string[])["", "_total", "_bucket", "_count", "_sum"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal) && families.TryGetValue(name[..^ending.Length], out var family))
                return family;
        }

        return new RecordedFamily(name, "untyped");
    }

    // NAME{LABEL="VALUE",...} VALUE [TIME] [# EXEMPLAR]; of a line, the recordings have the first 400 characters.
    private sealed class SampleLine(string line)
    {
        private int _at;

        public string Name { get; } = line[..line.AsSpan().IndexOfAny('{', ' ')];

        /// <summary>The sample; null for one whose labels are not all there.</summary>
        public RecordedSample? Read(Func<string, RecordedFamily> familyOf)
        {
            _at = Name.Length;
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            if (line[_at] == '{')
            {
                _at++;
                while (line[_at] != '}')
                {
                    var label = Until('=');
                    _at += 2;
                    labels[label] = Quoted();
                    if (_at < line.Length && line[_at] == ',')
                        _at++;
                    if (_at >= line.Length)
                        return null;
                }

                _at++;
            }

            _at++;
            return new RecordedSample(familyOf(Name), Name, labels, Number(Until(' ')));
        }

        private string Until(char end)
        {
            var length = line.AsSpan(_at).IndexOf(end);
            var text = length < 0 ? line[_at..] : line.Substring(_at, length);
            _at += text.Length;
            return text;
        }

        private string Quoted()
        {
            var text = new StringBuilder();
            for (; _at < line.Length && line[_at] != '"'; _at++)
            {
                if (line[_at] != '\\')
                    text.Append(line[_at]);
                else
                    text.Append(line[++_at] == 'n' ? '\n' : line[_at]);
            }

            _at++;
            return text.ToString();
        }

        private static double Number(string text) => text switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
    }
}
