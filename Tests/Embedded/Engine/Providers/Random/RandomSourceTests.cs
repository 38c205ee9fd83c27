using Embedded.Engine.Providers.Random;

namespace Infra.Tests.Embedded.Engine.Providers.Random;

public class RandomSourceTests
{
    [Fact]
    public void Every_number_below_the_limit_comes_up_and_no_other()
    {
        var source = new RandomSource("any seed");
        var drawn = Enumerable.Range(0, 2000).Select(_ => source.Below(7)).ToHashSet();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], drawn.Order().ToArray());
    }

    [Fact]
    public void Other_seeds_give_other_numbers() =>
        Assert.NotEqual(new RandomSource("a").Below(ulong.MaxValue), new RandomSource("b").Below(ulong.MaxValue));
}
