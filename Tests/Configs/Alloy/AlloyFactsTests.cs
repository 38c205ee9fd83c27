using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Syntax;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy;

/// <summary>Alloy refuses a configuration with an attribute or block that it does not know; it cannot run here, its facts can.</summary>
public sealed class AlloyFactsTests
{
    public static TheoryData<string> Configs => ["dev", "prod", "remote"];

    [Theory]
    [MemberData(nameof(Configs))]
    public void Know_every_block_and_attribute_that_is_rendered(string name) => Check("", Read(name), AlloyFacts.Blocks);

    [Fact]
    public void Know_every_kind_of_component_and_no_export_is_missing()
    {
        Assert.All(AlloyComponentKind.All, kind => Assert.Contains(kind.Name, AlloyFacts.Blocks.Keys));
        Assert.All(AlloyComponentKind.ConfigurationBlocks, name => Assert.Contains(name, AlloyFacts.Blocks.Keys));
    }

    [Theory]
    [InlineData("loki.wirte \"a\" { }", "loki.wirte")]
    [InlineData("local.file \"a\" { }", "filename")]
    [InlineData("local.file \"a\" {\n\tfilename = \"b\"\n\tsecret = true\n}", "secret")]
    [InlineData("otelcol.processor.batch \"a\" { }", "output")]
    public void Find_what_Alloy_would_refuse(string text, string name)
    {
        var failure = Record.Exception(() => Check("", AlloyReader.Read(text), AlloyFacts.Blocks));

        Assert.Contains(name, failure?.Message);
    }

    private static IReadOnlyList<ReadBlock> Read(string name) => AlloyReader.Read(AlloyFiles.Render(name switch
    {
        "dev" => SampleConfigs.Dev,
        "prod" => SampleConfigs.Prod,
        _ => SampleConfigs.Remote,
    })[AlloyFiles.ConfigFile]);

    private static void Check(string path, IReadOnlyList<ReadBlock> blocks, IReadOnlyDictionary<string, BlockFacts> known)
    {
        foreach (var block in blocks)
        {
            var where = $"{path}{block.Name}";
            Assert.True(known.TryGetValue(block.Name, out var facts), $"Alloy {AlloyFacts.Version} has no block {where}.");
            foreach (var attribute in block.Attributes.Keys)
                Assert.True(facts.Required.Concat(facts.Optional).Contains(attribute), $"{where} has no attribute {attribute} ({facts.Source}).");
            foreach (var attribute in facts.Required)
                Assert.True(block.Attributes.ContainsKey(attribute), $"{where} needs the attribute {attribute} ({facts.Source}).");
            foreach (var nested in facts.RequiredBlocks)
                Assert.True(block.Blocks.Any(candidate => candidate.Name == nested), $"{where} needs the block {nested} ({facts.Source}).");
            Check($"{where} > ", block.Blocks, facts.Blocks);
        }
    }
}
