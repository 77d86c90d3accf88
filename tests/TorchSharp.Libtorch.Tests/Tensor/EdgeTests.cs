using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class EdgeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_index_whose_steps_hold_equal_values_gives_a_living_tensor()
    {
        var x = arange(12).view(2, 3, 2);
        x[.., 1, ..].data<long>().ToArray().Should().Equal(2, 3, 8, 9);
    }

    [Fact]
    public void Product_of_wrong_shapes_throws_with_both_shapes()
    {
        var product = () => zeros(2, 3).matmul(zeros(2, 3));
        product.Should().Throw<ExternalException>().WithMessage("*2x3 and 2x3*");
    }

    [Fact]
    public void Sum_of_shapes_that_do_not_broadcast_throws_with_the_sizes()
    {
        var sum = () => zeros(2, 3) + zeros(4);
        sum.Should().Throw<ExternalException>().WithMessage("*(3)*(4)*");
        var shapes = () => broadcast_shapes([2, 3], [4]);
        shapes.Should().Throw<ArgumentException>().WithMessage("*[2, 3] and [4]*dimension 1*");
    }

    [Fact]
    public void Error_text_has_no_stack_of_native_frames()
    {
        var product = () => zeros(2, 3).mm(zeros(2, 3));
        product.Should().Throw<ExternalException>().Which.Message.Should().NotContain("frame #").And.NotContain("Exception raised from");
    }

    [Fact]
    public void Every_use_of_a_disposed_tensor_throws()
    {
        var gone = ones(2);
        gone.Dispose();
        gone.IsInvalid.Should().BeTrue();
        gone.ToString().Should().BeEmpty();
        foreach (var use in new Action[] { () => gone.add(1), () => _ = gone.shape, () => ones(2).add(gone), () => cat([ones(2), gone]), () => gone.item<float>(), () => gone[0].ToSingle(), () => gone.backward(), () => _ = gone.requires_grad })
            use.Should().Throw<InvalidOperationException>().WithMessage("*disposed*");
    }

    [Fact]
    public void Wrong_type_of_item_or_data_is_refused()
    {
        var item = () => ones([]).item<int>();
        item.Should().Throw<ArgumentException>().WithMessage("*Int32*Float32*");
        var data = () => ones(2).data<double>();
        data.Should().Throw<ArgumentException>().WithMessage("*Double*Float32*");
        var many = () => ones(2).item<float>();
        many.Should().Throw<ArgumentException>().WithMessage("*[2]*");
    }

    [Fact]
    public void Index_out_of_range_or_too_many_indices_throw()
    {
        var far = () => zeros(2, 3)[5];
        far.Should().Throw<ExternalException>().WithMessage("*out of range*");
        var many = () => zeros(2, 3)[0, 0, 0];
        many.Should().Throw<ArgumentException>().WithMessage("*3 indices*[2, 3]*");
        var back = () => zeros(3)[TensorIndex.Slice(step: -1)];
        back.Should().Throw<ArgumentException>().WithMessage("*positive*-1*");
    }

    [Fact]
    public void Data_that_does_not_fit_the_shape_is_refused()
    {
        var made = () => tensor(new[] { 1f, 2f, 3f }, [2, 2]);
        made.Should().Throw<ArgumentException>().WithMessage("*[2, 2]*4*3*");
    }

    [Fact]
    public void Backward_of_several_elements_or_twice_throws()
    {
        var leaf = ones(2, requires_grad: true);
        var several = () => (leaf * 2).backward();
        several.Should().Throw<ExternalException>().WithMessage("*scalar*");
        var loss = leaf.exp().sum();
        loss.backward();
        var again = () => loss.backward();
        again.Should().Throw<ExternalException>().WithMessage("*second time*");
    }

    [Fact]
    public void Empty_tensors_work()
    {
        var nothing = zeros(0, 3);
        nothing.sum().item<float>().Should().Be(0);
        nothing.matmul(zeros(3, 4)).shape.Should().Equal(0, 4);
        nothing.data<float>().ToArray().Should().BeEmpty();
        cat([nothing, ones(2, 3)]).shape.Should().Equal(2, 3);
        nothing.npstr().Should().Be("[]");
        nothing.str().Should().StartWith("[0x3]");
        tensor(Array.Empty<long>()).shape.Should().Equal(0);
        var largest = () => nothing.max();
        largest.Should().Throw<ExternalException>();
    }

    [Fact]
    public void Tensors_without_dimensions_work()
    {
        var number = tensor(2f);
        number.shape.Should().BeEmpty();
        number.numel().Should().Be(1);
        (number * number).ToSingle().Should().Be(4);
        number[TensorIndex.Ellipsis].shape.Should().BeEmpty();
        number[TensorIndex.None].shape.Should().Equal(1);
        number.Equals(tensor(2f)).Should().BeTrue();
        number.Equals(tensor(3f)).Should().BeFalse();
    }

    [Fact]
    public void Tensors_of_more_than_eight_dimensions_work()
    {
        var deep = arange(1 << 10).reshape([.. Enumerable.Repeat(2L, 10)]);
        deep.shape.Should().Equal(Enumerable.Repeat(2L, 10));
        deep.stride(0).Should().Be(512);
        deep.permute([.. Enumerable.Range(0, 10).Select(i => 9L - i)])[1].sum().ToInt64().Should().Be(Enumerable.Range(0, 1024).Where(i => i % 2 == 1).Sum());
        deep.sum([0, 9]).ndim.Should().Be(8);
        deep[0, 1, 0, 1, 0, 1].ndim.Should().Be(4);
        deep[1, 1, 1, 1, 1, 1, 1, 1, 1, 1].ToInt32().Should().Be(1023);
    }

    [Fact]
    public void Elements_of_conjugates_negatives_and_transposes_are_read_as_they_mean()
    {
        var z = tensor((1f, 2f)).conj();
        z.is_conj().Should().BeTrue();
        z.item<(float, float)>().Should().Be((1f, -2f));
        z.reshape(1).data<(float, float)>().ToArray().Should().Equal((1f, -2f));
        var minus = tensor(new[] { (1f, 2f) }).conj().imag;
        minus.is_neg().Should().BeTrue();
        minus.data<float>().ToArray().Should().Equal(-2f);
        arange(6).reshape(2, 3).t().data<long>().ToArray().Should().Equal(0, 3, 1, 4, 2, 5);
    }

    [Fact]
    public void Metadata_follows_in_place_changes_of_the_shape()
    {
        var changed = zeros(2, 1, 3);
        changed.shape.Should().Equal(2, 1, 3);
        var same = changed.squeeze_();
        changed.shape.Should().Equal(2, 3);
        same.unsqueeze_(0);
        changed.shape.Should().Equal(1, 2, 3);
        changed.squeeze_();
        changed.transpose_(0, 1);
        changed.shape.Should().Equal(3, 2);
        changed.unsqueeze_(0);
        changed.shape.Should().Equal(1, 3, 2);
    }
}
