using Embedded.Engine.Secrets;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Secrets;

public sealed class PassphraseTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_empty_variable_is_a_passphrase() =>
        Assert.Equal("", Find((Passphrase.Variable, ""))!.Value);

    [Fact]
    public void The_variable_comes_before_the_file() =>
        Assert.Equal("a", Find((Passphrase.Variable, "a"), (Passphrase.FileVariable, "/nowhere"))!.Value);

    [Fact]
    public void The_file_is_read_without_the_space_around_it()
    {
        var file = _directory.Write("passphrase", " two words \n");
        var passphrase = Find((Passphrase.FileVariable, file))!;
        Assert.Equal("two words", passphrase.Value);
        Assert.Equal($"the file '{file}' (PULUMI_CONFIG_PASSPHRASE_FILE)", passphrase.Source);
        Assert.DoesNotContain("two words", passphrase.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_variable_is_none() => Assert.Null(Find((Passphrase.FileVariable, "")));

    [Fact]
    public void A_file_that_is_not_there_is_told_by_name()
    {
        var exception = Assert.Throws<PassphraseException>(() => Find((Passphrase.FileVariable, _directory.File("gone"))));
        Assert.StartsWith($"PULUMI_CONFIG_PASSPHRASE_FILE names '{_directory.File("gone")}', which cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_passphrase_the_message_says_how_to_give_one()
    {
        var exception = Assert.Throws<PassphraseException>(() => TestSecrets.None.Require());
        Assert.Equal(
            "Stack 'dev' needs a passphrase for its secrets, and none is given. Set PULUMI_CONFIG_PASSPHRASE (an empty one counts), " +
            "or PULUMI_CONFIG_PASSPHRASE_FILE to the path of a file that holds it.",
            exception.Message);
    }

    private static Passphrase? Find(params (string Name, string Value)[] environment) =>
        Passphrase.FromEnvironment(name => environment.FirstOrDefault(pair => pair.Name == name).Value);
}
