using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class TextTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ToString_gives_shape_type_and_device_only() =>
        ones(2, 3).ToString().Should().Be("[2x3], type = Float32, device = cpu");

    [Fact]
    public void ToString_of_a_number_has_empty_brackets() => tensor(1L).ToString().Should().Be("[], type = Int64, device = cpu");

    [Fact]
    public void Npstr_of_a_matrix_nests_brackets() =>
        arange(6).reshape(2, 3).npstr(newLine: "\n").Should().Be("[[0, 1, 2]\n [3, 4, 5]]");

    [Fact]
    public void Npstr_of_a_long_vector_leaves_its_middle_out() =>
        arange(20).npstr().Should().Be("[0, 1, 2, ... 17, 18, 19]");

    [Fact]
    public void Npstr_of_a_number_is_the_number() =>
        tensor(2.5).npstr(cultureInfo: CultureInfo.InvariantCulture).Should().Be("2.5");

    [Fact]
    public void Npstr_of_three_dimensions_separates_the_blocks_by_an_empty_line() =>
        arange(8).reshape(2, 2, 2).npstr(newLine: "\n").Should().Be("[[[0, 1]\n  [2, 3]]\n\n [[4, 5]\n  [6, 7]]]");

    [Fact]
    public void Jlstr_of_a_matrix_aligns_the_columns() =>
        tensor(new[,] { { 1f, -10f }, { 0.5f, 2f } }).jlstr(newLine: "\n", cultureInfo: CultureInfo.InvariantCulture)
            .Should().Be("[2x2], type = Float32, device = cpu\n   1 -10\n 0.5   2\n");

    [Fact]
    public void Jlstr_of_three_dimensions_names_each_table() =>
        arange(4).reshape(2, 1, 2).jlstr(newLine: "\n")
            .Should().Be("[2x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n\n[1,..,..] =\n 2 3\n");

    [Fact]
    public void Cstr_of_a_matrix_is_an_initialiser() =>
        ones(2, 2).cstr(newLine: "\n").Should().Be("[2x2], type = Float32, device = cpu, value = \nfloat [,] {\n {1f, 1f},\n {1f, 1f}\n}");

    [Fact]
    public void Text_of_half_and_bool_and_complex_elements_is_readable()
    {
        tensor(new[] { true, false }).npstr().Should().Be("[True, False]");
        ones([2], float16).npstr().Should().Be("[1, 1]");
        tensor(new System.Numerics.Complex(1, -2)).npstr(cultureInfo: CultureInfo.InvariantCulture).Should().Be("1-2i");
    }
}
