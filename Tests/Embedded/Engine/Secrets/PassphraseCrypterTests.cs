using Embedded.Engine.Secrets;

namespace Infra.Tests.Embedded.Engine.Secrets;

public sealed class PassphraseCrypterTests
{
    [Fact]
    public void Decrypts_Pulumis_own_test_vector() =>
        Assert.Equal(TestSecrets.Plaintext, TestSecrets.Crypter.Decrypt(TestSecrets.Ciphertext));

    [Fact]
    public void Decrypts_what_it_encrypted_and_never_encrypts_twice_to_the_same()
    {
        var first = TestSecrets.Crypter.Encrypt("häßlich\n");
        Assert.NotEqual(first, TestSecrets.Crypter.Encrypt("häßlich\n"));
        Assert.Equal("häßlich\n", TestSecrets.Crypter.Decrypt(first));
    }

    [Fact]
    public void What_is_encrypted_for_a_place_is_known_there_and_nowhere_else()
    {
        var (place, crypter) = (new SecretPlace("obs:targets", "spark.password"), TestSecrets.Crypter);
        var ciphertext = crypter.EncryptFor(place, "häßlich\n");

        Assert.Equal("häßlich\n", crypter.Decrypt(ciphertext));
        Assert.NotEqual(ciphertext, crypter.EncryptFor(place, "häßlich\n"));
        Assert.True(crypter.IsFor(place, ciphertext));
        Assert.All(
            [new("obs:targets", "hive.password"), new("obs:targets"), new("obs:other", "spark.password"), new("obs:targets.spark", "password"), new SecretPlace("obs:targets.spark.password")],
            other => Assert.False(crypter.IsFor(other, ciphertext)));
    }

    [Fact]
    public void What_was_encrypted_for_no_place_is_for_none()
    {
        Assert.False(TestSecrets.Crypter.IsFor(new SecretPlace("obs:a"), TestSecrets.Ciphertext));
        Assert.False(TestSecrets.Crypter.IsFor(new SecretPlace("obs:a"), TestSecrets.Crypter.Encrypt("text")));
        Assert.False(TestSecrets.Crypter.IsFor(new SecretPlace("obs:a"), "plain"));
    }

    [Fact]
    public void A_new_salt_opens_with_the_same_passphrase_only()
    {
        var created = PassphraseCrypter.New(new Passphrase("", Passphrase.Variable));
        var again = PassphraseCrypter.FromSalt(created.SaltText, new Passphrase("", Passphrase.Variable), "x");
        Assert.Equal("text", again.Decrypt(created.Encrypt("text")));
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_with_its_source_and_without_its_text()
    {
        var crypter = PassphraseCrypter.FromSalt(TestSecrets.Salt, new Passphrase("hunter2", Passphrase.Variable), "Pulumi.dev.yaml");
        var exception = await Assert.ThrowsAsync<PassphraseException>(crypter.VerifyAsync);
        Assert.Equal(
            "The passphrase from PULUMI_CONFIG_PASSPHRASE is not the one that the secrets of Pulumi.dev.yaml were encrypted with. " +
            "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the right one.",
            exception.Message);
    }

    [Theory]
    [InlineData("v1:AAECAwQFBgcICQoL:NbCSFoXWYNszeFio205c9CVie5/+PJnA")]
    [InlineData("v1:short:NbCSFoXW")]
    [InlineData("plain")]
    public void Damaged_text_is_not_taken_for_a_secret(string ciphertext) =>
        Assert.Throws<PassphraseException>(() => TestSecrets.Crypter.Decrypt(ciphertext));

    [Theory]
    [InlineData("")]
    [InlineData("v2:fozI5u6B030=:v1:a:b")]
    [InlineData("v1:%%%:v1:a:b")]
    public void A_salt_of_another_form_is_refused(string salt)
    {
        var exception = Assert.Throws<PassphraseException>(
            () => PassphraseCrypter.FromSalt(salt, new Passphrase("x", "x"), "Pulumi.dev.yaml"));
        Assert.Contains("The encryption salt of Pulumi.dev.yaml is not valid", exception.Message, StringComparison.Ordinal);
    }
}
