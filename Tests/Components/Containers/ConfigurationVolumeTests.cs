using Infra.Components.Containers;

namespace Infra.Tests.Components.Containers;

public sealed class ConfigurationVolumeTests
{
    [Fact]
    public void Has_one_revision_for_the_same_files_in_any_order() => Assert.Equal(
        ConfigurationVolume.Hash(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }),
        ConfigurationVolume.Hash(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }));

    [Fact]
    public void Has_another_revision_for_another_name_content_or_number_of_files()
    {
        string[] revisions =
        [
            ConfigurationVolume.Hash(new Dictionary<string, string> { ["a"] = "1" }),
            ConfigurationVolume.Hash(new Dictionary<string, string> { ["a"] = "2" }),
            ConfigurationVolume.Hash(new Dictionary<string, string> { ["b"] = "1" }),
            ConfigurationVolume.Hash(new Dictionary<string, string> { ["a"] = "1", ["b"] = "" }),
        ];

        Assert.Equal(revisions.Length, revisions.Distinct().Count());
        Assert.All(revisions, revision => Assert.Matches("^[0-9a-f]{8}$", revision));
    }
}
