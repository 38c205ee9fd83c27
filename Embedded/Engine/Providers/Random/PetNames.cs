namespace Embedded.Engine.Providers.Random;

/// <summary>Names that people can remember: adverbs, an adjective, an animal.</summary>
internal static class PetNames
{
    private static readonly string[] Adverbs =
    [
        "barely", "boldly", "calmly", "clearly", "deeply", "duly", "early", "easily", "fairly", "firmly", "freely", "fully",
        "gently", "gladly", "greatly", "jointly", "justly", "kindly", "largely", "lightly", "loudly", "mainly", "neatly",
        "newly", "openly", "plainly", "quickly", "rarely", "really", "safely", "slowly", "softly", "surely", "truly", "wholly",
    ];

    private static readonly string[] Adjectives =
    [
        "able", "alert", "amber", "ample", "brave", "bright", "brisk", "calm", "careful", "clever", "cosy", "curious", "daring",
        "eager", "fair", "fancy", "fast", "fresh", "gentle", "golden", "grand", "happy", "honest", "humble", "jolly", "keen",
        "kind", "lively", "loyal", "lucky", "mellow", "merry", "mighty", "modest", "noble", "patient", "polite", "proud",
        "quick", "quiet", "rapid", "ready", "rosy", "shiny", "silent", "smooth", "steady", "sunny", "swift", "tidy", "warm",
        "wise", "witty", "young",
    ];

    private static readonly string[] Animals =
    [
        "badger", "beaver", "bison", "bobcat", "camel", "crane", "cricket", "deer", "dolphin", "donkey", "eagle", "falcon",
        "ferret", "finch", "fox", "gecko", "goat", "goose", "hare", "hawk", "hedgehog", "heron", "horse", "ibex", "jackdaw",
        "kestrel", "koala", "lark", "lemur", "lizard", "llama", "lynx", "magpie", "marmot", "mole", "moose", "newt", "otter",
        "owl", "panda", "pelican", "pony", "quail", "rabbit", "raven", "robin", "salmon", "seal", "sparrow", "stork", "swan",
        "tapir", "tortoise", "trout", "walrus", "weasel", "wombat", "wren", "yak", "zebra",
    ];

    public static IEnumerable<string> Draw(RandomSource source, int words)
    {
        for (var index = words; index > 2; index--) yield return source.Pick(Adverbs);
        if (words > 1) yield return source.Pick(Adjectives);
        yield return source.Pick(Animals);
    }
}
