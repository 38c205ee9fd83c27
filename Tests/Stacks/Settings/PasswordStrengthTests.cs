using Infra.Stacks.Settings;

namespace Infra.Tests.Stacks.Settings;

public sealed class PasswordStrengthTests
{
    [Theory]
    [InlineData("admin123")]
    [InlineData("lakepass")]
    [InlineData("Short1!")]
    [InlineData("onlylowercase")]
    [InlineData("Postgres2026!")]
    [InlineData("metrics-2026-A")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Refuses_what_a_guesser_tries_first(string password) => Assert.True(PasswordStrength.IsWeak(password, "metrics"));

    [Theory]
    [InlineData("xK4-pw9Lq2vT")]
    [InlineData("correct horse battery staple")]
    [InlineData("GeneratedPassword0123456789abcde")]
    public void Takes_what_is_long_or_varied(string password) => Assert.False(PasswordStrength.IsWeak(password, "metrics"));
}
