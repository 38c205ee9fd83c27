using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Schema;

public class SchemaDiffTests
{
    private static readonly ResourceSchema Container = DockerSchemas.Find("docker:index/container:Container")!;

    private static readonly SchemaDiffOptions Sets = new()
    {
        Sets = new Dictionary<string, string> { ["envs"] = "", ["labels"] = "label", ["networksAdvanced"] = "name", ["networksAdvanced[*].aliases"] = "" },
        DeleteBeforeReplace = true,
    };

    [Fact]
    public void Equal_inputs_differ_in_nothing() =>
        Assert.Equal(DiffResult.None, Diff(Map(("image", "a"), ("memory", 5)), Map(("image", "a"), ("memory", 5))));

    [Fact]
    public void A_change_is_an_update_or_a_replacement_as_the_schema_says()
    {
        var diff = Diff(Map(("image", "a"), ("memory", 5), ("user", "1")), Map(("image", "b"), ("memory", 6), ("hostname", "h")), Sets);
        Assert.Equal(
            new Dictionary<string, DiffKind>
            {
                ["hostname"] = DiffKind.AddReplace,
                ["image"] = DiffKind.UpdateReplace,
                ["memory"] = DiffKind.Update,
                ["user"] = DiffKind.DeleteReplace,
            },
            diff.Detailed);
        Assert.True(diff.DeleteBeforeReplace);
    }

    [Fact]
    public void Nothing_is_deleted_before_a_mere_update() =>
        Assert.False(Diff(Map(("memory", 5)), Map(("memory", 6)), Sets).DeleteBeforeReplace);

    [Fact]
    public void Names_the_nested_property_that_changed()
    {
        var diff = Diff(
            Map(("ports", List(Map(("internal", 80)))), ("logOpts", Map(("max.size", "1")))),
            Map(("ports", List(Map(("internal", 81)), Map(("internal", 90)))), ("logOpts", Map(("max.size", "2")))));
        Assert.Equal(["logOpts[\"max.size\"]", "ports[0].internal", "ports[1]"], diff.Detailed.Keys);
        Assert.True(diff.RequiresReplacement);
    }

    [Fact]
    public void A_change_inside_something_that_replaces_replaces_too()
    {
        var diff = Diff(
            Map(("mounts", List(Map(("target", "/a"), ("readOnly", false))))), Map(("mounts", List(Map(("target", "/a"), ("readOnly", true))))));
        Assert.Equal(DiffKind.UpdateReplace, Assert.Single(diff.Detailed).Value);
    }

    [Fact]
    public void The_order_of_a_set_means_nothing_also_inside_another_set()
    {
        var diff = Diff(
            Map(("envs", List("A=1", "B=2")), ("networksAdvanced", List(Map(("name", "x"), ("aliases", List("1", "2"))), Map(("name", "y"))))),
            Map(("envs", List("B=2", "A=1")), ("networksAdvanced", List(Map(("name", "y")), Map(("name", "x"), ("aliases", List("2", "1")))))),
            Sets);
        Assert.Empty(diff.Detailed);
    }

    [Fact]
    public void Items_of_a_set_are_told_apart_by_their_key()
    {
        var diff = Diff(
            Map(("labels", List(Map(("label", "a"), ("value", "1")), Map(("label", "b"), ("value", "1"))))),
            Map(("labels", List(Map(("label", "b"), ("value", "2")), Map(("label", "a"), ("value", "1"))))),
            Sets);
        Assert.Equal("labels[0].value", Assert.Single(diff.Detailed).Key);
    }

    [Fact]
    public void The_order_of_a_list_matters() =>
        Assert.Equal(["command[0]", "command[1]"], Diff(Map(("command", List("a", "b"))), Map(("command", List("b", "a")))).Detailed.Keys);

    [Fact]
    public void A_value_that_is_not_known_yet_counts_as_changed() =>
        Assert.Equal(DiffKind.UpdateReplace, Diff(Map(("image", "a")), Map(("image", PropertyValue.Unknown))).Detailed["image"]);

    [Fact]
    public void Secrecy_alone_is_no_difference() =>
        Assert.Empty(Diff(Map(("envs", List("A=1"))), Map(("envs", PropertyValue.Secret(List("A=1"))))).Detailed);

    [Fact]
    public void Empty_collections_are_nothing_given_and_zeros_are_where_the_provider_says_so()
    {
        Assert.Empty(Diff(Map(("image", "a")), Map(("image", "a"), ("envs", List()))).Detailed);
        Assert.NotEmpty(Diff(Map(), Map(("tty", false))).Detailed);
        Assert.Empty(Diff(Map(), Map(("tty", false)), new SchemaDiffOptions { ZeroIsAbsent = true }).Detailed);
        Assert.Equal(DiffKind.Update, Diff(Map(("wait", true)), Map(("wait", false)), new SchemaDiffOptions { ZeroIsAbsent = true }).Detailed["wait"]);
    }

    [Fact]
    public void Ignores_what_it_is_told_to() =>
        Assert.Empty(Diff(Map(("__defaults", List("a")), ("memorySwap", 1)), Map(("memorySwap", 2)), new SchemaDiffOptions { Ignore = new HashSet<string> { "memorySwap" } }).Detailed);

    private static DiffResult Diff(PropertyMap old, PropertyMap @new, SchemaDiffOptions? options = null) =>
        SchemaDiff.Compare(Container, old, @new, options);
}
