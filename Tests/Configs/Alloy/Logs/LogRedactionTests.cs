using Infra.Configs.Alloy.Logs;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

public sealed class LogRedactionTests
{
    private const string Secret = "S3cr3t-Pa55";

    [Theory]
    [InlineData("password=S3cr3t-Pa55 user=lake", "password=<redacted> user=lake")]
    [InlineData("PASSWORD: S3cr3t-Pa55", "PASSWORD: <redacted>")]
    [InlineData("db_password=\"S3cr3t-Pa55 with spaces\" x=1", "db_password=\"<redacted>\" x=1")]
    [InlineData("{\"level\":\"info\",\"password\":\"S3cr3t-Pa55\\\"more\",\"x\":1}", "{\"level\":\"info\",\"password\":\"<redacted>\",\"x\":1}")]
    [InlineData("{\"message\":\"{\\\"token\\\":\\\"S3cr3t-Pa55\\\",\\\"x\\\":1}\"}", "{\"message\":\"{\\\"token\\\":\\\"<redacted>\\\",\\\"x\\\":1}\"}")]
    [InlineData("{'secret_key': 'S3cr3t-Pa55', 'x': 1}", "{'secret_key': '<redacted>', 'x': 1}")]
    [InlineData("AWS_SECRET_ACCESS_KEY=S3cr3t-Pa55", "AWS_SECRET_ACCESS_KEY=<redacted>")]
    [InlineData("postgresql://lake:S3cr3t-Pa55@pg:5432/lakehouse", "postgresql://lake:<redacted>@pg:5432/lakehouse")]
    [InlineData("redis://:S3cr3t-Pa55@cache", "redis://:<redacted>@cache")]
    [InlineData("ALTER ROLE lake PASSWORD 'S3cr3t-Pa55''s'", "ALTER ROLE lake PASSWORD '<redacted>'")]
    [InlineData("Authorization: Basic S3cr3t-Pa55", "Authorization: Basic <redacted>")]
    [InlineData("{\"Authorization\":[\"Basic S3cr3t-Pa55\"],\"x\":1}", "{\"Authorization\":[\"Basic <redacted>\"],\"x\":1}")]
    [InlineData("map[Authorization:[Basic S3cr3t-Pa55]]", "map[Authorization:[Basic <redacted>")]
    [InlineData("sent Bearer S3cr3t-Pa55-S3cr3t-Pa55 to it", "sent Bearer <redacted> to it")]
    [InlineData("GET /b/o?X-Amz-Signature=S3cr3t-Pa55&x=1", "GET /b/o?X-Amz-Signature=<redacted>&x=1")]
    [InlineData("-----BEGIN PRIVATE KEY-----S3cr3t-Pa55-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----<redacted>-----END PRIVATE KEY-----")]
    [InlineData("{'password': 'S3cr3t-Pa55', 'user': 'lake'}", "{'password': '<redacted>', 'user': 'lake'}")]
    [InlineData("  password: 'it''s S3cr3t-Pa55'", "  password: '<redacted>'")]
    [InlineData("password=p@/S3cr3t-Pa55 next=1", "password=<redacted> next=1")]
    [InlineData("password=a;b&S3cr3t-Pa55 next=1", "password=<redacted> next=1")]
    [InlineData("password=a\"b'S3cr3t-Pa55 next=1", "password=<redacted> next=1")]
    [InlineData("UID=lake;PWD=S3cr3t-Pa55;DATABASE=x", "UID=lake;PWD=<redacted>;DATABASE=x")]
    [InlineData("connect?user=a&password=S3cr3t-Pa55&db=x", "connect?user=a&password=<redacted>&db=x")]
    [InlineData("level=info msg=\"login with password=S3cr3t-Pa55\" x=1", "level=info msg=\"login with password=<redacted>\" x=1")]
    [InlineData("postgresql://lake:p@S3cr3t-Pa55@pg:5432/lakehouse", "postgresql://lake:<redacted>@pg:5432/lakehouse")]
    [InlineData("https://lake:S3cr3t-Pa55@host:8443/a?b=c", "https://lake:<redacted>@host:8443/a?b=c")]
    [InlineData("trino --server x --password S3cr3t-Pa55 --user lake", "trino --server x --password <redacted> --user lake")]
    [InlineData("curl -u lake:S3cr3t-Pa55 http://x", "curl -u lake:<redacted> http://x")]
    [InlineData("curl --user 'lake:S3cr3t-Pa55' http://x", "curl --user 'lake:<redacted>' http://x")]
    [InlineData("CREATE ROLE x PASSWORD E'S3cr3t-Pa55\\n' LOGIN", "CREATE ROLE x PASSWORD E'<redacted>' LOGIN")]
    [InlineData("ALTER USER x IDENTIFIED WITH sha2 BY 'S3cr3t-Pa55'", "ALTER USER x IDENTIFIED WITH sha2 BY '<redacted>'")]
    [InlineData("Set-Cookie: id=S3cr3t-Pa55; Path=/", "Set-Cookie: id=<redacted>")]
    [InlineData("{\"secretAccessKey\":\"S3cr3t-Pa55\",\"region\":\"x\"}", "{\"secretAccessKey\":\"<redacted>\",\"region\":\"x\"}")]
    [InlineData("{\"db.passwords\":1,\"passPhrase\":\"S3cr3t-Pa55\"}", "{\"db.passwords\":1,\"passPhrase\":\"<redacted>\"}")]
    [InlineData("X-Api-Key: S3cr3t-Pa55", "X-Api-Key: <redacted>")]
    [InlineData("ACCOUNT_KEY=S3cr3t-Pa55", "ACCOUNT_KEY=<redacted>")]
    [InlineData("privateKey: 'S3cr3t-Pa55'", "privateKey: '<redacted>'")]
    [InlineData("Bearer S3cr3t-Pa55 sent", "Bearer <redacted> sent")]
    [InlineData("Authorization: ApiKey S3cr3t-Pa55", "Authorization: ApiKey <redacted>")]
    [InlineData("Authorization: S3cr3t-Pa55", "Authorization: <redacted>")]
    [InlineData("X-Vault-Token: S3cr3t-Pa55", "X-Vault-Token: <redacted>")]
    [InlineData("cookies={'session': 'S3cr3t-Pa55'}", "cookies={<redacted>}")]
    [InlineData("<password>S3cr3t-Pa55</password>", "<password><redacted></password>")]
    [InlineData("{\"m\":\"{\\\\\\\"password\\\\\\\":\\\\\\\"S3cr3t-Pa55\\\\\\\"}\"}", "{\"m\":\"{\\\\\\\"password\\\\\\\":\\\\\\\"<redacted>\\\\\\\"}\"}")]
    [InlineData("mysql -u root -pS3cr3t-Pa55 lake", "mysql -u root -p<redacted> lake")]
    [InlineData("root:S3cr3t-Pa55@tcp(db:3306)/lake", "root:<redacted>@tcp(db:3306)/lake")]
    [InlineData("java -password S3cr3t-Pa55 -x", "java -password <redacted> -x")]
    [InlineData("SET PASSWORD FOR x = PASSWORD('S3cr3t-Pa55')", "SET PASSWORD FOR x = PASSWORD('<redacted>')")]
    [InlineData("ALTER USER x IDENTIFIED BY \"S3cr3t-Pa55\"", "ALTER USER x IDENTIFIED BY \"<redacted>\"")]
    [InlineData("sasl.jaas.config=x required username=\"a\" password=\"S3cr3t-Pa55\";", "sasl.jaas.config=x required username=\"a\" password=\"<redacted>\";")]
    [InlineData("the password was S3cr3t-Pa55", "the password was <redacted>")]
    [InlineData("map[password:S3cr3t-Pa55 user:x]", "map[password:<redacted> user:x]")]
    public void Takes_secrets_out_and_leaves_the_rest(string line, string redacted)
    {
        Assert.Contains(Secret, line);
        Assert.Equal(redacted, LogPipelineRun.One("app", line).Line);
    }

    [Theory]
    [InlineData("key AKIAIOSFODNN7EXAMPLE used", "key <redacted> used")]
    [InlineData("used ghp_0123456789abcdefghijABCDEFGHIJ012345 there", "used <redacted> there")]
    [InlineData("xoxb-0000000000-0000000000-abcdefghij", "<redacted>")]
    [InlineData("https://hooks.slack.com/services/T0/B0/x1y2z3 failed", "https://hooks.slack.com/services/<redacted> failed")]
    [InlineData("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtaW5pbyJ9.c2lnbmF0dXJl back", "got <redacted> back")]
    public void Knows_keys_and_tokens_by_their_form(string line, string redacted) => Assert.Equal(redacted, LogPipelineRun.One("app", line).Line);

    [Theory]
    [InlineData("FATAL:  password authentication failed for user \"lake\"")]
    [InlineData("GET http://nessie:19120/api/v2/trees?x=1 by a@b")]
    [InlineData("Basic authentication or X-Trino-User must be sent")]
    [InlineData("tokens=12 tokenizer=x secretary=y")]
    [InlineData("password_file=/run/secrets/postgres-password")]
    [InlineData("io.trino.sql.parser.ParsingException: Unexpected token: ERROR")]
    [InlineData("PWD=/opt/dagster OLDPWD=/")]
    [InlineData("pwd: /opt/dagster")]
    [InlineData("max_tokens=4096 total_tokens: 12345678")]
    [InlineData("nextPageToken=abc123def456 pagination-token: abc123def456")]
    [InlineData("password is 8 characters at least")]
    [InlineData("the client-secret is missing")]
    [InlineData("postgresql://watcher:PASSWORD_REMOVED@postgres:5432/lakehouse")]
    [InlineData("password=xxxxx, token: ****")]
    [InlineData("password_encryption=scram-sha-256")]
    [InlineData("docker run -u 1000:1000 image")]
    [InlineData("tests pass: 12, fail: 0")]
    [InlineData("asset key: raw/entries")]
    [InlineData("password authentication is required")]
    [InlineData("the authorization of user lake was denied")]
    [InlineData("cookies: enabled")]
    public void Leaves_alone_what_is_none(string line) => Assert.Equal(line, LogPipelineRun.One("app", line).Line);

    [Fact]
    public void Every_form_is_Gos() => Assert.All(SecretForms.ByHint.Select(form => form.Expression).Concat(SecretForms.Rare), form => Go.Regex(form));

    [Fact]
    public void No_hint_makes_another_needless() => Assert.All(
        SecretForms.Hints, hint => Assert.DoesNotContain(SecretForms.Hints, other => other != hint && hint.Contains(other, StringComparison.Ordinal)));
}
