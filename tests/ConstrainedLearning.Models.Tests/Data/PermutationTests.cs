using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class PermutationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Of_holds_every_number_once(int count) =>
        Permutation.Of(count, 2021, 3).Order().Should().Equal(Permutation.Identity(count));

    [Fact]
    public void Of_same_numbers_same_order_and_each_of_them_matters()
    {
        var order = Permutation.Of(100, 2021, 0);

        Permutation.Of(100, 2021, 0).Should().Equal(order);
        Permutation.Of(100, 2021, 1).Should().NotEqual(order);
        Permutation.Of(100, 2022, 0).Should().NotEqual(order);
        Permutation.Of(100, 0, 2021).Should().NotEqual(order);
    }

    [Fact]
    public void Of_puts_every_number_first_about_equally_often()
    {
        var first = new int[5];
        for (var seed = 0; seed < 5000; seed++)
            first[Permutation.Of(5, seed, 0)[0]]++;

        // 1000 expected, standard deviation 28
        first.Should().OnlyContain(times => times > 860 && times < 1140);
    }
}
