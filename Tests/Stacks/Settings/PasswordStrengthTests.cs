using Infra.Stacks.Settings;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Settings;

[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class PasswordStrengthTests
{
    /// <summary>What guessers try: words, products, defaults, keyboards, sequences, dates, all of it repeated and respelled.</summary>
    public static TheoryData<string> Guessable =>
    [
        "passwordpasswordpassword",
        "P@ssw0rd1234",
        "minioadminminioadmin1",
        "minioadmin",
        "minio123minio123minio123",
        "admin123admin123admin123",
        "administrator12345678",
        "Administrator2026!",
        "changemechangemechangeme",
        "ChangeMe2026!ChangeMe",
        "letmeinletmeinletmein1",
        "welcome123welcome123!",
        "Welcome2026Welcome2026",
        "Summer2026!Summer2026!",
        "Winter2025Winter2025!",
        "Spring2026Spring2026",
        "Autumn2026!",
        "January2026!January",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertyuiop1234567890",
        "1qaz2wsx3edc4rfv5tgb",
        "1q2w3e4r5t6y7u8i9o0p",
        "zaq12wsxcde34rfvbgt5",
        "!QAZ2wsx#EDC4rfv",
        "asdfghjkl;'asdfghjkl;'",
        "abcdefghijklmnopqrstuvwxyz",
        "ABCDEFGHIJKLMNOPQRSTUVWX1",
        "abcabcabcabcabcabcabcabc1",
        "12345678901234567890",
        "98765432109876543210",
        "11111111111111111111",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "0123456789abcdef0123456789abcdef",
        "deadbeefdeadbeefdeadbeef",
        "xyzxyzxyzxyzxyzxyzxyz12",
        "lakehouselakehouse2026",
        "lakehouse-postgres-2026",
        "LakeHouse-Postgres-2026!",
        "phlo-observability-2026",
        "phlo-observability-prod!",
        "phlo-prod-postgres-password",
        "grafanagrafanagrafana1",
        "Grafana2026Grafana2026",
        "postgrespostgrespostgres",
        "PostgresPostgres123!",
        "prometheus-grafana-loki",
        "Pr0m3th3us!2026",
        "Gr@fana-admin-2026",
        "S3cretS3cretS3cret!",
        "secretsecretsecretsecret",
        "superSecretPassword123!",
        "mysecretpassword12345",
        "MySuperSecretPassword!",
        "thisisapassword1234",
        "ThisIsMyPassword2026!",
        "iloveyouiloveyouiloveyou",
        "trustno1trustno1trustno1",
        "dragonmonkeydragonmonkey",
        "footballbaseballsoccer1",
        "correcthorsebatterystaple",
        "Tr0ub4dor&3",
        "P4ssw0rdP4ssw0rdP4ssw0rd",
        "drowssapdrowssapdrowssap",
        "nimdaoinimnimdaoinim1",
        "root-root-root-root-1",
        "testtesttesttesttest1",
        "Password1!Password1!",
        "Passw0rd!Passw0rd!2026",
        "Company123!Company123!",
        "01.01.2026-01.01.2026",
        "metrics-2026-A",
        "Short1!",
        "onlylowercase",
        "Postgres2026!",
        "lakepass",
        "admin123",
        "foobarfoobarfoobarfoobar",
        "hunter2hunter2hunter2!",
        "defaultdefaultdefault1",
        "loremipsumdolorsitamet",
        "",
        "x",
    ];

    /// <summary>What chance makes.</summary>
    public static TheoryData<string> Strong =>
    [
        "xK4-pw9Lq2vT",
        "tG7-vq2Wm9Zs",
        "correct horse battery staple",
        "orbit-velvet-canyon-thimble",
        "Gx7vT2mQpL9wZr4K",
        "f3a91c7be0d2486a5c1f",
        "k9QzV!m2Xw#7",
        "9b2f6d0c-4e1a-47d3-a8b5-3c7e5f1d2a90",
        "rWq8xN3bTzKfY6dPhJm2",
        "PzQx-7tLm-Vw2k-Bn9d",
        "walrus pickle tornado umbrella seven",
        "u7Hq0ZpX3dLr8WcVyA5bNtEk",
        "jV3+qL9/xTw2Zb8=",
        "hcGkqzwtxvbnpyrm",
        ProdSettings.Password,
    ];

    [Theory]
    [MemberData(nameof(Guessable))]
    public void Refuses_what_a_guesser_comes_to(string password) => Assert.True(PasswordStrength.IsWeak(password, "metrics", "prod"));

    [Theory]
    [MemberData(nameof(Strong))]
    public void Takes_what_takes_work(string password) => Assert.False(PasswordStrength.IsWeak(password, "metrics", "prod"));

    [Fact]
    public void Takes_what_is_made_by_chance()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.False(PasswordStrength.IsWeak(Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12)), "metrics"));
            Assert.False(PasswordStrength.IsWeak(Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)), "metrics"));
        }
    }

    [Theory]
    [InlineData("zwiebelkuchenzwiebelkuchen", "zwiebelkuchen")]
    [InlineData("orderbook-scraper-7", "orderbook-scraper")]
    public void Knows_the_users_name(string password, string user) => Assert.True(PasswordStrength.IsWeak(password, user));

    [Fact]
    public void Does_not_keep_anybody_waiting_for_what_was_pasted_by_mistake() => PasswordStrength.IsWeak(new string('a', 100_000) + "!1@7", "metrics");
}
