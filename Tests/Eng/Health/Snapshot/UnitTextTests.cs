extern alias health;

using health::Infra.Configs.Dashboards;
using health::Infra.Health.Snapshot;

namespace Infra.Tests.Eng.Health.Snapshot;

public sealed class UnitTextTests
{
    [Theory]
    [InlineData(0.256, Units.Share, "25.6 %")]
    [InlineData(0.0042, Units.Seconds, "4.2 ms")]
    [InlineData(90061, Units.Seconds, "25 h")]
    [InlineData(1536, Units.Bytes, "1.5 KiB")]
    [InlineData(3_500_000, Units.Count, "3.5 Mil")]
    [InlineData(-1024, Units.BytesPerSecond, "-1 KiB/s")]
    [InlineData(double.NaN, Units.Bytes, "–")]
    [InlineData(double.PositiveInfinity, Units.Seconds, "∞")]
    public void A_value_is_written_with_its_unit(double value, string unit, string text) => Assert.Equal(text, UnitText.Of(value, unit));
}
