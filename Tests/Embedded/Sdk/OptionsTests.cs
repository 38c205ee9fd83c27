using Pulumi;
using Pulumi.Utilities;

namespace Infra.Tests.Embedded.Sdk;

public sealed class OptionsTests
{
    [Fact]
    public async Task In_a_merge_single_values_of_the_second_win_and_lists_are_joined()
    {
        var first = new CustomResourceOptions
        {
            Version = "1",
            Protect = true,
            DeleteBeforeReplace = true,
            ImportId = "i",
            IgnoreChanges = { "a" },
            ReplaceOnChanges = { "r" },
            AdditionalSecretOutputs = { "s" },
            HideDiffs = { "h" },
            Aliases = { new Alias { Name = "old" } },
            CustomTimeouts = new() { Create = TimeSpan.FromMinutes(1) },
        };
        var second = new CustomResourceOptions
        {
            Version = "2",
            RetainOnDelete = true,
            DeleteBeforeReplace = false,
            IgnoreChanges = { "b" },
            AdditionalSecretOutputs = { "t" },
            PluginDownloadURL = "u",
            Id = "id",
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.Equal("2", merged.Version);
        Assert.True(merged.Protect);
        Assert.True(merged.RetainOnDelete);
        Assert.False(merged.DeleteBeforeReplace);
        Assert.Equal("i", merged.ImportId);
        Assert.Equal("u", merged.PluginDownloadURL);
        Assert.Equal(["a", "b"], merged.IgnoreChanges);
        Assert.Equal(["r"], merged.ReplaceOnChanges);
        Assert.Equal(["s", "t"], merged.AdditionalSecretOutputs);
        Assert.Equal(["h"], merged.HideDiffs);
        Assert.Single(merged.Aliases);
        Assert.Equal(TimeSpan.FromMinutes(1), merged.CustomTimeouts!.Create);
        Assert.Equal("id", await OutputUtilities.GetValueAsync(merged.Id.ToOutput()));
    }

    [Fact]
    public void A_merge_changes_neither_of_its_two()
    {
        var first = new CustomResourceOptions { IgnoreChanges = { "a" } };
        var second = new CustomResourceOptions { IgnoreChanges = { "b" } };

        CustomResourceOptions.Merge(first, second).IgnoreChanges.Add("c");

        Assert.Equal(["a"], first.IgnoreChanges);
        Assert.Equal(["b"], second.IgnoreChanges);
    }

    [Fact]
    public void A_merge_with_nothing_is_a_copy()
    {
        var options = new CustomResourceOptions { Version = "1" };

        Assert.Equal("1", CustomResourceOptions.Merge(options, null).Version);
        Assert.Equal("1", CustomResourceOptions.Merge(null, options).Version);
        Assert.NotSame(options, CustomResourceOptions.Merge(options, null));
    }

    [Fact]
    public async Task A_component_has_one_provider_per_package_the_last_one_named()
    {
        await Pulumi.Deployment.TestAsync(new RecordingMocks(), RecordingMocks.Update, () =>
        {
            var (first, second) = (new TestProvider("first"), new TestProvider("second"));
            var merged = ComponentResourceOptions.Merge(new() { Providers = { first } }, new() { Providers = { second } });
            Assert.Same(second, Assert.Single(merged.Providers));
        });
    }

    [Fact]
    public async Task Children_inherit_protection_and_provider_but_not_what_they_are_given_themselves()
    {
        var mocks = new RecordingMocks();
        await Pulumi.Deployment.TestAsync(mocks, RecordingMocks.Update, () =>
        {
            var (inherited, own) = (new TestProvider("inherited"), new TestProvider("own"));
            var parent = new Site("site", new() { Provider = inherited, Protect = true });
            _ = new Server("other", new() { Name = "x" }, new() { Parent = parent, Provider = own });
        });

        Assert.EndsWith("::inherited::inherited-id", mocks["site-server"].Provider, StringComparison.Ordinal);
        Assert.EndsWith("::own::own-id", mocks["other"].Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_and_providers_together_are_refused()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Pulumi.Deployment.TestAsync(new RecordingMocks(), RecordingMocks.Update, () =>
        {
            var provider = new TestProvider("p");
            _ = new Site("site", new() { Provider = provider, Providers = { provider } });
        }));

        Assert.Contains("'provider' and 'providers'", exception.Message, StringComparison.Ordinal);
    }
}
