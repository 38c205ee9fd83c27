using Infra.Configs.ObjectStore;

namespace Infra.Tests.Configs.ObjectStore;

public sealed class S3CredentialsTests
{
    [Fact]
    public void Are_written_as_the_clients_read_them() => Assert.Equal(
        "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = a/b+c=\n",
        S3Credentials.Render("AKIAEXAMPLE", "a/b+c="));

    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=", true)]
    [InlineData("minio-key_1.2~3", true)]
    [InlineData("with#comment", false)]
    [InlineData("with;comment", false)]
    [InlineData("with space", false)]
    [InlineData("%(reference)s", false)]
    [InlineData("`quoted`", false)]
    [InlineData("two\nlines", false)]
    [InlineData("", false)]
    public void Hold_only_what_their_reader_does_not_take_for_something_else(string key, bool canBeHeld) =>
        Assert.Equal(canBeHeld, S3Credentials.CanHold(key));
}
