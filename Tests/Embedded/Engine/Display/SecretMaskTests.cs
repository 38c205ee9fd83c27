using System.Collections.Immutable;
using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Display.DisplayTest;

namespace Infra.Tests.Embedded.Engine.Display;

public class SecretMaskTests
{
    [Fact]
    public void A_secret_that_only_the_program_has_told_is_taken_out_of_its_refusal()
    {
        var mask = new SecretMask();
        mask.Learn(new SecretsWanted(Map(("restart", Secret("sometimes")))));

        Assert.Equal("restart: expected one of no, always, found [secret]", mask.Apply("restart: expected one of no, always, found sometimes"));
    }

    [Fact]
    public void Secrets_of_inputs_outputs_and_configuration_are_taken_out_of_texts()
    {
        var mask = new SecretMask();
        mask.LearnConfig(
            ImmutableSortedDictionary<string, string>.Empty.Add("p:a", "plainly").Add("p:b", "from-config").Add("p:c", """{"user":{"key":"inside-json"}}"""),
            ["p:b", "p:c"]);
        mask.Learn(new StepStarted(Create("web", Map(("list", List(Text("open"), Object(("deep", Secret("nested-input")))))))));
        mask.Learn(new StackOutputs(Map(("a", Secret("old-output"))), Map(("a", PropertyValue.Secret(List(Text("new-output")))))));

        Assert.Equal(
            "plainly [secret] [secret] open [secret] [secret] [secret]",
            mask.Apply("plainly from-config inside-json open nested-input old-output new-output"));
    }

    [Fact]
    public void An_output_that_the_resource_declares_secret_is_one_without_a_mark()
    {
        var mask = new SecretMask();
        var state = State("pw", PropertyMap.Empty) with { Outputs = Map(("result", Text("generated"))), AdditionalSecretOutputs = ["result"] };
        mask.Learn(new StepSucceeded(Step(StepOperation.Create, null, state), Seconds(0)));

        Assert.Equal("it is [secret].", mask.Apply("it is generated."));
    }

    [Fact]
    public void What_stands_open_in_an_input_is_no_secret_because_the_whole_output_is_one()
    {
        var mask = new SecretMask();
        var state = State("web", Map(("envs", List(Text("LEVEL=info"), Secret("PASSWORD=abcd"))))) with
        {
            Outputs = Map(("envs", PropertyValue.Secret(List(Text("LEVEL=info"), Text("PASSWORD=abcd"), Text("ADDED=1"))))),
        };
        mask.Learn(new StepSucceeded(Step(StepOperation.Create, null, state), Seconds(0)));

        Assert.Equal("LEVEL=info [secret] [secret]", mask.Apply("LEVEL=info PASSWORD=abcd ADDED=1"));
    }

    [Fact]
    public void The_longest_secret_goes_first_and_short_ones_are_left()
    {
        var mask = new SecretMask();
        mask.Learn(new StepStarted(Create("web", Map(("a", Secret("pass")), ("b", Secret("password")), ("c", Secret("no"))))));

        Assert.Equal("no [secret] [secret]", mask.Apply("no password pass"));
    }

    [Theory]
    [InlineData("quoted \"in\" json", """{"message":"quoted \u0022in\u0022 json"}""", """{"message":"[secret]"}""")]
    [InlineData("a/b c?d", "http://x/?q=a%2Fb%20c%3Fd", "http://x/?q=[secret]")]
    [InlineData("-----BEGIN-----\nMIIBVQIBADANBgkqhkiG9w0B\n-----END-----\n", "near MIIBVQIBADANBgkqhkiG9w0B!", "near [secret]!")]
    public void A_secret_is_recognised_in_the_forms_in_which_messages_quote_it(string secret, string message, string expected)
    {
        var mask = new SecretMask();
        mask.Learn(new StepStarted(Create("web", Map(("a", Secret(secret))))));

        Assert.Equal(expected, mask.Apply(message));
    }
}
